"""Accounts of the staff, and their one-time passwords on slips to print."""

from __future__ import annotations

import uuid

from django.contrib import messages
from django.http import HttpResponseBase
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST, require_safe

from starrating.operations.idempotency import FIELD
from students import accounts as verbs
from students.account_forms import SearchForm
from students.account_pages import account_rows, accounts_asked
from students.account_search import RoleFilter
from students.permits import StaffRequest, may_go, permitted
from students.views.slips import hand_out


@permitted
@require_safe
def accounts(request: StaffRequest) -> HttpResponseBase:
    today = timezone.localdate()
    may_change = may_go(request.standing, "students:change_details")
    form = SearchForm(request.GET, closed=may_change)
    q, role = form.asked("q"), form.asked("role")
    resettable = verbs.resettable_staff(request.school, request.standing, today)
    found = accounts_asked(form, request.school, request.standing, today)
    context = {
        "rows": account_rows(found, request.school, today),
        "form": form,
        "searched": bool(q or role),
        "closed": role == RoleFilter.CLOSED,
        "waiting": resettable.filter(last_login__isnull=True).count(),
        "may_change": may_change,
        "idempotency_key": str(uuid.uuid4()),
    }
    return render(request, "students/accounts.html", context)


@permitted
@require_POST
def issue_passwords(request: StaffRequest) -> HttpResponseBase:
    """Slips for accounts of the staff, chosen by hand or all that have never been used."""
    now = timezone.now()
    allowed = verbs.resettable_staff(request.school, request.standing, timezone.localdate(now))
    chosen = allowed.filter(pk__in=[pk for pk in request.POST.getlist("account") if pk.isdecimal()])
    users = list(allowed.filter(last_login__isnull=True) if "waiting" in request.POST else chosen)
    if not users:
        messages.info(request, _("Choose at least one account."))
        return redirect("students:accounts")
    drawn = verbs.draw_slips(users)
    return hand_out(
        request,
        lambda: verbs.issue_passwords(users, by=request.user, at=now, slips=drawn),
        key=request.POST.get(FIELD, ""),
        back=reverse("students:accounts"),
    )
