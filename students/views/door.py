"""Signing in and out, and the password of one's own."""

from __future__ import annotations

from typing import Any

from django.contrib import messages
from django.contrib.auth import logout, update_session_auth_hash
from django.contrib.auth.views import LoginView
from django.http import HttpRequest, HttpResponse, HttpResponseBase
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.debug import sensitive_post_parameters
from django.views.decorators.http import require_http_methods, require_POST

from starrating.public import public
from students import accounts
from students.forms import OwnPasswordForm, SignInForm
from students.models import School
from students.permits import StaffRequest, permitted


class SignIn(LoginView):
    template_name = "accounts/sign_in.html"
    authentication_form = SignInForm
    redirect_authenticated_user = True

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        return super().get_context_data(no_school=not School.objects.exists(), **kwargs)


sign_in = public(SignIn.as_view())


@public
@require_POST
def sign_out(request: HttpRequest) -> HttpResponse:
    """The next person at a shared computer finds nothing of this one's in the browser."""
    logout(request)
    response = render(request, "accounts/signed_out.html")
    response.headers["Clear-Site-Data"] = '"cache", "storage"'
    response.headers["Cache-Control"] = "no-store"
    return response


@sensitive_post_parameters()
@require_http_methods(["GET", "HEAD", "POST"])
@permitted
def change_password(request: StaffRequest) -> HttpResponseBase:
    user = request.user
    form = OwnPasswordForm(user, request.POST or None)
    if form.is_valid():
        accounts.change_password(user, form.cleaned_data["new_password1"], at=timezone.now())
        update_session_auth_hash(request, user)
        messages.success(request, _("The new password is kept."))
        return redirect("home")
    return render(request, "accounts/change_password.html", {"form": form}, status=422 if form.is_bound else 200)
