"""What is held on one pupil: a copy for the family, a correction, an erasure."""

from django.contrib import messages
from django.forms import Form
from django.http import HttpResponseBase
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _

from reports.files import attachment, safe_name
from reports.honours.addresses import check_address
from reports.rights.copying import copy_of
from reports.rights.erasing import erase, preview
from reports.rights.forms import CopyForm, DetailsForm, EraseForm
from starrating.refused import Refused
from students.models import Student
from students.permits.answers import tell, tell_errors
from students.permits.reach import StaffRequest, may_go, permitted_act, permitted_page
from students.permits.shown import on_record
from students.pupils.details import correct_details


@permitted_page
def rights(request: StaffRequest, pk: int) -> HttpResponseBase:
    student = _pupil(request, pk)
    on_record(request, student.pk, student.pk)
    return _page(request, student)


def _pupil(request: StaffRequest, pk: int) -> Student:
    """Find a pupil of the school, whether still here or not."""
    return get_object_or_404(Student.objects.select_related("school"), pk=pk, school=request.school)


def _page(request: StaffRequest, student: Student, **bound: Form) -> HttpResponseBase:
    known = {"name": student.name, "number": student.number, "sex": student.sex, "born_on": student.born_on}
    forms: dict[str, object] = {
        "copy_form": CopyForm(),
        "details_form": DetailsForm(initial=known),
        "erase_form": EraseForm(),
        **bound,
    }
    erases = may_go(request.standing, "reports:erase_pupil")
    context = {**forms, "student": student, "erases": erases}
    if erases:
        context["preview"] = preview(student, timezone.localdate())
    return render(request, "reports/rights/page.html", context, status=422 if bound else 200)


@permitted_act
def correct_pupil(request: StaffRequest, pk: int) -> HttpResponseBase:
    student, form = _pupil(request, pk), DetailsForm(request.POST)

    def act() -> str:
        reason = form.cleaned_data["reason"]
        changed = correct_details(student, form.details(), reason=reason, by=request.user, at=timezone.now())
        return _("Saved.") if changed else _("Nothing was changed.")

    if form.is_valid() and tell(request, act, form):
        return redirect("reports:rights", pk)
    return _page(request, student, details_form=form)


@permitted_act
def pupil_copy(request: StaffRequest, pk: int) -> HttpResponseBase:
    """Send the package; that it was taken, and for whom, is recorded before it goes out."""
    student, form = _pupil(request, pk), CopyForm(request.POST)
    if not form.is_valid():
        tell_errors(request, form)
        return redirect("reports:rights", pk)
    address, now = check_address(request.school, request), timezone.now()
    try:
        content = copy_of(
            student, asked_by=form.cleaned_data["asked_by"], check_address=address, by=request.user, at=now
        )
    except Refused as refusal:
        messages.error(request, refusal.message)
        return redirect("reports:rights", pk)
    name = safe_name(_("data on %(number)s") % {"number": student.number})
    return attachment(content, f"{name}.zip", "application/zip")


@permitted_act
def erase_pupil(request: StaffRequest, pk: int) -> HttpResponseBase:
    student, form = _pupil(request, pk), EraseForm(request.POST)

    def act() -> str:
        data = form.cleaned_data
        if data["number"].strip() != student.number:
            raise Refused(_("This is not the pupil's number. Check it and type it again."), code="number")
        erase(student, requested_on=data["requested_on"], reason=data["reason"], by=request.user, at=timezone.now())
        return _(
            "The data were erased. Files made for the school and files that waited for confirmation went with them:"
            " make or choose them again."
        )

    if form.is_valid() and tell(request, act, form):
        return redirect("reports:rights", pk)
    return _page(request, student, erase_form=form)
