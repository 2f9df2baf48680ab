"""What a round and months are called in a sentence."""

from __future__ import annotations

import re

from django.utils.translation import pgettext

from awards.models import Round, StarItem

_MONTH = re.compile(r"\d{4}-(\d{2})")


def month_name(round_: Round) -> str:
    """Name a round by its month (2025-09 as 9月); any other label is shown as the school wrote it."""
    found = _MONTH.fullmatch(round_.label)
    if found is None:
        return round_.label
    return _month(int(found[1]))


def months_of(item: StarItem) -> str:
    """Name the months in which an item is awarded, such as 2月、9月; empty for every month."""
    return "、".join(_month(number) for number in item.months)


def _month(number: int) -> str:
    return pgettext("round", "Month %(number)d") % {"number": number}
