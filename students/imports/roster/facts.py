"""What the database knows of a school's pupils before a roster is applied: seven queries, then memory."""

from collections import defaultdict
from collections.abc import Sequence
from dataclasses import dataclass

from students.imports.pipeline.asked import Asked
from students.imports.pipeline.classes import ClassBook, GroupBook
from students.imports.pipeline.pupil_rows import Validity, validity
from students.imports.roster.file import RosterLine
from students.models import Enrolment, Guardian, Movement, Student, Term
from students.models.movement import LEAVES
from students.names.personal import match_key


@dataclass(frozen=True)
class RosterFacts:
    """What is known of pupils: in ``enrolments`` the latest of each, open or ended, in ``groups`` those of each class.

    ``renames``: numbers whose other name in the file is to be taken; ``rename_all``: every one. ``taken``: numbers of
    rows that are taken although they were doubted. ``by_name``: who is in a class, by its key and the name's.
    ``left``: by pupil the latest leaving of those who are in no class. ``terms``: those of the school.
    """

    dates: Validity
    renames: frozenset[str]
    rename_all: bool
    book: ClassBook
    students: dict[str, Student]
    enrolments: dict[int, Enrolment]
    groups: GroupBook
    guardians: dict[int, set[tuple[str, str]]]
    by_bare_number: dict[str, list[Student]]
    by_name: dict[tuple[int, str], list[Student]]
    left: dict[int, Movement]
    taken: frozenset[str]
    terms: tuple[Term, ...]

    def enrolled(self, student: Student) -> Enrolment | None:
        """Give the pupil's open enrolment."""
        latest = self.enrolments.get(student.pk)
        return latest if latest and latest.ends_on is None else None

    def takes_name(self, number: str) -> bool:
        return self.rename_all or number in self.renames


def roster_facts(_lines: Sequence[RosterLine], asked: Asked) -> RosterFacts:
    school, dates = asked.school, validity(asked)
    students = {one.number: one for one in Student.objects.filter(school=school)}
    rows = Enrolment.objects.filter(student__school=school).select_related("group").order_by("starts_on", "pk")
    guardians: dict[int, set[tuple[str, str]]] = defaultdict(set)
    for pk, name, phone in Guardian.objects.filter(student__school=school).values_list("student_id", "name", "phone"):
        guardians[pk].add((name, phone))
    enrolments = {row.student_id: row for row in rows}
    by_name: dict[tuple[int, str], list[Student]] = defaultdict(list)
    for student in students.values():
        latest = enrolments.get(student.pk)
        if latest and latest.ends_on is None:
            by_name[latest.school_class_id, match_key(student.name)].append(student)
    gone = Movement.objects.of_school(school).current().of_place()
    bare: dict[str, list[Student]] = defaultdict(list)
    for student in students.values():
        bare[student.number.lstrip("0")].append(student)
    return RosterFacts(
        dates=dates,
        renames=frozenset(asked.answers.get("rename", ())),
        rename_all=bool(asked.answers.get("rename_all")),
        book=ClassBook(school, dates.school_year),
        students=students,
        enrolments=enrolments,
        groups=GroupBook(school),
        guardians=guardians,
        by_bare_number=bare,
        by_name=by_name,
        left={one.student_id: one for one in gone if one.kind in LEAVES},
        taken=frozenset(asked.many("take")),
        terms=tuple(Term.objects.filter(school=school)),
    )
