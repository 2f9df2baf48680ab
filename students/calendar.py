"""The school's working days: its own table first, then the week."""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable

from students.models import CalendarDay, School
from students.workdays import default_is_working, known_days


def working_day_test(school: School, *, around: dt.date) -> Callable[[dt.date], bool]:
    """A test for the days of the two months after ``around``, by one query."""
    horizon = around + dt.timedelta(days=62)
    own = dict(
        CalendarDay.objects.filter(school=school, day__gte=around, day__lte=horizon).values_list("day", "is_working")
    )

    def is_working(day: dt.date) -> bool:
        known = own.get(day)
        return default_is_working(day) if known is None else known

    return is_working


def seed_calendar(school: School, years: list[int]) -> int:
    """Put the public holidays and working weekends of ``years`` into the school's table; own entries stay.

    Returns the number of days added; a year that is not known yet adds none.
    """
    days = [
        CalendarDay(school=school, day=day, is_working=is_working, note=note)
        for year in years
        for day, is_working, note in known_days(year)
    ]
    before = CalendarDay.objects.filter(school=school).count()
    CalendarDay.objects.bulk_create(days, ignore_conflicts=True)
    return CalendarDay.objects.filter(school=school).count() - before
