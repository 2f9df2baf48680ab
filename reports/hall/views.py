"""The screen in the hall: its settings for the office, and the board for the one device that stands there."""

from django.conf import settings
from django.http import FileResponse, Http404, HttpRequest, HttpResponse, HttpResponseBase
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_safe

from reports import access
from reports.hall.verbs import device_of, is_over, screen_at, turn_off, turn_on
from reports.honours.board import board_levels
from reports.models import HallScreen
from starrating.web.public import public
from students.models import Photo, Term
from students.permits.answers import tell
from students.permits.reach import StaffRequest, permitted_act, permitted_page

COOKIE = "hall"
_ONE_YEAR = 365 * 24 * 3600


@permitted_page
def hall(request: StaffRequest, term_pk: int) -> HttpResponseBase:
    """Say whether the screen is on; its address is shown once, when it is turned on."""
    return _settings(request, access.settled_term(request.school, term_pk))


@never_cache
@permitted_act
def hall_on(request: StaffRequest, term_pk: int) -> HttpResponseBase:
    """Turn the screen on, or give it a new address; without idempotency key, for the last address alone holds."""
    term = access.settled_term(request.school, term_pk)
    secret = turn_on(term, by=request.user, at=timezone.now())
    path = reverse("reports:hall_screen", args=[secret])
    address = f"{settings.PUBLIC_ADDRESS}{path}" if settings.PUBLIC_ADDRESS else request.build_absolute_uri(path)
    return _settings(request, term, address)


@permitted_act
def hall_off(request: StaffRequest, term_pk: int) -> HttpResponseBase:
    term = access.settled_term(request.school, term_pk)

    def act() -> str:
        turn_off(term, by=request.user, at=timezone.now())
        return _("The screen in the hall is off; its address shows nothing any more.")

    tell(request, act)
    return redirect("reports:hall", term.pk)


def _settings(request: StaffRequest, term: Term, address: str = "") -> HttpResponseBase:
    screen = HallScreen.objects.filter(term=term).select_related("opened_by").first()
    over = is_over(term, timezone.localdate())
    context = {"term": term, "screen": screen, "address": address, "over": over}
    return render(request, "reports/hall/settings.html", context)


@public
@never_cache
@require_safe
def hall_screen(request: HttpRequest, secret: str) -> HttpResponse:
    """Show the board of those whose guardians agreed, to the device that the address is bound to; else 404."""
    screen, mark = _screen(request, secret)
    levels = board_levels(screen.term, timezone.localdate(), consented=True)
    response = render(request, "reports/honours/lobby.html", {"term": screen.term, "levels": levels, "secret": secret})
    response["X-Robots-Tag"] = "noindex, nofollow"
    path = reverse("reports:hall_screen", args=[secret])
    response.set_cookie(
        COOKIE, mark, max_age=_ONE_YEAR, path=path, secure=request.is_secure(), httponly=True, samesite="Strict"
    )
    return response


@public
@never_cache
@require_safe
def hall_photo(request: HttpRequest, secret: str, key: str) -> FileResponse:
    """Send the photo of a pupil on the board, as the guardian allows on this day."""
    screen, _mark = _screen(request, secret)
    today = timezone.localdate()
    levels = board_levels(screen.term, today, consented=True)
    shown = [pupil.photo.pk for row in levels for pupil in row.pupils if pupil.photo]
    photo = get_object_or_404(Photo, pk__in=shown, file=f"photos/{key}.jpg")
    response = FileResponse(photo.file.open("rb"), content_type="image/jpeg")
    response["Cross-Origin-Resource-Policy"] = "same-origin"
    return response


def _screen(request: HttpRequest, secret: str) -> tuple[HallScreen, str]:
    screen = screen_at(secret, timezone.localdate())
    mark = device_of(screen, request.COOKIES.get(COOKIE, "")) if screen is not None else None
    if screen is None or mark is None:
        raise Http404
    return screen, mark
