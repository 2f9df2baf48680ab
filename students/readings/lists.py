"""The answers as lists: on the page and as a file."""

from django.http import Http404
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from starrating.spreadsheets.columns import Column
from starrating.spreadsheets.resources import ListResource
from students.asked import Asked, Listed, ListExport
from students.readings.forms import AccountReadingsForm, PupilReadingsForm
from students.readings.page import ReadingLine, all_lines
from students.readings.verbs import ask_what_was_seen, ask_who_saw


class ReadingsResource(ListResource):
    title = _("Who was shown what")
    at = Column("at", _("When"), css="nowrap")
    who = Column("who", _("Who"), heads=True)
    what = Column("what", _("What was shown"))
    object_key = Column("object_key", _("Object"))
    pupil = Column("pupil", _("Pupil"))
    sitting = Column("sitting", _("Sitting"), css="nowrap")

    def dehydrate_sitting(self, line: ReadingLine) -> str:
        """Give enough of it to tell sittings apart."""
        return line.sitting[:8]


def pupil_readings(asked: Asked) -> Listed:
    form = PupilReadingsForm(asked.params, school=asked.school)
    if not form.is_valid():
        raise Http404
    pupil, since = form.cleaned_data["number"], form.cleaned_data["since"]
    found = ask_who_saw(pupil, since, by=asked.user, at=timezone.now())
    return Listed(ReadingsResource(), all_lines(found, asked.school), pupil.name, pupil)


def account_readings(asked: Asked) -> Listed:
    form = AccountReadingsForm(asked.params, school=asked.school)
    if not form.is_valid():
        raise Http404
    account, since = form.cleaned_data["username"], form.cleaned_data["since"]
    found = ask_what_was_seen(account, since, by=asked.user, at=timezone.now())
    return Listed(ReadingsResource(), all_lines(found, asked.school), account.name, account)


LISTS = (
    ListExport("pupil-readings", "students:pupil_readings", pupil_readings),
    ListExport("account-readings", "students:account_readings", account_readings),
)
