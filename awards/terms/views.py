"""The administrator's terms and rounds."""

import datetime as dt

from django.contrib import messages
from django.http import HttpResponseBase
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _, ngettext

from awards.terms import access as terms_access, correcting, opening
from awards.terms.forms import NewRoundForm, RoundForm, TermDaysForm, TermForm
from awards.terms.lists import TermsResource
from awards.terms.page import counted_terms, term_page
from starrating.forms.fields import show_form
from starrating.operations.idempotency import once, sent_key
from starrating.refused import Refused
from starrating.web.returning import asked_back
from students.permits.answers import tell
from students.permits.reach import StaffRequest, permitted_act, permitted_form, permitted_page

# The first term's usual first month; a school year that starts in 2025 is under way until August 2026.
AUTUMN = 8


@permitted_page
def term_list(request: StaffRequest) -> HttpResponseBase:
    table = TermsResource().on_page(counted_terms(request.school))
    return render(request, "awards/terms/list.html", {"table": table})


@permitted_form
def open_term(request: StaffRequest) -> HttpResponseBase:
    form = TermForm(request.POST or None, school=request.school, initial=_next_term(timezone.localdate()))
    if form.is_valid():

        def act() -> dict[str, object]:
            opened = opening.open_term(request.school, **form.cleaned_data, by=request.user, at=timezone.now())
            return {"term": opened.pk, "name": opened.name}

        try:
            answer = once(request.user, sent_key(request), act)
        except Refused as refusal:
            form.add_error(None, refusal.message)
        else:
            messages.success(request, _("%(term)s is open.") % {"term": answer["name"]})
            return redirect(asked_back(request) or reverse("awards:term", args=[answer["term"]]))
    has_scheme = terms_access.published_schemes(request.school).exists()
    return show_form(request, "awards/terms/open.html", form, has_scheme=has_scheme, back=asked_back(request))


@permitted_page
def term(request: StaffRequest, term_pk: int) -> HttpResponseBase:
    page = term_page(terms_access.term_of_school(request.school, term_pk))
    return render(request, "awards/terms/term.html", {"page": page})


@permitted_form
def change_term(request: StaffRequest, term_pk: int) -> HttpResponseBase:
    term = terms_access.term_of_school(request.school, term_pk)
    form = TermDaysForm(request.POST or None, initial={"starts_on": term.starts_on, "ends_on": term.ends_on})
    if form.is_valid():
        try:
            correcting.change_term(term, **form.cleaned_data, by=request.user, at=timezone.now())
        except Refused as refusal:
            form.add_error(None, refusal.message)
        else:
            messages.success(request, _("%(term)s has been changed.") % {"term": term.name})
            return redirect("awards:term", term.pk)
    return show_form(request, "awards/terms/change.html", form, term=term)


@permitted_act
def remove_term(request: StaffRequest, term_pk: int) -> HttpResponseBase:
    term = terms_access.term_of_school(request.school, term_pk)

    def act() -> str:
        correcting.remove_term(term, by=request.user, at=timezone.now())
        return _("%(term)s has been removed.") % {"term": term.name}

    return redirect("awards:terms") if tell(request, act) else redirect("awards:term", term_pk)


@permitted_form
def add_round(request: StaffRequest, term_pk: int) -> HttpResponseBase:
    term = terms_access.term_of_school(request.school, term_pk)
    form = NewRoundForm(request.POST or None, school=request.school)
    if form.is_valid():

        def act() -> dict[str, object]:
            return {"name": opening.add_round(term, **form.cleaned_data, by=request.user, at=timezone.now()).name}

        try:
            added = once(request.user, sent_key(request), act)
        except Refused as refusal:
            form.add_error(None, refusal.message)
        else:
            messages.success(request, _("%(round)s has been added.") % {"round": added["name"]})
            return redirect("awards:term", term.pk)
    return show_form(request, "awards/terms/add_round.html", form, term=term)


@permitted_form
def change_round(request: StaffRequest, round_pk: int) -> HttpResponseBase:
    round_ = terms_access.round_for_office(request.school, round_pk)
    initial = {name: getattr(round_, name) for name in ("starts_on", "ends_on", "due_on", "grades")}
    form = RoundForm(request.POST or None, school=request.school, initial=initial)
    if form.is_valid():
        try:
            opening.change_round(round_, **form.cleaned_data, by=request.user, at=timezone.now())
        except Refused as refusal:
            form.add_error(None, refusal.message)
        else:
            messages.success(request, _("%(round)s has been changed.") % {"round": round_.name})
            return redirect("awards:term", round_.term_id)
    return show_form(request, "awards/terms/round.html", form, round=round_)


@permitted_act
def open_round(request: StaffRequest, round_pk: int) -> HttpResponseBase:
    round_ = terms_access.round_for_office(request.school, round_pk)

    def act() -> str:
        made = opening.open_round(round_, by=request.user, at=timezone.now())
        sentence = ngettext("%(count)d sheet opened.", "%(count)d sheets opened.", made)
        return sentence % {"count": made} if made else _("Every class has its sheet already.")

    tell(request, act)
    return redirect("awards:term", round_.term_id)


@permitted_act
def remove_round(request: StaffRequest, round_pk: int) -> HttpResponseBase:
    round_ = terms_access.round_for_office(request.school, round_pk)

    def act() -> str:
        opening.remove_round(round_, by=request.user, at=timezone.now())
        return _("%(round)s has been removed.") % {"round": round_.name}

    tell(request, act)
    return redirect("awards:term", round_.term_id)


def _next_term(today: dt.date) -> dict[str, object]:
    """Guess the term that is likely meant: the first from August on, else the second of the year under way."""
    first = today.month >= AUTUMN
    year = today.year if first else today.year - 1
    return {"school_year": year, "ordinal": 1 if first else 2}
