"""Movements on screen: the office and the administrator enter who comes, leaves, changes class or pauses."""

from django.http import HttpResponseBase
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _

from awards.movements import page as pages, stranded
from awards.movements.credit import arrive, credit_transfer, join_records, withdraw_credit
from awards.movements.forms import ArrivalForm, CreditForm, DayForm, JoinForm, MovementForm
from awards.movements.lists import MovementsResource
from starrating.forms.fields import show_form
from starrating.forms.shared import ReasonForm
from starrating.refused import Refused
from starrating.web.keys import key_in
from starrating.web.paging import page_of
from students.models import MovementKind, Student, Term
from students.permits.answers import tell, tell_if_valid
from students.permits.reach import StaffRequest, permitted_act, permitted_form, permitted_page
from students.pupils import corrections, movements
from students.school.terms import latest_term

HOME = "awards:movements"
PUPIL = "awards:pupil_moves"


@permitted_page
def movement_list(request: StaffRequest) -> HttpResponseBase:
    terms = Term.objects.filter(school=request.school)
    pk = request.GET.get("term", "")
    term = get_object_or_404(terms, pk=key_in(pk)) if pk.isdecimal() else latest_term(request.school)
    page = pages.movement_list(request.school, term, request.GET.get("q", "")[:60], timezone.localdate())
    page_obj = page_of(page.rows, request)
    table = MovementsResource(page.year).on_page(list(page_obj))
    context = {"page": page, "page_obj": page_obj, "table": table, "terms": terms}
    return render(request, "awards/movements/list.html", context)


@permitted_form
def arrival(request: StaffRequest) -> HttpResponseBase:
    initial = {"on": timezone.localdate()}
    form = ArrivalForm(request.POST or None, initial=initial, school=request.school)
    if form.is_valid() and tell(request, lambda: _arrive(request, form)):
        return redirect(HOME)
    return show_form(request, "awards/movements/arrival.html", form)


def _arrive(request: StaffRequest, form: ArrivalForm) -> str:
    given = form.cleaned_data
    movement = arrive(
        movements.Newcomer(given["number"], given["name"], given["sex"], is_guest=given["is_guest"]),
        given["school_class"],
        on=given["on"],
        seat=given["seat"],
        reason=given["reason"],
        proof=given["proof"],
        stars=given["stars"] or 0,
        by=request.user,
        at=timezone.now(),
    )
    return _("%(name)s is entered.") % {"name": movement.student.name}


@permitted_page
def pupil(request: StaffRequest, pk: int) -> HttpResponseBase:
    return _page(request, pages.pupil_for_office(request.school, pk))


@permitted_act
def move(request: StaffRequest, pk: int) -> HttpResponseBase:
    found = pages.pupil_for_office(request.school, pk)
    form = MovementForm(request.POST, kinds=list(MovementKind), school=request.school)
    if form.is_valid() and tell(request, lambda: _move(request, found, form)):
        return redirect(PUPIL, found.pk)
    return _page(request, found, move_form=form)


def _move(request: StaffRequest, found: Student, form: MovementForm) -> str:
    at, accepted = timezone.now(), form.cleaned_data["accepted"]
    stranded.watched(found, lambda: _verb(request, found, form), accepted=accepted, by=request.user, at=at)
    return _("Entered for %(name)s.") % {"name": found.name}


def _verb(request: StaffRequest, found: Student, form: MovementForm) -> None:
    given, by, at = form.cleaned_data, request.user, timezone.now()
    on, reason, proof = given["on"], given["reason"], given["proof"]
    to, seat = given["school_class"], given["seat"]
    match MovementKind(given["kind"]):
        case MovementKind.CHANGE_CLASS:
            movements.change_class(found, to, on=on, seat=seat, reason=reason, by=by, at=at)
        case MovementKind.TRANSFER_OUT:
            movements.transfer_out(found, on=on, reason=reason, proof=proof, by=by, at=at)
        case MovementKind.SUSPENSION:
            movements.suspend(found, on=on, reason=reason, proof=proof, by=by, at=at)
        case MovementKind.RETURN:
            movements.resume(found, to, on=on, seat=seat, reason=reason, by=by, at=at)
        case MovementKind.GUEST:
            movements.set_guest(found, is_guest=True, on=on, reason=reason, by=by, at=at)
        case MovementKind.NO_GUEST:
            movements.set_guest(found, is_guest=False, on=on, reason=reason, by=by, at=at)
        case _:
            raise Refused(_("This is not entered here. Choose one of the kinds in the list."), code="kind")


@permitted_form
def correct(request: StaffRequest, pk: int) -> HttpResponseBase:
    movement = pages.movement_for_office(request.school, pk)
    form = DayForm(request.POST or None, initial={"on": movement.on})

    def act() -> str:
        given, by, at = form.cleaned_data, request.user, timezone.now()
        stranded.watched(
            movement.student,
            lambda: corrections.correct_day(movement, on=given["on"], reason=given["reason"], by=by, at=at),
            accepted=given["accepted"],
            by=by,
            at=at,
        )
        return _("The day is corrected; the one entered before stays in the list.")

    if form.is_valid() and tell(request, act):
        return redirect(PUPIL, movement.student_id)
    return show_form(request, "awards/movements/correct.html", form, movement=movement)


@permitted_act
def join(request: StaffRequest, pk: int) -> HttpResponseBase:
    found = pages.pupil_for_office(request.school, pk)
    form = JoinForm(request.POST, school=request.school)

    def act() -> str:
        given = form.cleaned_data
        into: Student = given["number"]
        done = join_records(found, into, on=given["on"], reason=given["reason"], by=request.user, at=timezone.now())
        sentence = _("Joined to %(name)s (%(number)s). Entries carried over: %(carried)d, there already: %(left)d.")
        return sentence % {"name": into.name, "number": into.number, "carried": done.carried, "left": done.left_out}

    if form.is_valid() and tell(request, act):
        return redirect(PUPIL, found.pk)
    return _page(request, found, join_form=form)


@permitted_act
def credit(request: StaffRequest, pk: int) -> HttpResponseBase:
    movement = pages.movement_for_office(request.school, pk)
    form = CreditForm(request.POST)

    def act() -> str:
        given = form.cleaned_data
        credit_transfer(movement, given["stars"], proof=given["proof"], by=request.user, at=timezone.now())
        return _("The stars are credited.")

    if form.is_valid() and tell(request, act):
        return redirect(PUPIL, movement.student_id)
    return _page(request, pages.pupil_for_office(request.school, movement.student_id), credit_form=form)


@permitted_act
def withdraw(request: StaffRequest, pk: int) -> HttpResponseBase:
    entry = pages.credit_for_office(request.school, pk)
    form = ReasonForm(request.POST)

    def act() -> str:
        withdraw_credit(entry, reason=form.cleaned_data["reason"], by=request.user, at=timezone.now())
        return _("The credit is revoked.")

    tell_if_valid(request, form, act)
    return redirect(PUPIL, entry.student_id)


def _page(
    request: StaffRequest,
    found: Student,
    *,
    move_form: MovementForm | None = None,
    join_form: JoinForm | None = None,
    credit_form: CreditForm | None = None,
) -> HttpResponseBase:
    """Show the pupil's page; a form that was refused is shown again as it was sent."""
    page = pages.pupil_moves(found, timezone.localdate())
    refused = any(form is not None for form in (move_form, join_form, credit_form))
    initial = {"on": timezone.localdate()}
    school = request.school
    context = {
        "page": page,
        "table": MovementsResource(page.year).on_page(page.rows),
        "move_form": move_form or MovementForm(initial=initial, kinds=page.kinds, school=school, auto_id="move_%s"),
        "join_form": join_form or JoinForm(initial=initial, school=school, auto_id="join_%s"),
        "credit_form": credit_form or CreditForm(auto_id="credit_%s"),
    }
    return render(request, "awards/movements/pupil.html", context, status=422 if refused else 200)
