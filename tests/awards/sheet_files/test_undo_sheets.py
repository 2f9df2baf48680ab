"""Month sheets of a file undone: names are struck by decisions and put back, ticks are released, nothing is deleted."""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable, Iterator

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.utils import translation

from awards.models import ClassRound, Decision, HeldStep, Nomination, SheetState, Verdict
from awards.sheet_files.importer import SHEETS
from awards.sheets import moves
from awards.sheets.entering import Change, save_lines
from awards.sheets.paper_steps import hold_step
from students.imports.history.access import visible
from students.models import User
from students.permits.roles import standing_of
from tests.awards.month_files import one_class
from tests.factories import (
    items_of,
    make_administrator,
    make_class,
    make_homeroom,
    make_office,
    make_sheet,
    make_students,
    moment,
    pupils_of,
)
from tests.imports import imported, looked_at
from tests.refusals import refused
from tests.students.imports.history.factories import last_run, looked_back, staying, undone

pytestmark = pytest.mark.django_db
NOW = moment(dt.date(2025, 9, 30))
LATER = NOW + dt.timedelta(hours=2)
EVEN_LATER = NOW + dt.timedelta(hours=3)


@pytest.fixture(autouse=True)
def _in_english() -> Iterator[None]:
    with translation.override("en"):
        yield


@pytest.fixture
def sheet() -> ClassRound:
    return make_sheet()


@pytest.fixture
def teacher(sheet: ClassRound) -> User:
    return make_homeroom(sheet.school_class)


def bring(sheet: ClassRound, by: User, *names: str) -> None:
    """Import a file that names these pupils under the scheme's first star, which is all that it has."""
    star = items_of(sheet)[0].name
    file = ("2025-09.xlsx", one_class({star: "、".join(names)}, sheet.school_class.name_in(2025)))
    preview = looked_at(SHEETS, [file], sheet.school_class.school, at=NOW, by=by, round=sheet.round_id)
    assert not preview.blocked, preview.findings
    imported(SHEETS, preview, by=by)


def placed(sheet: ClassRound) -> set[str]:
    return set(Nomination.objects.placed().filter(class_round=sheet).values_list("student__name", flat=True))


def test_names_and_ticks_are_undone_by_decisions(sheet: ClassRound, teacher: User) -> None:
    first, second, *_others = pupils_of(sheet)
    bring(sheet, teacher, first.name, second.name)
    held = HeldStep.objects.count()
    assert (placed(sheet), held > 0) == ({first.name, second.name}, True)
    decided = Decision.objects.count()
    undo = undone(teacher, at=LATER)
    assert (placed(sheet), HeldStep.objects.count(), Nomination.objects.count()) == (set(), 0, 2)
    new = Decision.objects.order_by("pk")[decided:]
    assert {(one.verdict, one.reason) for one in new} == {
        (Verdict.STRUCK, "选错了文件"),
        (Verdict.WITHDRAWN, "选错了文件"),
    }
    assert (len(undo.goes), undo.stays) == (2 + held, [])
    # And the same file may come again.
    bring(sheet, teacher, first.name, second.name)
    assert placed(sheet) == {first.name, second.name}


def test_names_that_the_file_took_off_are_back(sheet: ClassRound, teacher: User) -> None:
    first, second, *_others = pupils_of(sheet)
    save_lines(sheet, [Change(first.pk, items_of(sheet)[0].pk, wanted=True)], by=teacher, at=NOW - dt.timedelta(1))
    bring(sheet, teacher, second.name)
    assert placed(sheet) == {second.name}
    undone(teacher, at=LATER)
    assert placed(sheet) == {first.name}


def submitted(sheet: ClassRound, by: User) -> None:
    sheet.refresh_from_db()
    moves.submit(sheet, by=by, at=LATER)


def held_again(sheet: ClassRound, by: User) -> None:
    step = HeldStep.objects.select_related("step")[0].step
    hold_step(sheet, step, held_on=NOW.date(), participants="全班", by=by, at=LATER)


USES: dict[Callable[[ClassRound, User], None], str] = {
    submitted: "The sheet is no longer being filled in.",
    held_again: "Another step of the sheet has been held since the import.",
}


@pytest.mark.parametrize("use", USES)
def test_a_sheet_on_which_the_class_went_on_stays(
    sheet: ClassRound, teacher: User, use: Callable[[ClassRound, User], None]
) -> None:
    first = pupils_of(sheet)[0]
    bring(sheet, teacher, first.name)
    use(sheet, teacher)
    with refused("stands"):
        undone(teacher, at=EVEN_LATER)
    assert set(staying(looked_back(teacher, at=EVEN_LATER)).values()) == {USES[use]}
    assert placed(sheet) == {first.name}


def test_a_name_that_was_decided_again_stays_and_the_others_go(sheet: ClassRound, teacher: User) -> None:
    first, second, *_others = pupils_of(sheet)
    bring(sheet, teacher, first.name, second.name)
    star = items_of(sheet)[0]
    for wanted, minutes in ((False, 1), (True, 2)):
        change = Change(first.pk, star.pk, wanted=wanted)
        save_lines(sheet, [change], by=teacher, at=NOW + dt.timedelta(minutes=minutes))
    undo = undone(teacher, at=LATER)
    assert {why for name, why in staying(undo).items() if first.name in name} == {"Decided again since the import."}
    assert placed(sheet) == {first.name}


def test_of_two_sheets_the_one_that_was_submitted_stays(sheet: ClassRound) -> None:
    school = sheet.school_class.school
    by = make_administrator(school)
    other_class = make_class(school, 2)
    make_students(other_class, 4)
    other = make_sheet(other_class)
    star = items_of(sheet)[0].name
    files = [
        (f"{one.school_class.number}.xlsx", one_class({star: pupils_of(one)[0].name}, one.school_class.name_in(2025)))
        for one in (sheet, other)
    ]
    preview = looked_at(SHEETS, files, school, at=NOW, by=by, round=sheet.round_id)
    imported(SHEETS, preview, by=by)
    submitted(other, by)
    undone(by, at=EVEN_LATER)
    assert (placed(sheet), len(placed(other))) == (set(), 1)
    other.refresh_from_db()
    assert other.state == SheetState.SUBMITTED
    assert last_run().stayed > 0


def test_who_sees_and_undoes_it(sheet: ClassRound, teacher: User) -> None:
    school = sheet.school_class.school
    bring(sheet, teacher, pupils_of(sheet)[0].name)
    colleague = make_homeroom(make_class(school, 2), "何青")
    clerk, administrator = make_office(school), make_administrator(school)
    seen = {
        user.name: visible(standing_of(user, NOW.date()), school, user).exists()
        for user in (teacher, colleague, clerk, administrator)
    }
    assert seen == {teacher.name: True, "何青": False, clerk.name: False, administrator.name: True}
    for nobody in (colleague, clerk):
        with refused("role"):
            undone(nobody, at=LATER)
    undone(administrator, at=LATER)
    assert placed(sheet) == set()


def test_who_no_longer_has_the_class_undoes_nothing(sheet: ClassRound, teacher: User) -> None:
    bring(sheet, teacher, pupils_of(sheet)[0].name)
    teacher.staffings.update(ends_on=NOW.date() - dt.timedelta(days=1))
    with refused("role"):
        undone(teacher, at=LATER)


def test_looking_takes_as_many_queries_for_one_sheet_as_for_four() -> None:
    school = make_sheet(pupils=4).school_class.school
    by = make_administrator(school)
    counts = []
    for how_many in (1, 4):
        sheets = []
        for number in range(how_many):
            one = make_class(school, 10 * how_many + number)
            make_students(one, 4)
            sheets.append(make_sheet(one))
        star = items_of(sheets[0])[0].name
        files = [
            (f"{one.pk}.xlsx", one_class({star: pupils_of(one)[0].name}, one.school_class.name_in(2025)))
            for one in sheets
        ]
        imported(SHEETS, looked_at(SHEETS, files, school, at=NOW, by=by, round=sheets[0].round_id), by=by)
        with CaptureQueriesContext(connection) as queries:
            looked_back(by, at=LATER)
        counts.append(len(queries))
    assert counts[1] <= counts[0] + 1
