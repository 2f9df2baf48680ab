"""The administrator's pages of the rules of data processing and of incidents."""

from django.forms import Form
from django.http import HttpResponseBase
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _

from starrating.forms.shared import ReasonForm
from students.models import DataIncident, DataRules
from students.permits.answers import tell, tell_if_valid
from students.permits.reach import StaffRequest, permitted_act, permitted_page
from students.privacy import verbs
from students.privacy.forms import IncidentForm, RulesForm
from students.privacy.rules import in_force, shipped_text


@permitted_page
def edit_rules(request: StaffRequest) -> HttpResponseBase:
    return _rules_page(request)


def _rules_page(request: StaffRequest, form: Form | None = None) -> HttpResponseBase:
    school = request.school
    current = in_force(school, timezone.localdate())
    context = {
        "school": school,
        "current": current,
        "versions": DataRules.objects.filter(school=school).select_related("by"),
        "form": form or RulesForm(initial={"text": current.text if current else shipped_text(school)}),
    }
    return render(request, "students/privacy/edit.html", context, status=422 if form else 200)


@permitted_act
def adopt_rules(request: StaffRequest) -> HttpResponseBase:
    form = RulesForm(request.POST)

    def act() -> str:
        row = verbs.adopt(request.school, form.cleaned_data["text"], by=request.user, at=timezone.now())
        return _("Saved as version %(version)d, in force from today.") % {"version": row.version}

    if form.is_valid() and tell(request, act, form):
        return redirect("students:edit_rules")
    return _rules_page(request, form)


@permitted_page
def incidents(request: StaffRequest) -> HttpResponseBase:
    return _incidents_page(request)


def _incidents_page(request: StaffRequest, form: Form | None = None) -> HttpResponseBase:
    today = timezone.localdate()
    context = {
        "rows": DataIncident.objects.filter(school=request.school).select_related("by"),
        "form": form or IncidentForm(initial={"happened_on": today, "known_on": today}),
    }
    return render(request, "students/privacy/incidents.html", context, status=422 if form else 200)


@permitted_act
def note_incident(request: StaffRequest) -> HttpResponseBase:
    form = IncidentForm(request.POST)

    def act() -> str:
        verbs.note_incident(request.school, form.happening(), by=request.user, at=timezone.now())
        return _("The incident is noted.")

    if form.is_valid() and tell(request, act, form):
        return redirect("students:incidents")
    return _incidents_page(request, form)


@permitted_act
def remove_incident(request: StaffRequest, pk: int) -> HttpResponseBase:
    row = get_object_or_404(DataIncident, pk=pk, school=request.school)
    form = ReasonForm(request.POST, longest=200)

    def act() -> str:
        verbs.remove_incident(row, reason=form.cleaned_data["reason"], by=request.user, at=timezone.now())
        return _("The incident was removed.")

    tell_if_valid(request, form, act)
    return redirect("students:incidents")
