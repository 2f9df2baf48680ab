"""What the record calls acts about consents and photos."""

from django.utils.translation import gettext_lazy as _

from starrating.operations.actions import Action, Kind
from students.models import ConsentScope

ACTIONS = (
    Action("consent.given", _("Consent recorded"), Kind.PUPILS, {"scope": ConsentScope}),
    Action("consent.withdrawn", _("Consent ended"), Kind.PUPILS, {"scope": ConsentScope}),
    Action("photo.kept", _("Photo added"), Kind.PUPILS),
    Action("photo.removed", _("Photo removed"), Kind.PUPILS),
)
