"""What the record calls acts about columns of files."""

from django.utils.translation import gettext_lazy as _, pgettext_lazy

from starrating.operations.actions import Action, Kind

ACTIONS = (
    Action("column.remembered", _("Meaning of a column remembered"), Kind.SCHOOL),
    Action("column.forgotten", _("Meaning of a column forgotten"), Kind.SCHOOL),
)
VALUES = (
    ("column", pgettext_lazy("recorded value", "column")),
    ("read_as", pgettext_lazy("recorded value", "read as")),
)
