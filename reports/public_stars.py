"""Which stars a paper may name that others may come to see: letters, pages of the term."""

from awards.models import Scheme, StarItem
from awards.rules.kinds import ItemKind


def may_be_named(item: StarItem, scheme: Scheme) -> bool:
    """Tell whether a star may be named: by its own mark (四), a champion star where all are switched on (四12)."""
    return item.public if item.kind == ItemKind.ORDINARY else scheme.champion_public
