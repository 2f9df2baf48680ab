"""Who was first in an exam against what stands on record: what would be added, kept and taken back."""

import datetime as dt
from collections.abc import Iterable
from dataclasses import dataclass

from django.utils.translation import gettext as _

from awards.models import Champion, Exam
from awards.rules.champions import TOTAL, Win
from awards.rules.kinds import ItemKind
from starrating.refused import Refused
from students.models import Enrolment, School, SchoolClass, Student

_KIND_ORDER = list(ItemKind)


@dataclass(frozen=True)
class Placed:
    """A first place with its pupil and the pupil's class on the day; ``champion`` is its row where it has one."""

    kind: ItemKind
    subject: str
    student: Student
    school_class: SchoolClass
    grade: int
    champion: Champion | None = None

    @property
    def key(self) -> Win:
        return Win(self.kind, self.subject, self.student.pk)


@dataclass(frozen=True)
class Changes:
    """First places to add, keep and take back, each in the order of grade, kind, subject and class."""

    added: tuple[Placed, ...] = ()
    kept: tuple[Placed, ...] = ()
    removed: tuple[Placed, ...] = ()

    @property
    def any(self) -> bool:
        return bool(self.added or self.removed)


def place(wins: Iterable[Win], grades: frozenset[int], *, school: School, year: int, held_on: dt.date) -> list[Placed]:
    """Place each winner in the class on ``held_on``; :class:`Refused` for somebody outside of ``year``'s grades."""
    wins = list(wins)
    sat = (
        Enrolment.objects.active_on(held_on)
        .filter(student__in={win.pupil for win in wins}, school_class__school=school)
        .select_related("student", "school_class__school")
    )
    by_pupil = {row.student_id: row for row in sat}
    found = []
    for win in wins:
        row = by_pupil.get(win.pupil)
        grade = row.school_class.grade_in(year) if row else None
        if row is None or grade not in grades:
            raise Refused(
                _("A winner was in none of these grades on the day of the exam. Check the names and the grades."),
                code="not_enrolled",
            )
        found.append(Placed(win.kind, win.subject, row.student, row.school_class, grade))
    return found


def standing(exam: Exam) -> list[Placed]:
    """Give the first places on record, without those withdrawn."""
    rows = (
        Champion.objects.standing()
        .filter(exam=exam)
        .select_related("exam", "subject", "student", "school_class__school")
    )
    return [
        Placed(
            kind=ItemKind(row.kind),
            subject=row.subject.name if row.subject else TOTAL,
            student=row.student,
            school_class=row.school_class,
            grade=row.grade,
            champion=row,
        )
        for row in rows
    ]


def changes_between(exam: Exam | None, wanted: Iterable[Placed], grades: frozenset[int]) -> Changes:
    """Say what would make the record of ``grades`` say what is ``wanted``; other grades are left out of it."""
    on_record = {one.key: one for one in standing(exam) if one.grade in grades} if exam else {}
    by_key = {one.key: one for one in wanted}
    return Changes(
        added=_in_order(one for key, one in by_key.items() if key not in on_record),
        kept=_in_order(one for key, one in on_record.items() if key in by_key),
        removed=_in_order(one for key, one in on_record.items() if key not in by_key),
    )


def _in_order(found: Iterable[Placed]) -> tuple[Placed, ...]:
    return tuple(sorted(found, key=_order))


def _order(one: Placed) -> tuple[int, int, str, int, str]:
    return (one.grade, _KIND_ORDER.index(one.kind), one.subject, one.school_class.number, one.student.number)
