"""Accounts of staff and pupils as lists, and their one-time passwords on slips to print."""

from django.contrib import messages
from django.contrib.auth.hashers import UNUSABLE_PASSWORD_PREFIX
from django.http import HttpResponseBase
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _

from starrating.web.keys import key_in
from starrating.web.paging import page_of
from starrating.web.returning import asked_back
from students.accounts import passwords, pupils
from students.accounts.forms import SearchForm
from students.accounts.lists import AccountsResource
from students.accounts.page import account_rows, accounts_asked
from students.accounts.search import RoleFilter
from students.accounts.slips import hand_out
from students.classes import access
from students.models import User
from students.permits.reach import StaffRequest, may_go, permitted_act, permitted_page
from students.school.terms import shown_day


@permitted_page
def accounts(request: StaffRequest) -> HttpResponseBase:
    today = timezone.localdate()
    may_change = may_go(request.standing, "students:change_details")
    form = SearchForm(request.GET, closed=may_change)
    q, role = form.asked("q"), form.asked("role")
    resettable = passwords.resettable_staff(request.school, request.standing, today)
    page_obj = page_of(accounts_asked(form, request.school, request.standing, today), request)
    rows = account_rows(list(page_obj.object_list), request.school, today)
    closed = role == RoleFilter.CLOSED
    context = {
        "rows": rows,
        "page_obj": page_obj,
        "table": AccountsResource(without=["choose"] if closed else []).on_page(rows),
        "form": form,
        "searched": bool(q or role),
        "closed": closed,
        "waiting": resettable.filter(last_login__isnull=True).count(),
        "may_change": may_change,
    }
    return render(request, "students/accounts/accounts.html", context)


@permitted_act
def issue_passwords(request: StaffRequest) -> HttpResponseBase:
    """Issue slips for accounts of the staff: chosen by hand, never used, or all that are without a password."""
    now = timezone.now()
    allowed = passwords.resettable_staff(request.school, request.standing, timezone.localdate(now))
    chosen = allowed.filter(pk__in=[key for pk in request.POST.getlist("account") if (key := key_in(pk)) is not None])
    users = list(allowed.filter(last_login__isnull=True) if "waiting" in request.POST else chosen)
    if "without" in request.POST:
        # Who holds a slip already keeps it.
        users = list(allowed.filter(password__startswith=UNUSABLE_PASSWORD_PREFIX))
    if not users:
        messages.info(request, _("Choose at least one account."))
        return redirect("students:accounts")
    users = passwords.in_pinyin_order(users)
    drawn = passwords.draw_slips(users)
    return hand_out(
        request,
        lambda: passwords.issue_passwords(users, by=request.user, at=now, slips=drawn),
        back=asked_back(request) or reverse("students:accounts"),
    )


@permitted_act
def make_pupil_accounts(request: StaffRequest, pk: int) -> HttpResponseBase:
    """Give every pupil of the class who has none an account; the slips are the answer."""
    school_class = access.class_within(request.school, request.reach, pk)
    now = timezone.now()
    _year, day = shown_day(request.school, timezone.localdate(now))
    users = pupils.new_accounts(school_class, pupils.without_account(school_class, day))
    if not users:
        messages.info(request, _("Every pupil of this class has an account."))
        return redirect("students:class", pk)
    drawn = passwords.draw_slips(users)
    return hand_out(
        request,
        lambda: pupils.make_accounts(school_class, drawn, day=day, by=request.user, at=now),
        back=reverse("students:class", args=[pk]),
    )


@permitted_act
def pupil_passwords(request: StaffRequest, pk: int) -> HttpResponseBase:
    """Issue a one-time password for one pupil of the class, or for all who have never signed in."""
    school_class = access.class_within(request.school, request.reach, pk)
    now = timezone.now()
    today = timezone.localdate(now)
    _year, day = shown_day(request.school, today)
    here = pupils.accounts_of(school_class, day)
    allowed = here.filter(pk__in=passwords.resettable_pupils(request.school, request.standing, today).values("pk"))
    chosen = request.POST.get("account", "")
    users: list[User] = list(allowed.filter(last_login__isnull=True, is_active=True))
    if "waiting" not in request.POST:
        users = list(allowed.filter(pk=key_in(chosen) or 0))
    if not users:
        messages.info(request, _("Choose at least one account."))
        return redirect("students:class", pk)
    drawn = passwords.draw_slips(users)
    return hand_out(
        request,
        lambda: passwords.issue_passwords(users, by=request.user, at=now, slips=drawn),
        back=reverse("students:class", args=[pk]),
        button=chosen,
    )
