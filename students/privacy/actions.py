"""What the record calls acts about the rules of data processing and about incidents."""

from django.utils.translation import gettext_lazy as _

from starrating.operations.actions import Action, Kind

ACTIONS = (
    Action("incident.noted", _("Incident with personal data noted"), Kind.SENSITIVE),
    Action("incident.removed", _("Incident noted by mistake removed"), Kind.SENSITIVE),
    Action("rules.adopted", _("Rules of data processing saved"), Kind.SCHOOL),
)
