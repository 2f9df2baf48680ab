"""One place for what a school may set: its names, its office, its working days, and the way to all the rest."""

from django.conf import settings as django_settings
from django.contrib import messages
from django.forms import Form
from django.http import HttpResponseBase
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _, ngettext

from starrating.operations.seals.state import state
from students.models import CalendarDay
from students.names.class_names import class_name
from students.permits.answers import tell
from students.permits.menu import Spot, address_at, links
from students.permits.reach import StaffRequest, permitted_act, permitted_page
from students.school import settings as school_settings
from students.school.calendar import years_to_note
from students.school.forms import (
    CodeForm,
    DayForm,
    KnownDaysForm,
    NamesForm,
    OfficeForm,
    PublicForm,
    RetentionForm,
    StageForm,
    days_of,
    initial_of,
)


@permitted_page
def settings(request: StaffRequest) -> HttpResponseBase:
    return _page(request)


def _page(request: StaffRequest, **bound: Form) -> HttpResponseBase:
    """Show the page; a form that was sent and refused stands in it with what was typed."""
    school, today = request.school, timezone.localdate()
    forms: dict[str, object] = {
        "stage_form": StageForm(initial=initial_of(school, StageForm))
        if school_settings.stage_is_open(school)
        else None,
        "code_form": CodeForm(initial={"code": school.code}) if school_settings.code_is_open(school, today) else None,
        "names_form": NamesForm(initial=initial_of(school, NamesForm)),
        "office_form": OfficeForm(initial=initial_of(school, OfficeForm)),
        "public_form": PublicForm(initial=initial_of(school, PublicForm)),
        "retention_form": RetentionForm(initial=initial_of(school, RetentionForm)),
        "day_form": DayForm(),
        "known_form": KnownDaysForm(initial={"year": today.year}),
        **bound,
    }
    missing = years_to_note(school, today)
    context = {
        **forms,
        "school": school,
        "example": class_name(school.class_pattern, school.grade_name(school.first_grade), 3),
        "days": days_of(school, today),
        "years_to_note": missing,
        # Days are miscounted from now on: nothing on the page is more urgent.
        "days_first": today.year in missing,
        "grades": [school.grade_name(grade) for grade in school.grades],
        "elsewhere": links(Spot.SETTINGS, request.standing),
        "public_url": address_at(Spot.PUBLIC, school.code),
        "seal": state(timezone.now()),
        "idle_minutes": django_settings.SESSION_IDLE_SECONDS // 60,
    }
    return render(request, "students/school/page.html", context, status=422 if bound else 200)


@permitted_act
def change_names(request: StaffRequest) -> HttpResponseBase:
    return _change(request, NamesForm(request.POST), "names_form", "students:change_names")


@permitted_act
def change_stage(request: StaffRequest) -> HttpResponseBase:
    form = StageForm(request.POST)

    def act() -> str:
        changed = school_settings.correct_stage(request.school, **form.cleaned_data, by=request.user, at=timezone.now())
        return _saved(changed)

    if form.is_valid() and tell(request, act, form):
        return redirect("students:settings")
    return _page(request, stage_form=form)


@permitted_act
def change_code(request: StaffRequest) -> HttpResponseBase:
    form = CodeForm(request.POST)

    def act() -> str:
        return _saved(
            school_settings.correct_code(request.school, form.cleaned_data["code"], by=request.user, at=timezone.now())
        )

    if form.is_valid() and tell(request, act, form):
        return redirect("students:settings")
    return _page(request, code_form=form)


@permitted_act
def change_office(request: StaffRequest) -> HttpResponseBase:
    return _change(request, OfficeForm(request.POST), "office_form", "students:change_office")


@permitted_act
def change_public(request: StaffRequest) -> HttpResponseBase:
    """Turn the pages without sign-in on or off."""
    return _change(request, PublicForm(request.POST), "public_form", "students:change_public")


@permitted_act
def change_retention(request: StaffRequest) -> HttpResponseBase:
    """Change for how long leavers' contacts, and the facts of a settled term, are kept."""
    return _change(request, RetentionForm(request.POST), "retention_form", "students:change_retention")


def _saved(changed: bool) -> str:
    return _("Saved.") if changed else _("Nothing was changed.")


def _change(request: StaffRequest, form: Form, name: str, action: str) -> HttpResponseBase:
    def act() -> str:
        own = [name for name, field in form.fields.items() if hasattr(request.school, name) and not field.disabled]
        new = {name: form.cleaned_data[name] for name in own}
        changed = school_settings.change(request.school, new, action=action, by=request.user, at=timezone.now())
        return _saved(changed)

    if form.is_valid() and tell(request, act, form):
        return redirect("students:settings")
    return _page(request, **{name: form})


@permitted_act
def note_day(request: StaffRequest) -> HttpResponseBase:
    form = DayForm(request.POST)

    def act() -> str:
        data = form.cleaned_data
        day, works = data["day"], data["is_working"]
        school_settings.note_day(
            request.school, day, is_working=works, note=data["note"], by=request.user, at=timezone.now()
        )
        return _("The day is noted.")

    if form.is_valid() and tell(request, act, form):
        return redirect("students:settings")
    return _page(request, day_form=form)


@permitted_act
def forget_day(request: StaffRequest, pk: int) -> HttpResponseBase:
    row = get_object_or_404(CalendarDay.objects.select_related("school"), pk=pk, school=request.school)
    school_settings.forget_day(row, by=request.user, at=timezone.now())
    messages.success(request, _("The day follows the week again."))
    return redirect("students:settings")


@permitted_act
def known_days(request: StaffRequest) -> HttpResponseBase:
    form = KnownDaysForm(request.POST)

    def act() -> str:
        year = form.cleaned_data["year"]
        added = school_settings.add_known_days(request.school, year, by=request.user, at=timezone.now())
        if not added:
            return _("Nothing to add: the days of %(year)d are there, or have not been announced.") % {"year": year}
        return ngettext("%(count)d day was added.", "%(count)d days were added.", added) % {"count": added}

    if form.is_valid() and tell(request, act, form):
        return redirect("students:settings")
    return _page(request, known_form=form)
