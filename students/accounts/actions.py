"""What the record calls acts about accounts."""

from django.utils.translation import gettext_lazy as _, pgettext_lazy

from starrating.operations.actions import Action, Kind
from students.models import SchoolRoleKind

ACTIONS = (
    Action("account.added", _("Account added"), Kind.ACCOUNTS),
    Action("account.changed", _("Account changed"), Kind.ACCOUNTS),
    Action("account.created", _("Account made"), Kind.ACCOUNTS, {"role": SchoolRoleKind}),
    Action("account.deactivated", _("Account deactivated"), Kind.ACCOUNTS),
    Action("account.reactivated", _("Account reactivated"), Kind.ACCOUNTS),
    Action("password.changed", _("Password changed"), Kind.ACCOUNTS),
    Action("password.issued", _("One-time password issued"), Kind.ACCOUNTS),
)
# What is kept with them, as people say it.
VALUES = (
    ("phone", pgettext_lazy("recorded value", "phone")),
    ("username", pgettext_lazy("recorded value", "account name")),
)
