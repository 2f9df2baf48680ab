"""The class meeting's screen: the teacher types the hands, star by star."""

from collections.abc import Mapping

from django.http import HttpResponseBase
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _

from awards.models import ClassRound
from awards.sheets.access import sheet_in_reach
from awards.sheets.contents import Contents
from awards.steps.forms import hands_in, star_in
from awards.steps.meeting import verbs as hands
from awards.steps.meeting.page import meeting_page
from students.permits.answers import tell
from students.permits.reach import StaffRequest, permitted_act, permitted_page


@permitted_page
def meeting(request: StaffRequest, pk: int) -> HttpResponseBase:
    """Show a star for the whole class to see; ``star`` says which, else the first whose hands are not counted."""
    return _page(request, sheet_in_reach(request.standing, "awards:meeting", pk), star_in(request.GET))


@permitted_act
def count_hands(request: StaffRequest, pk: int) -> HttpResponseBase:
    """Save the hands of a star and go on to the next; what cannot be saved is shown as typed."""
    sheet, star = sheet_in_reach(request.standing, "awards:count_hands", pk), star_in(request.POST)

    def act() -> str:
        hands.count_hands(sheet, star or 0, hands_in(request.POST), by=request.user, at=timezone.now())
        return _("The hands are saved.")

    if tell(request, act):
        return redirect(reverse("awards:meeting", args=[sheet.pk]))
    return _page(request, sheet, star, request.POST.dict())


@permitted_act
def forget_hands(request: StaffRequest, pk: int) -> HttpResponseBase:
    sheet, star = sheet_in_reach(request.standing, "awards:forget_hands", pk), star_in(request.POST)

    def act() -> str:
        hands.forget_hands(sheet, star or 0, by=request.user, at=timezone.now())
        return _("Undone: the members can vote on this star again.")

    tell(request, act)
    return redirect(f"{reverse('awards:meeting', args=[sheet.pk])}?star={star or ''}")


def _page(
    request: StaffRequest, sheet: ClassRound, star: int | None, typed: Mapping[str, str] | None = None
) -> HttpResponseBase:
    page = meeting_page(Contents.load(sheet), request.standing, timezone.localdate(), star, typed)
    return render(request, "awards/steps/meeting/page.html", {"page": page})
