"""What the record calls acts about setting a school up."""

from django.utils.translation import gettext_lazy as _

from starrating.operations.actions import Action, Kind

ACTIONS = (Action("school.set_up", _("School set up"), Kind.SCHOOL),)
