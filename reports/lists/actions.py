"""What the record calls acts about lists as files."""

from django.utils.translation import gettext_lazy as _, pgettext_lazy

from starrating.operations.actions import Action, Kind

ACTIONS = (Action("list.exported", _("List exported"), Kind.SENSITIVE),)
# What is kept with them, as people say it.
VALUES = (("filter", pgettext_lazy("recorded value", "filter")), ("list", pgettext_lazy("recorded value", "list")))
