"""A list of violations as a file on screen: choose it, look at it, confirm or drop it."""

from __future__ import annotations

import datetime as dt
from collections.abc import Mapping

from django.contrib import messages
from django.http import HttpResponseBase
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from awards.imports.violations import Plan, apply, read_violations
from starrating.operations.idempotency import FIELD
from starrating.operations.models import UploadState
from starrating.refused import Refused
from students.forms import FileForm
from students.imports import flow
from students.imports.flow import ImportKind
from students.models import School, User
from students.permits import StaffRequest, permitted


def _read(content: bytes, filename: str, school: School, _options: Mapping[str, object]) -> Plan:
    return read_violations([(filename, content)], school, today=timezone.localdate())


def _apply(plan: Plan, by: User, at: dt.datetime) -> str:
    if plan.blocked:
        raise Refused(_("Errors in the files must be put right first; nothing was entered."), code="blocked")
    done = {"new": len(apply(plan, by=by, at=at)), "present": plan.present}
    return _("%(new)d violations entered, %(present)d on record already.") % done


VIOLATIONS = ImportKind("violations", _read, _apply)


@permitted
@require_http_methods(["GET", "HEAD", "POST"])
def violations_upload(request: StaffRequest) -> HttpResponseBase:
    form = FileForm(request.POST or None, request.FILES or None)
    if form.is_valid():
        file = form.cleaned_data["file"]
        upload = flow.begin(VIOLATIONS, file, school=request.school, by=request.user, at=timezone.now())
        return redirect("awards:violations_preview", upload.pk)
    return render(request, "awards/violations/upload.html", {"form": form}, status=422 if form.is_bound else 200)


@permitted
@require_safe
def violations_preview(request: StaffRequest, pk: int) -> HttpResponseBase:
    upload = flow.own_upload(VIOLATIONS, pk, school=request.school, by=request.user)
    if upload.state != UploadState.WAITING:
        messages.info(request, _("This file has been decided already."))
        return redirect("awards:violations")
    try:
        page = flow.preview_page(VIOLATIONS, upload, request.school)
    except Refused as refusal:
        messages.error(request, refusal.message)
        return redirect("awards:violations_upload")
    return render(request, "awards/violations/preview.html", {"page": page})


@permitted
@require_POST
def violations_confirm(request: StaffRequest, pk: int) -> HttpResponseBase:
    upload = flow.own_upload(VIOLATIONS, pk, school=request.school, by=request.user)
    key, digest = request.POST.get(FIELD, ""), request.POST.get("digest", "")
    try:
        said = flow.confirm(
            VIOLATIONS, upload, school=request.school, key=key, digest=digest, by=request.user, at=timezone.now()
        )
    except Refused as refusal:
        if refusal.code != "decided":
            messages.error(request, refusal.message)
        return redirect("awards:violations_preview", pk)
    messages.success(request, said)
    return redirect("awards:violations")


@permitted
@require_POST
def violations_drop(request: StaffRequest, pk: int) -> HttpResponseBase:
    upload = flow.own_upload(VIOLATIONS, pk, school=request.school, by=request.user)
    try:
        flow.drop(upload, at=timezone.now())
    except Refused as refusal:
        messages.info(request, refusal.message)
    else:
        messages.success(request, _("The file was dropped; nothing has changed."))
    return redirect("awards:violations_upload")
