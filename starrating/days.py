"""Days and months in words, each in one way on every page and paper."""

import datetime as dt

from django.utils import formats
from django.utils.translation import pgettext


def month_name(number: int) -> str:
    """Name a month from 1 to 12, such as 9月."""
    return pgettext("round", "Month %(number)d") % {"number": number}


def short_day(day: dt.date) -> str:
    """Name a day of the year that is under way: 10月9日."""
    return formats.date_format(day, "MONTH_DAY_FORMAT")


def long_day(day: dt.date) -> str:
    """Name a day as papers do, in Arabic figures without leading noughts: 2025年10月9日."""
    return formats.date_format(day, pgettext("day on a paper", "j F Y"))
