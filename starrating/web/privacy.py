"""What keeps pages about children on the screen of the person who asked for them."""

from collections.abc import Callable
from datetime import UTC, datetime

from django.conf import settings
from django.contrib.auth import logout
from django.http import HttpRequest, HttpResponse

SIGNED_IN_AT = "signed_in_at"

GetResponse = Callable[[HttpRequest], HttpResponse]


class PrivacyHeadersMiddleware:
    """Nothing that a signed-in person was shown stays in a shared computer's cache; no page may use camera or place."""

    def __init__(self, get_response: GetResponse) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        response = self.get_response(request)
        response.headers.setdefault("Permissions-Policy", settings.PERMISSIONS_POLICY)
        if request.user.is_authenticated:
            response.headers["Cache-Control"] = "no-store"
        return response


class AbsoluteSessionMiddleware:
    """The end of a session SESSION_COOKIE_AGE seconds after its first page, however busy it was.

    Django alone counts from the last change, so that a session on a classroom PC could live for ever.
    """

    def __init__(self, get_response: GetResponse) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        if request.user.is_authenticated:
            now = datetime.now(UTC).timestamp()
            since = request.session.setdefault(SIGNED_IN_AT, now)
            if now - since > settings.SESSION_COOKIE_AGE:
                logout(request)
        return self.get_response(request)
