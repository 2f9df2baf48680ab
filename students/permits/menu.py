"""Where pages are offered: the main navigation, and places on pages of subjects that know nothing of them.

Each subject names its own entries in its ``permits.py``; an entry is there for whoever may use its address.
"""

from collections.abc import Sequence
from dataclasses import dataclass, replace
from enum import StrEnum
from functools import cache

from django.conf import settings
from django.http import HttpRequest
from django.urls import reverse
from django.utils.functional import Promise

from starrating.registry import summed
from students.permits.reach import may_go
from students.permits.roles import Role, Standing, as_staff
from students.permits.rows import permits


class Spot(StrEnum):
    """Where an entry stands."""

    MAIN = "main"
    HEAD = "head"  # the search field in the head of every page
    OWN = "own"  # one's own menu
    SETTINGS = "settings"  # what is set on a page of its own
    CLASSES = "classes"  # buttons over the list of classes
    CONSENTS = "consents"  # buttons over a class's consents; takes the class's key
    PUBLIC = "public"  # the page that the switch for public pages opens; takes the school's code
    PUPIL = "pupil"  # the page of one pupil; takes the pupil's key


@dataclass(frozen=True)
class Entry:
    """A way to the page ``view``, named as in the address table.

    It is there for the roles that may go there; ``only`` names fewer, where it is not everybody's daily work. The
    entries of one spot stand in the order of their ``rank``.
    """

    spot: Spot
    view: str
    label: str | Promise = ""
    icon: str = ""
    rank: int = 0
    only: frozenset[Role] | None = None
    text: str | Promise = ""

    def is_for(self, standing: Standing) -> bool:
        if self.only is not None and not self.only & standing.roles:
            return False
        # What is in no row of the table is public.
        return self.view not in permits() or may_go(standing, self.view)


@dataclass(frozen=True)
class Link:
    """An entry with its address, as templates print it."""

    label: str
    url: str
    icon: str = ""
    text: str = ""
    current: bool = False
    count: int = 0


@cache
def entries(spot: Spot) -> tuple[Entry, ...]:
    """Give what all subjects offer at one spot, in its order."""
    found: list[Entry] = [entry for entry in summed("permits", "ENTRIES") if entry.spot == spot]
    return tuple(sorted(found, key=lambda entry: entry.rank))


def links(spot: Spot, standing: Standing, *args: object) -> list[Link]:
    """Give the links at a spot that are open to somebody; ``args`` complete their addresses."""
    return [
        Link(str(entry.label), reverse(entry.view, args=args), entry.icon, str(entry.text))
        for entry in entries(spot)
        if entry.is_for(standing)
    ]


def address_at(spot: Spot, *args: object) -> str:
    """Give the address of the one page that belongs at a spot, whoever asks."""
    (entry,) = entries(spot)
    return reverse(entry.view, args=args)


def with_current(found: Sequence[Link], path: str) -> list[Link]:
    """Give the links; the one whose address is the longest beginning of ``path`` is the current one."""
    inside = [link for link in found if path.startswith(link.url)]
    current = max(inside, key=lambda link: len(link.url), default=None)
    return [replace(link, current=link is current) for link in found]


def navigation(request: HttpRequest) -> dict[str, object]:
    """Give every page its ``navigation``: empty for visitors and for accounts that hold no role."""
    user = getattr(request, "user", None)
    if user is None or not user.is_authenticated:
        return {"navigation": []}
    standing = as_staff(request).standing
    return {
        "navigation": with_current(links(Spot.MAIN, standing), request.path),
        # Empty for who may not go there.
        "search_url": _only_url(Spot.HEAD, standing),
        "settings_url": _only_url(Spot.OWN, standing),
        # For whoever asks for help or looks after the machine.
        "program_version": settings.VERSION if Role.ADMINISTRATOR in standing.roles else "",
    }


def _only_url(spot: Spot, standing: Standing) -> str:
    return next((link.url for link in links(spot, standing)), "")
