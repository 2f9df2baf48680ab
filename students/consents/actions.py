"""What the record calls acts about consents and photos."""

from django.utils.translation import gettext_lazy as _

from starrating.operations.actions import Action, Kind

ACTIONS = (
    Action("consent.given", _("Consent recorded"), Kind.PUPILS),
    Action("consent.withdrawn", _("Consent ended"), Kind.PUPILS),
    Action("photo.kept", _("Photo added"), Kind.PUPILS),
    Action("photo.removed", _("Photo removed"), Kind.PUPILS),
)
