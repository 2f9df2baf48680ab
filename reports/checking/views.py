"""The page that a paper's square code opens: for guardians, without sign-in."""

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils import timezone
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_safe

from reports.checking.verbs import looked_up
from starrating.web.address import network
from starrating.web.public import public
from students.sessions import attempts

# Wrong codes are counted by where they come from, for no account.
NOBODY = ""


@public
@never_cache
@require_safe
def check(request: HttpRequest, code: str) -> HttpResponse:
    """Say whether a paper is genuine, when it was issued and for whom in a masked name; kept from search engines.

    Whoever tries codes from one address has to wait soon; a code that is right counts for nothing.
    """
    response = _answer(request, code)
    response["X-Robots-Tag"] = "noindex, nofollow"
    return response


def _answer(request: HttpRequest, code: str) -> HttpResponse:
    place, now = f"check:{network(request)}", timezone.now()
    if attempts.wait_left(NOBODY, place, at=now, rule=attempts.ADDRESS):
        return render(request, "reports/checking/check.html", {"too_often": True}, status=429)
    found = looked_up(code)
    if found is None:
        attempts.begin(NOBODY, place, at=now, rule=attempts.ADDRESS)
    return render(request, "reports/checking/check.html", {"found": found}, status=200 if found else 404)
