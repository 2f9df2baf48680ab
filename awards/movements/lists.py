"""The list of movements."""

from django.http import Http404
from django.utils import timezone
from django.utils.translation import gettext, gettext_lazy as _, pgettext, pgettext_lazy

from awards.movements.page import movement_list
from starrating.spreadsheets.columns import Column, FileColumn, PageColumn
from starrating.spreadsheets.resources import ListResource
from students.asked import Asked, Listed, ListExport
from students.models import Movement, Term
from students.school.terms import latest_term

CELLS = "awards/movements/cells"


class MovementsResource(ListResource):
    """On the page number and kind stand in small letters behind name and kind, and the day beside who entered it."""

    title = _("Enrolment changes")
    pupil = Column("student__name", _("Pupil"), heads=True, template=f"{CELLS}/pupil.html")
    number = FileColumn("student__number", _("School number"))
    kind = Column("get_kind_display", _("Kind of change"), template=f"{CELLS}/kind.html")
    on = Column("on", _("From which day"), template=f"{CELLS}/on.html", css="nowrap")
    corrected = FileColumn(column_name=_("Correction"))
    from_class = Column(column_name=_("From class"), empty="–")
    to_class = Column(column_name=_("To class"), empty="–")
    reason = Column(column_name=_("Reason"), empty="–")
    by = FileColumn("by", _("Entered by"))
    at = FileColumn("at", pgettext_lazy("term workbook", "Entered on"))
    entered = PageColumn(column_name=_("Entered by"))

    def __init__(self, year: int) -> None:
        super().__init__()
        self.year = year

    def dehydrate_corrected(self, row: Movement) -> str:
        """Say what the page strikes through, or says beside the kind."""
        if hasattr(row, "corrected_by"):
            return pgettext("movement", "replaced by another day")
        return gettext("corrects %(day)s") % {"day": f"{row.corrects.on}"} if row.corrects else ""

    def dehydrate_from_class(self, row: Movement) -> str:
        return row.from_class.name_in(self.year) if row.from_class else ""

    def dehydrate_to_class(self, row: Movement) -> str:
        return row.to_class.name_in(self.year) if row.to_class else ""

    def dehydrate_reason(self, row: Movement) -> str:
        return f"{row.reason} {row.proof}".strip()

    def dehydrate_entered(self, row: Movement) -> str:
        return f"{row.by} {timezone.localdate(row.at)}"


def movements(asked: Asked) -> Listed:
    number = asked.number("term")
    term = latest_term(asked.school)
    if number is not None:
        term = Term.objects.filter(school=asked.school, pk=number).first()
        if term is None:
            raise Http404
    page = movement_list(asked.school, term, "", asked.today)
    return Listed(MovementsResource(page.year), page.rows, term.name if term else "", term)


LISTS = (ListExport("movements", "awards:movements", movements),)
