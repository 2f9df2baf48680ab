"""Where a reader goes on after signing in: the page that held the form, never an address that only takes forms."""

from collections.abc import Callable
from typing import Any, TypeVar
from urllib.parse import urlencode, urlsplit

from django.conf import settings
from django.http import HttpRequest
from django.urls import Resolver404, ResolverMatch, resolve, reverse
from django.utils.http import url_has_allowed_host_and_scheme
from django.views.decorators.http import require_POST

View = TypeVar("View", bound=Callable[..., Any])

SHOWS = frozenset({"GET", "HEAD", "OPTIONS"})


def posts_only(view: View) -> View:
    """Take POST alone, said in the view's `posts_only` attribute: no link and no sign-in leads to it."""
    marked: Any = require_POST(view)
    marked.posts_only = True
    found: View = marked
    return found


def page_at(address: str) -> str:
    """Give the page to open for an address of this program: itself, or the nearest above it that can be opened.

    ``/exams/5/winners``, which takes the form of the exam's page, gives ``/exams/5/``; the home page holds all else.
    """
    parts = urlsplit(address)
    query = f"?{parts.query}" if parts.query else ""
    if _opens(parts.path):
        return parts.path + query
    above = parts.path.strip("/").split("/")[:-1]
    while above:
        path = "/" + "/".join(above)
        for one in (f"{path}/", path):
            if _opens(one):
                return one
        above.pop()
    return reverse("home")


def page_behind(request: HttpRequest) -> str:
    """Give the page that a request came from: the one it asks for, or for a form the one that held it."""
    if request.method in SHOWS:
        return page_at(request.get_full_path())
    held = request.headers.get("Referer", "")
    own = url_has_allowed_host_and_scheme(held, {request.get_host()}, require_https=request.is_secure())
    return page_at(urlsplit(held)._replace(scheme="", netloc="", fragment="").geturl() if own else request.path)


def asked_back(request: HttpRequest) -> str:
    """Give the page of this program that an address or a form says to go on to (``back``); empty where it says none."""
    asked = (request.POST if request.method == "POST" else request.GET).get("back", "")
    if not asked.startswith("/") or not url_has_allowed_host_and_scheme(asked, None):
        return ""
    return page_at(asked)


def sign_in_address(request: HttpRequest) -> str:
    """Give the address that signs in and leads back; ``ended`` tells whoever was signed in why it is asked again."""
    asked = {"next": page_behind(request)}
    if request.method not in SHOWS or settings.SESSION_COOKIE_NAME in request.COOKIES:
        asked["ended"] = "1"
    return f"{reverse('sign_in')}?{urlencode(asked, safe='/')}"


def _opens(path: str) -> bool:
    match = _match(path)
    return match is not None and not getattr(match.func, "posts_only", False)


def _match(path: str) -> ResolverMatch | None:
    try:
        return resolve(path)
    except Resolver404:
        return None
