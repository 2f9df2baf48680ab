"""The guardian's pages: the door where a code is typed, the child's page, and what is sent from it."""

from collections.abc import Callable
from functools import wraps
from typing import Concatenate, ParamSpec, cast

from django import forms
from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse, HttpResponseBase
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_POST, require_safe

from awards.models import WindowCode
from reports.window import matters, opening
from reports.window.forms import AppealForm, DoorForm, ObjectForm, QuestionForm, shown
from reports.window.page import window_page
from starrating.operations import readings
from starrating.operations.audit import Origin, acting_from
from starrating.operations.idempotency import sent_key
from starrating.operations.models import AuditSource
from starrating.own_words import in_words_of
from starrating.refused import Refused
from starrating.web.address import network
from starrating.web.public import public
from students.sessions import attempts

# Sent back over TLS alone, by this host alone, and to no page of another site.
COOKIE = "__Host-window"
# Wrong codes are counted by where they come from, for no account.
NOBODY = ""

P = ParamSpec("P")
View = Callable[Concatenate[HttpRequest, P], HttpResponseBase]


def through_the_window(view: View[P]) -> View[P]:
    """Open a view to everybody who comes over TLS; it is kept nowhere, found by no search engine, read by no other."""

    @public
    @never_cache
    @wraps(view)
    def seen(request: HttpRequest, *args: P.args, **kwargs: P.kwargs) -> HttpResponseBase:
        if not request.is_secure():
            response: HttpResponseBase = render(request, "reports/window/not_encrypted.html", status=403)
        else:
            # What guardians do is on record without where they are.
            with acting_from(Origin(AuditSource.WEB)):
                response = view(request, *args, **kwargs)
        response["X-Robots-Tag"] = "noindex, nofollow"
        response["Referrer-Policy"] = "same-origin"
        return response

    return cast(View[P], seen)


@through_the_window
@require_safe
def door(request: HttpRequest) -> HttpResponse:
    """Ask for the code; what stands behind # is put into the form by the page itself and leaves the address."""
    return render(request, "reports/window/door.html", {"form": DoorForm()})


@through_the_window
@require_POST
def open_door(request: HttpRequest) -> HttpResponseBase:
    """Exchange a code for the cookie; the answer to a wrong one is the same whatever is wrong with it."""
    form, place, now = DoorForm(request.POST), f"window:{network(request)}", timezone.now()
    if attempts.wait_left(NOBODY, place, at=now, rule=attempts.ADDRESS):
        return render(request, "reports/window/door.html", {"form": DoorForm(), "too_often": True}, status=429)
    secret = None
    if form.is_valid():
        secret = opening.open_window(form.cleaned_data["code"], form.cleaned_data["answer"], at=now)
    if secret is None:
        attempts.begin(NOBODY, place, at=now, rule=attempts.ADDRESS)
        return render(request, "reports/window/door.html", {"form": DoorForm(), "wrong": True}, status=422)
    response = redirect("reports:window_child")
    response.set_cookie(COOKIE, secret, path="/", secure=True, httponly=True, samesite="Strict")
    return response


@through_the_window
@require_safe
def child(request: HttpRequest) -> HttpResponseBase:
    code = _code(request)
    return redirect("reports:window_door") if code is None else _child(request, code)


@through_the_window
@require_POST
def ask(request: HttpRequest) -> HttpResponseBase:
    code, form = _code(request), QuestionForm(request.POST)
    if code is None:
        return redirect("reports:window_door")

    def act(key: str) -> str:
        matters.ask(code, form.cleaned_data["text"], key=key, at=timezone.now())
        return _("Your question is with the school. You will find the answer here.")

    if form.is_valid() and _told(request, act):
        return redirect("reports:window_child")
    return _child(request, code, question=form, status=422)


@through_the_window
@require_POST
def object_to(request: HttpRequest, sheet_pk: int) -> HttpResponseBase:
    code = _code(request)
    if code is None:
        return redirect("reports:window_door")
    page = window_page(code.student, timezone.localdate())
    notice = next((one for one in page.notices if one.sheet.pk == sheet_pk), None)
    if notice is None:
        raise Http404
    form = ObjectForm(request.POST, notice=notice)

    def act(key: str) -> str:
        said = form.cleaned_data["facts"]
        matters.object_to(code, sheet_pk, form.line_pk, said, key=key, at=timezone.now())
        return _("Your objection is with the school. You will find the answer here.")

    if form.is_valid() and _told(request, act):
        return redirect("reports:window_child")
    return _child(request, code, objection=(sheet_pk, form), status=422)


@through_the_window
@require_POST
def appeal(request: HttpRequest) -> HttpResponseBase:
    code = _code(request)
    if code is None:
        return redirect("reports:window_door")
    form = AppealForm(request.POST, page=window_page(code.student, timezone.localdate()))

    def act(key: str) -> str:
        matters.appeal(code, key=key, at=timezone.now(), **form.said())
        return _("Your appeal is with the school. You will find the answer here.")

    if form.is_valid() and _told(request, act):
        return redirect("reports:window_child")
    return _child(request, code, appeal=form, status=422)


@through_the_window
@require_POST
def leave(request: HttpRequest) -> HttpResponseBase:
    """End the look on this device: the cookie alone would still open the page elsewhere."""
    opening.leave(request.COOKIES.get(COOKIE, ""))
    response = redirect("reports:window_door")
    response.delete_cookie(COOKIE, path="/", samesite="Strict")
    response.cookies[COOKIE]["secure"] = True
    return response


def _code(request: HttpRequest) -> WindowCode | None:
    visit = opening.visit_of(request.COOKIES.get(COOKIE, ""), timezone.now())
    return visit.code if visit is not None else None


def _told(request: HttpRequest, act: Callable[[str], str]) -> bool:
    """Show the sentence that ``act`` gives for the form's key, or its refusal; tell whether it was done."""
    try:
        messages.success(request, act(sent_key(request)))
    except Refused as refusal:
        messages.error(request, refusal.message)
        return False
    return True


def _child(
    request: HttpRequest,
    code: WindowCode,
    *,
    question: QuestionForm | None = None,
    objection: tuple[int, forms.Form] | None = None,
    appeal: AppealForm | None = None,
    status: int = 200,
) -> HttpResponse:
    seen: readings.Shown = {"by": None, "school_id": code.student.school_id, "at": timezone.now()}
    with readings.sitting(f"window:{request.COOKIES.get(COOKIE, '')}"):
        readings.record("reports:window_preview", code.student_id, code.student_id, seen)
    page = window_page(code.student, timezone.localdate())
    with in_words_of(lambda: code.student):
        context = shown(page, question=question, objection=objection, appeal=appeal) | {"until": code.until}
        return render(request, "reports/window/child.html", context, status=status)
