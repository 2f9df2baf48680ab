"""Violations and formal punishments on screen: proposed by the homeroom teacher, decided by the office."""

from collections.abc import Callable

from django.db.models import QuerySet
from django.forms import Form
from django.http import HttpResponseBase
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _

from awards.models import AppealState, Punishment, Violation
from awards.rules.kinds import DeductionMode
from awards.schemes.access import scheme_to_read
from awards.terms.locks import is_settled_for
from awards.violations import punishments, verbs as violations
from awards.violations.access import violation_for, violations_for
from awards.violations.forms import DecisionForm, LiftForm, ProposeForm, PunishmentForm, SupplementForm
from awards.violations.lists import PunishmentsResource, ViolationsResource
from awards.violations.prepared import prepared_for, term_on
from awards.violations.punishments import PunishmentDecision
from awards.violations.verbs import Incident
from starrating.forms.fields import show_form
from starrating.own_words import in_own_words
from starrating.web.keys import key_in
from starrating.web.paging import page_of
from students.models import SchoolClass
from students.permits.answers import tell, tell_if_valid
from students.permits.reach import StaffRequest, may_go, permitted_act, permitted_form, permitted_page, reach_of
from students.permits.shown import list_on_record, on_record


@permitted_page
def violation_list(request: StaffRequest) -> HttpResponseBase:
    rows = list(violations_for(request.school, request.standing, timezone.localdate()))
    decides = may_go(request.standing, "awards:violation_confirm")
    classes = SchoolClass.objects.filter(request.reach.within("pk"), school=request.school)
    term = term_on(request.school, timezone.localdate())
    prepared = prepared_for(classes, term) if term else []
    page_obj = page_of(rows, request)
    list_on_record(request, [*(row.student_id for row in page_obj), *(one.student.pk for one in prepared)])
    context = {
        "table": ViolationsResource().on_page(list(page_obj)),
        "page_obj": page_obj,
        "decides": decides,
        "prepared": prepared,
    }
    return render(request, "awards/violations/list.html", context)


@permitted_form
def violation_propose(request: StaffRequest) -> HttpResponseBase:
    today = timezone.localdate()
    scheme, _term = scheme_to_read(request.school, None, today)
    # Of whose pupils somebody may propose.
    classes = SchoolClass.objects.filter(request.reach.within("pk"), school=request.school)
    form = ProposeForm(
        request.POST or None,
        school=request.school,
        classes=classes,
        scheme=scheme,
        today=today,
        initial=_prepared(request, classes),
    )

    def act() -> str:
        violations.propose(Incident(**form.cleaned_data), by=request.user, at=timezone.now())
        return in_own_words(_("Put before the %(office)s. Nothing is deducted until it confirms."))

    if form.is_valid() and tell(request, act):
        return redirect("awards:violations")
    return show_form(request, "awards/violations/propose.html", form)


def _prepared(request: StaffRequest, classes: QuerySet[SchoolClass]) -> dict[str, object]:
    """Give what the notes of a pupil's minor faults fill in, where the link says whose."""
    wanted, term = key_in(request.GET.get("prepared", "")), term_on(request.school, timezone.localdate())
    if wanted is None or term is None:
        return {}
    found = (one.initial for one in prepared_for(classes, term) if one.student.pk == wanted)
    given = next(found, {})
    if given:
        on_record(request, wanted, wanted)
    return given


@permitted_page
def violation(request: StaffRequest, pk: int) -> HttpResponseBase:
    found = violation_for(request.school, request.standing, pk, timezone.localdate())
    on_record(request, found.pk, found.student_id)
    told = {name: getattr(found, name) for name in SupplementForm.base_fields}
    context = {
        "violation": found,
        "class_name": found.school_class.name_in(found.term.school_year),
        "missing": violations.missing(found),
        # A record of a class that the pupil has left is completed there.
        "completes": reach_of(request.standing, "awards:violation_supplement").holds(found.school_class),
        "decides": may_go(request.standing, "awards:violation_confirm"),
        "appeal": found.appeals.exclude(state=AppealState.WITHDRAWN).first(),
        "open": not is_settled_for(found.term, [found.student_id], [found.school_class_id]),
        "up_to": found.term.pinned.scheme.deduction_mode == DeductionMode.UP_TO,
        "amount": found.term.pinned.scheme.counted(found.stars),
        "supplement_form": SupplementForm(initial=told, auto_id="supplement_%s"),
        "decision_form": DecisionForm(initial={"stars": found.stars}),
    }
    return render(request, "awards/violations/violation.html", context)


@permitted_act
def violation_supplement(request: StaffRequest, pk: int) -> HttpResponseBase:
    found = violation_for(request.school, request.standing, pk, timezone.localdate())

    def act(form: Form) -> str:
        violations.supplement(found, **form.cleaned_data, by=request.user, at=timezone.now())
        return _("The record is complete now.") if not violations.missing(found) else _("Saved.")

    return _answered(request, found, SupplementForm(request.POST), act)


@permitted_act
def violation_confirm(request: StaffRequest, pk: int) -> HttpResponseBase:
    found = violation_for(request.school, request.standing, pk, timezone.localdate())

    def act(form: Form) -> str:
        done = violations.confirm(found, **form.cleaned_data, by=request.user, at=timezone.now())
        return _("Confirmed. Deducted: %(stars)s.") % {"stars": done.term.pinned.scheme.counted(done.stars)}

    return _answered(request, found, DecisionForm(request.POST), act)


@permitted_act
def violation_drop(request: StaffRequest, pk: int) -> HttpResponseBase:
    found = violation_for(request.school, request.standing, pk, timezone.localdate())

    def act(form: Form) -> str:
        violations.drop(found, reason=form.cleaned_data["reason"], by=request.user, at=timezone.now())
        return _("Dismissed: no stars are deducted.")

    return _answered(request, found, DecisionForm(request.POST), act)


@permitted_act
def violation_revoke(request: StaffRequest, pk: int) -> HttpResponseBase:
    found = violation_for(request.school, request.standing, pk, timezone.localdate())

    def act(form: Form) -> str:
        violations.revoke(found, reason=form.cleaned_data["reason"], by=request.user, at=timezone.now())
        return _("Revoked: the stars are restored.")

    return _answered(request, found, DecisionForm(request.POST), act)


def _answered(request: StaffRequest, found: Violation, form: Form, act: Callable[[Form], str]) -> HttpResponseBase:
    tell_if_valid(request, form, lambda: act(form))
    return redirect("awards:violation", found.pk)


HOME = "awards:punishments"


@permitted_page
def punishment_list(request: StaffRequest) -> HttpResponseBase:
    rows = Punishment.objects.of_school(request.school)
    active = set(rows.active_on(timezone.localdate()).values_list("pk", flat=True))
    shown = list(rows.select_related("student"))
    list_on_record(request, [row.student_id for row in shown])
    table = PunishmentsResource().on_page(shown)
    return render(request, "awards/violations/punishments/list.html", {"table": table, "active": active})


@permitted_form
def punishment_record(request: StaffRequest) -> HttpResponseBase:
    initial = {"number": request.GET.get("pupil", "")[:30]}
    form = PunishmentForm(request.POST or None, initial=initial, school=request.school)

    def act() -> str:
        given = form.cleaned_data
        decision = PunishmentDecision(
            given["number"], given["kind"], given["decided_on"], given["ground"], given["until"]
        )
        punishments.record(decision, by=request.user, at=timezone.now())
        return _("Recorded. No star is deducted; it is shown where merit awards are decided.")

    if form.is_valid() and tell(request, act):
        return redirect(HOME)
    return show_form(request, "awards/violations/punishments/record.html", form)


@permitted_form
def punishment_lift(request: StaffRequest, pk: int) -> HttpResponseBase:
    found = get_object_or_404(Punishment.objects.of_school(request.school).select_related("student"), pk=pk)
    form = LiftForm(request.POST or None, initial={"on": timezone.localdate()})

    def act() -> str:
        punishments.lift(found, **form.cleaned_data, by=request.user, at=timezone.now())
        return _("The punishment is lifted; its record stays.")

    if form.is_valid() and tell(request, act):
        return redirect(HOME)
    on_record(request, found.pk, found.student_id)
    return show_form(request, "awards/violations/punishments/lift.html", form, punishment=found)
