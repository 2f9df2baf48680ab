"""The end of a term: the check, the preview, settling, reopening; and a class's levels as of a day."""

from collections.abc import Collection

from django.contrib import messages
from django.http import HttpResponseBase
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _

from awards.settlement import lists, verbs as settlement
from awards.settlement.access import term_to_settle
from awards.settlement.forms import GradeForm, ReopenForm
from awards.settlement.levels_page import levels_page
from awards.settlement.next_thing import next_in_term
from awards.settlement.page import settlement_page
from awards.settlement.verbs import Settled
from awards.terms.access import term_of_school, terms_of
from awards.violations.access import reads_deductions_of
from starrating import joiners
from starrating.forms.shared import DayForm
from starrating.web.paging import SHORT_ROWS, page_of
from students.classes.access import class_for
from students.models import Term
from students.permits.answers import tell_if_valid
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
    today = timezone.localdate()
    page = settlement_page(term, list(terms_of(request.school)), today)
    page_obj = page_of(page.near, request)
    may_settle = may_go(request.standing, "awards:settle")
    context = {
        "page": page,
        "page_obj": page_obj,
        "near": lists.NearResource().on_page(list(page_obj)),
        "corrections": lists.CorrectionsResource().on_page(page.corrections),
        "may_settle": may_settle,
        "next": next_in_term(page, today, may_settle=may_settle),
    }
    return render(request, "awards/settlement/term.html", context)


@permitted_act
def settle(request: StaffRequest, term_pk: int) -> HttpResponseBase:
    """Settle one grade, or every grade that is ready."""
    term = term_of_school(request.school, term_pk)
    form = GradeForm(request.POST)

    def act() -> str:
        grade, before = form.cleaned_data["grade"], settlement.open_years(term)
        if grade is None:
            done = settlement.settle(term, by=request.user, at=timezone.now())
        else:
            done = settlement.settle_grade(term, grade, by=request.user, at=timezone.now())
        return _said(term, set(before) - set(settlement.open_years(term)), done)

    tell_if_valid(request, form, act)
    return redirect("awards:settlement_of_term", term.pk)


def _said(term: Term, settled: Collection[int], done: Settled) -> str:
    """Say what was settled: the term where no grade is left, else the grades of these entry years."""
    if not settlement.open_years(term):
        sentence = _(
            "%(term)s is settled. Levels frozen: %(frozen)d, corrected: %(corrected)d; entitlements added: %(added)d, "
            "withdrawn: %(withdrawn)d, to be issued again: %(reissued)d."
        )
        return sentence % {"term": term.name, **vars(done)}
    names = [
        term.school.grade_name(term.school.grade_of(year, term.school_year)) for year in sorted(settled, reverse=True)
    ]
    sentence = _(
        "Settled: %(grades)s. Levels frozen: %(frozen)d, corrected: %(corrected)d; entitlements added: %(added)d, "
        "withdrawn: %(withdrawn)d, to be issued again: %(reissued)d."
    )
    return sentence % {"grades": joiners.in_a_row(names), **vars(done)}


@permitted_act
def reopen_term(request: StaffRequest, term_pk: int) -> HttpResponseBase:
    term = term_of_school(request.school, term_pk)
    form = ReopenForm(request.POST)

    def act() -> str:
        reason, grade = form.cleaned_data["reason"], form.cleaned_data["grade"]
        if grade is None:
            settlement.reopen(term, reason=reason, by=request.user, at=timezone.now())
            return _("%(term)s is reopened. Settle it again when it has been corrected.") % {"term": term.name}
        settlement.reopen_grade(term, grade, reason=reason, by=request.user, at=timezone.now())
        sentence = _("%(grade)s is reopened, the other grades stay as they are. Settle it again when it is corrected.")
        return sentence % {"grade": term.school.grade_name(grade)}

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
    page_obj = page_of(page.rows, request, SHORT_ROWS)
    context = {
        "page": page,
        "page_obj": page_obj,
        "table": lists.LevelsResource(page).on_page(page_obj),
        "form": DayForm(initial={"day": day}, label=_("As of the end of")),
        "class_pk": class_pk,
    }
    return render(request, "awards/settlement/levels.html", context)
