"""Words and readings that several papers share: months, days and periods as schools write them."""

import datetime as dt

from django.utils import formats
from django.utils.translation import gettext as _, ngettext, pgettext

from awards.models import Scheme, StarItem
from awards.rules.kinds import DayKind, ItemKind
from awards.rules.levels import Explanation
from starrating.days import long_day
from starrating.joiners import signed


def period(first: dt.date, last: dt.date) -> str:
    """Write a range of days; the year is not repeated within a year, as public notices have it."""
    if first == last:
        return long_day(first)
    same_year = pgettext("later day of a period in one year", "j F Y")
    end = formats.date_format(last, same_year) if first.year == last.year else long_day(last)
    return _("%(first)s to %(last)s") % {"first": long_day(first), "last": end}


def notice_days(scheme: Scheme) -> str:
    """Say how long a notice stands, such as 3个工作日 (A35)."""
    if scheme.notice_day_kind == DayKind.WORKING:
        sentence = ngettext("%(count)d working day", "%(count)d working days", scheme.notice_days)
    else:
        sentence = ngettext("%(count)d day", "%(count)d days", scheme.notice_days)
    return sentence % {"count": scheme.notice_days}


def explained(explanation: Explanation, *, shown: int | None = None) -> str:
    """Write a total with its parts: 22 = 9月5 + 10月6 + ...; ``shown`` is the total as the scheme has it (A26)."""
    if not explanation.parts:
        return signed(explanation.total)
    part = pgettext("part of a total", "%(label)s: %(stars)s")
    parts = " + ".join(part % {"label": row.label, "stars": signed(row.stars)} for row in explanation.parts)
    sum_ = f"{signed(explanation.total)} = {parts}"
    if shown is None or shown == explanation.total:
        return sum_
    return _("%(sum)s; it counts as %(shown)d") % {"sum": sum_, "shown": shown}


def may_be_named(item: StarItem, scheme: Scheme) -> bool:
    """Tell whether a star may be named: by its own mark (四), a champion star where all are switched on (四12)."""
    return item.public if item.kind == ItemKind.ORDINARY else scheme.champion_public
