"""Objections: raised from a notice, listed, answered; a pupil's own with their answers."""

from django.http import HttpResponseBase
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _

from awards.models import ClassRound, Objection
from awards.objections import verbs as objections
from awards.objections.access import (
    notices_of,
    objection_to_read,
    objection_to_withdraw,
    objections_to_read,
    own_objections,
    sheet_on_notice,
)
from awards.objections.forms import DecideForm, ObjectionForm, PupilObjectionForm
from awards.objections.lists import ObjectionsResource
from awards.objections.page import closed, objection_page, objections_page, pupils_of, rows_of
from awards.terms.access import chosen_round, rounds_of
from starrating.days import short_day
from starrating.forms.shared import ReasonForm
from starrating.web.keys import key_in
from students.permits.answers import tell, tell_if_valid
from students.permits.reach import StaffRequest, permitted_act, permitted_page
from students.permits.shown import list_on_record, on_record


@permitted_page
def objection_list(request: StaffRequest) -> HttpResponseBase:
    """Show all objections within reach, or those of one round."""
    number = request.GET.get("round", "")
    school_rounds = list(rounds_of(request.school))
    today = timezone.localdate()
    round_ = chosen_round(school_rounds, today, key) if (key := key_in(number)) else None
    page = objections_page(objections_to_read(request.standing), school_rounds, round_, today)
    list_on_record(request, pupils_of([*page.open, *page.decided]))
    context = {
        "page": page,
        "open": ObjectionsResource(without=["answer"]).on_page(page.open),
        "decided": ObjectionsResource().on_page(page.decided),
    }
    return render(request, "awards/objections/list.html", context)


@permitted_page
def objection(request: StaffRequest, objection_pk: int) -> HttpResponseBase:
    found = objection_to_read(request.standing, objection_pk)
    return _objection(request, found)


@permitted_page
def object_page(request: StaffRequest, pk: int) -> HttpResponseBase:
    sheet = sheet_on_notice(request.standing, pk)
    return _raise(request, sheet, _form(request, sheet, None))


@permitted_act
def raise_objection(request: StaffRequest, pk: int) -> HttpResponseBase:
    """Raise an objection; what was typed stays in its boxes when it is refused."""
    sheet = sheet_on_notice(request.standing, pk)
    form = _form(request, sheet, request.POST)

    def act() -> str:
        line = form.cleaned_data["line"]
        made = objections.receive(sheet, line, by=request.user, at=timezone.now(), **form.said())
        day = {"day": short_day(made.due_on)}
        if request.standing.student_id is not None:
            return _("Your objection is with the school. You will find the answer here by the end of %(day)s.") % day
        return _("The objection is recorded. Its answer is due by the end of %(day)s.") % day

    if form.is_valid() and tell(request, act):
        return redirect("awards:my_objections" if request.standing.student_id else "awards:objections")
    return _raise(request, sheet, form, status=422)


@permitted_act
def objection_decide(request: StaffRequest, objection_pk: int) -> HttpResponseBase:
    found = objection_to_read(request.standing, objection_pk)
    form = DecideForm(request.POST)
    if form.is_valid():
        said = form.cleaned_data
        verb = objections.uphold if said["outcome"] == "uphold" else objections.dismiss

        def act() -> str:
            decided = verb(found, answer=said["answer"], how=said["how"], by=request.user, at=timezone.now())
            return _("The objection is decided: %(outcome)s.") % {"outcome": decided.get_state_display()}

        if tell(request, act):
            return redirect(f"{reverse('awards:objections')}?round={found.class_round.round_id}")
        found = objection_to_read(request.standing, objection_pk)
    return _objection(request, found, form, status=422)


@permitted_act
def objection_withdraw(request: StaffRequest, objection_pk: int) -> HttpResponseBase:
    found = objection_to_withdraw(request.standing, request.user, objection_pk)
    form = ReasonForm(request.POST, longest=objections.TEXT_LENGTH, needed=False)

    def act() -> str:
        objections.withdraw(found, reason=form.cleaned_data["reason"], by=request.user, at=timezone.now())
        return _("The objection is withdrawn.")

    tell_if_valid(request, form, act)
    if request.standing.student_id is not None:
        return redirect("awards:my_objections")
    return redirect("awards:objection", objection_pk)


@permitted_page
def my_objections(request: StaffRequest) -> HttpResponseBase:
    """Show a pupil's own objections with their answers, and the notices of the class that stand now."""
    rows = rows_of(own_objections(request.user), timezone.localdate())
    list_on_record(request, pupils_of(rows))
    standing = notices_of(request.standing, timezone.localdate())
    return render(request, "awards/objections/own.html", {"rows": rows, "standing": standing})


def _form(request: StaffRequest, sheet: ClassRound, data: object) -> PupilObjectionForm:
    if request.standing.student_id is not None:
        return PupilObjectionForm(data, sheet=sheet)
    return ObjectionForm(data, sheet=sheet, at_office=request.standing.school_wide)


def _raise(request: StaffRequest, sheet: ClassRound, form: PupilObjectionForm, status: int = 200) -> HttpResponseBase:
    context = {
        "sheet": sheet,
        "scheme": sheet.round.term.pinned.scheme,
        "by_pupil": request.standing.student_id is not None,
        "closed": closed(sheet, request.standing, timezone.localdate()),
        "form": form,
    }
    return render(request, "awards/objections/raise.html", context, status=status)


def _objection(
    request: StaffRequest, found: Objection, form: DecideForm | None = None, status: int = 200
) -> HttpResponseBase:
    on_record(request, found.pk, found.nomination.student_id if found.nomination else None)
    page = objection_page(found, request.user, request.standing, timezone.localdate(), form)
    return render(request, "awards/objections/objection.html", {"page": page}, status=status)
