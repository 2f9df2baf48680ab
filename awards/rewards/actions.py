"""What the record calls acts about rewards."""

from django.utils.translation import gettext_lazy as _

from awards.rules.entitlements import RewardState
from starrating.operations.actions import Action, Kind

_REWARD_STATE = {"state": RewardState}

ACTIONS = (
    Action("entitlement.handed_out", _("Reward handed out"), Kind.STARS, _REWARD_STATE),
    Action("entitlement.reissue", _("Reward to be issued again"), Kind.STARS, _REWARD_STATE),
    Action("entitlement.renew", _("Reward due again"), Kind.STARS, _REWARD_STATE),
    Action("entitlement.withdraw", _("Reward withdrawn"), Kind.STARS, _REWARD_STATE),
)
