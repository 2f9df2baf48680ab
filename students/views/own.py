"""The account of one's own."""

from __future__ import annotations

from django.contrib import messages
from django.http import HttpResponseBase
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods

from starrating.operations.idempotency import FIELD, once
from students import staff_accounts
from students.account_forms import OwnPhoneForm
from students.permits import StaffRequest, permitted


@require_http_methods(["GET", "HEAD", "POST"])
@permitted
def own_account(request: StaffRequest) -> HttpResponseBase:
    """Whoever is signed in; of a pupil no telephone number is kept."""
    user = request.user
    form = None
    if user.student_id is None:
        form = OwnPhoneForm(request.POST or None, initial={"phone": user.phone})
    if form is not None and form.is_valid():
        phone = form.cleaned_data["phone"]

        def act() -> dict[str, object]:
            staff_accounts.change_details(user, name=user.name, phone=phone, by=user, at=timezone.now())
            return {}

        once(user, form.cleaned_data[FIELD], act)
        messages.success(request, _("Kept."))
        return redirect("own_account")
    status = 422 if form is not None and form.is_bound else 200
    return render(request, "accounts/own.html", {"form": form}, status=status)
