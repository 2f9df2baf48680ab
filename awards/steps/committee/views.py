"""The star committee's step on screen."""

from collections.abc import Callable

from django.contrib import messages
from django.http import HttpResponse, HttpResponseBase
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _, ngettext

from awards.models import ClassRound
from awards.rules.kinds import StepRole
from awards.sheets.contents import Contents
from awards.sheets.moves import ballots_of
from awards.steps.access import sheet_at, sheets_of_member
from awards.steps.committee import verbs as votes
from awards.steps.committee.page import CommitteePage, committee_page
from awards.steps.forms import ballots_in, keys_in, star_in
from starrating.operations.idempotency import once, sent_key
from starrating.refused import Refused
from students.permits.reach import StaffRequest, permitted_act, permitted_page


@permitted_page
def committee_step(request: StaffRequest) -> HttpResponseBase:
    """Show the month that waits for the committee, else the latest; ``star`` is the star on screen."""
    found = sheet_at(list(sheets_of_member(request.standing, timezone.localdate())), StepRole.COMMITTEE)
    page = _page(request, found[0], star_in(request.GET)) if found else None
    return render(request, "awards/steps/committee/page.html", {"page": page})


@permitted_act
def vote(request: StaffRequest, pk: int) -> HttpResponseBase:
    """Cast the ballot that was pressed."""
    sheet = _sheet(request, pk)

    def act() -> int:
        return votes.vote(sheet, ballots_in(request.POST), by=request.user, at=timezone.now())

    return _answer(request, sheet, act, star_in(request.POST))


@permitted_act
def vote_rest(request: StaffRequest, pk: int) -> HttpResponseBase:
    """Agree with all names of the star that have no ballot yet, of those that were shown; then the next star."""
    sheet, seen = _sheet(request, pk), keys_in(request.POST, "seen")

    def act() -> int:
        return votes.agree_with_rest(sheet, seen, by=request.user, at=timezone.now())

    return _answer(request, sheet, act, None)


def _sheet(request: StaffRequest, pk: int) -> ClassRound:
    return get_object_or_404(sheets_of_member(request.standing, timezone.localdate()), pk=pk)


def _page(request: StaffRequest, sheet: ClassRound, star: int | None) -> CommitteePage:
    return committee_page(Contents.load(sheet), request.standing, timezone.localdate(), star)


def _answer(request: StaffRequest, sheet: ClassRound, act: Callable[[], int], star: int | None) -> HttpResponseBase:
    """Send a script the changed parts of the page, a form the page with ``star`` again; a no is said on the page."""
    script = "X-Part" in request.headers
    try:
        number = once(request.user, sent_key(request), lambda: {"ballots": act()}, about=ballots_of(sheet))["ballots"]
    except Refused as no:
        messages.error(request, no.message)
        return HttpResponse(status=409) if script else _back(star)
    if script:
        return render(request, "awards/steps/committee/parts.html", {"page": _page(request, sheet, star)})
    if not isinstance(number, int) or not number:
        messages.info(request, _("Nothing has changed."))
    else:
        told = ngettext("%(count)d ballot is saved.", "%(count)d ballots are saved.", number)
        messages.success(request, told % {"count": number})
    return _back(star)


def _back(star: int | None) -> HttpResponseBase:
    """Go back where one was: to the star, at its names."""
    address = reverse("awards:committee_step")
    return redirect(f"{address}?star={star}#star" if star else f"{address}#star")
