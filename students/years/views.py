"""The start of a school year: a preview with the counts out, up and in, and the one button that does it."""

from urllib.parse import urlencode

from django.contrib import messages
from django.http import HttpResponseBase
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _

from starrating.operations.idempotency import once, sent_key
from starrating.refused import Refused
from students.permits.reach import StaffRequest, permitted_act, permitted_page
from students.years import verbs as years
from students.years.forms import YearForm


@permitted_page
def start_year(request: StaffRequest) -> HttpResponseBase:
    first = {"school_year": timezone.localdate().year}
    form = YearForm(request.GET or first)
    plan, hint = None, ""
    if form.is_valid():
        try:
            plan = years.plan_year(request.school, form.cleaned_data["school_year"], form.options())
        except Refused as refusal:
            if request.GET:
                form.add_error(None, refusal.message)
            else:
                # Nobody has asked for anything yet: what is missing is a hint, no mistake.
                form, hint = YearForm(initial=first), refusal.message
    context = {"form": form, "plan": plan, "hint": hint}
    return render(request, "students/years/year.html", context)


@permitted_act
def confirm_year(request: StaffRequest) -> HttpResponseBase:
    form = YearForm(request.POST)
    if form.is_valid():
        year, options = form.cleaned_data["school_year"], form.options()

        def act() -> dict[str, object]:
            plan = years.start_year(request.school, year, options, by=request.user, at=timezone.now())
            return {"leaving": plan.leaving, "staying": plan.staying}

        try:
            answer = once(request.user, sent_key(request), act)
        except Refused as refusal:
            messages.error(request, refusal.message)
        else:
            sentence = _("The school year has started. Pupils who left: %(leaving)d, moved up: %(staying)d.")
            messages.success(request, sentence % answer)
    chosen = {name: request.POST[name] for name in form.fields if request.POST.get(name)}
    return redirect(f"{reverse('students:start_year')}?{urlencode(chosen)}")
