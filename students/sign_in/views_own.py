"""The account of one's own, and the second step of signing in."""

from base64 import b32encode
from binascii import unhexlify

import segno
from django.contrib import messages
from django.forms import Form
from django.http import HttpResponseBase
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.debug import sensitive_post_parameters
from django_otp.util import random_hex

from starrating.refused import Refused
from students.accounts import staff
from students.accounts.forms import OwnPhoneForm
from students.models import SignIn
from students.permits.answers import tell
from students.permits.menu import Spot, links
from students.permits.reach import StaffRequest, may_go, permitted_act, permitted_form, permitted_page
from students.sessions import second_step as sessions_second_step, sign_ins
from students.sign_in.forms import PasswordAndCodeForm, SetUpForm


@permitted_form
def own_account(request: StaffRequest) -> HttpResponseBase:
    """Show their account to whoever is signed in; of a pupil no telephone number is kept."""
    user = request.user
    has_phone = user.student_id is None
    form = OwnPhoneForm(request.POST or None, initial={"phone": user.phone})

    def act() -> str:
        staff.change_details(user, name=user.name, phone=form.cleaned_data["phone"], by=user, at=timezone.now())
        return _("Saved.")

    if has_phone and form.is_valid() and tell(request, act, form):
        return redirect("own_account")
    status = 422 if has_phone and form.is_bound else 200
    may_second_step = may_go(request.standing, "second_step")
    context = {
        "form": form if has_phone else None,
        "may_second_step": may_second_step,
        "places": links(Spot.ACCOUNT, request.standing),
        "second_step": may_second_step and sessions_second_step.is_on(user),
    }
    return render(request, "students/sign_in/own.html", context, status=status)


@permitted_page
def own_sessions(request: StaffRequest) -> HttpResponseBase:
    """Show where somebody is signed in at the moment."""
    this = request.session.session_key
    sessions = sign_ins.open_sessions(request.user, this=this, at=timezone.now())
    return render(request, "students/sign_in/sessions.html", {"sessions": sessions})


@permitted_act
def end_session(request: StaffRequest, pk: int) -> HttpResponseBase:
    row = get_object_or_404(SignIn.objects.filter(user=request.user), pk=pk)
    sign_ins.end(row, by=request.user, at=timezone.now())
    messages.success(request, _("The session has ended."))
    return redirect("own_sessions")


@permitted_act
def end_other_sessions(request: StaffRequest) -> HttpResponseBase:
    def act() -> str:
        sign_ins.end_others(request.user, this=request.session.session_key, at=timezone.now())
        return _("You are signed in here only.")

    tell(request, act)
    return redirect("own_sessions")


# The secret that is being set up: the session keeps it until a first code has proved it.
KEY = "second_step_key"


@sensitive_post_parameters()
@permitted_form
def second_step(request: StaffRequest) -> HttpResponseBase:
    if sessions_second_step.is_on(request.user):
        return _state(request)
    key = request.session.setdefault(KEY, random_hex(20))
    form = SetUpForm(request.POST or None)
    if form.is_valid():
        try:
            codes = sessions_second_step.turn_on(
                request.user, key, form.cleaned_data["code"], this=request.session.session_key, at=timezone.now()
            )
        except Refused as refusal:
            form.add_error("code", refusal.message)
        else:
            del request.session[KEY]
            return _codes(request, codes)
    secret = b32encode(unhexlify(key)).decode()
    context = {
        "form": form,
        "picture": segno.make(sessions_second_step.setup_address(request.user, key), error="m").svg_data_uri(
            scale=5, border=4
        ),
        "secret": " ".join(secret[start : start + 4] for start in range(0, len(secret), 4)),
    }
    return render(request, "students/sign_in/second_step_set_up.html", context, status=422 if form.is_bound else 200)


@sensitive_post_parameters()
@permitted_act
def second_step_off(request: StaffRequest) -> HttpResponseBase:
    form = PasswordAndCodeForm(request.POST, prefix="off")
    if form.is_valid():
        values = form.cleaned_data
        try:
            sessions_second_step.turn_off(request.user, values["password"], values["code"], at=timezone.now())
        except Refused as refusal:
            form.add_error(None, refusal.message)
        else:
            messages.success(request, _("From now on, signing in takes only the password."))
            return redirect("own_account")
    return _state(request, off=form)


@sensitive_post_parameters()
@permitted_act
def recovery_codes(request: StaffRequest) -> HttpResponseBase:
    form = PasswordAndCodeForm(request.POST, prefix="new")
    if form.is_valid():
        values = form.cleaned_data
        try:
            codes = sessions_second_step.new_recovery_codes(
                request.user, values["password"], values["code"], at=timezone.now()
            )
        except Refused as refusal:
            form.add_error(None, refusal.message)
        else:
            return _codes(request, codes)
    return _state(request, new=form)


def _codes(request: StaffRequest, codes: list[str]) -> HttpResponseBase:
    """Show the codes once: this answer is the only place where they stand."""
    return render(request, "students/sign_in/recovery_codes.html", {"codes": codes})


def _state(request: StaffRequest, *, off: Form | None = None, new: Form | None = None) -> HttpResponseBase:
    if not sessions_second_step.is_on(request.user):
        return redirect("second_step")
    context = {
        "left": sessions_second_step.recovery_codes_left(request.user),
        "off": off or PasswordAndCodeForm(prefix="off"),
        "new": new or PasswordAndCodeForm(prefix="new"),
    }
    return render(request, "students/sign_in/second_step.html", context, status=422 if off or new else 200)
