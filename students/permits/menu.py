"""Where pages are offered: places on pages of subjects that know nothing of them.

Each subject names its own entries in its ``permits.py``; an entry is there for whoever may use its address.
"""

from dataclasses import dataclass
from enum import StrEnum
from functools import cache

from django.db import models
from django.urls import reverse
from django.utils.functional import Promise
from django.utils.translation import pgettext_lazy

from starrating.registry import summed
from students.permits.reach import may_go
from students.permits.roles import Role, Standing
from students.permits.rows import permits


class Spot(StrEnum):
    """Where an entry stands."""

    MAIN = "main"  # the main navigation
    HEAD = "head"  # the search field in the head of every page
    OWN = "own"  # one's own menu
    ACCOUNT = "account"  # one's own account
    FOOT = "foot"  # the foot of every page of a school
    SETTINGS = "settings"  # what is set on a page of its own
    CLASSES = "classes"  # buttons over the list of classes
    CLASS = "class"  # buttons on the page of one class; takes the class's key
    CONSENTS = "consents"  # buttons over a class's consents; takes the class's key
    PUBLIC = "public"  # the page that the switch for public pages opens; takes the school's code
    SETUP = "setup"  # where an installation without a school is set up
    PUPIL = "pupil"  # the page of one pupil; takes the pupil's key


class Part(models.TextChoices):
    """What is done in the same rhythm, in the order of the main navigation."""

    MONTH = "month", pgettext_lazy("navigation", "This month")
    PUPILS = "pupils", pgettext_lazy("navigation", "Pupils and accounts")
    PRINTING = "printing", pgettext_lazy("navigation", "Printing")
    TERM = "term", pgettext_lazy("navigation", "The term")
    SETTINGS = "settings", pgettext_lazy("navigation", "Settings and record")

    @property
    def place(self) -> int:
        return list(Part).index(self)


@dataclass(frozen=True)
class Entry:
    """A way to the page ``view``, named as in the address table.

    It is there for the roles that may go there; ``only`` names fewer, where it is not everybody's daily work. The
    entries of one spot stand in the order of their ``rank``, those of the main navigation by ``part`` first.
    """

    spot: Spot
    view: str
    label: str | Promise = ""
    icon: str = ""
    rank: int = 0
    only: frozenset[Role] | None = None
    text: str | Promise = ""
    part: Part = Part.MONTH

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
    part: Part = Part.MONTH


@cache
def entries(spot: Spot) -> tuple[Entry, ...]:
    """Give what all subjects offer at one spot, in its order."""
    found: list[Entry] = [entry for entry in summed("permits", "ENTRIES") if entry.spot == spot]
    return tuple(sorted(found, key=lambda entry: (entry.part.place, entry.rank)))


def links(spot: Spot, standing: Standing, *args: object) -> list[Link]:
    """Give the links at a spot that are open to somebody; ``args`` complete their addresses."""
    return [
        Link(str(entry.label), reverse(entry.view, args=args), entry.icon, str(entry.text), entry.part)
        for entry in entries(spot)
        if entry.is_for(standing)
    ]


def address_at(spot: Spot, *args: object) -> str:
    """Give the address of the one page that belongs at a spot, whoever asks."""
    (entry,) = entries(spot)
    return reverse(entry.view, args=args)
