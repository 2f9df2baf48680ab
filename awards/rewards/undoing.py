"""What was marked as handed out in the queue, undone by one press."""

import datetime as dt
from collections.abc import Sequence

from django.utils.translation import gettext_lazy, ngettext

from awards.rewards import verbs as rewards
from awards.terms.locks import locked_term
from starrating.offers.acts import Act, Undoing
from students.models import Term, User

_KIND = "rewards"


def handed_out(term: Term, pks: Sequence[int], *, by: User, at: dt.datetime) -> str:
    """Offer to undo that these were handed out."""
    return Act(_KIND, {"term": term.pk, "rewards": list(pks)}, by.pk, at).word


def due_again(count: int) -> str:
    return ngettext("%(count)d is due again.", "%(count)d are due again.", count) % {"count": count}


def _undo(act: Act, *, by: User, at: dt.datetime) -> str:
    term = locked_term(act.what["term"])
    return due_again(rewards.undo_hand_out(term, act.what["rewards"], by=by, at=at, handed_at=act.at))


UNDOINGS = (
    Undoing(_KIND, _undo, gettext_lazy("Later: withdraw or issue again on the reward's own page, with a reason.")),
)
