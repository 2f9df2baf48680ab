"""The day that a weekday means in a list of one week: its title says of which."""

import datetime as dt
import re
from collections.abc import Iterable

from starrating.cells.values import MonthDay
from starrating.text import fold_width

_WEEKDAYS = "一二三四五六日"
_WEEKDAY = re.compile(r"(?:星期|周|礼拜)(?P<day>[一二三四五六日天])(?:[^0-9]{0,8}|第\d节课?)")
# 11月16日—11月20日, 11.16-11.20, 2026年11月16日至20日.
_WEEK = re.compile(
    r"(?<!\d)(?:(?P<year>20\d{2})[年./-])?(?P<month>1[0-2]|0?[1-9])[月./-](?P<day>\d{1,2})日?\s*(?:[-—–~～至到]|--|——)\s*"
    r"(?:20\d{2}[年./-])?(?:(?P<last_month>1[0-2]|0?[1-9])[月./-])?(?P<last_day>\d{1,2})日?"
)

Week = tuple[dt.date, dt.date]


def week_in(texts: Iterable[str], complete: MonthDay) -> Week | None:
    """Give the first and the last day that one of the texts names; ``complete`` gives a day of month and day."""
    for text in texts:
        found = _WEEK.search(fold_width(text).replace(" ", ""))
        if found is None:
            continue
        month = int(found["month"])
        first = complete(month, int(found["day"]))
        last = complete(int(found["last_month"] or month), int(found["last_day"]))
        if first and last and first <= last and found["year"] in (None, str(first.year)):
            return first, last
    return None


def day_of_week(text: str, week: Week | None) -> dt.date | None:
    """Give the one day of the week that has the name (周五, 星期五上午); None where it is no name, or of two days."""
    named = _WEEKDAY.fullmatch(fold_width(text).replace(" ", ""))
    if named is None or week is None:
        return None
    number = _WEEKDAYS.index("日" if named["day"] == "天" else named["day"])
    days = (week[0] + dt.timedelta(days=at) for at in range((week[1] - week[0]).days + 1))
    found = [day for day in days if day.weekday() == number]
    return found[0] if len(found) == 1 else None
