"""The group leader's step on screen."""

from collections.abc import Mapping

from django.http import HttpResponseBase
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _, ngettext

from awards.rules.kinds import StepRole
from awards.steps.access import line_of_leader, sheet_at, sheets_of_leader
from awards.steps.forms import hands_in, keys_in
from awards.steps.group import verbs as discussion
from awards.steps.group.page import group_page
from students.permits.answers import tell
from students.permits.reach import StaffRequest, permitted_act, permitted_page, reach_of


@permitted_page
def group_step(request: StaffRequest) -> HttpResponseBase:
    """Show the month that waits for the group, else the latest."""
    return _page(request)


@permitted_act
def discuss(request: StaffRequest, pk: int) -> HttpResponseBase:
    """Save all hands of the page at once, and agree with ``all`` the rest; what cannot be saved is shown as typed."""
    sheet = get_object_or_404(sheets_of_leader(request.standing, timezone.localdate()), pk=pk)
    rest = keys_in(request.POST, "seen") if "all" in request.POST else []

    def act() -> str:
        hands = hands_in(request.POST)
        number = discussion.discuss_all(sheet, hands, rest, by=request.user, at=timezone.now())
        if not number:
            return _("Nothing has changed.")
        told = ngettext("%(count)d result is recorded.", "%(count)d results are recorded.", number)
        return told % {"count": number}

    return redirect("awards:group_step") if tell(request, act) else _page(request, request.POST.dict())


def _page(request: StaffRequest, typed: Mapping[str, str] | None = None) -> HttpResponseBase:
    found = sheet_at(list(sheets_of_leader(request.standing, timezone.localdate())), StepRole.GROUP_LEADER)
    page = (
        group_page(*found, request.standing, reach_of(request.standing, "awards:group_step"), typed) if found else None
    )
    return render(request, "awards/steps/group/page.html", {"page": page})


@permitted_act
def undo_discussion(request: StaffRequest, pk: int) -> HttpResponseBase:
    line = line_of_leader(request.standing, pk, timezone.localdate())

    def act() -> str:
        discussion.undo_discussion(line, by=request.user, at=timezone.now())
        return _("Undone: the group can talk about it again.")

    tell(request, act)
    return redirect(reverse("awards:group_step", fragment=f"line-{line.pk}"))
