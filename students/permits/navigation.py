"""The main navigation: few words on top, what belongs to the current one below."""

from dataclasses import dataclass
from itertools import groupby

from django.conf import settings
from django.http import HttpRequest

from students.permits.menu import Link, Spot, links
from students.permits.roles import Role, Standing, as_staff

# As many words as can be taken in at a glance. Who has more of them gets the parts, and the words of one part below.
MOST = 7


@dataclass(frozen=True)
class Item:
    """A word of the navigation; one that stands for a part leads to the first page ``inside``."""

    label: str
    url: str
    icon: str = ""
    current: bool = False
    inside: tuple["Item", ...] = ()


def navigation(request: HttpRequest) -> dict[str, object]:
    """Give every page its ``navigation``: empty for visitors and for accounts that hold no role."""
    user = getattr(request, "user", None)
    if user is None or not user.is_authenticated:
        return {"navigation": []}
    standing = as_staff(request).standing
    items = items_for(standing, request.path)
    return {
        "navigation": items,
        "navigation_below": _below(items),
        "foot_links": links(Spot.FOOT, standing) if standing.school_id else [],
        # Empty for who may not go there.
        "search_url": _only_url(Spot.HEAD, standing),
        "settings_url": _only_url(Spot.OWN, standing),
        # For whoever asks for help or looks after the machine.
        "program_version": settings.VERSION if Role.ADMINISTRATOR in standing.roles else "",
    }


def items_for(standing: Standing, path: str) -> list[Item]:
    """Give the words on top; the one whose address is the longest beginning of ``path`` is the current one."""
    found = links(Spot.MAIN, standing)
    here = max((link.url for link in found if path.startswith(link.url)), key=len, default="")
    if len(found) <= MOST:
        return [_item(link, here) for link in found]
    parts = groupby(found, key=lambda link: link.part)
    return [_part_item(str(part.label), [_item(link, here) for link in inside]) for part, inside in parts]


def _item(link: Link, here: str) -> Item:
    return Item(link.label, link.url, link.icon, link.url == here)


def _part_item(label: str, inside: list[Item]) -> Item:
    """Give the word of a part; a part of one page goes by that page's own word."""
    first = inside[0]
    if len(inside) == 1:
        return first
    return Item(label, first.url, first.icon, any(item.current for item in inside), tuple(inside))


def _below(items: list[Item]) -> tuple[Item, ...]:
    """Give the words below: those of the current part, elsewhere of the first, so that pages begin at one height."""
    parts = [item for item in items if item.inside]
    return next((item.inside for item in parts if item.current), parts[0].inside if parts else ())


def _only_url(spot: Spot, standing: Standing) -> str:
    return next((link.url for link in links(spot, standing)), "")
