"""Who may do what about what is left to do, and where it is offered."""

from django.utils.translation import gettext_lazy as _, pgettext_lazy

from students.permits.menu import Entry, Spot
from students.permits.roles import Role
from students.permits.rows import ADMINISTRATION, ANYBODY, OFFICE_WORK, TEACHING, Area, AreaName, Permit

AREAS = (
    Area(AreaName.EVERYBODY, (Permit("home", ANYBODY, _("Start page: one's own work")),)),
    Area(
        AreaName.OFFICE,
        (
            Permit("awards:month_end", OFFICE_WORK, _("What is left to do in a month")),
            Permit("awards:term_end", OFFICE_WORK, _("What is left to do in a term")),
            Permit("awards:class_sheets", TEACHING, _("Sheets of the classes one teaches")),
        ),
    ),
    Area(AreaName.TERM, (Permit("awards:guide", ADMINISTRATION, _("First steps of a new school")),)),
)
ENTRIES = (
    Entry(
        Spot.MAIN,
        "awards:class_sheets",
        pgettext_lazy("navigation", "Classes I teach"),
        "book-open",
        rank=70,
        only=frozenset({Role.SUBJECT}),
    ),
    Entry(Spot.MAIN, "awards:month_end", pgettext_lazy("navigation", "To do"), "clipboard-document-check", rank=90),
)
