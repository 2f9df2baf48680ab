"""The search in the head of every page."""

from django.http import HttpResponseBase
from django.shortcuts import redirect, render
from django.utils import timezone

from students.permits.reach import StaffRequest, permitted_page
from students.search import find


@permitted_page
def search(request: StaffRequest) -> HttpResponseBase:
    """Show what was found; where only one thing fits, lead straight to it."""
    typed = request.GET.get("q", "")
    found = find(request.school, request.standing, request.reach, typed, timezone.localdate())
    if len(found.pupils) == 1 and not found.classes:
        return redirect("reports:pupil", found.pupils[0].pk)
    if len(found.classes) == 1 and not found.pupils:
        return redirect("students:class", found.classes[0].pk)
    return render(request, "reports/search/search.html", {"found": found})
