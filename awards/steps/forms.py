"""What the pages of the steps send: a group's hands, a member's ballots, a step closed or opened again."""

from django import forms
from django.http import QueryDict
from django.utils.translation import gettext as _

from starrating.refused import Refused

LONGEST_NUMBER = 3


class ReopenForm(forms.Form):
    reason = forms.CharField(required=False, max_length=200)


def ballots_in(data: QueryDict) -> dict[int, bool]:
    """Read the ballots sent by the line's key: ``line-<key>`` with 1 or 0, others are passed over."""
    sent = {name.removeprefix("line-"): data.get(name) for name in data if name.startswith("line-")}
    return {int(key): value == "1" for key, value in sent.items() if _is_key(key) and value in {"0", "1"}}


def hands_in(data: QueryDict) -> dict[int, tuple[int, int | None]]:
    """Read hands by the line's key: ``for-<key>`` and ``against-<key>``; a line without both is passed over.

    None against means that nothing was typed there. Raises :class:`Refused` for what is no number of hands.
    """
    keys = [key for key in (name.removeprefix("for-") for name in data if name.startswith("for-")) if _is_key(key)]
    typed = {int(key): [str(data.get(f"{side}-{key}", "")).strip() for side in ("for", "against")] for key in keys}
    return {
        key: (_hands(for_), _hands(against) if against else None)
        for key, (for_, against) in typed.items()
        if for_ or against
    }


def _hands(text: str) -> int:
    if not text:
        raise Refused(_("Type how many hands are for it, too."), code="hands")
    if not text.isdecimal() or len(text) > LONGEST_NUMBER:
        raise Refused(_("Type the hands as a number."), code="hands")
    return int(text)


def picks_in(data: QueryDict) -> list[int]:
    """Read the names picked out of a tie."""
    return keys_in(data, "pick")


def keys_in(data: QueryDict, name: str) -> list[int]:
    """Read the keys sent under one name, and pass over what is none."""
    return [int(value) for value in data.getlist(name) if _is_key(value)]


def star_in(data: QueryDict) -> int | None:
    """Read which star is on screen; None where it is not said."""
    return next(iter(keys_in(data, "star")), None)


def _is_key(value: str) -> bool:
    return value.isdecimal() and len(value) < 19
