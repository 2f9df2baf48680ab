"""Lists of ceremonies: all of them, who is called, who is invited, and what joins none."""

from django.utils.translation import gettext_lazy as _, pgettext_lazy

from awards.ceremonies.access import ceremonies_of, ceremony_of_school
from awards.ceremonies.page import CallRow, CeremonyPage, Invited, Missing, ceremony_page, ceremony_rows, missing_rows
from starrating.days import short_day
from starrating.spreadsheets.columns import Column, FileColumn, Kind, PageColumn
from starrating.spreadsheets.resources import ListResource
from students.asked import Asked, Listed, ListExport


class CeremoniesResource(ListResource):
    title = _("Ceremonies")
    name = Column("ceremony__title", _("Ceremony"), heads=True, link="awards:ceremony")
    day = Column("ceremony__day", _("Day"), css="nowrap")
    time = Column("ceremony__begins_at", _("Begins at"), dehydrate_method=lambda row: f"{row.ceremony.begins_at:%H:%M}")
    place = Column("ceremony__place", _("Place of the ceremony"))
    honours = Column("honours", _("Honours"))
    waiting = Column("waiting", _("To hand out"), kind=Kind.NUMBER)
    handed = Column("handed", _("Handed out"), kind=Kind.NUMBER)
    state = Column("ceremony__get_state_display", _("State"))


class CallListResource(ListResource):
    """On the page the two papers are boxes to tick."""

    title = _("Call list")
    number = Column("number", _("Order of appearance"), kind=Kind.NUMBER)
    class_name = Column("class_name", _("Class"), css="brief")
    name = Column("student__name", _("Name"), heads=True)
    spoken = Column("spoken", _("Read as"))
    certificate = Column(
        "certificate__number", _("Certificate"), template="awards/ceremonies/cells/certificate.html", css="brief"
    )
    parent_title = Column(
        "parent_title__number", _("Outstanding Parent"), template="awards/ceremonies/cells/parent_title.html"
    )
    handed = FileColumn(column_name=_("Handed out"), kind=Kind.NUMBER)
    remark = Column(column_name=_("Remarks"))

    def __init__(self, page: CeremonyPage) -> None:
        super().__init__()
        self.page = page

    def dehydrate_handed(self, row: CallRow) -> int:
        return sum(call.handed for call in row.calls)

    def dehydrate_remark(self, row: CallRow) -> str:
        return str(_("Has left: called all the same, else by post")) if row.has_left else ""


class InvitationsResource(ListResource):
    title = _("Invitations")
    class_name = Column("class_name", _("Class"), css="brief")
    name = Column("entitlement__student__name", _("Name"), heads=True)
    printed = Column(column_name=_("Printed"))
    reply = FileColumn("reply__label", _("Guardian's reply"))
    guests = FileColumn("guests", _("Guests"), kind=Kind.NUMBER)
    answer = PageColumn(column_name=_("Guardian's reply"), template="awards/ceremonies/cells/reply.html")

    def dehydrate_printed(self, row: Invited) -> str:
        if row.is_outdated:
            return str(_("Changed since: print again"))
        return str(pgettext_lazy("invitation", "printed")) if row.is_printed else ""


class MissingResource(ListResource):
    title = _("Without a ceremony")
    name = Column("entitlement__student__name", _("Name"), heads=True, link="awards:entitlement")
    class_name = Column("class_name", _("Class"))
    term = Column("entitlement__term__name", _("Term"))
    kind = Column("entitlement__get_kind_display", _("Kind"))
    number = Column("entitlement__number", pgettext_lazy("certificate", "Number"), css="nowrap")
    remark = Column(column_name=_("Remarks"))

    def dehydrate_remark(self, row: Missing) -> str:
        words = {"day": short_day(row.missed)} if row.missed else {}
        if row.has_left:
            return str(_("Has left: hand it over by post"))
        return str(_("Not handed out at the ceremony of %(day)s") % words) if words else ""


def ceremonies(asked: Asked) -> Listed:
    return Listed(CeremoniesResource(), ceremony_rows(ceremonies_of(asked.school), asked.school))


def _page(asked: Asked) -> CeremonyPage:
    return ceremony_page(ceremony_of_school(asked.school, asked.key("of")), asked.reach, asked.today)


def call_list(asked: Asked) -> Listed:
    page = _page(asked)
    return Listed(CallListResource(page), page.calls, page.ceremony.title, page.ceremony)


def invitations(asked: Asked) -> Listed:
    page = _page(asked)
    return Listed(InvitationsResource(), page.invited, page.ceremony.title, page.ceremony)


def without(asked: Asked) -> Listed:
    return Listed(MissingResource(), missing_rows(asked.school, asked.reach, asked.today))


LISTS = (
    ListExport("ceremonies", "awards:ceremonies", ceremonies),
    ListExport("without-ceremony", "awards:ceremonies", without),
    ListExport("call-list", "awards:ceremony", call_list),
    ListExport("invitations", "awards:ceremony", invitations),
)
