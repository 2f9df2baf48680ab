"""The first steps of a new school."""

from django.http import HttpResponseBase
from django.shortcuts import render

from awards.home.guide import guide_page
from students.permits.reach import StaffRequest, permitted_page


@permitted_page
def guide(request: StaffRequest) -> HttpResponseBase:
    page = guide_page(request.school, request.standing)
    return render(request, "awards/home/guide.html", {"page": page})
