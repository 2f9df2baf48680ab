"""Consents of a class's guardians, and the photos that they allow."""

from django.contrib import messages
from django.http import FileResponse, HttpResponseBase
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _, ngettext

from starrating.forms.shared import DayForm
from starrating.web.paging import SHORT_ROWS, page_of
from students.classes.access import class_within, pupils_within
from students.consents import photo_files, photos, verbs
from students.consents.forms import PhotosForm
from students.consents.lists import ConsentsResource
from students.consents.page import consents_page, given_in
from students.models import Consent, Photo, Student
from students.permits.answers import tell, tell_if_valid
from students.permits.menu import Spot, links
from students.permits.reach import StaffRequest, class_today, permitted_act, permitted_form, permitted_page
from students.permits.shown import list_on_record, on_record


@permitted_page
def consents(request: StaffRequest, pk: int) -> HttpResponseBase:
    page = consents_page(class_within(request.school, request.reach, pk), timezone.localdate())
    shown = page_of(page.rows, request, SHORT_ROWS)
    list_on_record(request, [row.student.pk for row in shown], pk)
    context = {
        "page": page,
        "page_obj": shown,
        "table": ConsentsResource(page).on_page(shown),
        "day_form": DayForm(initial={"day": page.today}, label=_("Signed on"), shown={"form": "consents"}),
        "links": links(Spot.CONSENTS, request.standing, pk),
    }
    return render(request, "students/consents/page.html", context)


@permitted_act
def record_consents(request: StaffRequest, pk: int) -> HttpResponseBase:
    """Record the boxes that were ticked, each as one signed form."""
    page = consents_page(class_within(request.school, request.reach, pk), timezone.localdate())
    form = DayForm(request.POST)

    def act() -> str:
        given = given_in(request.POST.dict(), page)
        new = verbs.record(given, form.cleaned_data["day"], by=request.user, at=timezone.now())
        if not new:
            return _("No box was ticked.")
        return ngettext("%(count)d consent was recorded.", "%(count)d consents were recorded.", new) % {"count": new}

    tell_if_valid(request, form, act)
    return redirect("students:consents", pk)


@permitted_act
def withdraw_consent(request: StaffRequest, pk: int) -> HttpResponseBase:
    pupils = pupils_within(request.reach, timezone.localdate())
    found = get_object_or_404(Consent, pk=pk, student__in=pupils)

    def act() -> str:
        verbs.withdraw(found, by=request.user, at=timezone.now())
        return _("The consent has ended.")

    tell(request, act)
    return redirect(_home(found.student))


@permitted_form
def add_photos(request: StaffRequest) -> HttpResponseBase:
    """Take pictures by school number; what was not taken is listed with its reason."""
    form = PhotosForm(request.POST or None, request.FILES or None)
    taken = None
    if request.method == "POST" and form.is_valid():
        pupils = pupils_within(request.reach, timezone.localdate())
        taken = photo_files.take(form.sent(), {one.number: one for one in pupils}, by=request.user, at=timezone.now())
    return render(request, "students/consents/add_photos.html", {"form": form, "taken": taken})


@permitted_act
def remove_photo(request: StaffRequest, pk: int) -> HttpResponseBase:
    pupils = pupils_within(request.reach, timezone.localdate())
    found = get_object_or_404(Photo, pk=pk, student__in=pupils)
    photos.remove(found, by=request.user, at=timezone.now())
    messages.success(request, _("The photo was removed."))
    return redirect(_home(found.student))


@permitted_page
def photo(request: StaffRequest, key: str) -> HttpResponseBase:
    """Send the picture itself, for this reader and this moment: never from a folder that a web server serves."""
    found = photos.photo_shown(request.reach, key, timezone.localdate())
    on_record(request, found.pk, found.student_id)
    response = FileResponse(found.file.open("rb"), content_type="image/jpeg")
    response["Content-Disposition"] = "inline"
    response["Cross-Origin-Resource-Policy"] = "same-origin"
    return response


def _home(student: Student) -> str:
    """Give the page of the pupil's class; of one who has left, the list of classes."""
    school_class = class_today(student, timezone.localdate())
    return reverse("students:consents", args=[school_class.pk]) if school_class else reverse("students:roster")
