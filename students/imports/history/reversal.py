"""What taking an import back would do, thing by thing, and who works it out for which kind of file."""

import datetime as dt
from collections import Counter
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from typing import Any

from django.db.models import TextChoices
from django.utils.functional import cached_property
from django.utils.translation import pgettext_lazy

from starrating.joiners import explained_by
from starrating.registry import summed
from students.imports.pipeline.plan import digest_of
from students.models import FileImport, User


class Fate(TextChoices):
    """What becomes of a thing that an import has written."""

    GOES = "goes", pgettext_lazy("import undone", "is removed")
    RETURNS = "returns", pgettext_lazy("import undone", "is as before")
    CLOSED = "closed", pgettext_lazy("import undone", "is deactivated")
    STAYS = "stays", pgettext_lazy("import undone", "stays")


@dataclass(frozen=True)
class Item:
    """One thing that an import has written: of which ``table`` (as people say it), ``name``, and ``why`` it stays."""

    table: str
    key: str
    name: str
    fate: Fate
    why: str = ""

    def __str__(self) -> str:
        return explained_by(explained_by(self.table, self.name), self.why)


@dataclass(frozen=True)
class Undo:
    """All that an import has written, with what becomes of it. ``digest`` is the same as long as that is.

    ``work`` is whatever the reverser's ``act`` needs.
    """

    run: FileImport
    items: tuple[Item, ...]
    work: Any = field(default=None, repr=False)

    @cached_property
    def goes(self) -> list[Item]:
        return [item for item in self.items if item.fate != Fate.STAYS]

    @cached_property
    def stays(self) -> list[Item]:
        return [item for item in self.items if item.fate == Fate.STAYS]

    @cached_property
    def counts(self) -> list[tuple[str, Fate, int]]:
        """How many things of each table have which fate, in the order of the items."""
        found = Counter((item.table, item.fate) for item in self.items)
        return [(table, fate, number) for (table, fate), number in found.items()]

    @cached_property
    def digest(self) -> str:
        return digest_of((item.table, item.key, item.fate.value) for item in self.items)


@dataclass(frozen=True)
class TakingBack:
    """Who takes an import back, when (aware) and why."""

    by: User
    at: dt.datetime
    reason: str = ""


@dataclass(frozen=True)
class Reverser:
    """Takes one kind of import back, by its importer's ``code``.

    ``hold`` locks what must not change meanwhile, ``look`` says what would become of everything, and ``act`` does it;
    either may raise :class:`starrating.refused.Refused`.
    """

    code: str
    hold: Callable[[FileImport], None]
    look: Callable[[FileImport, TakingBack], Undo]
    act: Callable[[Undo, TakingBack], None]


def reversers() -> Mapping[str, Reverser]:
    """Give every subject's reversers by the codes of their importers."""
    return {one.code: one for one in summed("importer", "REVERSERS")}
