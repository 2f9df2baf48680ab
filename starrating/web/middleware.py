"""What every answer carries: the page policy, headers of privacy, compression; and the end of old sessions."""

from collections.abc import Callable, Collection, Mapping
from datetime import UTC, datetime

from django.conf import settings
from django.contrib.auth import logout
from django.http import HttpRequest, HttpResponse
from django.http.response import HttpResponseBase
from django.middleware.gzip import GZipMiddleware

from starrating.own_words import in_words_of

NONE = "'none'"
SELF = "'self'"

Policy = Mapping[str, Collection[str] | str]


def header(policy: Policy) -> str:
    """Give the policy in the form of the header: `{"img-src": ["'self'", "data:"]}` gives `img-src 'self' data:`."""
    return "; ".join(
        f"{directive} {sources if isinstance(sources, str) else ' '.join(sources)}"
        for directive, sources in policy.items()
    )


class ContentSecurityPolicyMiddleware:
    """What a page of ours may load, and that no other site may load anything of ours."""

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]) -> None:
        self.get_response = get_response
        self.value = header(settings.SECURE_CSP)

    def __call__(self, request: HttpRequest) -> HttpResponse:
        response = self.get_response(request)
        response.headers.setdefault("Content-Security-Policy", self.value)
        response.headers.setdefault("Cross-Origin-Resource-Policy", "same-origin")
        return response


SIGNED_IN_AT = "signed_in_at"

GetResponse = Callable[[HttpRequest], HttpResponse]


class OwnWordsMiddleware:
    """Pages speak of the office as the school of the signed-in account does."""

    def __init__(self, get_response: GetResponse) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        with in_words_of(lambda: request.user):
            return self.get_response(request)


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


# What is text on a screen. Workbooks, PDF files and ZIP archives are compressed inside already, and their length tells
# the browser how much of them is still to come.
TEXTS = ("text/html", "application/json")


class PageCompressionMiddleware(GZipMiddleware):
    """Compresses answers that are pages or parts of pages."""

    def process_response(self, request: HttpRequest, response: HttpResponseBase) -> HttpResponseBase:
        if response.streaming or not response.headers.get("Content-Type", "").startswith(TEXTS):
            return response
        return super().process_response(request, response)
