"""Lists of violations and of formal punishments."""

from django.utils.translation import gettext_lazy as _

from awards.models import Punishment
from awards.violations.access import violations_for
from starrating.spreadsheets.columns import Column, FileColumn, PageColumn
from starrating.spreadsheets.resources import ListResource
from students.asked import Asked, Listed, ListExport


class ViolationsResource(ListResource):
    title = _("Violations")
    pupil = Column("student__name", _("Pupil"), heads=True, link="awards:violation")
    number = Column("student__number", _("School number"))
    happened_on = Column("happened_on", _("Day of the incident"), css="nowrap")
    ground = Column("ground__name", _("Ground"))
    state = Column("get_state_display", _("State"))


def violations(asked: Asked) -> Listed:
    rows = violations_for(asked.school, asked.standing, asked.today)
    return Listed(ViolationsResource(), rows, pupils=rows.values_list("student_id", flat=True))


class PunishmentsResource(ListResource):
    """The page says in one cell how long a punishment is in force, and in one what became of it."""

    title = _("Formal punishments")
    pupil = Column("student__name", _("Pupil"), heads=True, link="awards:pupil_moves", key="student_id")
    number = Column("student__number", _("School number"))
    kind = Column("get_kind_display", _("Kind"))
    ground = Column("ground", _("What it is for"))
    decided_on = FileColumn("decided_on", _("From day"))
    until = FileColumn(column_name=_("To day"))
    lifted_on = FileColumn("lifted_on", _("Lifted on"))
    lift_reason = FileColumn("lift_reason", _("Reason"))
    in_force = PageColumn(column_name=_("In force"), css="nowrap")
    state = PageColumn(column_name=_("State"), template="awards/violations/punishments/cells/state.html")

    def dehydrate_until(self, row: Punishment) -> object:
        return row.until or _("until lifted")

    def dehydrate_in_force(self, row: Punishment) -> str:
        return f"{row.decided_on} – {self.dehydrate_until(row)}"


def punishments(asked: Asked) -> Listed:
    rows = Punishment.objects.of_school(asked.school).select_related("student")
    return Listed(PunishmentsResource(), rows, pupils=rows.values_list("student_id", flat=True))


LISTS = (
    ListExport("violations", "awards:violations", violations),
    ListExport("punishments", "awards:punishments", punishments),
)
