"""What the record calls acts about signing in and the own account."""

from django.utils.translation import gettext_lazy as _

from starrating.operations.actions import Action, Kind

ACTIONS = (Action("account.signed_in", _("Signed in"), Kind.ACCOUNTS),)
