"""Opening, returning and ending a round's sheets, by the days of the school."""

from __future__ import annotations

import datetime as dt

import pytest
from django.db import OperationalError, transaction

from awards.ledger import posting
from awards.models import FILED_STATES, ClassRound, Decision, Nomination, Round, SheetState, StarEntry
from awards.rules.kinds import DayKind
from awards.sheets import entering, moves
from awards.sheets.entering import Change
from awards.terms import opening
from starrating.operations import audit
from students.models import CalendarDay, Term, TermState
from tests.factories import (
    FILING_DAY,
    TERM_START,
    fill,
    items_of,
    make_administrator,
    make_class,
    make_filed,
    make_homeroom,
    make_office,
    make_school,
    make_sheet,
    make_submitted,
    make_term,
    moment,
)
from tests.guarantees.factories import LATER, bring_to, make_world, students_of
from tests.refusals import refused

pytestmark = pytest.mark.django_db

SHANGHAI = dt.timezone(dt.timedelta(hours=8))
MIDNIGHT = dt.datetime(2025, 10, 12, tzinfo=SHANGHAI)
SECOND = dt.timedelta(seconds=1)


def again(sheet: ClassRound) -> ClassRound:
    return ClassRound.objects.select_related("round").get(pk=sheet.pk)


# Opening.


def test_a_round_opened_twice_adds_nothing() -> None:
    school = make_school()
    for number in (1, 2):
        make_class(school, number=number)
    make_class(school, number=1, entry_year=2021)  # has left the school
    round_ = Round.objects.get(term=make_term(school), label="2025-09")
    assert opening.open_round(round_, by=None, at=moment(TERM_START)) == 2
    assert opening.open_round(round_, by=None, at=moment(TERM_START)) == 0
    make_class(school, number=3)
    assert opening.open_round(round_, by=None, at=moment(TERM_START)) == 1
    assert ClassRound.objects.count() == 3


def test_only_the_rounds_grades_take_part() -> None:
    school = make_school()
    for year in (2023, 2024, 2025):
        make_class(school, entry_year=year)
    round_ = Round.objects.get(term=make_term(school), label="2025-09")
    Round.objects.filter(pk=round_.pk).update(grades=[8])
    assert opening.open_round(round_, by=None, at=moment(TERM_START)) == 1
    assert ClassRound.objects.get().school_class.entry_year == 2024


@pytest.mark.parametrize(
    ("at", "months"),
    [
        (dt.datetime(2025, 8, 31, 23, 59, 59, tzinfo=SHANGHAI), 0),
        (dt.datetime(2025, 8, 31, 16, 0, tzinfo=dt.UTC), 1),
        (dt.datetime(2025, 10, 31, 15, 59, 59, tzinfo=dt.UTC), 2),
        (dt.datetime(2025, 11, 1, tzinfo=SHANGHAI), 3),
        (dt.datetime(2026, 6, 1, tzinfo=SHANGHAI), 5),
    ],
)
def test_rounds_open_by_themselves_when_their_first_day_comes(at: dt.datetime, months: int) -> None:
    school = make_school()
    make_class(school)
    make_term(school)
    assert opening.open_due(at=at) == months
    assert opening.open_due(at=at) == 0
    assert ClassRound.objects.count() == months


def test_rounds_of_a_settled_term_do_not_open() -> None:
    school = make_school()
    make_class(school)
    make_term(school)
    Term.objects.update(state=TermState.SETTLED)
    assert opening.open_due(at=LATER) == 0


# Submitting and returning.


def test_the_first_submission_is_remembered_over_a_return() -> None:
    sheet = make_submitted()
    teacher, clerk = sheet.submitted_by, make_office(sheet.school_class.school)
    assert teacher is not None
    first = sheet.submitted_at
    moves.send_back(sheet, reason="少一个日期", by=clerk, at=moment(dt.date(2025, 10, 8)))
    moves.submit(sheet, by=teacher, at=moment(dt.date(2025, 10, 9)))
    sheet = again(sheet)
    assert (sheet.first_submitted_at, sheet.submitted_at) == (first, moment(dt.date(2025, 10, 9)))


def test_a_notice_taken_down_keeps_its_number_and_counts_its_days_anew() -> None:
    sheet = make_filed()
    teacher, clerk = sheet.submitted_by, sheet.filed_by
    assert teacher is not None
    assert clerk is not None
    returned = moves.send_back(sheet, reason=" 有异议 ", by=clerk, at=moment(dt.date(2025, 10, 10)))
    assert (returned.state, returned.return_reason) == (SheetState.RETURNED, "有异议")
    assert (again(sheet).notice_from, again(sheet).notice_until) == (None, None)
    assert moves.finalize_due(at=LATER) == 0
    make_submitted(make_class(sheet.school_class.school, number=2))
    moves.submit(sheet, by=teacher, at=moment(dt.date(2025, 10, 13)))
    other = ClassRound.objects.get(school_class__number=2)
    on = dt.date(2025, 10, 14)
    moves.register_many(again(sheet).round, [other.pk, sheet.pk], on=on, by=clerk, at=moment(on))
    assert (again(sheet).filing_number, again(other).filing_number) == ("2025-09-001", "2025-09-002")
    assert (again(sheet).notice_from, again(sheet).notice_until) == (on, dt.date(2025, 10, 16))


def test_a_page_that_has_not_seen_the_last_change_cannot_submit() -> None:
    sheet = make_sheet()
    teacher = make_homeroom(sheet.school_class)
    fill(sheet, teacher)
    version = again(sheet).version
    with refused("stale"):
        moves.submit(sheet, by=teacher, at=LATER, seen_version=version - 1)
    assert moves.submit(sheet, by=teacher, at=LATER, seen_version=version).state == SheetState.SUBMITTED


def test_an_empty_sheet_says_what_is_missing() -> None:
    sheet = make_sheet()
    with pytest.raises(moves.Blocked) as blocked:
        moves.submit(sheet, by=make_homeroom(sheet.school_class), at=LATER)
    assert "empty" in {problem.code for problem in blocked.value.problems}
    assert again(sheet).state == SheetState.OPEN


# Filing.


def test_filing_is_all_or_none() -> None:
    sheet = make_submitted()
    other = make_sheet(make_class(sheet.school_class.school, number=2))
    clerk = make_office(sheet.school_class.school)
    with refused("state"):
        moves.register_many(sheet.round, [sheet.pk, other.pk], on=FILING_DAY, by=clerk, at=moment(FILING_DAY))
    assert again(sheet).state == SheetState.SUBMITTED
    assert again(sheet).filing_number is None


def test_a_sheet_of_another_round_or_school_is_not_filed() -> None:
    sheet, foreign = make_submitted(), make_submitted()
    clerk = make_office(sheet.school_class.school)
    with refused("other_round"):
        moves.register_many(sheet.round, [sheet.pk, foreign.pk], on=FILING_DAY, by=clerk, at=moment(FILING_DAY))
    with refused("role"):
        moves.register_many(foreign.round, [foreign.pk], on=FILING_DAY, by=clerk, at=moment(FILING_DAY))
    assert not ClassRound.objects.filter(state__in=FILED_STATES).exists()


def test_a_day_before_the_round_is_no_day_of_filing() -> None:
    sheet = make_submitted()
    clerk = make_office(sheet.school_class.school)
    with refused("round"):
        moves.register(sheet, on=TERM_START - dt.timedelta(days=1), by=clerk, at=LATER)


def test_numbers_follow_the_classes_not_the_order_of_the_ticks() -> None:
    school = make_school()
    classes = [make_class(school, number=2), make_class(school, number=1), make_class(school, 1, entry_year=2024)]
    made = [make_submitted(one) for one in classes]
    clerk = make_office(school)
    moves.register_many(made[0].round, [sheet.pk for sheet in made], on=FILING_DAY, by=clerk, at=moment(FILING_DAY))
    assert [again(sheet).filing_number for sheet in made] == ["2025-09-002", "2025-09-001", "2025-09-003"]


@pytest.mark.parametrize(
    ("on", "until"),
    [
        (dt.date(2025, 9, 30), dt.date(2025, 10, 10)),  # over the week of the National Day
        (dt.date(2025, 10, 1), dt.date(2025, 10, 11)),  # put up in the holiday; the worked Saturday counts
        (dt.date(2025, 10, 9), dt.date(2025, 10, 11)),
        (dt.date(2025, 10, 10), dt.date(2025, 10, 13)),
    ],
)
def test_the_notice_stands_for_three_working_days(on: dt.date, until: dt.date) -> None:
    sheet = make_submitted()
    filed = moves.register(sheet, on=on, by=make_office(sheet.school_class.school), at=moment(on, 18))
    assert (filed.notice_from, filed.notice_until) == (on, until)


def test_the_notice_asks_the_schools_own_days_and_the_schemes_kind() -> None:
    sheet, other = make_submitted(), make_submitted()
    school = sheet.school_class.school
    CalendarDay.objects.filter(school=school).delete()
    CalendarDay.objects.create(school=school, day=dt.date(2025, 10, 10), is_working=False, note="运动会")
    filed = moves.register(sheet, on=FILING_DAY, by=make_office(school), at=moment(FILING_DAY))
    assert filed.notice_until == dt.date(2025, 10, 14)
    pinned = other.round.term.pinned.scheme
    type(pinned).objects.filter(pk=pinned.pk).update(notice_day_kind=DayKind.CALENDAR)
    filed = moves.register(other, on=FILING_DAY, by=make_office(other.school_class.school), at=moment(FILING_DAY))
    assert filed.notice_until == dt.date(2025, 10, 11)


# Taking effect.


@pytest.mark.parametrize("zone", [SHANGHAI, dt.UTC])
def test_a_notice_takes_effect_at_midnight_in_the_school(zone: dt.tzinfo) -> None:
    sheet = make_filed()
    assert sheet.notice_until == dt.date(2025, 10, 11)
    assert moves.finalize_due(at=(MIDNIGHT - SECOND).astimezone(zone)) == 0
    assert again(sheet).state == SheetState.IN_NOTICE
    assert moves.finalize_due(at=MIDNIGHT.astimezone(zone)) == 1
    assert (again(sheet).state, again(sheet).final_at) == (SheetState.FINAL, MIDNIGHT)


def test_an_administrator_lets_take_effect_the_own_schools_sheets_only() -> None:
    sheet, foreign = make_filed(), make_filed()
    # The other school's sheet has the lower key, so that it would stand in the way if it were looked at.
    administrator = make_administrator(foreign.school_class.school)
    assert sheet.pk < foreign.pk
    assert moves.finalize_due(at=LATER, by=administrator) == 1
    assert (again(sheet).state, again(foreign).state) == (SheetState.IN_NOTICE, SheetState.FINAL)
    assert set(StarEntry.objects.values_list("by", flat=True)) == {administrator.pk}


def test_a_sheet_the_database_refuses_stops_no_other(monkeypatch: pytest.MonkeyPatch) -> None:
    first, second = make_filed(), make_filed()

    def busy(sheets_: list[ClassRound], lines: list[Nomination], **who: object) -> int:
        if sheets_[0].pk == first.pk:
            raise OperationalError("canceling statement due to lock timeout")
        return posting.post_lines(sheets_, lines, **who)  # type: ignore[arg-type]

    with monkeypatch.context() as patch:
        patch.setattr(moves, "post_lines", busy)
        assert moves.finalize_due(at=LATER) == 1
    assert (again(first).state, again(second).state) == (SheetState.IN_NOTICE, SheetState.FINAL)
    assert moves.finalize_due(at=LATER) == 1
    assert StarEntry.objects.count() == 6


# Writing on the sheet.


def test_of_two_changes_of_one_cell_the_last_holds() -> None:
    world = make_world()
    bring_to(world, SheetState.OPEN)
    teacher, item = world.people["homeroom"], items_of(world.sheet)[0]
    first, second = students_of(world.sheet)[:2]
    # Both off and both on again in the other order: their places would cross.
    changes = [
        *(Change(student.pk, item.pk, wanted=False) for student in (first, second)),
        *(Change(student.pk, item.pk, wanted=True) for student in (second, first)),
    ]
    before = Decision.objects.count()
    assert entering.save_lines(world.sheet, changes, by=teacher, at=LATER).made == []
    assert Decision.objects.count() == before
    changes = [Change(first.pk, item.pk, wanted=True), Change(first.pk, item.pk, wanted=False)]
    assert entering.save_lines(world.sheet, changes, by=teacher, at=LATER).made == changes[1:]


def test_nothing_is_left_of_a_verb_that_fails_half_way(monkeypatch: pytest.MonkeyPatch) -> None:
    world = make_world()
    monkeypatch.setattr(audit, "event_for", lambda *_args, **_named: 1 / 0)
    with pytest.raises(ZeroDivisionError), transaction.atomic():
        fill(world.sheet, world.people["homeroom"])
    assert not Nomination.objects.exists()
    assert not Decision.objects.exists()
    assert world.now().version == 0
