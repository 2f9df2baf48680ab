"""The last day of a public notice (A35)."""

from datetime import date, timedelta

import pytest
from hypothesis import given, strategies as st

from awards.rules.kinds import DayKind
from awards.rules.notice import notice_until

# A week off in October 2025 and the Saturday worked in its place, as a school would enter them.
HOLIDAYS = {date(2025, 10, day) for day in range(1, 9)}
WORKED_WEEKEND = {date(2025, 9, 28), date(2025, 10, 11)}


def school_day(day: date) -> bool:
    return day in WORKED_WEEKEND or (day.weekday() < 5 and day not in HOLIDAYS)


def never(day: date) -> bool:
    return False


@pytest.mark.parametrize(
    ("first_day", "days", "last_day"),
    [
        (date(2025, 3, 31), 3, date(2025, 4, 2)),  # Monday to Wednesday
        (date(2025, 3, 31), 1, date(2025, 3, 31)),
        (date(2025, 3, 27), 3, date(2025, 3, 31)),  # Thursday, over a weekend
        (date(2025, 3, 29), 3, date(2025, 4, 2)),  # put up on a Saturday: counting starts on Monday
        (date(2025, 9, 26), 3, date(2025, 9, 29)),  # the Sunday worked in between counts
        (date(2025, 9, 30), 3, date(2025, 10, 10)),  # over the whole holiday
        (date(2025, 10, 9), 3, date(2025, 10, 11)),  # ends on the Saturday worked
        (date(2025, 10, 1), 1, date(2025, 10, 9)),
    ],
)
def test_working_days_follow_the_schools_own_table(first_day: date, days: int, last_day: date) -> None:
    assert notice_until(first_day, days, DayKind.WORKING, school_day) == last_day


@pytest.mark.parametrize(("days", "last_day"), [(1, date(2025, 9, 30)), (7, date(2025, 10, 6))])
def test_calendar_days_do_not_ask_the_table(days: int, last_day: date) -> None:
    assert notice_until(date(2025, 9, 30), days, DayKind.CALENDAR, never) == last_day


@pytest.mark.parametrize("kind", DayKind)
@pytest.mark.parametrize("days", [0, -1])
def test_a_period_without_a_day_is_refused(days: int, kind: DayKind) -> None:
    with pytest.raises(ValueError, match="has no last day"):
        notice_until(date(2025, 9, 30), days, kind, school_day)


def test_a_table_without_working_days_is_refused_instead_of_searched_forever() -> None:
    with pytest.raises(ValueError, match="fewer than 3 working days"):
        notice_until(date(2025, 9, 30), 3, DayKind.WORKING, never)


@given(
    first_day=st.dates(date(2020, 1, 1), date(2040, 12, 31)),
    days=st.integers(1, 15),
    holidays=st.sets(st.integers(0, 40), max_size=30),
)
def test_the_period_holds_exactly_the_working_days_asked_for(first_day: date, days: int, holidays: set[int]) -> None:
    off = {first_day + timedelta(days=offset) for offset in holidays}

    def is_working(day: date) -> bool:
        return day not in off

    last_day = notice_until(first_day, days, DayKind.WORKING, is_working)
    period = [first_day + timedelta(days=offset) for offset in range((last_day - first_day).days + 1)]
    assert sum(map(is_working, period)) == days
    assert is_working(last_day)
