"""What the record calls acts about the demonstration."""

from django.utils.translation import gettext_lazy as _

from starrating.operations.actions import Action, Kind

ACTIONS = (
    Action("school.created", _("Demonstration school set up"), Kind.SCHOOL),
    Action("school.pupil_accounts_made", _("Invented pupils' accounts made"), Kind.SCHOOL),
    Action("school.pupils_made", _("Invented pupils made"), Kind.SCHOOL),
    Action("school.staff_made", _("Invented staff made"), Kind.SCHOOL),
)
