"""A file on screen, whatever is in it: chosen, looked at, confirmed or dropped."""

import datetime as dt
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from typing import Concatenate, ParamSpec

from django.contrib import messages
from django.http import HttpResponseBase
from django.shortcuts import redirect, render, resolve_url
from django.urls import URLPattern, path
from django.utils import timezone
from django.utils.functional import Promise
from django.utils.translation import gettext as _, gettext_lazy

from starrating.forms.fields import show_form
from starrating.operations import uploads
from starrating.operations.idempotency import sent_key
from starrating.operations.models import Upload, UploadState
from starrating.refused import Refused
from starrating.spreadsheets.blank_forms import BlankForm, blank_form
from starrating.spreadsheets.workbooks import workbook_answer
from students.imports.columns.verbs import remember
from students.imports.pipeline import background, flow
from students.imports.pipeline.asked import Asked
from students.imports.pipeline.flow import AnyImporter
from students.imports.pipeline.forms import UploadForm
from students.imports.pipeline.importer import TooMuch
from students.models import School
from students.permits.reach import StaffRequest, StaffView, may_go, permitted_act, permitted_form, permitted_page

P = ParamSpec("P")

_EMPTY_FORM = gettext_lazy("Download an empty form")


@dataclass(frozen=True)
class Desk:
    """One kind of file on screen. Its addresses' names begin with its importer's code in the ``app``.

    ``home`` is the address that a file decided leads to, named ``home_label`` where the upload's page leads back to
    it; ``then`` says where to go once it is imported, if that is elsewhere. ``asks`` names the fields of the preview
    whose values are answers, ``rereads`` those that the files are read once more for. ``blank`` makes the empty form to
    download.
    """

    importer: AnyImporter
    app: str
    title: Promise
    lead: Promise
    preview_title: Promise
    preview_template: str
    home: str
    home_label: str | Promise = ""
    upload_template: str = "students/imports/upload.html"
    form: type[UploadForm] = UploadForm
    asks: Sequence[str] = ()
    rereads: Sequence[str] = ()
    then: Callable[[StaffRequest, Upload], str] | None = None
    blank: Callable[[School, dt.date], BlankForm] | None = None
    blank_label: Promise = _EMPTY_FORM

    @property
    def routes(self) -> dict[str, str]:
        """The names of its addresses, by what they do."""
        steps = ("upload", "preview", "confirm", "drop", "template")
        return {step: f"{self.app}:{self.importer.code}_{step}" for step in steps}


def addresses(desk: Desk, start: str, end: str = "") -> list[URLPattern]:
    """Give the addresses of a desk, below ``start``; those that decide about a file close with ``end``."""
    code = desk.importer.code
    found = [
        path(start, permitted_form(_at(desk, choose)), name=f"{code}_upload"),
        path(f"{start}<key:pk>/", permitted_page(_at(desk, look)), name=f"{code}_preview"),
        path(f"{start}<key:pk>/confirm{end}", permitted_act(_at(desk, confirm)), name=f"{code}_confirm"),
        path(f"{start}<key:pk>/drop{end}", permitted_act(_at(desk, drop)), name=f"{code}_drop"),
    ]
    if desk.blank is not None:
        found.append(path(f"{start}template", permitted_page(_at(desk, empty_form)), name=f"{code}_template"))
    return found


def _at(desk: Desk, answer: Callable[Concatenate[StaffRequest, Desk, P], HttpResponseBase]) -> StaffView[P]:
    def view(request: StaffRequest, /, *args: P.args, **kwargs: P.kwargs) -> HttpResponseBase:
        return answer(request, desk, *args, **kwargs)

    return view


def choose(request: StaffRequest, desk: Desk) -> HttpResponseBase:
    """Show the form for files; sent, keep them and lead to their preview."""
    now = timezone.now()
    # An address may say what is meant, such as the month of the sheet that was left for this page.
    initial = None if request.method == "POST" else request.GET.dict()
    form = desk.form(
        request.POST or None,
        request.FILES or None,
        initial=initial,
        school=request.school,
        today=timezone.localdate(now),
    )
    if form.is_valid():
        asked = Asked(request.school, request.user, now, form.answers())
        upload = flow.begin(desk.importer, form.files_given(), asked)
        return redirect(desk.routes["preview"], upload.pk)
    return show_form(request, desk.upload_template, form, desk=desk)


def look(request: StaffRequest, desk: Desk, pk: int) -> HttpResponseBase:
    """Show what the file would do; nothing is written."""
    asked = Asked(request.school, request.user, timezone.now())
    upload = flow.own_upload(desk.importer, pk, asked)
    if upload.state != UploadState.WAITING:
        messages.info(request, _("This file has been dealt with already. To import it again, choose it again."))
        return redirect(desk.home)
    try:
        page = flow.preview_page(desk.importer, upload, asked)
    except Refused as refusal:
        messages.error(request, refusal.message)
        return redirect(desk.routes["upload"])
    return render(request, desk.preview_template, {"page": page, "desk": desk})


def confirm(request: StaffRequest, desk: Desk, pk: int) -> HttpResponseBase:
    """Do what the preview said, all or nothing.

    What is too large to wait for is done by the worker, and the answer is the page that tells how far it is.
    """
    answers = {name: request.POST.getlist(name) for name in desk.asks}
    asked = Asked(request.school, request.user, timezone.now(), answers)
    upload = flow.own_upload(desk.importer, pk, asked)
    if "reading" in request.POST and _reads_anew(request, desk, upload):
        return redirect(desk.routes["preview"], pk)
    digest = request.POST.get("digest", "")
    home = desk.then(request, upload) if desk.then else resolve_url(desk.home)
    try:
        key, most = sent_key(request), background.AT_ONCE
        said = flow.said_before(asked, key)
        if said is None:
            source = flow.opened(desk.importer, upload, asked)
            said = flow.confirm(desk.importer, upload, source, asked, digest=digest, key=key, most=most)
    except TooMuch:
        wish = background.Wish(desk.importer.code, upload.pk, digest, answers, desk.routes["confirm"], home)
        title = flow.title_of([mark["name"] for mark in source.files])
        return redirect("own_file", background.start(wish, title, asked).pk)
    except Refused as refusal:
        if refusal.code != "decided":
            messages.error(request, refusal.message)
        return redirect(desk.routes["preview"], pk)
    messages.success(request, said)
    return redirect(home)


def _reads_anew(request: StaffRequest, desk: Desk, upload: Upload) -> bool:
    """Keep what was said of the file's columns and hidden parts; tell whether it is to be read once more for that."""
    said = {one.rpartition("=")[0]: one for one in request.POST.getlist("column") if "=" in one}
    cells = [one for one in request.POST.getlist("cell") if "=" in one]
    hidden = bool(request.POST.get("hidden"))
    kept = {one.rpartition("=")[0]: one for one in upload.options.get("column", ())}
    # A column that is left out as it stood on the preview needs no second look.
    new = {header: one for header, one in said.items() if kept.get(header) != one and not one.endswith("=")}
    again = "again" in request.POST
    other = any(request.POST.getlist(name) != request.POST.getlist(f"{name}_was") for name in desk.rereads)
    if not new and not cells and not again and not other and hidden == bool(upload.options.get("hidden")):
        return False
    answered = said if again else new
    chosen = {name: request.POST.getlist(name) for name in desk.rereads}
    columns, places = [*{**kept, **answered}.values()], [*upload.options.get("cell", ()), *cells]
    uploads.answer(upload, {**upload.options, **chosen, "column": columns, "cell": places, "hidden": hidden})
    if may_go(request.standing, "students:say_columns"):
        pairs = {header: one.rpartition("=")[2] for header, one in answered.items()}
        for kind, of_kind in desk.importer.by_kind(pairs).items():
            remember(request.school, kind, of_kind, by=request.user, at=timezone.now())
    messages.info(request, _("Read once more with your answers."))
    return True


def drop(request: StaffRequest, desk: Desk, pk: int) -> HttpResponseBase:
    now = timezone.now()
    upload = flow.own_upload(desk.importer, pk, Asked(request.school, request.user, now))
    try:
        uploads.decide(upload, UploadState.DROPPED, at=now)
    except Refused as refusal:
        messages.info(request, refusal.message)
    else:
        messages.success(request, _("The file was not imported; nothing has changed."))
    return redirect(desk.routes["upload"])


def empty_form(request: StaffRequest, desk: Desk) -> HttpResponseBase:
    assert desk.blank is not None, "the address is there where there is a form"  # noqa: S101
    form = desk.blank(request.school, timezone.localdate())
    return workbook_answer(blank_form(form), form.title)
