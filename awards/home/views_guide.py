"""The first steps of a new school."""

from __future__ import annotations

from django.http import HttpResponseBase
from django.shortcuts import render
from django.views.decorators.http import require_safe

from awards.home.guide import guide_page
from students.permits.reach import StaffRequest, permitted


@permitted
@require_safe
def guide(request: StaffRequest) -> HttpResponseBase:
    page = guide_page(request.school, request.standing)
    return render(request, "awards/home/guide.html", {"page": page})
