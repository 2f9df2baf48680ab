"""The days of the demonstration, made around today so that there is a month to act on whenever it is started."""

import datetime as dt
from collections.abc import Callable
from dataclasses import dataclass

from django.utils import timezone

from students.models import Term
from students.school.calendar import default_is_working

# The demonstration may be looked at for some weeks before its term ends.
DAYS_LEFT = 28
DAYS_TO_SUBMIT = 5
# What has come in by the end of a month is filed a week later at most.
DAYS_TO_FILE_EARLY = 7
# Months in which a school awards nothing: their few school days belong to the month beside them.
HOLIDAYS = frozenset({2, 7, 8})
# The one exam beside the final that a term may have: day and month, by the term's ordinal.
MIDTERMS = {1: (11, 12), 2: (4, 24)}


@dataclass(frozen=True)
class TermDays:
    """The term of the demonstration, open until ``ends_on``; a calendar would have it end on ``usual_end``.

    ``last`` is the last school day of the month whose round is shown in every state.
    """

    school_year: int
    ordinal: int
    starts_on: dt.date
    ends_on: dt.date
    usual_end: dt.date
    last: dt.date


@dataclass(frozen=True)
class ShownDays:
    """The shown round: its last day, the day it was due, and two days of filing: notice over, notice running."""

    ends_on: dt.date
    due_on: dt.date
    filed_early: dt.date
    filed_late: dt.date


def term_days(today: dt.date) -> TermDays:
    """Give the term around ``today``: it begins where calendars have it, and goes on over the holidays after it."""
    month = today.replace(day=1) if today.day > 15 else _months_back(today, 1)
    while month.month in HOLIDAYS:
        month = _months_back(month, 1)
    school_year, ordinal, starts_on, usual_end = _usual_term(month)
    return TermDays(
        school_year,
        ordinal,
        starts_on=starts_on,
        ends_on=max(usual_end, today + dt.timedelta(days=DAYS_LEFT)),
        usual_end=usual_end,
        last=min(_months_back(month, -1) - dt.timedelta(days=1), usual_end),
    )


def shown_days(
    today: dt.date, last: dt.date, is_working: Callable[[dt.date], bool], until: Callable[[dt.date], dt.date]
) -> ShownDays:
    """Give the days of the month shown, whose ``last`` is given: all before ``today`` but for the running notice.

    ``until`` gives the last day of a notice that starts on a day.
    """
    latest = min(today - dt.timedelta(days=1), last + dt.timedelta(days=DAYS_TO_FILE_EARLY))
    filed_early = _last(latest, lambda day: is_working(day) and until(day) < today)
    ends_on = min(last, filed_early - dt.timedelta(days=1))
    due_on = min(ends_on + dt.timedelta(days=DAYS_TO_SUBMIT), today - dt.timedelta(days=1))
    return ShownDays(ends_on, due_on, filed_early, filed_late=_last(today, is_working))


def midterm_day(term: Term) -> dt.date:
    """Give the day of the term's mid-term, or the school day before it."""
    return school_day(dt.date(term.starts_on.year, *MIDTERMS[term.ordinal]))


def school_day(day: dt.date) -> dt.date:
    """Give the day, or the last working day before it."""
    return _last(day, default_is_working)


def days_before(school_year: int) -> tuple[dt.date, dt.date]:
    """Give first and last day of the second term of the year before ``school_year``."""
    return dt.date(school_year, 3, 1), dt.date(school_year, 7, 10)


def at_hour(day: dt.date, hour: int, now: dt.datetime) -> dt.datetime:
    """Give that hour in the school's time zone, or ``now`` where that has not come yet."""
    return min(now, dt.datetime(day.year, day.month, day.day, hour, tzinfo=timezone.get_default_timezone()))


def _usual_term(month: dt.date) -> tuple[int, int, dt.date, dt.date]:
    """Give school year, ordinal and days of the term that a school month belongs to."""
    if 3 <= month.month <= 6:
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
