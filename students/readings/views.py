"""The two questions on screen, for the administrator. To have asked is on record, so that a page writes."""

from django.db.models import QuerySet
from django.forms import Form
from django.http import HttpResponseBase
from django.shortcuts import render
from django.utils import timezone

from starrating.operations.models import Reading
from starrating.web.paging import page_of
from students.permits.reach import StaffRequest, permitted_page
from students.readings.forms import AccountReadingsForm, PupilReadingsForm
from students.readings.lists import ReadingsResource
from students.readings.page import reading_lines, rows_of
from students.readings.verbs import ask_what_was_seen, ask_who_saw


@permitted_page
def pupil_readings(request: StaffRequest) -> HttpResponseBase:
    form = PupilReadingsForm(request.GET or None, school=request.school)
    found = None
    if form.is_valid():
        said = form.cleaned_data
        found = ask_who_saw(said["number"], said["since"], by=request.user, at=timezone.now())
    return _answered(request, form, found, of_pupil=True)


@permitted_page
def account_readings(request: StaffRequest) -> HttpResponseBase:
    form = AccountReadingsForm(request.GET or None, school=request.school)
    found = None
    if form.is_valid():
        said = form.cleaned_data
        found = ask_what_was_seen(said["username"], said["since"], by=request.user, at=timezone.now())
    return _answered(request, form, found, of_pupil=False)


def _answered(request: StaffRequest, form: Form, found: QuerySet[Reading] | None, of_pupil: bool) -> HttpResponseBase:
    context: dict[str, object] = {"form": form, "of_pupil": of_pupil}
    if found is not None:
        page_obj = page_of(rows_of(found), request)
        lines = reading_lines(page_obj.object_list, request.school)
        context |= {"page_obj": page_obj, "table": ReadingsResource().on_page(list(lines))}
    return render(request, "students/readings/page.html", context)
