"""The list of movements."""

from django.http import Http404
from django.utils import timezone
from django.utils.translation import gettext, pgettext, pgettext_lazy
from django.utils.translation import gettext_lazy as _

from awards.movements.page import MovementRow, movement_list
from starrating.spreadsheets.columns import Column, FileColumn, PageColumn
from starrating.spreadsheets.resources import ListResource
from students.asked import Asked, Listed, ListExport
from students.models import Term
from students.school.terms import latest_term

CELLS = "awards/movements/cells"


class MovementsResource(ListResource):
    """On the page number and kind stand in small letters behind name and kind, and the day beside who entered it."""

    title = _("Movements")
    pupil = Column("movement__student__name", _("Pupil"), heads=True, template=f"{CELLS}/pupil.html")
    number = FileColumn("movement__student__number", _("School number"))
    kind = Column("movement__get_kind_display", _("What happens"), template=f"{CELLS}/kind.html")
    on = Column("movement__on", _("From which day"), template=f"{CELLS}/on.html", css="nowrap")
    corrected = FileColumn(column_name=_("Correction"))
    from_name = Column("from_name", _("From class"), empty="–")
    to_name = Column("to_name", _("To class"), empty="–")
    reason = Column(column_name=_("Reason"), empty="–")
    by = FileColumn("movement__by", _("Entered by"))
    at = FileColumn("movement__at", pgettext_lazy("term workbook", "Entered on"))
    entered = PageColumn(column_name=_("Entered by"))

    def dehydrate_corrected(self, row: MovementRow) -> str:
        """Say what the page strikes through, or says beside the kind."""
        if row.corrected:
            return pgettext("movement", "replaced by another day")
        if row.movement.corrects:
            return gettext("corrects %(day)s") % {"day": f"{row.movement.corrects.on:%Y-%m-%d}"}
        return ""

    def dehydrate_reason(self, row: MovementRow) -> str:
        return f"{row.movement.reason} {row.movement.proof}".strip()

    def dehydrate_entered(self, row: MovementRow) -> str:
        return f"{row.movement.by} {timezone.localdate(row.movement.at)}"


def movements(asked: Asked) -> Listed:
    number = asked.number("term")
    term = latest_term(asked.school)
    if number is not None:
        term = Term.objects.filter(school=asked.school, pk=number).first()
        if term is None:
            raise Http404
    page = movement_list(asked.school, term, "", asked.today)
    return Listed(MovementsResource(), page.rows, term.name if term else "", term)


LISTS = (ListExport("movements", "awards:movements", movements),)
