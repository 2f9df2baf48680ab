"""Signing in and out, and the password of one's own."""

import datetime as dt
import logging
import math
from http import HTTPStatus
from typing import Any

from django.conf import settings
from django.contrib import messages
from django.contrib.auth import logout, update_session_auth_hash
from django.contrib.auth.forms import AuthenticationForm
from django.contrib.auth.views import LoginView
from django.http import HttpRequest, HttpResponse, HttpResponseBase
from django.middleware.csrf import rotate_token
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.crypto import constant_time_compare
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.debug import sensitive_post_parameters
from django.views.decorators.http import require_http_methods

from starrating.forms.fields import show_form
from starrating.refused import Refused
from starrating.web.public import public
from starrating.web.returning import page_at, posts_only
from students.accounts import passwords
from students.models import School, User
from students.permits.menu import Spot, address_at
from students.permits.reach import StaffRequest, permitted_form
from students.sessions import attempts, password_rules, second_step, setup_word, throttle, trusted_devices
from students.sessions.coming_in import come_in
from students.sessions.middleware import WAS_IDLE
from students.sign_in.forms import CodeForm, OwnPasswordForm, SignInForm

logger = logging.getLogger(__name__)

# Between the password and the code nobody is signed in; the session only remembers whose code is waited for.
WAITING = "waits_for_code"
CODE_WITHIN = dt.timedelta(minutes=10)


class SignIn(LoginView):
    template_name = "students/sign_in/sign_in.html"
    authentication_form = SignInForm
    redirect_authenticated_user = True

    def dispatch(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponseBase:
        """Lead to the set-up where there is nothing to sign in to yet."""
        if setup_word.is_open():
            return redirect(address_at(Spot.SETUP))
        return super().dispatch(request, *args, **kwargs)

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        was_idle = self.request.session.get(WAS_IDLE, False)
        ended = "ended" in self.request.GET
        return super().get_context_data(no_school=not School.objects.exists(), was_idle=was_idle, ended=ended, **kwargs)

    def get_redirect_url(self, request: HttpRequest | None = None) -> str:
        """Lead to a page that can be opened: what is asked for, or the one above it."""
        asked = super().get_redirect_url()
        return page_at(asked) if asked else ""

    def form_valid(self, form: AuthenticationForm) -> HttpResponse:
        user, now = form.get_user(), timezone.now()
        assert isinstance(user, User)  # noqa: S101
        if not second_step.is_on(user) or trusted_devices.asks_no_code(self.request, user, now):
            return come_in(self.request, user, self.get_success_url(), at=now)
        self.request.session[WAITING] = {
            "account": user.pk,
            "password": user.get_session_auth_hash(),
            "until": (now + CODE_WITHIN).timestamp(),
            "next": self.get_success_url(),
        }
        return redirect("sign_in_code")

    def form_invalid(self, form: AuthenticationForm) -> HttpResponse:
        """Count a failure; the one that begins a wait is answered by the page that says so."""
        if (tried := form.cleaned_data.get("username")) and form.cleaned_data.get("password"):
            account = User.objects.filter(username=tried).values_list("pk", flat=True).first()
            _log_failure(self.request, "password", account)
        wait = throttle.wait_after_failure(self.request)
        if form.get_user() is None and wait > attempts.NO_TIME:
            return _please_wait(self.request, wait)
        return super().form_invalid(form)


sign_in = public(SignIn.as_view())


@public
@never_cache
@sensitive_post_parameters()
@require_http_methods(["GET", "HEAD", "POST"])
def sign_in_code(request: HttpRequest) -> HttpResponse:
    """Ask for the second step: until the code is right there is no session of anybody's."""
    now = timezone.now()
    user = _waited_for(request, now)
    if user is None:
        request.session.pop(WAITING, None)
        return redirect("sign_in")
    form = CodeForm(request.POST or None)
    if form.is_valid():
        try:
            second_step.sign_in_with(user, form.cleaned_data["code"], at=now)
        except Refused as refusal:
            _log_failure(request, "code", user.pk)
            form.add_error("code", refusal.message)
        else:
            target = request.session.pop(WAITING)["next"]
            trusted = now + second_step.DEVICE_TRUSTED_FOR if form.cleaned_data["trust"] else None
            return come_in(request, user, target, at=now, no_code_until=trusted)
    return show_form(request, "students/sign_in/sign_in_code.html", form)


def _log_failure(request: HttpRequest, kind: str, account: int | None) -> None:
    """Leave a line for who looks into tries on accounts: the account's key, never what was typed."""
    whose = "no such account" if account is None else f"account {account}"
    logger.warning("Sign-in failed at the %s: %s", kind, whose, extra={"request": request})


def _waited_for(request: HttpRequest, now: dt.datetime) -> User | None:
    """Give the account whose password was right ten minutes ago at most, and is the same still."""
    waiting = request.session.get(WAITING)
    if waiting is None or waiting["until"] < now.timestamp():
        return None
    user = User.objects.filter(pk=waiting["account"], is_active=True).first()
    if user is None or not constant_time_compare(waiting["password"], user.get_session_auth_hash()):
        return None
    return user


def _please_wait(request: HttpRequest, wait: dt.timedelta) -> HttpResponse:
    """Say how long it is to the next try, and till when; the same for accounts that exist and those that do not."""
    minutes = max(1, math.ceil(wait.total_seconds() / 60))
    until = timezone.localtime() + dt.timedelta(minutes=minutes)
    context = {"minutes": minutes, "until": f"{until:%H:%M}"}
    response = render(request, "students/sign_in/locked.html", context, status=HTTPStatus.TOO_MANY_REQUESTS)
    response.headers["Retry-After"] = str(math.ceil(wait.total_seconds()))
    return response


@public
@posts_only
def sign_out(request: HttpRequest) -> HttpResponse:
    """Sign out: the next person at a shared computer finds nothing of this one's in the browser.

    Cookies are taken away one by one and not by the header: it would take the language, which is the computer's, and
    the device's number, without which its owner is slowed down like a stranger.
    """
    logout(request)
    rotate_token(request)
    response = render(request, "students/sign_in/signed_out.html")
    kept = {settings.LANGUAGE_COOKIE_NAME, settings.DEVICE_COOKIE_NAME, settings.CSRF_COOKIE_NAME}
    for name in request.COOKIES.keys() - kept:
        response.delete_cookie(name)
    response.headers["Clear-Site-Data"] = '"cache", "storage"'
    response.headers["Cache-Control"] = "no-store"
    return response


@sensitive_post_parameters()
@permitted_form
def change_password(request: StaffRequest) -> HttpResponseBase:
    user, now = request.user, timezone.now()
    form = OwnPasswordForm(user, request.POST or None)
    if form.is_valid():
        password = form.cleaned_data["new_password1"]
        passwords.change_password(user, password, this=request.session.session_key, at=now)
        update_session_auth_hash(request, user)
        messages.success(request, _("Your new password is saved."))
        response = redirect("home")
        trusted_devices.remember(request, response, user, at=now, no_code_until=None)
        return response
    return show_form(request, "students/sign_in/change_password.html", form, rules=password_rules.rules_for(user))
