"""What a round is called in a sentence."""

from __future__ import annotations

import re

from django.utils.translation import pgettext

from awards.models import Round

_MONTH = re.compile(r"\d{4}-(\d{2})")


def month_name(round_: Round) -> str:
    """A round named by its month is shown as one (2025-09 as 9月); any other label is shown as the school wrote it."""
    found = _MONTH.fullmatch(round_.label)
    if found is None:
        return round_.label
    return pgettext("round", "Month %(number)d") % {"number": int(found[1])}
