"""A small school for files of every shape: two classes of grade 7, two pupils of one name, three teachers."""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable, Mapping
from dataclasses import dataclass

from awards.exams.score_files import rank_files
from awards.exams.verbs import exam_spec
from awards.models import Round
from awards.rules.champions import TOTAL
from awards.sheet_files.importer import SHEETS
from awards.violations.importer import VIOLATIONS
from starrating.cells.findings import Finding, has_errors
from students.imports.importer import GROUPS, ROSTER, STAFF_MATRIX
from students.imports.pipeline.asked import Asked
from students.imports.pipeline.flow import AnyImporter
from students.imports.pipeline.importer import look
from students.imports.pipeline.meanings import meanings_of
from students.models import Enrolment, School, SchoolClass, Student, StudentGroup, User
from tests.factories import make_administrator, make_class, make_school, make_student, make_term, make_user, moment

TODAY = dt.date(2025, 11, 28)
HELD = dt.date(2025, 11, 20)
FIRST_DAY = dt.date(2025, 9, 1)
ONE, TWO = "七年级(1)班", "七年级(2)班"
PUPILS = ("张扬恩", "周彤晨", "杜舒瑶", "徐彤然", "孙浩梓")


@dataclass(frozen=True)
class Read:
    """What a file comes to: what would be written, as short texts; whether it may be; what it asks."""

    told: frozenset[str]
    blocked: bool
    asked: tuple[str, ...]
    findings: tuple[Finding, ...]


@dataclass(frozen=True)
class World:
    school: School
    by: User
    classes: tuple[SchoolClass, SchoolClass]
    pupils: tuple[Student, ...]


def make_world() -> World:
    """Numbers 20250101 and on in class 1, where 20250126 has the name of 20250101; 20250201 and on in class 2."""
    school = make_school()
    make_term(school)
    first, second = make_class(school, 1), make_class(school, 2)
    pupils = [make_student(first, name, seat=at, number=f"202501{at:02}") for at, name in enumerate(PUPILS, 1)]
    pupils.append(make_student(first, "张扬恩", seat=26, number="20250126"))
    group = StudentGroup.objects.create(school_class=first, number=3)
    Enrolment.objects.filter(student=pupils[-1]).update(group=group)
    pupils += [
        make_student(second, name, seat=at, number=f"202502{at:02}") for at, name in enumerate(("袁诺文", "任菲萱"), 1)
    ]
    for name in ("孙静娟", "董军", "曹霞丹"):
        make_user(school, name)
    return World(school, make_administrator(school), (first, second), tuple(pupils))


def read(world: World, kind: str, name: str, content: bytes, answers: Mapping[str, object]) -> Read:
    """Look at a file of a kind, with what is answered beside it; nothing is written."""
    given = {"starts_on": FIRST_DAY.isoformat(), **answers}
    if kind == "sheets":
        given["round"] = Round.objects.get(term__school=world.school, label="2025-11").pk
    asked = Asked(world.school, world.by, moment(TODAY), given)
    if kind == "exam":
        return _exam(asked, name, content)
    importer, told = _KINDS[kind]
    preview = look(importer, [(name, content)], asked)
    texts = frozenset(one for row in preview.plan.rows for one in told(row))
    return Read(texts, preview.blocked, tuple(one.header for one in preview.questions), preview.findings)


def _exam(asked: Asked, name: str, content: bytes) -> Read:
    spec = exam_spec(asked.school, kind="月考", name="11月月考", held_on=HELD)
    ranked = rank_files([(name, content)], spec, meanings_of(asked, "exam"))
    people = {one.pk: one for one in Student.objects.filter(school=asked.school)}
    told = {f"{win.subject or '总分'} {people[win.pupil].name}" for win in ranked.results.wins}
    told |= {
        f"{tie.subject or '总分'} {'/'.join(sorted(people[one].number for one in tie.pupils))}"
        for tie in ranked.undecided
    }
    blocked = has_errors(ranked.findings)
    asked_for = tuple(one.header for one in ranked.questions if one.blocks)
    return Read(frozenset() if blocked else frozenset(told), blocked, asked_for, ranked.findings)


assert TOTAL == ""


def _roster(row):  # type: ignore[no-untyped-def]
    return [f"{row.number} {row.class_name} {row.state}"]


def _staff(row):  # type: ignore[no-untyped-def]
    return [f"{row.class_name} {row.cell.subject or '班主任'} {row.shown}"] if row.shown else []


def _violations(row):  # type: ignore[no-untyped-def]
    one = row.incident
    return [f"{one.happened_on} {one.student.number} {one.ground.name}"] if one else []


def _sheets(row):  # type: ignore[no-untyped-def]
    return [f"{one.star} {name.partition('(')[0]}" for one in row.differences for name in one.added]


def _groups(row):  # type: ignore[no-untyped-def]
    return [f"{row.place.student.number} {row.group}"] if row.place else []


_KINDS: Mapping[str, tuple[AnyImporter, Callable[..., list[str]]]] = {
    "roster": (ROSTER, _roster),
    "staff": (STAFF_MATRIX, _staff),
    "violations": (VIOLATIONS, _violations),
    "sheets": (SHEETS, _sheets),
    "groups": (GROUPS, _groups),
}
