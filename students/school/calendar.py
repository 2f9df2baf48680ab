"""The school's working days: its own table first, then public holidays where they are known, then the week."""

import datetime as dt
from collections.abc import Callable, Iterable
from functools import cache
from typing import NamedTuple

from chinese_calendar.constants import Holiday, holidays, workdays

from students.models import CalendarDay, School, Term


def working_day_test(school: School, *, around: dt.date) -> Callable[[dt.date], bool]:
    """Give a test for the days of the two months after ``around``, by one query."""
    horizon = around + dt.timedelta(days=62)
    own = dict(
        CalendarDay.objects.filter(school=school, day__gte=around, day__lte=horizon).values_list("day", "is_working")
    )

    def is_working(day: dt.date) -> bool:
        known = own.get(day)
        return default_is_working(day) and (day.month, day.day) not in _FIXED_HOLIDAYS if known is None else known

    return is_working


def years_without_holidays(school: School, days: Iterable[dt.date]) -> list[int]:
    """Give the years of these days of which the school's table has no day: what is counted there may be wrong."""
    years = {day.year for day in days}
    noted = CalendarDay.objects.filter(school=school, day__year__in=years).values_list("day__year", flat=True)
    return sorted(years - set(noted))


def years_to_note(school: School, day: dt.date) -> list[int]:
    """Give the years, of ``day`` or of a term that is not over, of which no holiday is noted: days are miscounted.

    Two months ahead of a year its holidays are asked for too: they are announced in November.
    """
    years = {day.year, (day + dt.timedelta(days=60)).year}
    for first, last in Term.objects.filter(school=school, ends_on__gte=day).values_list("starts_on", "ends_on"):
        years |= {first.year, last.year}
    return years_without_holidays(school, (dt.date(year, 1, 1) for year in years))


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


SATURDAY = 5
# Holidays that lie on the same days each year, whatever is arranged around them: month and day.
_FIXED_HOLIDAYS = frozenset({(1, 1), *((month, day) for month in (5, 10) for day in (1, 2, 3))})

_CHINESE = {holiday.value: holiday.chinese for holiday in Holiday}


class KnownDay(NamedTuple):
    day: dt.date
    is_working: bool
    note: str


def default_is_working(day: dt.date) -> bool:
    """Tell whether a day is one from Monday to Friday, as every day that the school's calendar does not list."""
    return day.weekday() < SATURDAY


def known_days(year: int) -> list[KnownDay]:
    """List the days of a calendar year that differ from ``default_is_working``, in order, to seed a school's calendar.

    Holidays that fall on a weekend are left out: they change nothing. Empty for a year whose arrangement has not
    been announced; a school then writes its own days. The note is the holiday's Chinese name, as in the announcement.
    """
    return [known for known in _known_days() if known.day.year == year]


@cache
def _known_days() -> list[KnownDay]:
    off = [KnownDay(day, is_working=False, note=_CHINESE.get(name, name)) for day, name in holidays.items()]
    on = [KnownDay(day, is_working=True, note=f"{_CHINESE.get(name, name)}调休") for day, name in workdays.items()]
    return sorted(known for known in off + on if known.is_working != default_is_working(known.day))
