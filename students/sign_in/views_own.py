"""The account of one's own."""

from django.contrib import messages
from django.http import HttpResponseBase
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _

from students.accounts import staff
from students.accounts.forms import OwnPhoneForm
from students.models import SignIn
from students.permits.answers import tell
from students.permits.reach import StaffRequest, may_go, permitted_act, permitted_form, permitted_page
from students.sessions import second_step, sign_ins


@permitted_form
def own_account(request: StaffRequest) -> HttpResponseBase:
    """Show their account to whoever is signed in; of a pupil no telephone number is kept."""
    user = request.user
    has_phone = user.student_id is None
    form = OwnPhoneForm(request.POST or None, initial={"phone": user.phone})

    def act() -> str:
        staff.change_details(user, name=user.name, phone=form.cleaned_data["phone"], by=user, at=timezone.now())
        return _("Kept.")

    if has_phone and form.is_valid() and tell(request, act, form):
        return redirect("own_account")
    status = 422 if has_phone and form.is_bound else 200
    may_second_step = may_go(request.standing, "second_step")
    context = {
        "form": form if has_phone else None,
        "may_second_step": may_second_step,
        "second_step": may_second_step and second_step.is_on(user),
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
