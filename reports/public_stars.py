"""Which stars a paper may name that others may come to see: letters, pages of the term."""

from __future__ import annotations

from awards.models import Scheme, StarItem
from awards.rules.kinds import ItemKind


def may_be_named(item: StarItem, scheme: Scheme) -> bool:
    """An ordinary star by its own mark (四), a champion star where the scheme has switched all of them on (四12)."""
    return item.public if item.kind == ItemKind.ORDINARY else scheme.champion_public
