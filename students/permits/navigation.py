"""The main navigation: what somebody's work is, by role, and which of it the page shown belongs to."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace

from django.http import HttpRequest
from django.urls import NoReverseMatch, reverse
from django.utils.functional import Promise
from django.utils.translation import pgettext_lazy

from students.permits.reach import may_go
from students.permits.roles import Role, Standing, as_staff


@dataclass(frozen=True)
class Place:
    """An entry of the navigation before it has an address: ``view`` is the name in the address table.

    It is there for the roles that may go there; ``only`` names fewer, where it is not everybody's daily work.
    """

    view: str
    label: str | Promise
    icon: str
    only: frozenset[Role] | None = None

    def is_for(self, standing: Standing) -> bool:
        wanted = self.only is None or bool(self.only & standing.roles)
        return wanted and may_go(standing, self.view)


@dataclass(frozen=True)
class NavItem:
    """What ``partials/nav_items.html`` prints."""

    label: str
    url: str
    icon: str
    current: bool = False
    count: int = 0


_HOMEROOM = frozenset({Role.HOMEROOM})
_TEACHING = frozenset({Role.SUBJECT})
_PUPIL = frozenset({Role.PUPIL})

PLACES: tuple[Place, ...] = (
    Place("awards:my_month", pgettext_lazy("navigation", "My month"), "calendar", _PUPIL),
    Place("awards:group_step", pgettext_lazy("navigation", "My group"), "user-group"),
    Place("awards:committee_step", pgettext_lazy("navigation", "Committee"), "hand-raised"),
    Place("reports:my_stars", pgettext_lazy("navigation", "My stars"), "star", _PUPIL),
    Place("awards:my_objections", pgettext_lazy("navigation", "My objections"), "hand-raised", _PUPIL),
    Place("awards:my_sheet", pgettext_lazy("navigation", "My sheet"), "pencil-square", _HOMEROOM),
    Place("awards:class_sheets", pgettext_lazy("navigation", "Classes I teach"), "book-open", _TEACHING),
    Place("awards:board", pgettext_lazy("navigation", "Board"), "squares-2x2"),
    Place("awards:month_end", pgettext_lazy("navigation", "To do"), "clipboard-document-check"),
    Place("awards:objections", pgettext_lazy("navigation", "Objections"), "hand-raised"),
    Place("awards:exams", pgettext_lazy("navigation", "Exams"), "trophy"),
    Place("awards:violations", pgettext_lazy("navigation", "Violations"), "exclamation-triangle"),
    Place("students:roster", pgettext_lazy("navigation", "Pupils"), "users"),
    Place("reports:papers", pgettext_lazy("navigation", "Papers and files"), "printer"),
    Place("awards:scheme", pgettext_lazy("navigation", "Scheme"), "star"),
    Place("awards:terms", pgettext_lazy("navigation", "Terms"), "calendar-days"),
    Place("awards:settlement", pgettext_lazy("navigation", "Settlement"), "check-badge"),
    Place("awards:audit", pgettext_lazy("navigation", "Audit"), "magnifying-glass"),
)

SEARCH = Place("reports:search", pgettext_lazy("navigation", "Search"), "magnifying-glass")
SETTINGS = Place("students:settings", pgettext_lazy("navigation", "Settings"), "cog-6-tooth")


def navigation(request: HttpRequest) -> dict[str, object]:
    """Context processor: ``navigation`` is empty for visitors and for accounts that hold no role."""
    user = getattr(request, "user", None)
    if user is None or not user.is_authenticated:
        return {"navigation": []}
    standing = as_staff(request).standing
    return {
        "navigation": items_for(standing, request.path),
        # The field in the head of the page, and an entry of one's own menu; empty for who may not go there.
        "search_url": _url_of(SEARCH, standing),
        "settings_url": _url_of(SETTINGS, standing),
    }


def _url_of(place: Place, standing: Standing) -> str:
    return next((item.url for item in _addressed(place)), "") if place.is_for(standing) else ""


def items_for(standing: Standing, path: str, places: Sequence[Place] = PLACES) -> list[NavItem]:
    """The entries open to somebody; the one whose address is the longest beginning of ``path`` is the current one."""
    items = [item for place in places if place.is_for(standing) for item in _addressed(place)]
    inside = [item for item in items if path.startswith(item.url)]
    current = max(inside, key=lambda item: len(item.url), default=None)
    return [replace(item, current=item is current) for item in items]


def _addressed(place: Place) -> list[NavItem]:
    # An app that is not part of this installation has no address, and then no entry either.
    try:
        return [NavItem(str(place.label), reverse(place.view), place.icon)]
    except NoReverseMatch:
        return []
