"""Who teaches a class, changed by hand."""

from collections.abc import Callable

from django.http import HttpResponseBase
from django.shortcuts import get_object_or_404, redirect
from django.utils import timezone
from django.utils.translation import gettext as _

from starrating.days import short_day
from starrating.forms.fields import show_form
from starrating.forms.shared import DayForm
from students.accounts import search
from students.classes import access
from students.classes.page import class_page
from students.models import Staffing
from students.permits.answers import tell, tell_if_valid
from students.permits.reach import StaffRequest, permitted_act, permitted_form
from students.staffing import verbs as staffing
from students.staffing.forms import HomeroomForm, SubjectTeacherForm, TeacherForm


@permitted_form
def assign_homeroom(request: StaffRequest, pk: int) -> HttpResponseBase:
    form = HomeroomForm(request.POST or None, school=request.school)
    return _assign(request, pk, form, staffing.assign_homeroom, "students/staffing/homeroom.html")


@permitted_form
def assign_subject(request: StaffRequest, pk: int) -> HttpResponseBase:
    form = SubjectTeacherForm(request.POST or None, school=request.school)
    return _assign(request, pk, form, staffing.assign_subject, "students/staffing/subject_teacher.html")


def _assign(
    request: StaffRequest, pk: int, form: TeacherForm, verb: Callable[..., object], template: str
) -> HttpResponseBase:
    """Give somebody a task in a class by the ``verb``, which takes the form's subject where there is one."""
    school_class = access.class_for(request.school, request.standing, pk)

    def act() -> str:
        values = form.cleaned_data
        assert form.teacher_pk is not None, "a valid form knows who is meant"  # noqa: S101
        teacher = search.account_for(request.school, form.teacher_pk)
        subject = [values["subject"]] if "subject" in values else []
        days = {name: values[name] for name in ("starts_on", "ends_on")}
        verb(school_class, teacher, *subject, **days, by=request.user, at=timezone.now())
        words = {"name": teacher.name, "day": short_day(values["starts_on"])}
        return _("%(name)s has the task from %(day)s.") % words

    if form.is_valid() and tell(request, act, form):
        return redirect("students:class", pk)
    return show_form(request, template, form, page=class_page(school_class, timezone.localdate()))


@permitted_act
def end_task(request: StaffRequest, pk: int) -> HttpResponseBase:
    tasks = Staffing.objects.filter(school_class__school=request.school).select_related("school_class__school")
    task = get_object_or_404(tasks, pk=pk)
    form = DayForm(request.POST)

    def act() -> str:
        ends_on = form.cleaned_data["day"]
        staffing.end_task(task, ends_on=ends_on, by=request.user, at=timezone.now())
        return _("The last day is %(day)s.") % {"day": short_day(ends_on)}

    tell_if_valid(request, form, act)
    return redirect("students:account", task.user_id)
