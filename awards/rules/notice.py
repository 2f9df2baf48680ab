"""How long a public notice stands (A35), and by when an objection is answered."""

from collections.abc import Callable
from datetime import date, timedelta

from awards.rules.kinds import DayKind

# A day table without any working day in a year is a mistake in the table, not a long holiday.
LONGEST_SEARCH = timedelta(days=366)


def notice_until(first_day: date, days: int, kind: DayKind, is_working: Callable[[date], bool]) -> date:
    """Give the last day of a period of `days` that starts on `first_day`, both in the school's own calendar (A35).

    In working days the first day counts when it is one itself; otherwise counting starts with the next that is.
    Raises ValueError for fewer than one day, or when `is_working` finds too few working days within a year.
    """
    if days < 1:
        raise ValueError(f"a period of {days} days has no last day")
    if kind == DayKind.CALENDAR:
        return first_day + timedelta(days=days - 1)
    return _nth_working_day(first_day, days, is_working)


def _nth_working_day(first_day: date, count: int, is_working: Callable[[date], bool]) -> date:
    day = first_day
    left = count - is_working(day)
    while left:
        day += timedelta(days=1)
        if day - first_day > LONGEST_SEARCH:
            raise ValueError(f"fewer than {count} working days in the year from {first_day}")
        left -= is_working(day)
    return day


def opinions_until(asked_on: date, days: int) -> date:
    """Give a subject teacher's last day to speak: `days` calendar days after the list was laid before them."""
    return asked_on + timedelta(days=days)


def answer_due(received_on: date, days: int, is_working: Callable[[date], bool]) -> date:
    """Give the last day for the answer to an objection; working days count from the day after it came in (A35)."""
    return notice_until(received_on + timedelta(days=1), max(days, 1), DayKind.WORKING, is_working)
