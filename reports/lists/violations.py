"""Violations and formal punishments as lists."""

from __future__ import annotations

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from awards.models import Punishment
from awards.violations.access import violations_for
from reports.lists.asked import Asked, Listed
from starrating.spreadsheets.resources import ListResource, Shown

# Rows that are read from the database in one go while a file is made.
AT_A_TIME = 2000


class ViolationsResource(ListResource):
    pupil = Shown(gettext_lazy("Pupil"), "student__name")
    number = Shown(gettext_lazy("School number"), "student__number")
    happened_on = Shown(gettext_lazy("Day of the incident"), "happened_on")
    ground = Shown(gettext_lazy("Ground"), "ground__name")
    state = Shown(gettext_lazy("State"), "get_state_display")


def violations(asked: Asked) -> Listed:
    rows = violations_for(asked.school, asked.standing)
    return Listed(ViolationsResource(), rows.iterator(AT_A_TIME))


class PunishmentsResource(ListResource):
    pupil = Shown(gettext_lazy("Pupil"), "student__name")
    number = Shown(gettext_lazy("School number"), "student__number")
    kind = Shown(gettext_lazy("Kind"), "get_kind_display")
    ground = Shown(gettext_lazy("What it is for"), "ground")
    decided_on = Shown(gettext_lazy("From day"), "decided_on")
    until = Shown(gettext_lazy("To day"), lambda row: row.until or _("until lifted"))
    lifted_on = Shown(gettext_lazy("Lifted on"), "lifted_on")
    lift_reason = Shown(gettext_lazy("Reason"), "lift_reason")


def punishments(asked: Asked) -> Listed:
    rows = Punishment.objects.of_school(asked.school).select_related("student")
    return Listed(PunishmentsResource(), rows.iterator(AT_A_TIME))
