"""What stands between signing in and the pages: a password of one's own first, and no session left alone."""

from __future__ import annotations

from collections.abc import Callable
from datetime import UTC, datetime
from typing import Any

from django.conf import settings
from django.contrib.auth import logout
from django.http import HttpRequest, HttpResponse, HttpResponseBase
from django.shortcuts import redirect

GetResponse = Callable[[HttpRequest], HttpResponse]

SEEN_AT = "seen_at"
# The session is written at most once a minute, not at every page.
_WRITTEN_EVERY = 60
# Where somebody with a one-time password may still go.
WITHOUT_OWN_PASSWORD = frozenset({"change_password", "sign_out", "choose_language", "healthy"})


class IdleSignOutMiddleware:
    """Ends a session in which nobody has asked for a page for SESSION_IDLE_SECONDS: classroom PCs are shared."""

    def __init__(self, get_response: GetResponse) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        if request.user.is_authenticated:
            now = datetime.now(UTC).timestamp()
            seen = request.session.get(SEEN_AT, now)
            if now - seen > settings.SESSION_IDLE_SECONDS:
                logout(request)
            elif SEEN_AT not in request.session or now - seen > _WRITTEN_EVERY:
                request.session[SEEN_AT] = now
        return self.get_response(request)


class OwnPasswordMiddleware:
    """A one-time password opens one page only: the one on which it is changed."""

    def __init__(self, get_response: GetResponse) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        return self.get_response(request)

    def process_view(
        self, request: HttpRequest, view: Callable[..., HttpResponseBase], args: Any, kwargs: Any
    ) -> HttpResponseBase | None:
        if not getattr(request.user, "must_change_password", False):
            return None
        match = request.resolver_match
        if match is not None and match.view_name in WITHOUT_OWN_PASSWORD:
            return None
        return redirect("change_password")
