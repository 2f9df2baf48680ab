"""What the record calls acts about roles of the school."""

from django.utils.translation import gettext_lazy as _

from starrating.operations.actions import Action, Kind
from students.models import SchoolRoleKind

_SCHOOL_ROLE_KIND = {"role": SchoolRoleKind}

ACTIONS = (
    Action("role.ended", _("Role ended"), Kind.ACCOUNTS, _SCHOOL_ROLE_KIND),
    Action("role.granted", _("Role granted"), Kind.ACCOUNTS, _SCHOOL_ROLE_KIND),
)
