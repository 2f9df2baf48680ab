"""What the record calls acts about subject teachers' opinions."""

from django.utils.translation import gettext_lazy as _, pgettext_lazy

from starrating.operations.actions import Action, Kind

ACTIONS = (
    Action("opinion.answered", _("Opinion answered"), Kind.WORDS),
    Action("opinion.given", _("Opinion given"), Kind.WORDS),
)
# What is kept with them, as people say it.
VALUES = (("agrees", pgettext_lazy("recorded value", "agrees")), ("reply", pgettext_lazy("recorded value", "answer")))
