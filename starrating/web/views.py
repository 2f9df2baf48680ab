"""Pages that belong to no app."""

from django.db import connection
from django.http import HttpRequest, HttpResponse
from django.views.decorators.http import require_POST, require_safe
from django.views.i18n import set_language

from starrating.web.public import public


@public
@require_safe
def healthy(request: HttpRequest) -> HttpResponse:
    """Answer `ok` when the program and its database answer; for whoever watches over the server."""
    with connection.cursor() as cursor:
        cursor.execute("SELECT 1")
    return HttpResponse("ok", content_type="text/plain")


@public
@require_POST
def choose_language(request: HttpRequest) -> HttpResponse:
    """Keep the chosen language (`language=zh-hans` or `en`) in a cookie and go back to `next`."""
    response: HttpResponse = set_language(request)
    return response


@public
@require_safe
def robots(request: HttpRequest) -> HttpResponse:
    """Tell search engines to keep out: what is public is for the people of the school and for a few days."""
    return HttpResponse("User-agent: *\nDisallow: /\n", content_type="text/plain")
