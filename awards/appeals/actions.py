"""What the record calls acts about appeals."""

from django.utils.translation import gettext_lazy as _, pgettext_lazy

from awards.models import AppealAbout, AppealEffect, AppealOutcome, AppealRoute, AppealState
from starrating.operations.actions import Action, Kind

_STATE = {"state": AppealState}

ACTIONS = (
    Action("appeal.decided", _("Appeal answered"), Kind.WORDS, {"outcome": AppealOutcome, "effect": AppealEffect}),
    Action("appeal.gone_up", _("Appeal taken to the headmaster"), Kind.WORDS, _STATE),
    Action("appeal.named", _("Decider of an appeal named"), Kind.WORDS),
    Action("appeal.raised", _("Appeal received"), Kind.WORDS, {"about": AppealAbout, "route": AppealRoute}),
    Action("appeal.withdrawn", _("Appeal withdrawn"), Kind.WORDS, _STATE),
)
# What is kept with them, as people say it.
VALUES = (("about", pgettext_lazy("recorded value", "about")), ("effect", pgettext_lazy("recorded value", "effect")))
