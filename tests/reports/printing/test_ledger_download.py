"""Taking the ledger away from the page: as filtered, and only what is one's own to take."""

from __future__ import annotations

import datetime as dt

import pytest
import time_machine

from awards.models import ClassRound
from tests.factories import make_class, make_final, make_homeroom, make_office, moment
from tests.reports.factories import formulas, signed_in, workbook

pytestmark = pytest.mark.django_db
NOW = moment(dt.date(2025, 11, 3))


@pytest.fixture
def sheet() -> ClassRound:
    return make_final()


def address(sheet: ClassRound) -> str:
    return f"/papers/{sheet.round.term_id}/ledger/"


def test_text_table_opens_in_excel(sheet: ClassRound) -> None:
    with time_machine.travel(NOW, tick=False):
        answer = signed_in(make_office(sheet.school_class.school)).post(address(sheet), {"format": "csv"})
    assert answer.content.startswith(b"\xef\xbb\xbfstudent_no,")
    assert len(answer.content.decode().splitlines()) == 4
    assert "attachment" in answer["Content-Disposition"]


def test_workbook_holds_numbers_and_text(sheet: ClassRound) -> None:
    with time_machine.travel(NOW, tick=False):
        answer = signed_in(make_office(sheet.school_class.school)).post(address(sheet), {"format": "xlsx"})
    book = workbook(answer.content)
    page = book.worksheets[0]
    assert formulas(book) == []
    assert (page["A2"].data_type, page["E2"].data_type) == ("s", "n")
    assert page.max_row == 4


def test_filters_leave_out_what_was_not_asked_for(sheet: ClassRound) -> None:
    october = sheet.round.term.rounds.get(label="2025-10")
    with time_machine.travel(NOW, tick=False):
        client = signed_in(make_office(sheet.school_class.school))
        answer = client.post(address(sheet), {"format": "csv", "round": october.pk})
        own = client.post(address(sheet), {"format": "csv", "school_class": sheet.school_class_id})
    assert len(answer.content.decode().splitlines()) == 1
    assert len(own.content.decode().splitlines()) == 4


def test_a_homeroom_teacher_takes_the_own_class_only(sheet: ClassRound) -> None:
    teacher = make_homeroom(make_class(sheet.school_class.school, 2), "张老师")
    with time_machine.travel(NOW, tick=False):
        client = signed_in(teacher)
        assert len(client.post(address(sheet), {"format": "csv"}).content.decode().splitlines()) == 1
        foreign = client.post(address(sheet), {"format": "csv", "school_class": sheet.school_class_id})
    # A class that is not in the list is no choice.
    assert foreign.status_code == 302
