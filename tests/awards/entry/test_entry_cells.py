"""Changed cells: ticks of the grid and the tiles, names taken off."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterator

import pytest
import time_machine

from awards.models import ClassRound, Decision, Nomination
from awards.sheets import entering, moves
from awards.sheets.entering import Change
from students.models import Staffing, StaffingRole, User
from tests.awards.entry_clients import names_under, sign_in
from tests.factories import (
    fill,
    items_of,
    make_administrator,
    make_class,
    make_homeroom,
    make_sheet,
    make_user,
    moment,
    pupils_of,
)

pytestmark = pytest.mark.django_db
SCRIPT = {"X-Part": "true"}


@pytest.fixture(autouse=True)
def in_the_month() -> Iterator[None]:
    with time_machine.travel(moment(dt.date(2025, 9, 29)), tick=False):
        yield


@pytest.fixture
def sheet() -> ClassRound:
    return make_sheet(pupils=8)


@pytest.fixture
def teacher(sheet: ClassRound) -> User:
    return make_homeroom(sheet.school_class)


def cell(sheet: ClassRound, pupil: int, star: int, wanted: int | None = None) -> str:
    """The cell as the page names it, by the numbers of pupil and star from 0."""
    value = f"{pupils_of(sheet)[pupil].pk}:{items_of(sheet)[star].pk}"
    return value if wanted is None else f"{value}:{wanted}"


def test_a_cell_is_ticked_and_taken_off(sheet: ClassRound, teacher: User) -> None:
    client = sign_in(teacher)
    client.post(f"/sheets/{sheet.pk}/cells", {"cell": cell(sheet, 0, 0, 1)})
    assert len(names_under(sheet, items_of(sheet)[0])) == 1
    client.post(f"/sheets/{sheet.pk}/cells", {"cell": cell(sheet, 0, 0, 0)})
    assert names_under(sheet, items_of(sheet)[0]) == []


def test_a_whole_grid_without_scripts_changes_only_what_its_writer_changed(sheet: ClassRound, teacher: User) -> None:
    client = sign_in(teacher)
    client.post(f"/sheets/{sheet.pk}/cells", {"cell": [cell(sheet, 0, 0, 1), cell(sheet, 1, 0, 1)]})
    shown = f"{cell(sheet, 0, 0)} {cell(sheet, 1, 0)}"
    # A colleague's name arrives after the page was printed.
    client.post(f"/sheets/{sheet.pk}/cells", {"cell": cell(sheet, 5, 0, 1)})
    on = [cell(sheet, 1, 0), cell(sheet, 2, 0)]
    client.post(f"/sheets/{sheet.pk}/cells", {"shown": shown, "on": on, "view": "grid"})
    there = {line.student_id for line in Nomination.objects.placed()}
    assert there == {pupils_of(sheet)[number].pk for number in (1, 2, 5)}


def test_the_same_cell_twice_has_one_effect(sheet: ClassRound, teacher: User) -> None:
    client = sign_in(teacher)
    for _time in range(2):
        client.post(f"/sheets/{sheet.pk}/cells", {"cell": cell(sheet, 0, 0, 1)})
    assert Decision.objects.count() == 1


def test_the_sixth_tick_is_refused_with_the_reason(sheet: ClassRound, teacher: User) -> None:
    cells = [cell(sheet, number, 0, 1) for number in range(6)]
    answer = sign_in(teacher).post(f"/sheets/{sheet.pk}/cells", {"cell": cells, "view": "grid"}, headers=SCRIPT)
    text = answer.content.decode()
    assert len(names_under(sheet, items_of(sheet)[0])) == 5
    assert cell(sheet, 5, 0) not in text.split('data-on="')[1].split('"')[0]
    assert pupils_of(sheet)[5].name in text.split('id="news"')[1].split("</p>")[0]


def test_a_colleagues_change_is_told_and_shown(sheet: ClassRound, teacher: User) -> None:
    colleague = make_administrator(sheet.school_class.school, "吴敏")
    now = moment(dt.date(2025, 9, 29))
    seen = ClassRound.objects.get(pk=sheet.pk).version
    other = Change(pupils_of(sheet)[3].pk, items_of(sheet)[1].pk, wanted=True)
    entering.save_lines(sheet, [other], by=colleague, at=now)
    body = {"cell": cell(sheet, 0, 0, 1), "seen": seen, "view": "stars"}
    text = sign_in(teacher).post(f"/sheets/{sheet.pk}/cells", body, headers=SCRIPT).content.decode()
    assert "吴敏" in text.split('id="news"')[1].split("</p>")[0]
    assert cell(sheet, 3, 1) in text
    assert cell(sheet, 0, 0) in text


def test_ones_own_changes_are_no_news(sheet: ClassRound, teacher: User) -> None:
    client = sign_in(teacher)
    seen = ClassRound.objects.get(pk=sheet.pk).version
    text = client.post(
        f"/sheets/{sheet.pk}/cells", {"cell": cell(sheet, 0, 0, 1), "seen": seen}, headers=SCRIPT
    ).content.decode()
    assert "message--warning" not in text


def test_a_cell_that_cannot_be_read_is_refused(sheet: ClassRound, teacher: User) -> None:
    assert sign_in(teacher).post(f"/sheets/{sheet.pk}/cells", {"cell": "1:x"}).status_code == 400


def test_a_pupil_of_another_class_gets_no_star_here(sheet: ClassRound, teacher: User) -> None:
    other = make_sheet(make_class(sheet.school_class.school, 2), pupils=2)
    foreign = f"{pupils_of(other)[0].pk}:{items_of(sheet)[0].pk}:1"
    sign_in(teacher).post(f"/sheets/{sheet.pk}/cells", {"cell": foreign})
    assert not Nomination.objects.exists()


def test_a_submitted_sheet_is_refused_and_says_why(sheet: ClassRound, teacher: User) -> None:
    fill(sheet, teacher, names=1)
    moves.submit(sheet, by=teacher, at=moment(dt.date(2025, 9, 29)))
    answer = sign_in(teacher).post(f"/sheets/{sheet.pk}/cells", {"cell": cell(sheet, 2, 0, 1)}, headers=SCRIPT)
    assert answer.status_code == 409
    assert "message--error" in answer.content.decode()
    assert Nomination.objects.placed().count() == 1


@pytest.mark.parametrize("action", ["cells", "names", "steps", "submit", "recall"])
def test_nobody_but_the_class_teacher_and_the_administrator_writes(sheet: ClassRound, action: str) -> None:
    school = sheet.school_class.school
    address = f"/sheets/{sheet.pk}/{action}"
    body = {"cell": cell(sheet, 0, 0, 1), "item": items_of(sheet)[0].pk, "names": "1", "seen": "0"}
    elsewhere = make_homeroom(make_class(school, 2), "郑洁")
    subject = make_homeroom(make_class(school, 3), "孙凯")
    task = school.subjects.create(name="语文")
    Staffing.objects.create(
        user=subject,
        school_class=sheet.school_class,
        role=StaffingRole.SUBJECT,
        subject=task,
        starts_on=dt.date(2025, 9, 1),
    )
    former = make_homeroom(sheet.school_class, "钱敏", ends_on=dt.date(2025, 9, 10))
    assert sign_in(elsewhere).post(address, body).status_code == 404
    assert sign_in(subject).post(address, body).status_code == 403
    assert sign_in(former).post(address, body).status_code == 403
    assert sign_in(make_user(school)).post(address, body).status_code == 403
    assert not Nomination.objects.exists()


def test_the_administrator_stands_in(sheet: ClassRound) -> None:
    client = sign_in(make_administrator(sheet.school_class.school))
    client.post(f"/sheets/{sheet.pk}/cells", {"cell": cell(sheet, 0, 0, 1)})
    assert Nomination.objects.placed().count() == 1


def test_the_administrator_of_another_school_finds_nothing(sheet: ClassRound) -> None:
    client = sign_in(make_administrator(make_sheet().school_class.school))
    assert client.post(f"/sheets/{sheet.pk}/cells", {"cell": cell(sheet, 0, 0, 1)}).status_code == 404


def test_reading_an_address_that_writes_is_no_method(sheet: ClassRound, teacher: User) -> None:
    assert sign_in(teacher).get(f"/sheets/{sheet.pk}/cells").status_code == 405
