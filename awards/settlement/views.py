"""The end of a term: the check, the preview, settling, reopening; and a class's levels as of a day."""

from django.contrib import messages
from django.http import HttpResponseBase
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _

from awards.settlement import lists, verbs as settlement
from awards.settlement.access import term_to_settle
from awards.settlement.forms import DayForm
from awards.settlement.levels_page import levels_page
from awards.settlement.page import settlement_page
from awards.terms.access import term_of_school, terms_of
from awards.violations.access import reads_deductions_of
from starrating.forms import ReasonForm
from students.classes.access import class_for
from students.permits.answers import tell, tell_if_valid
from students.permits.reach import StaffRequest, may_go, permitted_act, permitted_page


@permitted_page
def overview(request: StaffRequest) -> HttpResponseBase:
    term = term_to_settle(request.school, timezone.localdate())
    if term is None:
        return render(request, "awards/settlement/no_term.html")
    return redirect("awards:settlement_of_term", term.pk)


@permitted_page
def settlement_of_term(request: StaffRequest, term_pk: int) -> HttpResponseBase:
    term = term_of_school(request.school, term_pk)
    page = settlement_page(term, list(terms_of(request.school)), timezone.localdate())
    context = {
        "page": page,
        "near": lists.NearResource().on_page(page.near),
        "corrections": lists.CorrectionsResource().on_page(page.corrections),
        "may_settle": may_go(request.standing, "awards:settle"),
    }
    return render(request, "awards/settlement/term.html", context)


@permitted_act
def settle(request: StaffRequest, term_pk: int) -> HttpResponseBase:
    term = term_of_school(request.school, term_pk)

    def act() -> str:
        done = settlement.settle(term, by=request.user, at=timezone.now())
        sentence = _(
            "%(term)s is settled. Levels frozen: %(frozen)d, corrected: %(corrected)d; entitlements added: %(added)d, "
            "withdrawn: %(withdrawn)d, to be issued again: %(reissued)d."
        )
        return sentence % {"term": term.name, **vars(done)}

    tell(request, act)
    return redirect("awards:settlement_of_term", term.pk)


@permitted_act
def reopen_term(request: StaffRequest, term_pk: int) -> HttpResponseBase:
    term = term_of_school(request.school, term_pk)
    form = ReasonForm(request.POST)

    def act() -> str:
        settlement.reopen(term, reason=form.cleaned_data["reason"], by=request.user, at=timezone.now())
        return _("%(term)s is reopened. Settle it again when it has been corrected.") % {"term": term.name}

    tell_if_valid(request, form, act)
    return redirect("awards:settlement_of_term", term.pk)


@permitted_page
def levels_on(request: StaffRequest, term_pk: int, class_pk: int) -> HttpResponseBase:
    """Show a class's levels; teachers see their own classes. Without a day it is today's, or the term's last."""
    term = term_of_school(request.school, term_pk)
    school_class = class_for(request.school, request.standing, class_pk)
    today = timezone.localdate()
    form = DayForm(request.GET or None, initial={"day": today})
    day = form.cleaned_data["day"] if form.is_valid() else today
    if form.is_bound and not form.is_valid():
        messages.error(request, _("This is not a day. Choose it from the calendar."))
    page = levels_page(school_class, term, day, balanced=reads_deductions_of(request.standing, school_class))
    table = lists.LevelsResource(page).on_page(page.rows)
    context = {"page": page, "table": table, "form": DayForm(initial={"day": day}), "class_pk": class_pk}
    return render(request, "awards/settlement/levels.html", context)
