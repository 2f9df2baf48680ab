"""What the record calls acts about objections."""

from django.db.models import TextChoices
from django.utils.translation import gettext_lazy as _

from awards.models import ObjectionRoute, ObjectionState
from starrating.operations.actions import Action, Kind

_OBJECTION_STATE: dict[str, type[TextChoices]] = {"state": ObjectionState, "route": ObjectionRoute}

ACTIONS = (
    Action("objection.dismissed", _("Objection dismissed"), Kind.WORDS, _OBJECTION_STATE),
    Action("objection.raised", _("Objection received"), Kind.WORDS, _OBJECTION_STATE),
    Action("objection.upheld", _("Objection upheld"), Kind.WORDS, _OBJECTION_STATE),
    Action("objection.withdrawn", _("Objection withdrawn"), Kind.WORDS, _OBJECTION_STATE),
)
