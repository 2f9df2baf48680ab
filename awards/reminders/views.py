"""Reminders: the school's settings with what was sent, one's own address and calendar, and the calendar itself."""

from django.conf import settings
from django.http import Http404, HttpRequest, HttpResponse, HttpResponseBase
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_safe

from awards.models import CalendarAddress, Reminder, ReminderAddress, ReminderSettings
from awards.reminders import verbs
from awards.reminders.calendar import calendar_of, owner_of
from awards.reminders.forms import AddressForm, SettingsForm
from starrating.own_words import in_words_of
from starrating.web.paging import page_of
from starrating.web.public import public
from students.permits.answers import tell
from students.permits.reach import StaffRequest, permitted_act, permitted_form, permitted_page


@permitted_page
def reminders(request: StaffRequest) -> HttpResponseBase:
    return _settings_page(request, SettingsForm(row=_row(request)))


@permitted_act
def set_reminders(request: StaffRequest) -> HttpResponseBase:
    form = SettingsForm(request.POST, row=_row(request))

    def act() -> str:
        row = verbs.set_up(request.school, form.wanted(), by=request.user, at=timezone.now())
        return _("Reminders are on.") if row.is_on else _("Reminders are off.")

    if form.is_valid() and tell(request, act, form):
        return redirect("awards:reminders")
    return _settings_page(request, form)


@permitted_act
def try_reminders(request: StaffRequest) -> HttpResponseBase:
    def act() -> str:
        verbs.try_robot(request.school, by=request.user, at=timezone.now())
        return _("A trial is on its way. Load the page again in a minute to see whether it arrived.")

    tell(request, act)
    return redirect("awards:reminders")


def _row(request: StaffRequest) -> ReminderSettings | None:
    return ReminderSettings.objects.filter(school=request.school).first()


def _settings_page(request: StaffRequest, form: SettingsForm) -> HttpResponseBase:
    rows = Reminder.objects.filter(school=request.school).select_related("to")
    context = {
        "form": form,
        "row": _row(request),
        "sent": page_of(rows, request),
        "troubled": rows.troubled().filter(day=timezone.localdate()).count(),
        "has_mail": bool(settings.EMAIL_HOST),
    }
    return render(request, "awards/reminders/settings.html", context, status=422 if form.errors else 200)


@permitted_form
def own_reminders(request: StaffRequest) -> HttpResponseBase:
    row = ReminderAddress.objects.filter(user=request.user).first()
    form = AddressForm(request.POST or None, initial={"email": row.email if row else ""})

    def act() -> str:
        verbs.change_address(form.cleaned_data["email"], by=request.user, at=timezone.now())
        return _("Saved.")

    if request.method == "POST" and form.is_valid() and tell(request, act, form):
        return redirect("awards:own_reminders")
    return _own_page(request, form)


def _own_page(request: StaffRequest, form: AddressForm, address: str = "") -> HttpResponseBase:
    school_row = _row(request)
    context = {
        "form": form,
        "by_mail": bool(school_row and school_row.by_mail),
        "calendar": CalendarAddress.objects.filter(user=request.user).first(),
        "address": address,
    }
    return render(request, "awards/reminders/own.html", context, status=422 if form.errors else 200)


@never_cache
@permitted_act
def make_calendar(request: StaffRequest) -> HttpResponseBase:
    """Show the calendar's address once; without idempotency key, for the last address alone holds."""
    secret = verbs.make_calendar(by=request.user, at=timezone.now())
    path = reverse("awards:calendar", args=[secret])
    address = f"{settings.PUBLIC_ADDRESS}{path}" if settings.PUBLIC_ADDRESS else request.build_absolute_uri(path)
    row = ReminderAddress.objects.filter(user=request.user).first()
    return _own_page(request, AddressForm(initial={"email": row.email if row else ""}), address)


@permitted_act
def remove_calendar(request: StaffRequest) -> HttpResponseBase:
    def act() -> str:
        verbs.remove_calendar(by=request.user, at=timezone.now())
        return _("The calendar's address shows nothing any more.")

    tell(request, act)
    return redirect("awards:own_reminders")


@public
@never_cache
@require_safe
def calendar(request: HttpRequest, secret: str) -> HttpResponse:
    """Give the calendar of an address; 404 for one that is gone, like one that never was."""
    user = owner_of(secret)
    if user is None:
        raise Http404
    with in_words_of(lambda: user):
        content = calendar_of(user, today=timezone.localdate())
    response = HttpResponse(content, content_type="text/calendar; charset=utf-8")
    response["X-Robots-Tag"] = "noindex, nofollow"
    return response
