"""Opening one's sheet: which one, who may see it, and what it shows."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterator

import pytest
import time_machine
from django.test import Client

from awards.models import ClassRound, Round
from awards.sheets import entering, moves
from awards.sheets.entering import Change
from awards.terms import opening
from students.models import Staffing, StaffingRole, User
from tests.awards.entry_clients import sign_in
from tests.factories import (
    items_of,
    make_class,
    make_final,
    make_homeroom,
    make_office,
    make_school,
    make_sheet,
    make_submitted,
    make_term,
    make_user,
    moment,
    pupils_of,
)

pytestmark = pytest.mark.django_db
DAY = dt.date(2025, 10, 3)


@pytest.fixture(autouse=True)
def in_october() -> Iterator[None]:
    with time_machine.travel(moment(DAY), tick=False):
        yield


def october(sheet: ClassRound) -> ClassRound:
    round_ = Round.objects.get(term=sheet.round.term, label="2025-10")
    opening.open_round(round_, by=None, at=moment(DAY))
    return ClassRound.objects.select_related("round__term__pinned__scheme", "school_class__school").get(
        round=round_, school_class=sheet.school_class
    )


def test_one_class_leads_straight_to_the_oldest_unfinished_sheet() -> None:
    sheet = make_sheet()
    october(sheet)
    client = sign_in(make_homeroom(sheet.school_class))
    assert client.get("/sheets/").headers["Location"] == f"/sheets/{sheet.pk}/"


def test_when_nothing_is_left_it_leads_to_the_latest() -> None:
    sheet = make_submitted()
    assert sheet.submitted_by is not None
    assert sign_in(sheet.submitted_by).get("/sheets/").headers["Location"] == f"/sheets/{sheet.pk}/"


def test_a_handed_in_month_is_followed_by_the_next() -> None:
    sheet = make_submitted()
    following = october(sheet)
    assert sheet.submitted_by is not None
    assert sign_in(sheet.submitted_by).get("/sheets/").headers["Location"] == f"/sheets/{following.pk}/"


def test_two_classes_lead_to_a_list() -> None:
    sheet = make_sheet()
    teacher = make_homeroom(sheet.school_class)
    other = make_sheet(make_class(sheet.school_class.school, 2))
    Staffing.objects.create(
        user=teacher, school_class=other.school_class, role=StaffingRole.HOMEROOM, starts_on=dt.date(2025, 9, 1)
    )
    text = sign_in(teacher).get("/sheets/").content.decode()
    assert f"/sheets/{sheet.pk}/" in text
    assert f"/sheets/{other.pk}/" in text


def test_without_a_round_or_a_class_the_page_says_what_to_do() -> None:
    school = make_school()
    make_term(school)
    without_round = sign_in(make_homeroom(make_class(school))).get("/sheets/")
    without_class = sign_in(make_office(school)).get("/sheets/")
    assert 'class="empty"' in without_round.content.decode()
    assert 'class="empty"' in without_class.content.decode()
    assert without_round.content != without_class.content


def test_who_sees_a_sheet() -> None:
    sheet = make_sheet()
    school = sheet.school_class.school
    address = f"/sheets/{sheet.pk}/"
    subject = make_user(school)
    Staffing.objects.create(
        user=subject,
        school_class=sheet.school_class,
        role=StaffingRole.SUBJECT,
        subject=school.subjects.create(name="数学"),
        starts_on=dt.date(2025, 9, 1),
    )
    assert sign_in(make_homeroom(sheet.school_class)).get(address).status_code == 200
    assert sign_in(subject).get(address).status_code == 200
    assert sign_in(make_office(school)).get(address).status_code == 200
    assert sign_in(make_homeroom(make_class(school, 2))).get(address).status_code == 404
    assert sign_in(make_office(make_school())).get(address).status_code == 404
    assert sign_in(make_user(school)).get(address).status_code == 403
    assert Client().get(address).status_code == 302


def test_who_may_only_read_gets_no_box_and_no_button() -> None:
    sheet = make_sheet()
    text = sign_in(make_office(sheet.school_class.school)).get(f"/sheets/{sheet.pk}/").content.decode()
    assert "data-names" not in text
    assert "submit-dialog" not in text


@pytest.mark.parametrize("view", ["stars", "tiles", "grid"])
def test_all_views_show_the_same_sheet(view: str) -> None:
    sheet = make_sheet()
    teacher = make_homeroom(sheet.school_class)
    pupil, star = pupils_of(sheet)[2], items_of(sheet)[0]
    entering.save_lines(sheet, [Change(pupil.pk, star.pk, wanted=True)], by=teacher, at=moment(DAY))
    text = sign_in(teacher).get(f"/sheets/{sheet.pk}/?view={view}").content.decode()
    assert f'data-on="{pupil.pk}:{star.pk}"' in text
    shown = f'value="{pupil.pk}:{star.pk}:0"' if view == "stars" else f'value="{pupil.pk}:{star.pk}"'
    assert shown in text


def test_a_phone_gets_tiles_unless_it_asks_otherwise() -> None:
    sheet = make_sheet()
    client = sign_in(make_homeroom(sheet.school_class))
    phone = {"User-Agent": "Mozilla/5.0 (Linux; Android 12) AppleWebKit/537.36 Chrome/109.0 Mobile Safari/537.36"}
    assert "name-tile" in client.get(f"/sheets/{sheet.pk}/", headers=phone).content.decode()
    assert "name-tile" not in client.get(f"/sheets/{sheet.pk}/?view=stars", headers=phone).content.decode()
    assert "name-tile" not in client.get(f"/sheets/{sheet.pk}/").content.decode()


def test_last_months_winners_and_pupils_without_a_star() -> None:
    sheet = make_final()
    teacher = sheet.submitted_by
    assert isinstance(teacher, User)
    with time_machine.travel(moment(dt.date(2025, 10, 20)), tick=False):
        text = sign_in(teacher).get(f"/sheets/{october(sheet).pk}/").content.decode()
    winners, others = pupils_of(sheet)[:3], pupils_of(sheet)[3:]
    hints = text.split('class="star__hint"')[1].split("</p>")[0]
    starless = text.split('id="starless"')[1].split("</ul>")[0]
    assert all(pupil.name in hints for pupil in winners)
    assert all(pupil.name in starless for pupil in others)
    assert not any(pupil.name in starless for pupil in winners)


def test_a_returned_sheet_shows_the_reason_on_top() -> None:
    sheet = make_submitted()
    clerk = make_office(sheet.school_class.school)
    moves.send_back(sheet, reason="少一个日期", by=clerk, at=moment(DAY))
    assert sheet.submitted_by is not None
    text = sign_in(sheet.submitted_by).get(f"/sheets/{sheet.pk}/").content.decode()
    assert text.index("少一个日期") < text.index('id="sheet"')


def test_late_is_told_after_the_day_and_not_before() -> None:
    sheet = make_sheet()
    teacher = make_homeroom(sheet.school_class)
    for days, late in ((0, False), (1, True)):
        with time_machine.travel(moment(sheet.round.due_on + dt.timedelta(days=days)), tick=False):
            text = sign_in(teacher).get(f"/sheets/{sheet.pk}/").content.decode()
        assert ("state--late" in text) is late


def test_a_filed_sheet_is_read_only_with_its_number() -> None:
    sheet = make_final()
    assert sheet.submitted_by is not None
    text = sign_in(sheet.submitted_by).get(f"/sheets/{sheet.pk}/").content.decode()
    assert "2025-09-001" in text
    assert "data-names" not in text
