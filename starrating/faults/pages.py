"""The pages of errors. They need nothing that may be broken itself: no query, and of the request no body."""

import re
import sys
from http import HTTPStatus

from django.conf import settings
from django.contrib.auth.models import AnonymousUser
from django.core.exceptions import (
    DisallowedHost,
    RequestDataTooBig,
    SuspiciousOperation,
    TooManyFieldsSent,
    TooManyFilesSent,
)
from django.http import Http404, HttpRequest, HttpResponse, UnreadablePostError
from django.http.multipartparser import MultiPartParserError
from django.shortcuts import redirect
from django.template.loader import render_to_string
from django.utils.translation import get_language_from_request, gettext as _, override

from starrating.db.unavailable import Unavailable, unavailable
from starrating.web import request_number
from starrating.web.returning import SHOWS, page_behind, sign_in_address

_TOO_LARGE = (RequestDataTooBig, TooManyFieldsSent, TooManyFilesSent)
# The forms of who is not signed in yet.
_DOOR = frozenset({"sign_in", "sign_in_code"})
# What is never written into a page, not even for who typed it.
_SECRET = re.compile("password|code", re.IGNORECASE)


def page(request: HttpRequest, status: HTTPStatus, template: str, **context: object) -> HttpResponse:
    """Answer with the page ``template``, in the language that the browser asks for."""
    known = {
        # As far as it has been fetched; the name is Django's.
        "user": getattr(request, "_cached_user", None),
        "insecure_lan": settings.INSECURE_LAN,
        "error_code": status.value,
        "error_number": request_number.current(),
    }
    with override(get_language_from_request(request)):
        answer = HttpResponse(render_to_string(template, known | context), status=status)
    answer.headers["Cache-Control"] = "no-store"
    return answer


def bad_request(request: HttpRequest, exception: Exception) -> HttpResponse:
    found = unavailable(exception)
    if found is not None:
        return not_now(request, found)
    if isinstance(exception, _TOO_LARGE):
        return page(request, HTTPStatus.REQUEST_ENTITY_TOO_LARGE, "413.html")
    return page(
        request, HTTPStatus.BAD_REQUEST, "400_host.html" if isinstance(exception, DisallowedHost) else "400.html"
    )


def permission_denied(request: HttpRequest, exception: Exception) -> HttpResponse:
    return page(request, HTTPStatus.FORBIDDEN, "403.html", exception=str(exception))


def not_found(request: HttpRequest, exception: Http404) -> HttpResponse:
    return page(request, HTTPStatus.NOT_FOUND, "404.html")


def server_error(request: HttpRequest) -> HttpResponse:
    """Answer what Django has caught: a client that went away, a database or disk that is away, or a mistake of ours."""
    error = sys.exception()
    if isinstance(error, UnreadablePostError):
        return page(request, HTTPStatus.BAD_REQUEST, "400.html")
    found = unavailable(error)
    if found is not None:
        return not_now(request, found)
    return page(request, HTTPStatus.INTERNAL_SERVER_ERROR, "500.html")


def form_expired(request: HttpRequest, reason: str = "") -> HttpResponse:
    """Answer a form whose token is not the session's: it leads back to the page that held the form.

    Whoever is signed out meanwhile signs in first; whoever is signed in by now and sent the door's form is led home.
    ``reason`` is Django's, for the log.
    """
    match = request.resolver_match
    if match is not None and match.url_name in _DOOR and request.user.is_authenticated:
        return redirect("home")
    asks = match is not None and getattr(match.func, "login_required", True)
    if asks and not request.user.is_authenticated:
        return redirect(sign_in_address(request))
    return page(request, HTTPStatus.FORBIDDEN, "403_csrf.html", page=page_behind(request))


def not_now(request: HttpRequest, what: Unavailable) -> HttpResponse:
    """Ask to try again, with what was typed: in the page where that may be, else kept by the browser (`typed.js`)."""
    answer = _sentence() if "X-Part" in request.headers else _not_now_page(request, what)
    answer.status_code = what.status
    answer.headers["Retry-After"] = str(what.seconds)
    # What is on the way out would ask the database once more who this is.
    request.user = AnonymousUser()
    return answer


def _sentence() -> HttpResponse:
    return HttpResponse(
        _("This was not saved. Please try again in a moment."), content_type="text/plain; charset=utf-8"
    )


def _not_now_page(request: HttpRequest, what: Unavailable) -> HttpResponse:
    sent = request.method not in SHOWS
    return page(
        request,
        what.status,
        "503.html",
        disk=what.status == HTTPStatus.INSUFFICIENT_STORAGE,
        sent=sent,
        fields=_typed(request) if sent else (),
        page=page_behind(request),
        path=request.get_full_path(),
    )


def _typed(request: HttpRequest) -> list[tuple[str, str]]:
    """Give what a form sent; nothing of one with a secret or a file, which its page asks for again."""
    try:
        sent, files = request.POST, request.FILES
    except (UnreadablePostError, SuspiciousOperation, MultiPartParserError, ValueError):
        return []
    if files or any(_SECRET.search(name) for name in sent):
        return []
    return [(name, value) for name, values in sent.lists() for value in values]
