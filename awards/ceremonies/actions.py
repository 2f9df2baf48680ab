"""What the record calls acts about ceremonies."""

from collections.abc import Mapping

from django.db.models import TextChoices
from django.utils.translation import gettext_lazy as _, pgettext_lazy

from awards.rules.ceremonies import CeremonyKind, CeremonyState, Reply
from awards.rules.entitlements import RewardState
from starrating.operations.actions import Action, Kind

_CEREMONY: Mapping[str, type[TextChoices]] = {"kind": CeremonyKind, "state": CeremonyState}

ACTIONS = (
    Action("ceremony.planned", _("Ceremony planned"), Kind.STARS, _CEREMONY),
    Action("ceremony.changed", _("Ceremony changed"), Kind.STARS, _CEREMONY),
    Action("ceremony.cancelled", _("Ceremony cancelled"), Kind.STARS, _CEREMONY),
    Action("ceremony.closed", _("Ceremony closed"), Kind.STARS, _CEREMONY),
    Action("ceremony.handed_out", _("Handed out at a ceremony"), Kind.STARS),
    Action("ceremony.taken_back", _("Mark of handing out undone"), Kind.STARS),
    Action("ceremony.invited", _("Invitations printed for a ceremony"), Kind.STARS),
    Action("entitlement.replied", _("Guardian's reply recorded"), Kind.STARS, {"guardian_reply": Reply}),
    Action("entitlement.hand_out_undone", _("Mark of handing out undone"), Kind.STARS, {"state": RewardState}),
)
# What is kept with them, as people say it.
VALUES = (
    ("rewards", pgettext_lazy("recorded value", "rewards")),
    ("begins_at", pgettext_lazy("recorded value", "begins at")),
    ("place", pgettext_lazy("recorded value", "place")),
    ("contact", pgettext_lazy("recorded value", "contact")),
    ("honoured", pgettext_lazy("recorded value", "honours")),
    ("guardian_reply", pgettext_lazy("recorded value", "guardian's reply")),
    ("guests", pgettext_lazy("recorded value", "guests")),
)
