"""One class's month by the verbs, from an empty sheet to stars in the ledger."""

from __future__ import annotations

import datetime as dt

import pytest
from django.utils import translation

from awards.models import ClassRound, SheetState, StarEntry
from awards.sheets import corrections, moves
from tests.factories import make_class, make_final, make_office, make_school, make_sheet, make_submitted, moment
from tests.refusals import refused

pytestmark = pytest.mark.django_db


def test_stars_reach_the_ledger_when_the_notice_is_over() -> None:
    sheet = make_final()
    assert sheet.state == SheetState.FINAL
    assert sheet.filing_number == "2025-09-001"
    assert (sheet.notice_from, sheet.notice_until) == (dt.date(2025, 10, 9), dt.date(2025, 10, 11))
    assert [entry.stars for entry in StarEntry.objects.all()] == [1, 1, 1]


def test_taking_effect_twice_posts_once() -> None:
    make_final()
    assert moves.finalize_due(at=moment(dt.date(2025, 10, 13))) == 0
    assert StarEntry.objects.count() == 3


def test_a_returned_sheet_needs_a_reason_and_can_be_sent_again() -> None:
    sheet = make_submitted()
    clerk = make_office(sheet.school_class.school)
    with refused("reason"):
        moves.send_back(sheet, reason=" ", by=clerk, at=moment(dt.date(2025, 10, 8)))
    moves.send_back(sheet, reason="少一个日期", by=clerk, at=moment(dt.date(2025, 10, 8)))
    sheet = ClassRound.objects.get(pk=sheet.pk)
    assert (sheet.state, sheet.return_reason) == (SheetState.RETURNED, "少一个日期")
    teacher = sheet.submitted_by
    assert teacher is not None
    again = moves.submit(sheet, by=teacher, at=moment(dt.date(2025, 10, 8), 15))
    assert (again.state, again.return_reason) == (SheetState.SUBMITTED, "")


def test_a_star_is_taken_back_once_and_with_a_reason() -> None:
    sheet = make_final()
    clerk = sheet.filed_by
    assert clerk is not None
    entry = StarEntry.objects.first()
    assert entry is not None
    reversal = corrections.reverse(entry, reason="姓名录错", by=clerk, at=moment(dt.date(2025, 10, 20)))
    assert reversal.stars == -entry.stars
    with refused("twice"):
        corrections.reverse(entry, reason="再来一次", by=clerk, at=moment(dt.date(2025, 10, 20)))
    with translation.override("en"), refused("twice", match="is a revocation itself"):
        corrections.reverse(reversal, reason="还给他", by=clerk, at=moment(dt.date(2025, 10, 20)))
    assert StarEntry.objects.count() == 4


def test_a_sheet_is_late_until_it_is_handed_in_and_never_again() -> None:
    sheet = make_sheet()
    due = sheet.round.due_on
    assert [sheet.late_days(due + dt.timedelta(days=days)) for days in (-1, 0, 1, 5)] == [0, 0, 1, 5]
    handed_in = make_submitted(make_class(make_school()))
    moves.send_back(
        handed_in, reason="少一个日期", by=make_office(handed_in.school_class.school), at=moment(dt.date(2025, 10, 8))
    )
    returned = ClassRound.objects.select_related("round").get(pk=handed_in.pk)
    assert returned.late_days(returned.round.due_on + dt.timedelta(days=5)) == 0
