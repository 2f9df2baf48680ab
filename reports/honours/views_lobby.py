"""The honour board on a screen in the hall: full screen, turning its pages by itself."""

from django.http import HttpResponseBase
from django.shortcuts import render
from django.utils import timezone

from reports import access
from reports.honours.board import board_levels
from students.permits.reach import StaffRequest, permitted_page


@permitted_page
def lobby(request: StaffRequest, term_pk: int) -> HttpResponseBase:
    """Show the board of a settled term; before that nobody is on it (404)."""
    term = access.settled_term(request.school, term_pk)
    levels = board_levels(term, timezone.localdate())
    return render(request, "reports/honours/lobby.html", {"term": term, "levels": levels})
