"""What the record calls acts about lists as files."""

from django.apps import apps
from django.utils.translation import gettext_lazy as _, pgettext_lazy

from starrating.operations.actions import Action, Kind
from starrating.registry import summed
from students.permits.rows import permits


def _list(key: str) -> str:
    """Name a list by the page that it is of, or by its table."""
    if "." in key:
        return str(apps.get_model(key)._meta.verbose_name_plural)
    actions = {export.key: export.action for export in summed("lists", "LISTS")}
    permit = permits().get(actions.get(key, ""))
    return str(permit.label) if permit else key


ACTIONS = (Action("list.exported", _("List exported"), Kind.SENSITIVE, {"list": _list}),)
# What is kept with them, as people say it.
VALUES = (("filter", pgettext_lazy("recorded value", "filter")), ("list", pgettext_lazy("recorded value", "list")))
