"""Pages that belong to no app."""

from django.db import connection
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.views.decorators.http import require_safe
from django.views.i18n import set_language

from starrating.web.public import public
from starrating.web.returning import page_at, page_behind, posts_only, sign_in_address


@public
@require_safe
def healthy(request: HttpRequest) -> HttpResponse:
    """Answer `ok` when the program and its database answer; for whoever watches over the server."""
    with connection.cursor() as cursor:
        cursor.execute("SELECT 1")
    return HttpResponse("ok", content_type="text/plain")


@public
@posts_only
def choose_language(request: HttpRequest) -> HttpResponse:
    """Keep the chosen language (`language=zh-hans` or `en`) in a cookie and go back to `next`."""
    response: HttpResponse = set_language(request)
    if "Location" in response.headers:
        response.headers["Location"] = page_at(response.headers["Location"])
    return response


def form_expired(request: HttpRequest, reason: str = "") -> HttpResponse:
    """Answer a form whose token is not the session's: it leads back to the page that held the form.

    Whoever is signed out meanwhile signs in first. ``reason`` is Django's, for the log.
    """
    match = request.resolver_match
    asks = match is not None and getattr(match.func, "login_required", True)
    if asks and not request.user.is_authenticated:
        return redirect(sign_in_address(request))
    return render(request, "403_csrf.html", {"page": page_behind(request)}, status=403)


@public
@require_safe
def robots(request: HttpRequest) -> HttpResponse:
    """Tell search engines to keep out: what is public is for the people of the school and for a few days."""
    return HttpResponse("User-agent: *\nDisallow: /\n", content_type="text/plain")
