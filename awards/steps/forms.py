"""What the pages of the steps send: a group's hands, a member's ballots, a step closed or opened again."""

from django.http import QueryDict
from django.utils.translation import gettext as _

from starrating.refused import Refused
from starrating.web.keys import key_in

LONGEST_NUMBER = 3


def ballots_in(data: QueryDict) -> dict[int, bool]:
    """Read the ballots sent by the line's key: ``line-<key>`` with 1 or 0, others are passed over."""
    return {key: data[name] == "1" for key, name in _lines(data, "line-") if data[name] in {"0", "1"}}


def hands_in(data: QueryDict) -> dict[int, tuple[int, int | None]]:
    """Read hands by the line's key: ``for-<key>`` and ``against-<key>``; a line without both is passed over.

    None against means that nothing was typed there. Raises :class:`Refused` for what is no number of hands.
    """
    sides = ("for", "against")
    typed = {key: [str(data.get(f"{side}-{key}", "")).strip() for side in sides] for key, _name in _lines(data, "for-")}
    return {
        key: (_hands(for_), _hands(against) if against else None)
        for key, (for_, against) in typed.items()
        if for_ or against
    }


def _lines(data: QueryDict, start: str) -> list[tuple[int, str]]:
    """Give the lines' keys in the names that begin with ``start``, each with its name."""
    return [
        (key, name) for name in data if name.startswith(start) and (key := key_in(name.removeprefix(start))) is not None
    ]


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
    return [key for value in data.getlist(name) if (key := key_in(value)) is not None]


def star_in(data: QueryDict) -> int | None:
    """Read which star is on screen; None where it is not said."""
    return next(iter(keys_in(data, "star")), None)
