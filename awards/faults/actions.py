"""What the record calls acts about minor faults."""

from django.utils.translation import gettext_lazy as _, pgettext_lazy

from starrating.operations.actions import Action, Kind

ACTIONS = (
    Action("fault.cleared", _("Notes of minor faults deleted with the settlement"), Kind.EXAMS_AND_VIOLATIONS),
    Action("fault.noted", _("Minor fault noted"), Kind.EXAMS_AND_VIOLATIONS),
    Action("fault.removed", _("Note of a minor fault removed"), Kind.EXAMS_AND_VIOLATIONS),
)
# What is kept with them, as people say it.
VALUES = (("removed", pgettext_lazy("recorded value", "removed")),)
