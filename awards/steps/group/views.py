"""The group leader's step on screen."""

from django.http import HttpResponseBase
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _

from awards.models import Nomination
from awards.rules.kinds import StepRole
from awards.steps.access import line_of_leader, sheet_at, sheets_of_leader
from awards.steps.forms import DiscussForm
from awards.steps.group import verbs as discussion
from awards.steps.group.page import group_page
from students.permits.answers import tell, tell_if_valid
from students.permits.reach import StaffRequest, permitted_act, permitted_page


@permitted_page
def group_step(request: StaffRequest) -> HttpResponseBase:
    """Show the month that waits for the group, else the latest."""
    found = sheet_at(list(sheets_of_leader(request.standing, timezone.localdate())), StepRole.GROUP_LEADER)
    page = group_page(*found, request.standing, request.reach) if found else None
    return render(request, "awards/steps/group/page.html", {"page": page})


@permitted_act
def discuss(request: StaffRequest, pk: int) -> HttpResponseBase:
    line = line_of_leader(request.standing, pk, timezone.localdate())
    form = DiscussForm(request.POST)

    def act() -> str:
        discussion.discuss(line, **form.cleaned_data, by=request.user, at=timezone.now())
        return _("The group's result is recorded.")

    tell_if_valid(request, form, act)
    return _back(line)


@permitted_act
def undo_discussion(request: StaffRequest, pk: int) -> HttpResponseBase:
    line = line_of_leader(request.standing, pk, timezone.localdate())

    def act() -> str:
        discussion.undo_discussion(line, by=request.user, at=timezone.now())
        return _("Undone: the group can talk about it again.")

    tell(request, act)
    return _back(line)


def _back(line: Nomination) -> HttpResponseBase:
    return redirect(reverse("awards:group_step", fragment=f"line-{line.pk}"))
