"""The days of the demonstration, made around today so that there is a month to act on whenever it is started."""

import datetime as dt
from collections.abc import Callable
from dataclasses import dataclass

from django.utils import timezone

# So many months are final before the one that is shown: enough that some pupils stand near a level.
MONTHS_BEFORE = 3
# The demonstration may be looked at for some weeks before its term ends.
DAYS_LEFT = 28
DAYS_TO_SUBMIT = 5


@dataclass(frozen=True)
class TermDays:
    """The term of the demonstration; ``month`` is the first day of the month whose round is shown in every state."""

    school_year: int
    ordinal: int
    starts_on: dt.date
    ends_on: dt.date
    month: dt.date


@dataclass(frozen=True)
class ShownDays:
    """The shown round: its last day, the day it was due, and two days of filing: notice over, notice running."""

    ends_on: dt.date
    due_on: dt.date
    filed_early: dt.date
    filed_late: dt.date


def term_days(today: dt.date) -> TermDays:
    """Give the term around ``today``: the usual days, stretched over holidays and back over a term's first months."""
    month = today.replace(day=1) if today.day > 15 else _months_back(today, 1)
    school_year, ordinal, starts_on, ends_on = _usual_term(month)
    return TermDays(
        school_year,
        ordinal,
        starts_on=min(starts_on, _months_back(month, MONTHS_BEFORE)),
        ends_on=max(ends_on, today + dt.timedelta(days=DAYS_LEFT)),
        month=month,
    )


def shown_days(
    today: dt.date, month: dt.date, is_working: Callable[[dt.date], bool], until: Callable[[dt.date], dt.date]
) -> ShownDays:
    """Give the days of the month shown, all before ``today`` but for the running notice.

    ``until`` gives the last day of a notice that starts on a day.
    """
    filed_early = _last(today - dt.timedelta(days=1), lambda day: is_working(day) and until(day) < today)
    ends_on = min(_months_back(month, -1), filed_early) - dt.timedelta(days=1)
    due_on = min(ends_on + dt.timedelta(days=DAYS_TO_SUBMIT), today - dt.timedelta(days=1))
    return ShownDays(ends_on, due_on, filed_early, filed_late=_last(today, is_working))


def at_hour(day: dt.date, hour: int, now: dt.datetime) -> dt.datetime:
    """Give that hour in the school's time zone, or ``now`` where that has not come yet."""
    return min(now, dt.datetime(day.year, day.month, day.day, hour, tzinfo=timezone.get_default_timezone()))


def _usual_term(month: dt.date) -> tuple[int, int, dt.date, dt.date]:
    """Give school year, ordinal and days of the term a month belongs to.

    A holiday month belongs to the term before it.
    """
    if 3 <= month.month <= 8:
        return month.year - 1, 2, dt.date(month.year, 3, 1), dt.date(month.year, 7, 10)
    year = month.year if month.month >= 9 else month.year - 1
    return year, 1, dt.date(year, 9, 1), dt.date(year + 1, 1, 23)


def _months_back(day: dt.date, months: int) -> dt.date:
    """Give the first day of the month so many months before that of ``day``."""
    index = day.year * 12 + day.month - 1 - months
    return dt.date(index // 12, index % 12 + 1, 1)


def _last(day: dt.date, fits: Callable[[dt.date], bool]) -> dt.date:
    """Give the latest day up to ``day`` that fits."""
    while not fits(day):
        day -= dt.timedelta(days=1)
    return day
