"""What stands between signing in and the pages: a password of one's own first, and no session left alone."""

from collections.abc import Callable
from datetime import UTC, datetime
from functools import partial
from typing import Any

from django.conf import settings
from django.contrib.auth import logout
from django.contrib.auth.middleware import LoginRequiredMiddleware
from django.http import HttpRequest, HttpResponse, HttpResponseBase, HttpResponseRedirect
from django.shortcuts import redirect

from starrating.db.unavailable import if_possible
from starrating.web.returning import sign_in_address
from students.sessions import sign_ins

GetResponse = Callable[[HttpRequest], HttpResponse]
View = Callable[..., HttpResponseBase]

SEEN_AT = "seen_at"
# The key under which the session stands in the list of its owner.
NOTED = "noted"
WAS_IDLE = "was_idle"
# The session is written at most once a minute, not at every page.
_WRITTEN_EVERY = 60
# Where somebody with a one-time password may still go.
WITHOUT_OWN_PASSWORD = frozenset(
    {"change_password", "sign_out", "choose_language", "healthy", "alive", "ready", "backed_up"}
)


class IdleSignOutMiddleware:
    """The end of a session in which nobody has asked for a page for SESSION_IDLE_SECONDS: classroom PCs are shared.

    One in use is noted for the list that its owner sees.
    """

    def __init__(self, get_response: GetResponse) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        if request.user.is_authenticated:
            at = datetime.now(UTC)
            now = at.timestamp()
            seen = request.session.get(SEEN_AT, now)
            if now - seen > settings.SESSION_IDLE_SECONDS:
                logout(request)
                # The sign-in page clears what this browser kept of unsent work, as signing out does.
                request.session[WAS_IDLE] = True
            elif now - seen > _WRITTEN_EVERY or request.session.get(NOTED) != request.session.session_key:
                request.session[SEEN_AT] = now
                # The key changes with the sign-in and the password, and the list of sessions goes by the key.
                request.session[NOTED] = request.session.session_key
                if_possible(partial(sign_ins.note, request, request.user, at))
        return self.get_response(request)


class SignInFirstMiddleware(LoginRequiredMiddleware):
    """The door before every page: it leads back to where the reader was, also when a form met the session's end."""

    def handle_no_permission(self, request: HttpRequest, view_func: View) -> HttpResponseRedirect:
        return redirect(sign_in_address(request))


class OwnPasswordMiddleware:
    """A one-time password opens one page only: the one on which it is changed."""

    def __init__(self, get_response: GetResponse) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        return self.get_response(request)

    def process_view(self, request: HttpRequest, view: View, args: Any, kwargs: Any) -> HttpResponseBase | None:
        if not getattr(request.user, "must_change_password", False):
            return None
        match = request.resolver_match
        if match is not None and match.view_name in WITHOUT_OWN_PASSWORD:
            return None
        return redirect("change_password")
