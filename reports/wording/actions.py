"""What the record calls acts about papers' wording."""

from django.utils.translation import gettext_lazy as _

from starrating.operations.actions import Action, Kind

ACTIONS = (
    Action("wording.edited", _("Wording of a paper edited"), Kind.SCHOOL),
    Action("wording.restored", _("Wording of a paper restored"), Kind.SCHOOL),
)
