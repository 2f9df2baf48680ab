"""What one of what a scheme awards is called, a star, a badge or a point: texts take it from here."""

from django.utils.translation import ngettext, pgettext

from awards.rules.kinds import Unit
from starrating.joiners import signed


def counted(unit: str, count: int) -> str:
    """Say how many: ``3 stars``, in Chinese 3颗星, 3枚章, 3分."""
    match unit:
        case Unit.BADGE:
            text = ngettext("%(count)d badge", "%(count)d badges", count)
        case Unit.POINT:
            text = ngettext("%(count)d point", "%(count)d points", count)
        case _:
            text = ngettext("%(count)d star", "%(count)d stars", count)
    # Below nought with its own sign, whatever the catalogue says of numbers.
    return text.replace("%(count)d", "%(count)s") % {"count": signed(count)}


def after_number(unit: str) -> str:
    """Give the word that stands behind a number: stars, in Chinese 颗星."""
    match unit:
        case Unit.BADGE:
            return pgettext("after a number", "badges")
        case Unit.POINT:
            return pgettext("after a number", "points")
        case _:
            return pgettext("after a number", "stars")


def one_of(unit: str) -> str:
    """Give the word for a single one that is pointed at, as in “this star”; in Chinese with its measure: 颗星."""
    match unit:
        case Unit.BADGE:
            return pgettext("this …", "badge")
        case Unit.POINT:
            return pgettext("this …", "point")
        case _:
            return pgettext("this …", "star")
