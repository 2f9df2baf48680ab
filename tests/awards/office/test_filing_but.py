"""The office files a sheet but holds names back: these are frozen until decided, the rest takes effect on time."""

from __future__ import annotations

import datetime as dt

import pytest
from django.urls import reverse
from django.utils import timezone

from awards.models import ClassRound, LineState, Nomination, Objection, ObjectionRoute, SheetState, StarEntry
from awards.objections import verbs as objections
from awards.office import filing
from awards.sheets import moves
from students.models import User
from tests.clients import FormClient
from tests.factories import FILING_DAY, make_class, make_office, make_submitted, moment
from tests.refusals import refused

pytestmark = pytest.mark.django_db

NOW = moment(FILING_DAY)
NOTICE_OVER = moment(dt.date(2025, 10, 12))


@pytest.fixture
def sheet() -> ClassRound:
    return make_submitted()


@pytest.fixture
def clerk(sheet: ClassRound) -> User:
    return make_office(sheet.school_class.school)


def first(sheet: ClassRound) -> Nomination:
    return Nomination.objects.placed().filter(class_round=sheet)[0]


def test_the_name_is_frozen_and_the_rest_takes_effect(sheet: ClassRound, clerk: User) -> None:
    line = first(sheet)
    filed = filing.register_but(sheet, {line.pk: "事例与记录不符"}, on=FILING_DAY, by=clerk, at=NOW)
    line.refresh_from_db()
    assert (filed.state, line.state) == (SheetState.IN_NOTICE, LineState.DISPUTED)
    held = Objection.objects.get()
    assert (held.route, held.facts, held.raised_by) == (ObjectionRoute.OFFICE, "事例与记录不符", clerk.name)
    moves.finalize_due(at=NOTICE_OVER)
    assert StarEntry.objects.count() == 2
    objections.dismiss(held, answer="班级已补充说明", by=clerk, at=NOTICE_OVER)
    assert StarEntry.objects.count() == 3


def test_without_a_name_it_is_filed_as_it_is(sheet: ClassRound, clerk: User) -> None:
    assert filing.register_but(sheet, {}, on=FILING_DAY, by=clerk, at=NOW).state == SheetState.IN_NOTICE
    assert not Objection.objects.exists()


@pytest.mark.parametrize("remark", ["", " ", "很" * 101])
def test_a_name_is_held_back_with_one_line_of_why(sheet: ClassRound, clerk: User, remark: str) -> None:
    with refused("remark"):
        filing.register_but(sheet, {first(sheet).pk: remark}, on=FILING_DAY, by=clerk, at=NOW)
    sheet.refresh_from_db()
    assert sheet.state == SheetState.SUBMITTED


def test_a_name_that_was_taken_off_the_sheet_is_not_held_back(sheet: ClassRound, clerk: User) -> None:
    line = first(sheet)
    Nomination.objects.filter(pk=line.pk).update(state=LineState.DROPPED, place=None)
    with refused("line"):
        filing.register_but(sheet, {line.pk: "事例与记录不符"}, on=FILING_DAY, by=clerk, at=NOW)
    with refused("line"):
        filing.send_back_with_remarks(sheet, {line.pk: "事例与记录不符"}, by=clerk, at=NOW)
    assert not Objection.objects.exists()
    sheet.refresh_from_db()
    assert sheet.state == SheetState.SUBMITTED


def test_a_name_of_another_sheet_is_refused(sheet: ClassRound, clerk: User) -> None:
    elsewhere = first(make_submitted(make_class(sheet.school_class.school, 2)))
    for pk in (0, elsewhere.pk):
        with refused("line"):
            filing.register_but(sheet, {pk: "不在名单"}, on=FILING_DAY, by=clerk, at=NOW)
        with refused("line"):
            filing.send_back_with_remarks(sheet, {pk: "不在名单"}, by=clerk, at=NOW)
    assert not Objection.objects.exists()


def test_a_teacher_holds_nothing_back(sheet: ClassRound, clerk: User) -> None:
    teacher = sheet.submitted_by
    assert teacher is not None
    with refused("role"):
        filing.register_but(sheet, {first(sheet).pk: "不符"}, on=FILING_DAY, by=teacher, at=NOW)
    filed = filing.register_but(sheet, {}, on=FILING_DAY, by=clerk, at=NOW)
    route = ObjectionRoute.OFFICE
    with refused("role"):
        objections.receive(filed, first(sheet), route=route, facts="不符", raised_by="班主任", by=teacher, at=NOW)


def test_from_the_page(sheet: ClassRound, clerk: User) -> None:
    client, line = FormClient(), first(sheet)
    client.force_login(clerk)
    page = client.get(reverse("awards:board_sheet", args=[sheet.pk])).content.decode()
    assert f'name="remark-{line.pk}"' in page
    today = timezone.localdate().isoformat()
    data = {"on": today, "line": [line.pk], f"remark-{line.pk}": "缺少事例", "idempotency_key": "k" * 36}
    client.post(reverse("awards:file_sheet", args=[sheet.pk]), data)
    line.refresh_from_db()
    assert line.state == LineState.DISPUTED
