"""Who may do what about appeals, and where it is offered."""

from django.utils.translation import gettext_lazy as _, pgettext_lazy

from students.permits.menu import Entry, Spot
from students.permits.roles import Role
from students.permits.rows import (
    ADMINISTRATION,
    HEADMASTER,
    OFFICE_WORK,
    PUPIL_WORK,
    Area,
    AreaName,
    Permit,
    Scope,
    Who,
)

# Teachers only reach the case for which they were named.
_NAMED: Who = {Role.HOMEROOM: Scope.OWN, Role.SUBJECT: Scope.OWN}
_READING: Who = {**_NAMED, **OFFICE_WORK, **HEADMASTER}
_APPELLANT: Who = {**PUPIL_WORK, **OFFICE_WORK}

AREAS = (
    Area(
        AreaName.VOICES,
        (
            Permit("awards:my_appeals", PUPIL_WORK, _("One's own deductions and appeals"), on_record=True),
            Permit("awards:appeal_raise", PUPIL_WORK, _("Appeal against a decision about oneself"), on_record=True),
            Permit("awards:appeals", _READING, _("List of appeals"), on_record=True),
            Permit("awards:appeal", _READING, _("One appeal with its answers"), on_record=True),
            Permit(
                "awards:appeal_new",
                OFFICE_WORK,
                _("Look for the decision that a guardian appeals against"),
                on_record=True,
            ),
            Permit("awards:appeal_record", OFFICE_WORK, _("Record a guardian's appeal on paper"), on_record=True),
            Permit("awards:appeal_answer", _READING, _("Answer an appeal"), on_record=True),
            Permit("awards:appeal_name", ADMINISTRATION, _("Name who answers an appeal"), on_record=True),
            Permit("awards:appeal_go_up", _APPELLANT, _("Take an appeal to the headmaster")),
            Permit("awards:appeal_withdraw", _APPELLANT, _("Withdraw an appeal")),
        ),
    ),
)
ENTRIES = (
    Entry(
        Spot.MAIN,
        "awards:my_appeals",
        pgettext_lazy("navigation", "Deductions and appeals"),
        "scale",
        rank=55,
        only=frozenset({Role.PUPIL}),
    ),
    Entry(
        Spot.MAIN,
        "awards:appeals",
        pgettext_lazy("navigation", "Appeals"),
        "scale",
        rank=125,
        # The office comes to them from the violations.
        only=frozenset({Role.HEADMASTER}),
    ),
)
