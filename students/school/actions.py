"""What the record calls acts about the school's settings."""

from django.utils.translation import gettext_lazy as _

from starrating.operations.actions import Action, Kind
from students.models.school import SchoolStage

ACTIONS = (
    Action("school.changed", _("Settings of the school changed"), Kind.SCHOOL, {"stage": SchoolStage}),
    Action("school.day_forgotten", _("Noted day removed"), Kind.SCHOOL),
    Action("school.day_noted", _("Day noted"), Kind.SCHOOL),
    Action("school.days_added", _("Public holidays added"), Kind.SCHOOL),
    Action("school.subject_added", _("Subject added"), Kind.SCHOOL),
    Action("school.subject_changed", _("Subject changed"), Kind.SCHOOL),
)
