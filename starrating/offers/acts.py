"""What was done to many at once is offered to be undone: to who did it, for a short while, by a signed word."""

import datetime as dt
from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

from django.core import signing
from django.utils.functional import Promise
from django.utils.translation import gettext as _

from starrating.refused import Refused
from starrating.registry import summed

SALT = "offer to undo"
# The button is shown for ten seconds where scripts run; who reads slowly, or has none, can press it as long as this.
OPEN_FOR = dt.timedelta(minutes=10)


@dataclass(frozen=True)
class Act:
    """What was done: ``kind`` is that of an :class:`Undoing`, ``what`` its own keys; ``by`` whom, and when."""

    kind: str
    what: dict[str, Any]
    by: int
    at: dt.datetime

    @property
    def word(self) -> str:
        """The word by which it can be undone: nobody else can make one, and nothing need be kept."""
        said = [self.kind, self.what, self.by, self.at.isoformat()]
        return signing.dumps(said, salt=SALT, compress=True)

    def is_open(self, at: dt.datetime) -> bool:
        return at - self.at <= OPEN_FOR


@dataclass(frozen=True)
class Done:
    """The sentence that tells of an act, and the word of the offer."""

    text: str
    offer: str


@dataclass(frozen=True)
class Undoing:
    """A subject's row: ``undo(act, by=, at=)`` undoes its acts and tells of it; ``later`` says how it is done later."""

    kind: str
    undo: Callable[..., str]
    later: str | Promise


def undoing_of(act: Act) -> Undoing:
    found: dict[str, Undoing] = {one.kind: one for one in summed("undoing", "UNDOINGS")}
    return found[act.kind]


def read(word: str) -> Act | None:
    """Give the act behind a word; None for one that this program has not made."""
    try:
        kind, what, by, at = signing.loads(word, salt=SALT)
    except signing.BadSignature:
        return None
    return Act(kind, what, by, dt.datetime.fromisoformat(at))


def act_behind(word: str, by: int, at: dt.datetime) -> Act:
    """Give the act that ``by`` wants to undo.

    Raises :class:`Refused` for what is no word of this program, for an act of somebody else, and when it is too late.
    """
    act = read(word)
    if act is None or act.by != by:
        raise Refused(_("Only who has just done something can undo it here."), code="foreign")
    if not act.is_open(at):
        raise Refused(
            _("One press can undo this for ten minutes only. %(later)s") % {"later": undoing_of(act).later}, code="late"
        )
    return act


def by_mistake() -> str:
    """Give the reason that stands on record with what is undone by one press."""
    return _("pressed by mistake")
