"""One account of the staff, as the administrator keeps it."""

from collections.abc import Callable

from django.forms import Form
from django.http import HttpResponseBase
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _

from starrating.days import short_day
from starrating.forms.fields import show_form
from starrating.forms.shared import DayForm
from starrating.operations.idempotency import once, sent_key
from starrating.refused import Refused
from starrating.web.returning import asked_back
from students.accounts import search, staff
from students.accounts.forms import AddAccountForm, DetailsForm, RoleForm
from students.accounts.page import account_page
from students.models import SchoolRole, SchoolRoleKind, User
from students.permits import school_roles
from students.permits.answers import tell, tell_if_valid
from students.permits.reach import StaffRequest, permitted_act, permitted_form, permitted_page
from students.sessions import second_step, sign_ins


@permitted_form
def add_account(request: StaffRequest) -> HttpResponseBase:
    form = AddAccountForm(request.POST or None, initial={"role": request.GET.get("role", "")})
    if form.is_valid():

        def act() -> dict[str, object]:
            return {"account": _added(form, request).pk}

        try:
            answer = once(request.user, sent_key(request), act)
        except Refused as refusal:
            form.add_error(None, refusal.message)
        else:
            return redirect(asked_back(request) or reverse("students:account", args=[answer["account"]]))
    return show_form(request, "students/accounts/account_add.html", form, back=asked_back(request))


def _added(form: AddAccountForm, request: StaffRequest) -> User:
    values, now = form.cleaned_data, timezone.now()
    user = staff.add_account(
        request.school, values["name"], username=values["username"], phone=values["phone"], by=request.user, at=now
    )
    if values["role"]:
        today = timezone.localdate(now)
        school_roles.grant_role(user, SchoolRoleKind(values["role"]), starts_on=today, by=request.user, at=now)
    return user


@permitted_page
def account(request: StaffRequest, pk: int) -> HttpResponseBase:
    return _shown(request, search.account_for(request.school, pk))


def _shown(
    request: StaffRequest, user: User, *, details: Form | None = None, role: Form | None = None
) -> HttpResponseBase:
    context = {
        "page": account_page(user, request.school, timezone.localdate()),
        "details": details or DetailsForm(initial={"name": user.name, "phone": user.phone}),
        "role": role or RoleForm(),
        "sessions": sign_ins.open_sessions(user, this=request.session.session_key, at=timezone.now()),
        "second_step": second_step.is_on(user),
    }
    return render(request, "students/accounts/account.html", context, status=422 if details or role else 200)


@permitted_act
def change_details(request: StaffRequest, pk: int) -> HttpResponseBase:
    user = search.account_for(request.school, pk)
    form = DetailsForm(request.POST)

    def act() -> str:
        values = form.cleaned_data
        staff.change_details(user, name=values["name"], phone=values["phone"], by=request.user, at=timezone.now())
        return _("Saved.")

    if form.is_valid() and tell(request, act, form):
        return redirect("students:account", pk)
    return _shown(request, user, details=form)


@permitted_act
def grant_role(request: StaffRequest, pk: int) -> HttpResponseBase:
    user = search.account_for(request.school, pk)
    form = RoleForm(request.POST)

    def act() -> str:
        role, starts_on = SchoolRoleKind(form.cleaned_data["role"]), form.cleaned_data["starts_on"]
        school_roles.grant_role(user, role, starts_on=starts_on, by=request.user, at=timezone.now())
        return _("%(name)s has the role from %(day)s.") % {"name": user.name, "day": short_day(starts_on)}

    if form.is_valid() and tell(request, act, form):
        return redirect("students:account", pk)
    return _shown(request, user, role=form)


@permitted_act
def end_role(request: StaffRequest, pk: int) -> HttpResponseBase:
    roles = SchoolRole.objects.filter(user__school=request.school).select_related("user__school")
    row = get_object_or_404(roles, pk=pk)
    form = DayForm(request.POST)

    def act() -> str:
        ends_on = form.cleaned_data["day"]
        school_roles.end_role(row, ends_on=ends_on, by=request.user, at=timezone.now())
        return _("The last day is %(day)s.") % {"day": short_day(ends_on)}

    tell_if_valid(request, form, act)
    return redirect("students:account", row.user_id)


def _done(request: StaffRequest, pk: int, verb: Callable[..., object], sentence: str) -> HttpResponseBase:
    """Let ``verb`` happen to one account and say so in ``sentence``, which may name its person."""
    user = search.account_for(request.school, pk)

    def act() -> str:
        verb(user, by=request.user, at=timezone.now())
        return sentence % {"name": user.name}

    tell(request, act)
    return redirect("students:account", pk)


@permitted_act
def deactivate(request: StaffRequest, pk: int) -> HttpResponseBase:
    return _done(
        request,
        pk,
        staff.deactivate,
        _("The account of %(name)s is deactivated. Ask the administrator to reactivate it first."),
    )


@permitted_act
def reactivate(request: StaffRequest, pk: int) -> HttpResponseBase:
    sentence = _("The account of %(name)s is active again. Print a one-time password for it.")
    return _done(request, pk, staff.reactivate, sentence)


@permitted_act
def end_sessions(request: StaffRequest, pk: int) -> HttpResponseBase:
    return _done(request, pk, sign_ins.end_all, _("%(name)s is signed out everywhere."))


@permitted_act
def take_second_step(request: StaffRequest, pk: int) -> HttpResponseBase:
    return _done(request, pk, second_step.take_away, _("%(name)s signs in with the password alone."))
