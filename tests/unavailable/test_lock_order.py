"""One order of locks. Every test is watched for it (`tests/lock_order.py`); here is what verbs lock."""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable

import pytest
from django.apps import apps
from django.db import transaction

from awards.models import ClassRound, Ground, ObjectionRoute, Round, StarEntry, TermLevel
from awards.movements import stranded
from awards.movements.credit import arrive, join_records
from awards.objections import verbs as objections
from awards.office import filing
from awards.sheets import corrections, moves
from awards.terms import opening
from awards.violations import verbs as violations
from starrating.db.locks import ORDER, lock
from students.accounts import staff
from students.models import School, SchoolRoleKind, Sex, User
from students.permits import school_roles
from students.pupils import movements
from students.pupils.movements import Newcomer
from tests.factories import (
    FILING_DAY,
    make_administrator,
    make_class,
    make_filed,
    make_final,
    make_office,
    make_sheet,
    make_student,
    make_submitted,
    make_user,
    moment,
    pupils_of,
)
from tests.lock_order import Watch
from tests.project.source import ROOT

pytestmark = pytest.mark.django_db

NOW = moment(FILING_DAY)
LATER = moment(dt.date(2025, 10, 20))


def of(sheet: ClassRound) -> School:
    return sheet.school_class.school


def file_one() -> Callable[[], object]:
    sheet = make_submitted()
    line = sheet.nominations.placed()[0]
    return lambda: filing.register_but(sheet, {line.pk: "查无此事"}, on=FILING_DAY, by=make_office(of(sheet)), at=NOW)


def file_many() -> Callable[[], object]:
    sheet = make_submitted()
    return lambda: filing.register_unflagged(sheet.round, on=FILING_DAY, by=make_office(of(sheet)), at=NOW)


def take_effect() -> Callable[[], object]:
    make_filed()
    return lambda: moves.finalize_due(at=LATER)


def change_round() -> Callable[[], object]:
    sheet = make_sheet()
    by, round_ = make_administrator(of(sheet)), sheet.round
    days = {"starts_on": round_.starts_on, "ends_on": round_.ends_on, "due_on": round_.due_on}
    return lambda: opening.change_round(round_, **days, grades=round_.grades, by=by, at=NOW)


def answer_objection() -> Callable[[], object]:
    sheet = make_filed()
    by, line = make_office(of(sheet)), sheet.nominations.placed()[0]
    found = objections.receive(sheet, line, route=ObjectionRoute.OFFICE, facts="x", raised_by="办", by=by, at=NOW)
    return lambda: objections.withdraw(found, reason="已核实", by=by, at=NOW)


def take_back_a_star() -> Callable[[], object]:
    sheet = make_final()
    entry = StarEntry.objects.filter(round=sheet.round)[0]
    return lambda: corrections.reverse(entry, reason="录错", by=make_office(of(sheet)), at=LATER)


def confirm_violation() -> Callable[[], object]:
    sheet = make_sheet()
    ground = Ground.objects.filter(scheme=sheet.round.term.pinned.scheme, min_records=0)[0]
    pupil = pupils_of(sheet)[0]
    facts = violations.Incident(pupil, ground, FILING_DAY, "x", statement="x", guardian_told_on=FILING_DAY)
    by = make_office(of(sheet))
    return lambda: violations.record(facts, by=by, at=NOW)


def arrive_with_stars() -> Callable[[], object]:
    sheet = make_sheet()
    newcomer, by = Newcomer("20259901", "陶乐怡", Sex.FEMALE), make_office(of(sheet))
    return lambda: arrive(newcomer, sheet.school_class, on=FILING_DAY, stars=3, proof="原校证明", by=by, at=NOW)


def move_who_is_named() -> Callable[[], object]:
    sheet = make_final()
    by, pupil = make_office(of(sheet)), StarEntry.objects.all()[0].student
    other = make_class(of(sheet), number=8)
    move = lambda: movements.change_class(pupil, other, on=dt.date(2025, 10, 20), by=by, at=LATER)  # noqa: E731
    return lambda: stranded.watched(pupil, move, accepted=True, by=by, at=LATER)


def join() -> Callable[[], object]:
    sheet = make_final()
    second, kept = pupils_of(sheet)[0], make_student(sheet.school_class, "另一条记录")
    by = make_office(of(sheet))
    return lambda: join_records(second, kept, on=dt.date(2025, 10, 20), reason="重复建档", by=by, at=LATER)


def leave() -> Callable[[], object]:
    sheet = make_sheet()
    pupil, by = pupils_of(sheet)[0], make_office(of(sheet))
    User.objects.create(username="p", school=of(sheet), student=pupil, name=pupil.name)
    return lambda: movements.transfer_out(pupil, on=FILING_DAY, by=by, at=NOW)


def rename_colleague() -> Callable[[], object]:
    sheet = make_sheet()
    user, by = make_user(of(sheet), "何知行"), make_administrator(of(sheet))
    return lambda: staff.change_details(user, name="何知心", phone="", by=by, at=NOW)


def grant() -> Callable[[], object]:
    sheet = make_sheet()
    user, by = make_user(of(sheet), "何知行"), make_administrator(of(sheet))
    return lambda: school_roles.grant_role(user, SchoolRoleKind.OFFICE, starts_on=FILING_DAY, by=by, at=NOW)


VERBS = {
    file_one: ["Round", "ClassRound"],
    file_many: ["Round", "ClassRound"],
    take_effect: ["ClassRound"],
    change_round: ["Term", "Round", "ClassRound"],
    answer_objection: ["Term", "ClassRound"],
    take_back_a_star: ["Term", "ClassRound"],
    confirm_violation: ["Term", "Student"],
    arrive_with_stars: ["School", "Term", "Student"],
    move_who_is_named: ["ClassRound", "Student"],
    join: ["Term", "Student"],
    leave: ["Student", "User"],
    rename_colleague: ["School", "User"],
    grant: ["School", "User"],
}


@pytest.mark.parametrize("verb", VERBS, ids=lambda verb: verb.__name__)
def test_what_a_verb_locks(verb: Callable[[], Callable[[], object]], locks: Watch) -> None:
    act = verb()
    locks.transactions.clear()
    act()
    assert locks.models[-1] == VERBS[verb]


def test_sheets_are_locked_by_their_keys(locks: Watch) -> None:
    school = make_sheet().school_class.school
    pks = [make_submitted(make_class(school, number=number)).pk for number in (2, 3, 4)]
    round_ = Round.objects.get(sheets=pks[0])
    moves.register_many(round_, pks[::-1], on=FILING_DAY, by=make_office(school), at=NOW)
    assert [pk for name, pk in locks.transactions[-1] if name == "ClassRound"] == sorted(pks)


def test_the_watch_sees_another_order(locks: Watch) -> None:
    sheet = make_submitted()
    with transaction.atomic():
        list(lock(ClassRound.objects.filter(pk=sheet.pk)))
        moves.register(sheet, on=FILING_DAY, by=make_office(of(sheet)), at=NOW)
    assert len(locks.wrong) == 1
    locks.wrong.clear()


def test_the_watch_sees_a_row_that_is_written_too_late(locks: Watch) -> None:
    sheet = make_submitted()
    with transaction.atomic():
        list(lock(ClassRound.objects.filter(pk=sheet.pk)))
        Round.objects.filter(pk=sheet.round_id).update(label="2025-09")
    assert len(locks.wrong) == 1
    locks.wrong.clear()


def test_rows_are_locked_in_one_place() -> None:
    """What is locked by hand has no place in the order."""
    found = [
        path.relative_to(ROOT).as_posix()
        for folder in ("starrating", "students", "awards", "reports")
        for path in (ROOT / folder).rglob("*.py")
        if "select_for_update(" in path.read_text(encoding="utf-8")
    ]
    assert found == ["starrating/db/locks.py"]


def test_the_order_names_each_model_once() -> None:
    names = [model.__name__ for model in apps.get_models()]
    assert len(ORDER) == len(set(ORDER))
    assert set(ORDER) <= set(names)
    assert TermLevel.__name__ not in ORDER
