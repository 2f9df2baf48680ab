"""A file on screen, whatever is in it: looked at, confirmed or dropped. Choosing it differs from kind to kind."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from typing import Generic

from django.contrib import messages
from django.http import HttpResponseBase
from django.shortcuts import redirect, render, resolve_url
from django.utils import timezone
from django.utils.functional import Promise
from django.utils.translation import gettext as _

from starrating.operations.idempotency import sent_key
from starrating.operations.models import Upload, UploadState
from starrating.refused import Refused
from students.imports.pipeline import background, flow
from students.imports.pipeline.flow import ImportKind, P
from students.permits.reach import StaffRequest


@dataclass(frozen=True)
class Desk(Generic[P]):
    """One kind of file: ``routes`` is what its addresses' names begin with, ``template`` shows its preview.

    ``title`` is that of the preview; ``home`` the address that a file decided already leads to.
    """

    kind: ImportKind[P]
    title: str | Promise
    routes: str
    template: str
    home: str

    @property
    def upload_route(self) -> str:
        return f"{self.routes}_upload"

    @property
    def confirm_route(self) -> str:
        return f"{self.routes}_confirm"

    @property
    def drop_route(self) -> str:
        return f"{self.routes}_drop"


def look(request: StaffRequest, desk: Desk[P], pk: int) -> HttpResponseBase:
    """What the file would do; nothing is written."""
    upload = flow.own_upload(desk.kind, pk, school=request.school, by=request.user)
    if upload.state != UploadState.WAITING:
        messages.info(request, _("This file has been decided already."))
        return redirect(desk.home)
    try:
        page = flow.preview_page(desk.kind, upload, request.school)
    except Refused as refusal:
        messages.error(request, refusal.message)
        return redirect(desk.upload_route)
    return render(request, desk.template, {"page": page, "desk": desk})


def confirm(
    request: StaffRequest,
    desk: Desk[P],
    pk: int,
    *,
    options: Mapping[str, object] | None = None,
    then: Callable[[Upload], str] | None = None,
) -> HttpResponseBase:
    """Do what the preview said, all or nothing; ``then`` says where to go, the desk's home otherwise.

    What is too large to wait for is done by the worker, and the answer is the page that tells how far it is.
    """
    upload = flow.own_upload(desk.kind, pk, school=request.school, by=request.user)
    digest, now = request.POST.get("digest", ""), timezone.now()
    home = then(upload) if then else resolve_url(desk.home)
    try:
        preview = flow.checked(desk.kind, upload, school=request.school, digest=digest, options=options)
        if background.is_large(desk.kind, preview):
            wish = background.Wish(desk.kind.code, upload.pk, digest, dict(options or {}), desk.confirm_route, home)
            job = background.start(wish, upload.filename, by=request.user, school_id=request.school.pk, at=now)
            return redirect("own_file", job.pk)
        said = flow.confirm(desk.kind, upload, preview, key=sent_key(request), by=request.user, at=now)
    except Refused as refusal:
        if refusal.code != "decided":
            messages.error(request, refusal.message)
        return redirect(f"{desk.routes}_preview", pk)
    messages.success(request, said)
    return redirect(home)


def drop(request: StaffRequest, desk: Desk[P], pk: int) -> HttpResponseBase:
    upload = flow.own_upload(desk.kind, pk, school=request.school, by=request.user)
    try:
        flow.drop(upload, at=timezone.now())
    except Refused as refusal:
        messages.info(request, refusal.message)
    else:
        messages.success(request, _("The file was dropped; nothing has changed."))
    return redirect(desk.upload_route)
