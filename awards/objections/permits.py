"""Who may do what about objections, and where it is offered."""

from django.utils.translation import gettext_lazy as _, pgettext_lazy

from students.permits.menu import Entry, Spot
from students.permits.roles import Role
from students.permits.rows import CLASS_AND_OFFICE, OBJECTING, OFFICE_WORK, PUPIL_WORK, Area, AreaName, Permit

AREAS = (
    Area(
        AreaName.VOICES,
        (
            Permit("awards:object", OBJECTING, _("The page to object to a notice")),
            Permit("awards:raise_objection", OBJECTING, _("Object to a notice, or record an objection"), verb="object"),
            Permit("awards:my_objections", PUPIL_WORK, _("One's own objections and their answers"), on_record=True),
            Permit("awards:objections", CLASS_AND_OFFICE, _("List of objections"), on_record=True),
            Permit("awards:objection", CLASS_AND_OFFICE, _("One objection, with who raised it"), on_record=True),
            Permit(
                "awards:objection_decide",
                OFFICE_WORK,
                _("Decide an objection with an answer"),
                verb="decide",
                on_record=True,
            ),
            Permit("awards:objection_withdraw", {**PUPIL_WORK, **CLASS_AND_OFFICE}, _("Withdraw an objection")),
        ),
    ),
)
ENTRIES = (
    Entry(
        Spot.MAIN,
        "awards:my_objections",
        pgettext_lazy("navigation", "My objections"),
        "hand-raised",
        rank=50,
        only=frozenset({Role.PUPIL}),
    ),
    Entry(Spot.MAIN, "awards:objections", pgettext_lazy("navigation", "Objections"), "hand-raised", rank=100),
)
