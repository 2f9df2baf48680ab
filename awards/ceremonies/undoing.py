"""What was ticked as handed out at a ceremony, undone by one press."""

import datetime as dt
from collections.abc import Sequence

from django.utils.translation import gettext_lazy

from awards.ceremonies import recording
from awards.models import Ceremony
from awards.rewards.undoing import due_again
from starrating.offers.acts import Act, Undoing
from students.models import User

_KIND = "ceremony"


def handed_out(ceremony: Ceremony, pks: Sequence[int], *, by: User, at: dt.datetime) -> str:
    """Offer to undo that these were ticked."""
    return Act(_KIND, {"ceremony": ceremony.pk, "rewards": list(pks)}, by.pk, at).word


def _undo(act: Act, *, by: User, at: dt.datetime) -> str:
    ceremony = Ceremony.objects.get(pk=act.what["ceremony"])
    return due_again(recording.take_back(ceremony, act.what["rewards"], by=by, at=at, handed_at=act.at))


UNDOINGS = (
    Undoing(_KIND, _undo, gettext_lazy("Later: “Undo” beside the name on this page, until the ceremony is closed.")),
)
