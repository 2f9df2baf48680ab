"""What the record calls acts about who teaches which class."""

from django.utils.translation import gettext_lazy as _, pgettext_lazy

from starrating.operations.actions import Action, Kind
from students.models.staffing import StaffingRole

ACTIONS = (
    Action("task.assigned", _("Task assigned"), Kind.ACCOUNTS, {"task": StaffingRole}),
    Action("task.ended", _("Task ended"), Kind.ACCOUNTS, {"task": StaffingRole}),
)
# What is kept with them, as people say it.
VALUES = (("task", pgettext_lazy("recorded value", "task")),)
