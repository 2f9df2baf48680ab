"""Roster, staff matrix and groups on screen: choose a file, look at what it would do, confirm or drop it."""

from __future__ import annotations

from collections.abc import Mapping

from django.contrib import messages
from django.http import HttpResponse, HttpResponseBase
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from starrating.operations.idempotency import FIELD
from starrating.operations.models import UploadState
from starrating.refused import Refused
from students.forms import DatedFileForm, FileForm
from students.imports import flow
from students.imports.flow import ImportKind, P
from students.imports.template_file import roster_template
from students.permits import StaffRequest, permitted
from students.views.kinds import GROUPS, ROSTER, STAFF_MATRIX

XLSX = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"


def _choose(request: StaffRequest, kind: ImportKind[P], *, dated: bool = True) -> HttpResponseBase:
    given = (request.POST or None, request.FILES or None)
    form = DatedFileForm(*given, school=request.school) if dated else FileForm(*given)
    if form.is_valid():
        upload = flow.begin(
            kind,
            form.cleaned_data["file"],
            school=request.school,
            by=request.user,
            at=timezone.now(),
            options=form.options() if isinstance(form, DatedFileForm) else None,
        )
        return redirect(f"students:{kind.code}_preview", upload.pk)
    status = 422 if form.is_bound else 200
    return render(request, f"students/{kind.code}_upload.html", {"form": form}, status=status)


def _preview(request: StaffRequest, kind: ImportKind[P], pk: int) -> HttpResponseBase:
    upload = flow.own_upload(kind, pk, school=request.school, by=request.user)
    if upload.state != UploadState.WAITING:
        messages.info(request, _("This file has been decided already."))
        return redirect("students:roster")
    try:
        page = flow.preview_page(kind, upload, request.school)
    except Refused as refusal:
        messages.error(request, refusal.message)
        return redirect(f"students:{kind.code}_upload")
    return render(request, f"students/{kind.code}_preview.html", {"page": page})


def _confirm(
    request: StaffRequest, kind: ImportKind[P], pk: int, choices: Mapping[str, object] | None = None
) -> HttpResponseBase:
    upload = flow.own_upload(kind, pk, school=request.school, by=request.user)
    try:
        said = flow.confirm(
            kind,
            upload,
            school=request.school,
            key=request.POST.get(FIELD, ""),
            digest=request.POST.get("digest", ""),
            by=request.user,
            at=timezone.now(),
            options=choices,
        )
    except Refused as refusal:
        if refusal.code != "decided":
            messages.error(request, refusal.message)
        return redirect(f"students:{kind.code}_preview", pk)
    messages.success(request, said)
    return redirect("students:roster")


def _drop(request: StaffRequest, kind: ImportKind[P], pk: int) -> HttpResponseBase:
    upload = flow.own_upload(kind, pk, school=request.school, by=request.user)
    try:
        flow.drop(upload, at=timezone.now())
    except Refused as refusal:
        messages.info(request, refusal.message)
    else:
        messages.success(request, _("The file was dropped; nothing has changed."))
    return redirect(f"students:{kind.code}_upload")


@permitted
@require_http_methods(["GET", "HEAD", "POST"])
def roster_upload(request: StaffRequest) -> HttpResponseBase:
    return _choose(request, ROSTER)


@permitted
@require_safe
def roster_preview(request: StaffRequest, pk: int) -> HttpResponseBase:
    return _preview(request, ROSTER, pk)


@permitted
@require_POST
def roster_confirm(request: StaffRequest, pk: int) -> HttpResponseBase:
    return _confirm(request, ROSTER, pk, {"renames": request.POST.getlist("rename")})


@permitted
@require_POST
def roster_drop(request: StaffRequest, pk: int) -> HttpResponseBase:
    return _drop(request, ROSTER, pk)


@permitted
@require_safe
def roster_form(request: StaffRequest) -> HttpResponseBase:
    response = HttpResponse(roster_template(), content_type=XLSX)
    response.headers["Content-Disposition"] = "attachment; filename*=UTF-8''%E5%AD%A6%E7%94%9F%E5%90%8D%E5%86%8C.xlsx"
    return response


@permitted
@require_http_methods(["GET", "HEAD", "POST"])
def staff_upload(request: StaffRequest) -> HttpResponseBase:
    return _choose(request, STAFF_MATRIX)


@permitted
@require_safe
def staff_preview(request: StaffRequest, pk: int) -> HttpResponseBase:
    return _preview(request, STAFF_MATRIX, pk)


@permitted
@require_POST
def staff_confirm(request: StaffRequest, pk: int) -> HttpResponseBase:
    return _confirm(request, STAFF_MATRIX, pk)


@permitted
@require_POST
def staff_drop(request: StaffRequest, pk: int) -> HttpResponseBase:
    return _drop(request, STAFF_MATRIX, pk)


@permitted
@require_http_methods(["GET", "HEAD", "POST"])
def groups_upload(request: StaffRequest) -> HttpResponseBase:
    return _choose(request, GROUPS, dated=False)


@permitted
@require_safe
def groups_preview(request: StaffRequest, pk: int) -> HttpResponseBase:
    return _preview(request, GROUPS, pk)


@permitted
@require_POST
def groups_confirm(request: StaffRequest, pk: int) -> HttpResponseBase:
    return _confirm(request, GROUPS, pk)


@permitted
@require_POST
def groups_drop(request: StaffRequest, pk: int) -> HttpResponseBase:
    return _drop(request, GROUPS, pk)
