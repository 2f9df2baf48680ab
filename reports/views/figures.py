"""A term in pictures."""

from __future__ import annotations

from django.http import HttpResponseBase
from django.shortcuts import render
from django.utils import timezone
from django.views.decorators.http import require_safe

from reports import access
from reports.figures import figures_page
from students.permits import StaffRequest, permitted


@permitted
@require_safe
def figures(request: StaffRequest) -> HttpResponseBase:
    """The school's for office and administrator, the own classes' for a homeroom teacher."""
    today = timezone.localdate()
    term = access.chosen_term(request.school, today, request.GET.get("term", ""))
    own = None if request.reach.whole_school else request.reach.classes
    page = figures_page(term, today, own) if term else None
    context = {"page": page, "terms": list(access.terms_of(request.school))}
    return render(request, "reports/figures/page.html", context)
