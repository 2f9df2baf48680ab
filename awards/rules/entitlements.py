"""What a level entitles to (clause 六), and what a changed level does to what has been handed out already."""

from collections.abc import Mapping
from dataclasses import dataclass

from django.db.models import TextChoices
from django.utils.translation import gettext_lazy as _, pgettext_lazy


class RewardKind(TextChoices):
    """The rewards of clause 六2 to 六4, in its order. A higher level has those of the lower ones as well."""

    LETTER = "letter", _("letter of commendation")
    CERTIFICATE = "certificate", _("certificate of honour")
    HONOUR_BOARD = "honour_board", _("honour board")
    AWARD_ELIGIBILITY = "award_eligibility", _("eligible for merit awards")
    PARENT_TITLE = "parent_title", _("Outstanding Parent")
    INVITATION = "invitation", _("invitation to the ceremony")


class RewardState(TextChoices):
    DUE = "due", pgettext_lazy("reward", "due")
    DONE = "done", pgettext_lazy("reward", "handed out")
    WITHDRAWN = "withdrawn", pgettext_lazy("reward", "withdrawn")
    REISSUED = "reissued", _("to be issued again")


# The office has something to do for it.
TO_DO = frozenset({RewardState.DUE, RewardState.REISSUED})
# These are a paper of their own; the others are a place on the board and on a list.
ON_PAPER = (RewardKind.LETTER, RewardKind.CERTIFICATE, RewardKind.PARENT_TITLE, RewardKind.INVITATION)
# What a number says of its kind (P7).
NUMBER_MARKS = {
    RewardKind.LETTER: "喜",
    RewardKind.CERTIFICATE: "荣",
    RewardKind.PARENT_TITLE: "家",
    RewardKind.INVITATION: "邀",
}
# These name the level, so that one with another level must be printed anew; a title or an invitation stays right.
NAMES_THE_LEVEL = frozenset({RewardKind.LETTER, RewardKind.CERTIFICATE, RewardKind.HONOUR_BOARD})


class Flag(TextChoices):
    """What the office should look at before it puts a pupil up for a merit award (A45, A47)."""

    GUEST = "guest", _("guest pupil, not registered at this school")
    RESIDENCE = "residence", _("not long enough at the school")
    VIOLATION = "violation", _("a violation was confirmed this term")
    PUNISHMENT = "punishment", _("a formal punishment was in force at the end of the term")


class RewardMove(TextChoices):
    """What settling does to one reward of one pupil."""

    ADD = "add", pgettext_lazy("reward", "new")
    RENEW = "renew", _("due again")
    REISSUE = "reissue", _("to be issued again")
    WITHDRAW = "withdraw", pgettext_lazy("reward", "withdrawn")


@dataclass(frozen=True)
class Held:
    """A reward on record: its state, and how often it has been handed out."""

    state: RewardState
    issued: int = 0


def due_at(level: int, first_levels: Mapping[RewardKind, int]) -> frozenset[RewardKind]:
    """Give the rewards of ``level``; ``first_levels`` says from which level each is due, zero is never (六2 to 六4)."""
    return frozenset(kind for kind, first in first_levels.items() if first and level >= first)


def moves(
    old_level: int, level: int, held: Mapping[RewardKind, Held], first_levels: Mapping[RewardKind, int]
) -> dict[RewardKind, RewardMove]:
    """Say what changes for a pupil whose settled level was ``old_level`` (zero for none) and is now ``level``.

    What the office withdrew by hand stays withdrawn while the pupil was entitled to it all along.
    """
    was_due, is_due = due_at(old_level, first_levels), due_at(level, first_levels)
    found = {
        kind: _move(kind, held.get(kind), kind in was_due, kind in is_due, old_level != level) for kind in RewardKind
    }
    return {kind: move for kind, move in found.items() if move is not None}


def state_after(move: RewardMove, issued: int) -> RewardState:
    """Give the state that ``move`` leads to; something handed out before is issued again, marked as such (补发)."""
    if move == RewardMove.WITHDRAW:
        return RewardState.WITHDRAWN
    return RewardState.REISSUED if issued else RewardState.DUE


def flags_of(*, guest: bool, terms_here: int, terms_needed: int, violations: int, punished: bool = False) -> list[Flag]:
    """Give what stands against a merit award (A45, A47): no terms needed is no condition, violations are confirmed."""
    stands = {
        Flag.GUEST: guest,
        Flag.RESIDENCE: terms_here < terms_needed,
        Flag.VIOLATION: violations > 0,
        Flag.PUNISHMENT: punished,
    }
    return [flag for flag in Flag if stands[flag]]


def terms_between(first: tuple[int, int], last: tuple[int, int]) -> int:
    """Count the terms from ``first`` to ``last``, both among them; each is a school year and 1 or 2."""
    return (last[0] - first[0]) * 2 + last[1] - first[1] + 1


def _move(kind: RewardKind, held: Held | None, was_due: bool, is_due: bool, changed: bool) -> RewardMove | None:
    if held is None:
        return RewardMove.ADD if is_due else None
    if held.state == RewardState.WITHDRAWN:
        return RewardMove.RENEW if is_due and not was_due else None
    if not is_due:
        return RewardMove.WITHDRAW
    return RewardMove.REISSUE if changed and held.state == RewardState.DONE and kind in NAMES_THE_LEVEL else None
