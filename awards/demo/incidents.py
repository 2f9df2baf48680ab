"""What else a month brings: an exam with its champions, violations in two states, and an objection to a notice."""

import datetime as dt
from collections.abc import Iterator, Sequence
from random import Random

from awards.demo.dates import at_hour
from awards.demo.sentences import CORE_SUBJECTS, EXAM_KIND, EXAM_NAME, INCIDENTS, OBJECTION, OBJECTION_BY
from awards.demo.staff import Staff
from awards.exams import verbs as exams
from awards.exams.verbs import Results
from awards.models import ClassRound, Ground, Nomination, ObjectionRoute, Round, SheetState
from awards.objections import verbs as objections
from awards.rules.champions import TOTAL, Win
from awards.rules.kinds import ItemKind
from awards.violations import verbs as violations
from awards.violations.verbs import Incident
from students.models import Enrolment, SchoolClass, Student, Term
from students.school.workdays import default_is_working


def sit_exam(round_: Round, classes: Sequence[SchoolClass], staff: Staff, *, now: dt.datetime, rng: Random) -> None:
    """Hold a monthly exam in the middle of a past month; no mark is invented, only who came first."""
    held_on = _working_day(round_)
    spec = exams.exam_spec(round_.term.school, kind=EXAM_KIND, name=EXAM_NAME, held_on=held_on)
    year = round_.term.school_year
    results = Results(frozenset(_wins(classes, year, rng)), frozenset(row.grade_in(year) for row in classes))
    at = at_hour(held_on + dt.timedelta(days=3), 15, now)
    exams.confirm(spec, results, by=staff.clerks[0].user, at=at)


def _working_day(round_: Round) -> dt.date:
    """Give the working day nearest to the middle of the month; of a month without any its first day."""
    days = [round_.starts_on + dt.timedelta(days=n) for n in range((round_.ends_on - round_.starts_on).days + 1)]
    middle = days[len(days) // 2]
    return min(filter(default_is_working, days), key=lambda day: abs(day - middle), default=days[0])


def _wins(classes: Sequence[SchoolClass], year: int, rng: Random) -> Iterator[Win]:
    seated: dict[int, list[int]] = {}
    for class_pk, pupil_pk in Enrolment.objects.filter(school_class__in=classes).values_list(
        "school_class_id", "student_id"
    ):
        seated.setdefault(class_pk, []).append(pupil_pk)
    grades: dict[int, list[int]] = {}
    for row in classes:
        first = rng.choice(seated[row.pk])
        grades.setdefault(row.grade_in(year), []).append(first)
    for firsts in grades.values():
        best = rng.choice(firsts)
        # Whoever is first in the grade has that star and not the class's as well (A1).
        yield Win(ItemKind.GRADE_TOTAL, TOTAL, best)
        for first in firsts:
            if first != best:
                yield Win(ItemKind.CLASS_TOTAL, TOTAL, first)
        for subject in CORE_SUBJECTS:
            yield Win(ItemKind.GRADE_SUBJECT, subject, rng.choice(firsts))


def misbehave(term: Term, shown: Round, staff: Staff, *, now: dt.datetime, rng: Random) -> None:
    """Enter one incident that waits for the office and one that is confirmed, so that a total has fallen."""
    grounds = list(Ground.objects.filter(scheme=term.pinned.scheme))
    rows = list(Enrolment.objects.active_on(shown.starts_on).select_related("student__school", "school_class"))
    clerk = staff.clerks[0].user
    for number, (facts, statement) in enumerate(INCIDENTS):
        pupil: Student = rng.choice(rows).student
        day = shown.starts_on + dt.timedelta(days=2 + number)
        at = at_hour(day, 16, now)
        incident = Incident(
            pupil,
            grounds[number % len(grounds)],
            day,
            facts,
            statement=statement,
            guardian_told_on=day,
            guardian_told_how="电话",
        )
        act = violations.propose if number == 0 else violations.record
        act(incident, by=clerk, at=at)


def object_to(sheets: Sequence[ClassRound], staff: Staff, *, now: dt.datetime) -> None:
    """Hand in a guardian's slip about one name of a notice that stands: the name is frozen, the rest runs on."""
    found = ClassRound.objects.filter(pk__in=[sheet.pk for sheet in sheets], state=SheetState.IN_NOTICE)
    sheet = found.whole().order_by("pk").last()
    if sheet is None:
        return
    line = Nomination.objects.placed().filter(class_round=sheet).last()
    objections.receive(
        sheet,
        line,
        route=ObjectionRoute.SLIP,
        facts=OBJECTION,
        raised_by=OBJECTION_BY,
        contact="班级群",
        by=staff.homeroom[sheet.school_class_id].user,
        at=now,
    )
