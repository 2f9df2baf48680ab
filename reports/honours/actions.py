"""What the record calls acts about letters, certificates and the honour board."""

from django.utils.translation import gettext_lazy as _, pgettext_lazy

from awards.rules.entitlements import RewardKind
from starrating.operations.actions import Action, Kind

_REWARD_KIND = {"kind": RewardKind}

ACTIONS = (Action("paper.issued", _("Papers issued"), Kind.STARS, _REWARD_KIND),)
# What is kept with them, as people say it.
VALUES = (
    ("papers", pgettext_lazy("recorded value", "papers")),
    ("reissued", pgettext_lazy("recorded value", "to be issued again")),
    ("paper_number", pgettext_lazy("recorded value", "number of the paper")),
)
