"""Who may do what about facts, and where it is offered; office and administrator decide by none and read none."""

from django.utils.translation import gettext_lazy as _, pgettext_lazy

from students.permits.menu import Entry, Spot
from students.permits.rows import HOMEROOM_ITSELF, PUPIL_WORK, TEACHING, Area, AreaName, Permit, Who

_MENDING: Who = {**TEACHING, **PUPIL_WORK}

AREAS = (
    Area(
        AreaName.PUPIL,
        (
            Permit("awards:my_deeds", PUPIL_WORK, _("The facts noted about oneself")),
            Permit("awards:note_own_deed", PUPIL_WORK, _("Note a fact about oneself"), in_open_term=True),
        ),
    ),
    Area(
        AreaName.VOICES,
        (
            Permit("awards:deeds", TEACHING, _("Facts of a class one teaches: note them")),
            Permit("awards:class_deeds", TEACHING, _("Facts of one class, and those that one has noted")),
            Permit("awards:note_deed", TEACHING, _("Note a fact about pupils of the class"), in_open_term=True),
            Permit("awards:correct_deed", _MENDING, _("Correct one's own fact within a day"), in_open_term=True),
            Permit(
                "awards:remove_deed", _MENDING, _("Remove a fact: one's own within a day, the homeroom teacher any")
            ),
            Permit("awards:term_deeds", HOMEROOM_ITSELF, _("All facts of the class's term, for the remarks")),
        ),
    ),
)
ENTRIES = (
    Entry(Spot.MAIN, "awards:deeds", pgettext_lazy("navigation", "Facts"), "bookmark-square", rank=65),
    Entry(Spot.MAIN, "awards:my_deeds", pgettext_lazy("navigation", "My facts"), "bookmark-square", rank=60),
)
