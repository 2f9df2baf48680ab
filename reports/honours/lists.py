"""The list of the papers that have been printed to be handed over."""

from django.utils.translation import gettext_lazy as _

from awards.terms.access import term_of_school
from reports.models import IssuedDocument
from starrating.spreadsheets.columns import FileColumn
from starrating.spreadsheets.resources import ListResource
from students.asked import Asked, Listed, ListExport


class PapersResource(ListResource):
    """A file only: the page counts."""

    title = _("Issued papers")
    kind = FileColumn("get_kind_display", _("Kind"))
    printed = FileColumn("number", _("Paper number"))
    class_name = FileColumn(column_name=_("Class"))
    name = FileColumn("student__name", _("Name"))
    number = FileColumn("student__number", _("School number"))
    reissue = FileColumn(column_name=_("Issued again"), dehydrate_method=lambda row: row.reissue or None)
    by = FileColumn("by", _("Printed by"))
    at = FileColumn("at", _("Printed on"))

    def dehydrate_class_name(self, row: IssuedDocument) -> str:
        return row.level.school_class.name_in(row.term.school_year)


def papers(asked: Asked) -> Listed:
    """List every paper that was printed to be handed over, by class and seat."""
    term = term_of_school(asked.school, asked.key("of"))
    rows = IssuedDocument.objects.filter(term=term).select_related(
        "term", "entitlement", "student", "by", "level__school_class__school"
    )
    return Listed(PapersResource(), rows.in_paper_order(), term.name, term)


LISTS = (ListExport("papers", "reports:letters", papers),)
