"""A term in pictures."""

from django.http import HttpResponseBase
from django.shortcuts import render
from django.utils import timezone

from reports import access
from reports.terms.figures import Chosen, figures_page
from starrating.web.keys import key_in
from students.classes.access import class_within
from students.permits.reach import StaffRequest, may_go, permitted_page


@permitted_page
def figures(request: StaffRequest) -> HttpResponseBase:
    """Show the school's figures to office and administrator, the own classes' to a homeroom teacher."""
    today = timezone.localdate()
    term = access.chosen_term(request.school, today, request.GET.get("term", ""))
    own = None if request.reach.whole_school else request.reach.classes
    page = figures_page(term, today, own, _chosen(request)) if term else None
    opens = may_go(request.standing, "reports:class_totals")
    context = {"page": page, "terms": list(access.terms_of(request.school)), "opens_classes": opens}
    context["may_review"] = may_go(request.standing, "reports:term_review")
    return render(request, "reports/terms/figures/page.html", context)


def _chosen(request: StaffRequest) -> Chosen:
    """Read what the address asks for: a class out of reach is a 404, what is no number counts as not asked."""
    asked = {name: _number(request.GET.get(name, "")) for name in ("class", "month", "grade")}
    if asked["class"] is not None:
        class_within(request.school, request.reach, asked["class"])
    return Chosen(class_pk=asked["class"], round_pk=asked["month"], grade=asked["grade"])


def _number(text: str) -> int | None:
    return key_in(text)
