"""On which days somebody is reminded, as a table of cases."""

from __future__ import annotations

import datetime as dt

import pytest

from awards.rules.reminders import reminds_today

DUE = dt.date(2025, 10, 15)
CLOSED = {dt.date(2025, 10, day) for day in range(1, 9)}


def works(day: dt.date) -> bool:
    return day.weekday() < 5 and day not in CLOSED


@pytest.mark.parametrize(
    ("day", "speaks"),
    [
        ("2025-10-13", False),
        ("2025-10-14", True),  # the day before
        ("2025-10-15", True),
        ("2025-10-16", True),
        ("2025-10-17", True),  # Friday, for the third day after, which is a Saturday
        ("2025-10-18", False),  # nobody is reminded on a day off
        ("2025-10-20", False),
        ("2025-10-22", True),  # a week after
        ("2025-10-23", False),
        ("2025-10-29", True),  # and once a week from then on
        ("2025-11-05", True),
    ],
)
def test_the_days_of_a_sheet_that_is_owed(day: str, speaks: bool) -> None:
    assert reminds_today(dt.date.fromisoformat(day), DUE, works) is speaks


def test_what_falls_into_long_holidays_is_said_before_them() -> None:
    assert reminds_today(dt.date(2025, 9, 30), dt.date(2025, 10, 8), works)
    assert not reminds_today(dt.date(2025, 9, 29), dt.date(2025, 10, 8), works)


def test_a_school_that_never_works_again_asks_no_endless_question() -> None:
    assert not reminds_today(dt.date(2025, 10, 13), dt.date(2026, 10, 13), lambda day: day == dt.date(2025, 10, 13))
