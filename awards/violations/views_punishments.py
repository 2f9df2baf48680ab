"""Formal punishments on screen: for the office alone, never on a public page or paper (A47)."""

from django.http import HttpResponseBase
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _

from awards.models import Punishment
from awards.violations import punishments
from awards.violations.lists import PunishmentsResource
from awards.violations.punishment_forms import LiftForm, PunishmentForm
from awards.violations.punishments import PunishmentDecision
from starrating.forms import show_form
from students.permits.answers import tell
from students.permits.reach import StaffRequest, permitted_form, permitted_page

HOME = "awards:punishments"


@permitted_page
def punishment_list(request: StaffRequest) -> HttpResponseBase:
    rows = Punishment.objects.of_school(request.school)
    active = set(rows.active_on(timezone.localdate()).values_list("pk", flat=True))
    table = PunishmentsResource().on_page(rows.select_related("student"))
    context = {"table": table, "active": active}
    return render(request, "awards/violations/punishments/list.html", context)


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
        return _("Recorded. No star is taken; it is shown where merit awards are decided.")

    if form.is_valid() and tell(request, act):
        return redirect(HOME)
    return show_form(request, "awards/violations/punishments/record.html", form)


@permitted_form
def punishment_lift(request: StaffRequest, pk: int) -> HttpResponseBase:
    rows = Punishment.objects.of_school(request.school).select_related("student")
    found = get_object_or_404(rows, pk=pk)
    initial = {"on": timezone.localdate()}
    form = LiftForm(request.POST or None, initial=initial)

    def act() -> str:
        given = form.cleaned_data
        punishments.lift(found, on=given["on"], reason=given["reason"], by=request.user, at=timezone.now())
        return _("The punishment is lifted; its record stays.")

    if form.is_valid() and tell(request, act):
        return redirect(HOME)
    return show_form(request, "awards/violations/punishments/lift.html", form, punishment=found)
