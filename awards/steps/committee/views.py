"""The star committee's step on screen."""

from django.contrib import messages
from django.http import HttpResponseBase
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _, ngettext

from awards.rules.kinds import StepRole
from awards.sheets.contents import Contents
from awards.steps.access import sheet_at, sheets_of_member
from awards.steps.committee import verbs as votes
from awards.steps.committee.page import committee_page
from awards.steps.forms import ballots_in
from students.permits.answers import tell
from students.permits.reach import StaffRequest, permitted_act, permitted_page


@permitted_page
def committee_step(request: StaffRequest) -> HttpResponseBase:
    """Show the month that waits for the committee, else the latest."""
    day = timezone.localdate()
    found = sheet_at(list(sheets_of_member(request.standing, day)), StepRole.COMMITTEE)
    page = committee_page(Contents.load(found[0]), request.standing, day) if found else None
    return render(request, "awards/steps/committee/page.html", {"page": page})


@permitted_act
def vote(request: StaffRequest, pk: int) -> HttpResponseBase:
    """Cast all ballots of the page at once. What has left the list meanwhile is told, and does not lose the others."""
    sheet = get_object_or_404(sheets_of_member(request.standing, timezone.localdate()), pk=pk)
    sent = ballots_in(request.POST)
    there = set(votes.before_the_committee(sheet).values_list("pk", flat=True))
    ballots = {line: agrees for line, agrees in sent.items() if line in there}

    def act() -> str:
        number = votes.vote(sheet, ballots, by=request.user, at=timezone.now())
        if not number:
            return _("Nothing has changed.")
        return ngettext("%(count)d ballot is saved.", "%(count)d ballots are saved.", number) % {"count": number}

    if tell(request, act) and len(ballots) < len(sent):
        messages.warning(request, _("Some names are no longer before the committee; the others are saved."))
    return redirect("awards:committee_step")
