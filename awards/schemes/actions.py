"""What the record calls acts about the scheme's text."""

from django.utils.translation import gettext_lazy as _

from awards.schemes.labels import key_words
from starrating.operations.actions import Action, Kind

ACTIONS = (
    Action("scheme.adopted", _("Scheme adopted"), Kind.SCHOOL),
    Action("scheme.changed", _("Draft of the scheme changed"), Kind.SCHOOL, {"parts": key_words}),
    Action("scheme.deleted", _("Draft of the scheme deleted"), Kind.SCHOOL),
    Action("scheme.published", _("Scheme published"), Kind.SCHOOL),
)
