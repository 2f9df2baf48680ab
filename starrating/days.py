"""Days and months in words: the one place that says how a reader sees them, on pages, in messages and on papers.

The year is left out where it goes without saying: in the school year that is under way. Exported tables, addresses,
boxes to type in and files for machines have 2025-10-09 and 2025-10 instead.
"""

import datetime as dt

from django.utils import formats, timezone
from django.utils.translation import pgettext

# A school year begins in the calendar year's eighth month where no term tells it.
_FIRST_MONTH = 8


def year_of(day: dt.date) -> int:
    """Give the school year that a day belongs to, as the year in which it starts."""
    return day.year if day.month >= _FIRST_MONTH else day.year - 1


def month_name(number: int) -> str:
    """Name a month from 1 to 12 by itself, beside a term or for every year: 9月."""
    return formats.date_format(dt.date(2000, number, 1), pgettext("format of a month without its year", "F"))


def short_month(year: int, month: int) -> str:
    """Name a month for a reader: 11月, and 2024年11月 outside the school year under way."""
    return month_name(month) if _is_under_way(dt.date(year, month, 1)) else long_month(year, month)


def long_month(year: int, month: int) -> str:
    """Name a month with its year, where a paper or a file outlasts the year: 2025年11月."""
    return formats.date_format(dt.date(year, month, 1), "YEAR_MONTH_FORMAT")


def short_day(day: dt.date) -> str:
    """Name a day for a reader: 10月9日, and 2024年10月9日 outside the school year under way."""
    day = _date(day)
    return formats.date_format(day, "MONTH_DAY_FORMAT") if _is_under_way(day) else long_day(day)


def long_day(day: dt.date) -> str:
    """Name a day as papers do, in Arabic figures without leading noughts: 2025年10月9日."""
    return formats.date_format(_date(day), "DATE_FORMAT")


def short_moment(at: dt.datetime) -> str:
    """Name a moment for a reader, its day as :func:`short_day`: 10月9日 21:03."""
    words = {"day": short_day(at), "time": formats.time_format(timezone.localtime(at), "H:i")}
    return pgettext("moment", "%(day)s, %(time)s") % words


def _date(day: dt.date) -> dt.date:
    """Give the day of a moment as it is in the school, where it may be another than in Greenwich."""
    return timezone.localdate(day) if isinstance(day, dt.datetime) else day


def _is_under_way(day: dt.date) -> bool:
    return year_of(day) == year_of(timezone.localdate())
