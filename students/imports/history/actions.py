"""What the record calls acts about imports."""

from django.utils.translation import gettext_lazy as _, pgettext_lazy

from starrating.operations.actions import Action, Kind
from starrating.registry import summed


def _kind_words(code: str) -> str:
    """Say what kind of file a code means."""
    return str(dict(summed("importer", "KINDS")).get(code, code))


ACTIONS = (Action("import.taken_back", _("Import undone"), Kind.PUPILS, {"kind": _kind_words}),)
VALUES = (("gone", pgettext_lazy("recorded value", "undone")), ("stayed", pgettext_lazy("recorded value", "stayed")))
