"""Appeals: a pupil's own, those that the office records from paper, and the answers."""

from django.forms import Form
from django.http import HttpResponseBase
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _

from awards.appeals import deciding, raising
from awards.appeals.access import appeal_of_appellant, appeal_to_read, appeals_to_read, subject_to_appeal
from awards.appeals.deadlines import last_day_to_appeal
from awards.appeals.forms import AnswerForm, RaiseForm, RecordForm
from awards.appeals.lists import AppealsResource
from awards.appeals.page import appeal_page, facts_of, name_form, open_to, own_page, rows_of, title_of
from awards.appeals.subjects import decided
from awards.models import Appeal, AppealRoute, AppealState
from starrating.days import short_day
from starrating.forms.fields import show_form
from starrating.forms.shared import ReasonForm
from students.permits.answers import tell, tell_if_valid
from students.permits.reach import StaffRequest, may_go, permitted_act, permitted_form, permitted_page
from students.permits.shown import list_on_record, on_record
from students.pupils.forms import PupilNumberForm


@permitted_page
def appeal_list(request: StaffRequest) -> HttpResponseBase:
    """Show what waits for an answer, by the day it is due, then what is over."""
    rows = rows_of(appeals_to_read(request.standing, request.user), timezone.localdate())
    waiting = [row for row in rows if row.appeal.is_waiting]
    over = [row for row in reversed(rows) if not row.appeal.is_waiting]
    list_on_record(request, [row.appeal.student_id for row in rows])
    context = {
        "waiting": AppealsResource().on_page(waiting),
        "over": AppealsResource().on_page(over),
        "records": may_go(request.standing, "awards:appeal_new"),
    }
    return render(request, "awards/appeals/list.html", context)


@permitted_page
def appeal(request: StaffRequest, appeal_pk: int) -> HttpResponseBase:
    return _case(request, appeal_to_read(request.standing, request.user, appeal_pk))


@permitted_page
def my_appeals(request: StaffRequest) -> HttpResponseBase:
    """Show a pupil what was decided about the own stars, and the answers to what was said against it."""
    on_record(request, "", request.standing.student_id)
    page = own_page(request.standing, timezone.localdate())
    return render(request, "awards/appeals/own.html", {"page": page})


@permitted_page
def appeal_new(request: StaffRequest) -> HttpResponseBase:
    """Look for a pupil by number, and show what can be appealed against."""
    form = PupilNumberForm(request.GET or None, school=request.school)
    pupil = form.cleaned_data["number"] if form.is_valid() else None
    list_on_record(request, [pupil.pk] if pupil else [])
    context = {"form": form, "pupil": pupil, "open_to": open_to(pupil.pk) if pupil else []}
    return render(request, "awards/appeals/new.html", context)


@permitted_form
def appeal_raise(request: StaffRequest, about: str, pk: int) -> HttpResponseBase:
    return _raise(request, about, pk, RaiseForm(request.POST or None), AppealRoute.PUPIL)


@permitted_form
def appeal_record(request: StaffRequest, about: str, pk: int) -> HttpResponseBase:
    form = RecordForm(request.POST or None, initial={"received_on": timezone.localdate()})
    return _raise(request, about, pk, form, AppealRoute.PAPER)


def _raise(request: StaffRequest, about: str, pk: int, form: Form, route: AppealRoute) -> HttpResponseBase:
    subject = subject_to_appeal(request.reach, about, pk)

    def act() -> str:
        made = raising.raise_appeal(subject, route=route, by=request.user, at=timezone.now(), **form.cleaned_data)
        day = {"day": short_day(made.due_on)}
        if route == AppealRoute.PUPIL:
            return _("Your appeal is with the school. You get the answer here by the end of %(day)s.") % day
        return _("The appeal is recorded. Its answer is due by the end of %(day)s.") % day

    if form.is_valid() and tell(request, act, form):
        return redirect("awards:my_appeals" if route == AppealRoute.PUPIL else "awards:appeals")
    on_record(request, f"{about} {pk}", subject.student_id)
    told_on = decided(subject).told_on
    return show_form(
        request,
        "awards/appeals/raise.html",
        form,
        title=title_of(subject),
        facts=facts_of(subject),
        pupil=subject.student,
        told_on=told_on,
        last_day=last_day_to_appeal(request.school, told_on),
        by_pupil=route == AppealRoute.PUPIL,
    )


@permitted_act
def appeal_answer(request: StaffRequest, appeal_pk: int) -> HttpResponseBase:
    """Answer the open step; what was typed stays in its boxes when it is refused."""
    found = appeal_to_read(request.standing, request.user, appeal_pk)
    form = AnswerForm(request.POST, appeal=found)

    def act() -> str:
        made = deciding.decide(found, form.said(), by=request.user, at=timezone.now())
        return _("The appeal is answered: %(outcome)s.") % {"outcome": made.get_outcome_display()}

    if form.is_valid() and tell(request, act):
        return redirect("awards:appeal", appeal_pk)
    return _case(request, appeal_to_read(request.standing, request.user, appeal_pk), answer_form=form)


@permitted_act
def appeal_name(request: StaffRequest, appeal_pk: int) -> HttpResponseBase:
    found = appeal_to_read(request.standing, request.user, appeal_pk)
    form = name_form(found, timezone.localdate(), request.POST)

    def act() -> str:
        user = form.cleaned_data["user"]
        deciding.name_decider(found, user, by=request.user, at=timezone.now())
        return _("%(name)s answers this appeal.") % {"name": user.name}

    if form.is_valid() and tell(request, act):
        return redirect("awards:appeal", appeal_pk)
    return _case(request, found, name_form=form)


@permitted_act
def appeal_go_up(request: StaffRequest, appeal_pk: int) -> HttpResponseBase:
    found = appeal_of_appellant(request.standing, appeal_pk)
    form = ReasonForm(request.POST, longest=raising.TEXT_LENGTH)

    def act() -> str:
        made = raising.go_up(found, reason=form.cleaned_data["reason"], by=request.user, at=timezone.now())
        if made.state == AppealState.CLOSED:
            return made.closing
        return _("The appeal is with the headmaster. Its answer is due by the end of %(day)s.") % {
            "day": short_day(made.due_on)
        }

    tell_if_valid(request, form, act)
    return _back(request, appeal_pk)


@permitted_act
def appeal_withdraw(request: StaffRequest, appeal_pk: int) -> HttpResponseBase:
    found = appeal_of_appellant(request.standing, appeal_pk)

    def act() -> str:
        raising.withdraw(found, by=request.user, at=timezone.now())
        return _("The appeal is withdrawn.")

    tell(request, act)
    return _back(request, appeal_pk)


def _back(request: StaffRequest, appeal_pk: int) -> HttpResponseBase:
    if request.standing.student_id is not None:
        return redirect("awards:my_appeals")
    return redirect("awards:appeal", appeal_pk)


def _case(request: StaffRequest, found: Appeal, **bound: Form) -> HttpResponseBase:
    on_record(request, found.pk, found.student_id)
    page = appeal_page(found, request.user, request.standing, timezone.localdate(), **bound)
    context = {"page": page, "prints": may_go(request.standing, "reports:appeal_paper")}
    return render(request, "awards/appeals/appeal.html", context, status=422 if bound else 200)
