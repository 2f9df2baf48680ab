"""The page that a paper's square code opens: for guardians, without sign-in."""

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_safe

from reports.checking.verbs import looked_up, too_often
from starrating.web.address import client_address
from starrating.web.public import public


@public
@never_cache
@require_safe
def check(request: HttpRequest, code: str) -> HttpResponse:
    """Say whether a paper is genuine, when it was issued and for whom in a masked name; kept from search engines."""
    if too_often(client_address(request)):
        response = render(request, "reports/checking/check.html", {"too_often": True}, status=429)
    else:
        found = looked_up(code)
        response = render(request, "reports/checking/check.html", {"found": found}, status=200 if found else 404)
    response["X-Robots-Tag"] = "noindex, nofollow"
    return response
