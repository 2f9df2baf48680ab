"""Pages that belong to no app."""

from django.http import HttpRequest, HttpResponse
from django.views.decorators.http import require_safe
from django.views.i18n import set_language

from starrating.web.public import public
from starrating.web.returning import page_at, posts_only


@public
@posts_only
def choose_language(request: HttpRequest) -> HttpResponse:
    """Keep the chosen language (`language=zh-hans` or `en`) in a cookie and go back to `next`."""
    response: HttpResponse = set_language(request)
    if "Location" in response.headers:
        response.headers["Location"] = page_at(response.headers["Location"])
    return response


@public
@require_safe
def robots(request: HttpRequest) -> HttpResponse:
    """Tell search engines to keep out: what is public is for the people of the school and for a few days."""
    return HttpResponse("User-agent: *\nDisallow: /\n", content_type="text/plain; charset=utf-8")
