"""What the record calls acts about columns of files."""

from django.utils.translation import gettext_lazy as _, pgettext_lazy

from starrating.operations.actions import Action, Kind
from starrating.registry import summed


def _kind_words(code: str) -> str:
    return str(dict(summed("importer", "KINDS")).get(code, code))


_KIND = {"kind": _kind_words}

ACTIONS = (
    Action("column.remembered", _("Meaning of a column remembered"), Kind.SCHOOL, _KIND),
    Action("column.forgotten", _("Meaning of a column forgotten"), Kind.SCHOOL, _KIND),
)
VALUES = (
    ("column", pgettext_lazy("recorded value", "column")),
    ("read_as", pgettext_lazy("recorded value", "read as")),
)
