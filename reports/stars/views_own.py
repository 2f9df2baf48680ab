"""The page on which a pupil sees the own stars."""

from django.http import HttpResponseBase
from django.shortcuts import render
from django.utils import timezone

from reports import access
from reports.stars.own_sky import own_sky
from reports.stars.pupil_page import pupil_page
from students.permits.reach import StaffRequest, permitted_page


@permitted_page
def my_stars(request: StaffRequest) -> HttpResponseBase:
    """Show the present term, or an earlier one by ``?term=``."""
    today = timezone.localdate()
    student = access.own_record(request.standing)
    term = access.chosen_term(request.school, today, request.GET.get("term", ""))
    sky = own_sky(pupil_page(student, term, request.standing, today), today)
    return render(request, "reports/stars/my_stars.html", {"sky": sky, "page": sky.page})
