"""Which days a school works: Monday to Friday, but for the days its calendar lists otherwise."""

import datetime as dt
from functools import cache
from typing import NamedTuple

from chinese_calendar.constants import Holiday, holidays, workdays

SATURDAY = 5

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
