"""Sheets filed together, undone by one press."""

import datetime as dt
from collections.abc import Sequence

from django.utils.translation import gettext_lazy, ngettext

from awards.models import ClassRound, Round
from awards.sheets import moves
from starrating.offers.acts import Act, Undoing, by_mistake
from students.models import User

_KIND = "filing"


def filed_many(round_: Round, sheets: Sequence[ClassRound], *, by: User, at: dt.datetime) -> str:
    """Offer to undo that these were filed."""
    return Act(_KIND, {"round": round_.pk, "sheets": [sheet.pk for sheet in sheets]}, by.pk, at).word


def _undo(act: Act, *, by: User, at: dt.datetime) -> str:
    round_ = Round.objects.get(pk=act.what["round"])
    count = moves.unfile_many(round_, act.what["sheets"], filed_at=act.at, reason=by_mistake(), by=by, at=at)
    sentence = ngettext("%(count)d sheet is to be filed again.", "%(count)d sheets are to be filed again.", count)
    return sentence % {"count": count}


UNDOINGS = (Undoing(_KIND, _undo, gettext_lazy("Later: return the sheet on its own page, with a reason.")),)
