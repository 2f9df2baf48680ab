"""Roster, staff matrix and groups on screen: choose a file, look at what it would do, confirm or drop it."""

from __future__ import annotations

from django.http import HttpResponseBase
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from students.imports.kinds import GROUPS, ROSTER, STAFF_MATRIX
from students.imports.pipeline import desk, flow
from students.imports.pipeline.desk import Desk
from students.imports.pipeline.flow import ImportKind, P
from students.imports.pipeline.forms import DatedUploadForm, UploadForm
from students.permits.reach import StaffRequest, permitted


def _desk(kind: ImportKind[P], title: str | Promise) -> Desk[P]:
    routes = f"students:{kind.code}"
    return Desk(kind, title, routes, f"students/imports/{kind.code}_preview.html", "students:roster")


ROSTER_DESK = _desk(ROSTER, _("Preview of the roster"))
STAFF_MATRIX_DESK = _desk(STAFF_MATRIX, _("Preview of who teaches what"))
GROUPS_DESK = _desk(GROUPS, _("Preview of the groups"))


def _choose(request: StaffRequest, kind: ImportKind[P], *, dated: bool = True) -> HttpResponseBase:
    given = (request.POST or None, request.FILES or None)
    form = DatedUploadForm(*given, school=request.school) if dated else UploadForm(*given)
    if form.is_valid():
        upload = flow.begin(
            kind,
            form.cleaned_data["file"],
            school=request.school,
            by=request.user,
            at=timezone.now(),
            options=form.options() if isinstance(form, DatedUploadForm) else None,
        )
        return redirect(f"students:{kind.code}_preview", upload.pk)
    status = 422 if form.is_bound else 200
    return render(request, f"students/imports/{kind.code}_upload.html", {"form": form}, status=status)


@permitted
@require_http_methods(["GET", "HEAD", "POST"])
def roster_upload(request: StaffRequest) -> HttpResponseBase:
    return _choose(request, ROSTER)


@permitted
@require_safe
def roster_preview(request: StaffRequest, pk: int) -> HttpResponseBase:
    return desk.look(request, ROSTER_DESK, pk)


@permitted
@require_POST
def roster_confirm(request: StaffRequest, pk: int) -> HttpResponseBase:
    return desk.confirm(request, ROSTER_DESK, pk, options={"renames": request.POST.getlist("rename")})


@permitted
@require_POST
def roster_drop(request: StaffRequest, pk: int) -> HttpResponseBase:
    return desk.drop(request, ROSTER_DESK, pk)


@permitted
@require_http_methods(["GET", "HEAD", "POST"])
def staff_upload(request: StaffRequest) -> HttpResponseBase:
    return _choose(request, STAFF_MATRIX)


@permitted
@require_safe
def staff_preview(request: StaffRequest, pk: int) -> HttpResponseBase:
    return desk.look(request, STAFF_MATRIX_DESK, pk)


@permitted
@require_POST
def staff_confirm(request: StaffRequest, pk: int) -> HttpResponseBase:
    return desk.confirm(request, STAFF_MATRIX_DESK, pk)


@permitted
@require_POST
def staff_drop(request: StaffRequest, pk: int) -> HttpResponseBase:
    return desk.drop(request, STAFF_MATRIX_DESK, pk)


@permitted
@require_http_methods(["GET", "HEAD", "POST"])
def groups_upload(request: StaffRequest) -> HttpResponseBase:
    return _choose(request, GROUPS, dated=False)


@permitted
@require_safe
def groups_preview(request: StaffRequest, pk: int) -> HttpResponseBase:
    return desk.look(request, GROUPS_DESK, pk)


@permitted
@require_POST
def groups_confirm(request: StaffRequest, pk: int) -> HttpResponseBase:
    return desk.confirm(request, GROUPS_DESK, pk)


@permitted
@require_POST
def groups_drop(request: StaffRequest, pk: int) -> HttpResponseBase:
    return desk.drop(request, GROUPS_DESK, pk)
