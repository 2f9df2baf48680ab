"""The day of filing is true: nobody writes a notice into the past unseen (A35)."""

from __future__ import annotations

import dataclasses
import datetime as dt
import re

import pytest
import time_machine
from django.urls import reverse
from django.utils import translation

from awards.entry import review
from awards.models import ClassRound, Decision, HeldStep, Nomination, SheetState, Verdict
from awards.office import filing
from awards.office.overruled import changes_of_vote
from awards.rules.kinds import StepRole
from awards.sheets import entering, moves
from awards.sheets.entering import Change
from awards.sheets.facts import facts_of
from starrating.operations import audit
from starrating.operations.models import AuditEvent, AuditSource
from students.models import CalendarDay
from tests.awards.board_clients import client_of, said
from tests.awards.board_factories import TODAY
from tests.awards.steps_factories import LATER, NOW as NOW_AT_WORK, at_the_groups, at_the_review, make_class_at_work
from tests.factories import (
    fill,
    items_of,
    make_administrator,
    make_homeroom,
    make_office,
    make_sheet,
    make_submitted,
    moment,
    pupils_of,
)
from tests.refusals import refused

pytestmark = pytest.mark.django_db

# Handed in on 30 September; three working days from 9 October end on the worked Saturday.
HANDED_IN = dt.date(2025, 9, 30)
NOW = moment(TODAY, 16)
UNTIL = dt.date(2025, 10, 11)
WEB = audit.Origin(AuditSource.WEB)


def again(sheet: ClassRound) -> ClassRound:
    return ClassRound.objects.get(pk=sheet.pk)


@pytest.mark.parametrize(
    ("on", "reason", "code"),
    [
        (TODAY + dt.timedelta(days=1), "", "future"),
        (TODAY + dt.timedelta(days=1), "明天才贴", "future"),
        (HANDED_IN - dt.timedelta(days=1), "补记", "early"),
        (dt.date(2025, 8, 31), "补记", "round"),
        (TODAY - dt.timedelta(days=1), "  ", "past"),
    ],
)
def test_a_day_that_cannot_be_true_is_refused(on: dt.date, reason: str, code: str) -> None:
    sheet = make_submitted()
    clerk = make_office(sheet.school_class.school)
    with refused(code):
        moves.register(sheet, on=on, by=clerk, at=NOW, day_reason=reason)
    assert again(sheet).state == SheetState.SUBMITTED


def test_the_notice_of_a_past_filing_counts_from_the_day_on_which_it_can_be_seen() -> None:
    sheet = make_submitted()
    clerk = make_office(sheet.school_class.school)
    past = TODAY - dt.timedelta(days=6)
    moves.register(sheet, on=past, by=clerk, at=NOW, day_reason=" 当天在纸上签过 ")
    assert (again(sheet).filed_on, again(sheet).notice_from, again(sheet).notice_until) == (past, TODAY, UNTIL)
    assert Decision.objects.get(class_round=sheet, verdict=Verdict.FILED).reason == "当天在纸上签过"
    event = AuditEvent.objects.get(action="sheet.filed")
    assert (event.reason, event.new["filed_on"], event.new["notice_from"]) == (
        "当天在纸上签过",
        past.isoformat(),
        TODAY.isoformat(),
    )
    assert moves.finalize_due(at=NOW) == moves.finalize_due(at=moment(UNTIL, 23)) == 0
    assert moves.finalize_due(at=moment(UNTIL + dt.timedelta(days=1), 0)) == 1


def test_a_late_class_is_filed_under_its_true_day_and_a_settled_one_not_at_all() -> None:
    sheet = make_submitted()
    clerk = make_office(sheet.school_class.school)
    late = sheet.round.term.ends_on + dt.timedelta(days=3)
    CalendarDay.objects.all().delete()
    assert moves.register(sheet, on=late, by=clerk, at=moment(late)).notice_from == late
    other = make_submitted()
    type(other.round.term).objects.filter(pk=other.round.term_id).update(state="settled")
    with refused("settled"):
        moves.register(other, on=TODAY, by=make_office(other.school_class.school), at=NOW)


def test_many_are_filed_under_a_past_day_with_one_reason() -> None:
    sheet = make_submitted()
    clerk = make_office(sheet.school_class.school)
    past = TODAY - dt.timedelta(days=1)
    with refused("past"):
        filing.register_unflagged(sheet.round, on=past, by=clerk, at=NOW)
    filing.register_unflagged(sheet.round, on=past, by=clerk, at=NOW, day_reason="昨天停电")
    assert (again(sheet).filed_on, again(sheet).notice_until) == (past, UNTIL)


@pytest.mark.parametrize("view", ["file_sheet", "file_sheets", "file_unflagged"])
def test_the_pages_ask_for_the_reason_of_a_past_day(view: str) -> None:
    sheet = make_submitted()
    client = client_of(make_office(sheet.school_class.school))
    address = reverse(f"awards:{view}", args=[sheet.pk if view == "file_sheet" else sheet.round_id])
    past = TODAY - dt.timedelta(days=1)
    data = {"on": past.isoformat(), "sheets": [sheet.pk]}
    with time_machine.travel(NOW, tick=False):
        assert said(client.post(address, data)) == ["The day of filing is past: say why, or choose today."]
        client.post(address, data | {"day_reason": "昨天停电"})
        assert (again(sheet).state, again(sheet).notice_from) == (SheetState.IN_NOTICE, TODAY)
        client.post(address, data | {"day_reason": "昨天停电"})
        register = client.get(reverse("awards:register", args=[sheet.round_id])).context["page"]
    assert Decision.objects.filter(verdict=Verdict.FILED).count() == 1
    assert [row.filed_on for row in register.rows] == [past]


def test_what_commands_bring_in_keeps_its_days_and_is_marked() -> None:
    sheet = make_sheet()
    admin = make_administrator(sheet.school_class.school)
    make_homeroom(sheet.school_class)
    fill(sheet, admin)
    moves.submit(sheet, by=admin, at=NOW)
    on = dt.date(2025, 10, 1)
    moves.register_many(sheet.round, [sheet.pk], on=on, by=admin, at=NOW, brings_in=True)
    found = again(sheet)
    assert (found.filed_on, found.notice_from, found.brought_in) == (on, on, True)
    assert AuditEvent.objects.get(action="sheet.filed").new["brought_in"] is True
    client = client_of(make_office(sheet.school_class.school))
    row = client.get(reverse("awards:register", args=[sheet.round_id])).context["page"].rows[0]
    assert row.notes == "Brought in later, entered on 9 October 2025."
    assert "brought in later, entered on" in client.get(reverse("awards:board_sheet", args=[sheet.pk])).content.decode()


@pytest.mark.parametrize("on_screen", ["entered", "corrected", "submitted"])
def test_what_was_done_on_a_page_is_filed_by_commands_as_on_pages(on_screen: str) -> None:
    sheet = make_sheet()
    admin = make_administrator(sheet.school_class.school)
    with audit.acting_from(WEB if on_screen == "entered" else audit.Origin(AuditSource.COMMAND)):
        fill(sheet, admin)
    if on_screen == "corrected":
        with audit.acting_from(WEB):
            change = Change(pupils_of(sheet)[4].pk, items_of(sheet)[1].pk, wanted=True)
            entering.save_lines(sheet, [change], by=admin, at=NOW)
    with audit.acting_from(WEB if on_screen == "submitted" else audit.Origin(AuditSource.COMMAND)):
        moves.submit(sheet, by=admin, at=NOW)
    round_, pks = sheet.round, [sheet.pk]
    with refused("own"):
        moves.register_many(round_, pks, on=TODAY, by=admin, at=NOW, brings_in=True)
    clerk = make_office(sheet.school_class.school)
    with refused("early"):
        moves.register_many(round_, pks, on=TODAY - dt.timedelta(days=6), by=clerk, at=NOW, brings_in=True)
    moves.register_many(round_, pks, on=TODAY, by=clerk, at=NOW, brings_in=True)
    assert (again(sheet).notice_from, again(sheet).brought_in) == (TODAY, False)


def test_a_page_marks_nothing_as_brought_in() -> None:
    sheet = make_submitted()
    moves.register(sheet, on=TODAY, by=make_office(sheet.school_class.school), at=NOW)
    assert not again(sheet).brought_in


def test_what_must_be_corrected_is_not_filed() -> None:
    sheet = make_submitted()
    clerk = make_office(sheet.school_class.school)
    sheet.held_steps.all().delete()
    with refused("blocked"):
        moves.register(sheet, on=TODAY, by=clerk, at=NOW, excess_reason="纸上有")
    client = client_of(clerk)
    page = client.get(reverse("awards:board_sheet", args=[sheet.pk])).context["page"]
    assert not page.may_file
    assert page.why_not == "Something must be corrected before this sheet can be filed. Return it with what was found."
    board = client.get(reverse("awards:board")).content.decode()
    assert re.search(rf'id="sheet-{sheet.pk}"\s+(data-flagged)?\s+disabled', board)


def test_what_was_changed_of_the_vote_stands_beside_the_checks_with_its_reason() -> None:
    work = at_the_review()
    struck = Nomination.objects.placed().filter(class_round=work.sheet).select_related("student", "item")[0]
    review.strike(struck, reason="本月两次迟到", by=work.teacher, at=LATER)
    added = review.nominate(
        work.sheet, work.pupils[7], work.items[5], statement="照顾生病同学", by=work.teacher, at=LATER
    )
    clerk = make_office(work.sheet.school_class.school)
    ClassRound.objects.filter(pk=work.sheet.pk).update(state=SheetState.SUBMITTED, submitted_at=LATER)
    with time_machine.travel(LATER, tick=False):
        client = client_of(clerk)
        sheet_page = client.get(reverse("awards:board_sheet", args=[work.sheet.pk]))
        board = client.get(reverse("awards:board"))
    changed = [(one.about, one.what, one.reason) for one in sheet_page.context["page"].row.changed]
    assert changed == [
        (struck.title, "taken off", "本月两次迟到"),
        (added.title, "nominated on behalf", "照顾生病同学"),
    ]
    assert "vote_changed" in {one.code for one in sheet_page.context["page"].problems}
    for page in (sheet_page, board):
        html = page.content.decode()
        assert "本月两次迟到" in html
        assert "照顾生病同学" in html


def test_the_office_sees_a_name_that_was_never_before_the_committee() -> None:
    """Typed in before the class began on screen; who went through the vote is not told, nor who came off again."""
    work = make_class_at_work()
    cells = [Change(work.pupils[pupil].pk, work.items[7].pk, wanted=True) for pupil in (3, 7)]
    entering.save_lines(work.sheet, cells, by=work.teacher, at=NOW_AT_WORK)
    work.declares(1, 0)
    work.close(StepRole.PUPIL)
    off = dataclasses.replace(cells[0], wanted=False)
    entering.save_lines(work.sheet, [off], by=work.teacher, at=NOW_AT_WORK)
    work.close(StepRole.GROUP_LEADER)
    work.votes_on_all(0, (1, 0))
    work.close(StepRole.COMMITTEE)
    with translation.override("en"):
        [one] = changes_of_vote([work.sheet], facts_of([work.sheet]))[work.sheet.pk]
        assert (one.about, one.what) == (work.line(7, 7).title, "entered without a vote")
    assert one.by == work.teacher.name


def test_what_came_before_the_vote_is_no_change_of_it() -> None:
    work = at_the_groups()
    review.nominate(
        work.sheet, work.pupils[7], work.items[5], statement="照顾生病同学", by=work.teacher, at=NOW_AT_WORK
    )
    HeldStep.objects.create(
        class_round=work.sheet,
        step=work.step(StepRole.COMMITTEE),
        held_on=LATER.date(),
        on_paper=False,
        by=work.teacher,
        at=LATER,
    )
    facts = facts_of([work.sheet])
    assert changes_of_vote([work.sheet], facts) == {}
