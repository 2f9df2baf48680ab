"""A term on one page."""

from django.http import HttpResponseBase
from django.shortcuts import render
from django.utils import timezone

from reports import access
from reports.terms.review.page import review_page
from students.permits.reach import StaffRequest, permitted_page


@permitted_page
def term_review(request: StaffRequest) -> HttpResponseBase:
    today = timezone.localdate()
    term = access.chosen_term(request.school, today, request.GET.get("term", ""))
    page = review_page(term, today) if term else None
    context = {"page": page, "terms": list(access.terms_of(request.school))}
    return render(request, "reports/terms/review/page.html", context)
