"""What is left to do in a month and in a term."""

from django.http import HttpResponseBase
from django.shortcuts import render
from django.utils import timezone

from awards.home.month_end import month_end_page
from awards.home.term_end import term_end_page
from awards.settlement.access import term_of_school, term_to_settle
from awards.terms import access as terms_access
from students.permits.reach import StaffRequest, permitted_page


@permitted_page
def month_end(request: StaffRequest) -> HttpResponseBase:
    today = timezone.localdate()
    rounds = list(terms_access.rounds_of(request.school))
    number = request.GET.get("round", "")
    round_ = terms_access.chosen_round(rounds, today, int(number) if number.isdecimal() else None)
    page = month_end_page(rounds, round_, request.standing, today) if round_ else None
    return render(request, "awards/home/month.html", {"page": page})


@permitted_page
def term_end(request: StaffRequest) -> HttpResponseBase:
    today = timezone.localdate()
    terms = list(terms_access.terms_of(request.school).order_by("-starts_on"))
    number = request.GET.get("term", "")
    term = term_of_school(request.school, int(number)) if number.isdecimal() else term_to_settle(request.school, today)
    page = term_end_page(terms, term, request.standing, today) if term else None
    return render(request, "awards/home/term.html", {"page": page})
