"""A list of violations as a file on screen: choose it, look at it, confirm or drop it."""

from __future__ import annotations

from django.http import HttpResponseBase
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.translation import gettext_lazy
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from awards.schemes.access import scheme_to_read
from awards.violations.blank_form import violations_form
from awards.violations.kind import VIOLATIONS
from starrating.spreadsheets.answers import workbook_answer
from students.imports.pipeline import desk, flow
from students.imports.pipeline.desk import Desk
from students.imports.pipeline.forms import UploadForm
from students.permits.reach import StaffRequest, permitted

DESK = Desk(
    VIOLATIONS,
    gettext_lazy("Preview of the violations"),
    "awards:violations",
    "awards/violations/preview.html",
    "awards:violations",
)


@permitted
@require_http_methods(["GET", "HEAD", "POST"])
def violations_upload(request: StaffRequest) -> HttpResponseBase:
    form = UploadForm(request.POST or None, request.FILES or None)
    if form.is_valid():
        file = form.cleaned_data["file"]
        upload = flow.begin(VIOLATIONS, file, school=request.school, by=request.user, at=timezone.now())
        return redirect("awards:violations_preview", upload.pk)
    return render(request, "awards/violations/upload.html", {"form": form}, status=422 if form.is_bound else 200)


@permitted
@require_safe
def violations_preview(request: StaffRequest, pk: int) -> HttpResponseBase:
    return desk.look(request, DESK, pk)


@permitted
@require_POST
def violations_confirm(request: StaffRequest, pk: int) -> HttpResponseBase:
    return desk.confirm(request, DESK, pk)


@permitted
@require_POST
def violations_drop(request: StaffRequest, pk: int) -> HttpResponseBase:
    return desk.drop(request, DESK, pk)


@permitted
@require_safe
def violations_template(request: StaffRequest) -> HttpResponseBase:
    today = timezone.localdate()
    scheme, _term = scheme_to_read(request.school, None, today)
    return workbook_answer(violations_form(request.school, scheme, today), "违纪名单")
