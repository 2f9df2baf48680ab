"""Who may do what about a term's figures and files, and where it is offered."""

from django.utils.translation import gettext_lazy as _, pgettext_lazy

from students.permits.menu import Entry, Part, Spot
from students.permits.roles import Role
from students.permits.rows import CLASS_AND_OFFICE, HEADMASTER, RECORD_READING, Area, AreaName, Permit

AREAS = (
    Area(
        AreaName.PAPERS,
        (
            Permit("reports:figures", {**CLASS_AND_OFFICE, **HEADMASTER}, _("A term in charts")),
            Permit("reports:term_review", RECORD_READING, _("The term on one page")),
        ),
    ),
)
# Staff find both beside their papers; a headmaster begins with them.
ENTRIES = (
    Entry(
        Spot.MAIN,
        "reports:figures",
        pgettext_lazy("navigation", "The term in charts"),
        "chart-bar",
        rank=5,
        part=Part.TERM,
        only=frozenset({Role.HEADMASTER}),
    ),
    Entry(
        Spot.MAIN,
        "reports:term_review",
        pgettext_lazy("navigation", "The term on one page"),
        "document-chart-bar",
        rank=6,
        part=Part.TERM,
        only=frozenset({Role.HEADMASTER}),
    ),
)
