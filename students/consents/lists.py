"""The list of a class's consents and photos."""

from django.utils.translation import gettext_lazy as _

from starrating import joiners
from starrating.days import short_day
from starrating.spreadsheets.columns import Column, Kind, PageColumn, Words
from starrating.spreadsheets.resources import ListResource
from students.asked import Asked, Listed, ListExport
from students.classes.access import class_within
from students.consents.page import ConsentsPage, ScopeCell, consents_page


class ConsentsResource(ListResource):
    """The cells of the page are boxes to tick and pictures: ``students/consents/row.html``."""

    title = _("Consents and photos")
    seat = Column("seat", _("Seat"), kind=Kind.NUMBER)
    name = Column("student__name", _("Name"), heads=True)
    signed_by = PageColumn(column_name=_("Signed by"))
    photo = Column(column_name=_("Photo"), dehydrate_method=lambda row: row.photo is not None)

    def __init__(self, page: ConsentsPage) -> None:
        given = Words(given_words)
        super().__init__({"name": [Column(f"cells__{at}", name, widget=given) for at, name in enumerate(page.scopes)]})


def given_words(cell: ScopeCell) -> str:
    """Say who gave a consent and when, as the page does; empty where there is none."""
    if cell.consent is None:
        return ""
    return joiners.beside(cell.consent.given_by, short_day(cell.consent.given_on))


def consents(asked: Asked) -> Listed:
    page = consents_page(class_within(asked.school, asked.reach, asked.key("of")), asked.today)
    pupils = [row.student.pk for row in page.rows]
    return Listed(ConsentsResource(page), page.rows, page.name, page.school_class, pupils)


LISTS = (ListExport("consents", "students:consents", consents),)
