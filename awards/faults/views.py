"""Minor faults on screen: one line from the class's page or the phone."""

from django.http import HttpResponseBase
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _

from awards.faults import verbs as faults
from awards.faults.access import fault_to_remove
from awards.faults.forms import NoteForm
from awards.faults.page import faults_page
from students.classes.access import class_within
from students.models import SchoolClass
from students.permits.answers import tell
from students.permits.reach import StaffRequest, permitted_act, permitted_page
from students.permits.shown import list_on_record


@permitted_page
def class_faults(request: StaffRequest, class_pk: int) -> HttpResponseBase:
    return _page(request, class_within(request.school, request.reach, class_pk))


@permitted_act
def fault_note(request: StaffRequest, class_pk: int) -> HttpResponseBase:
    """Note a minor fault; what was typed stays in its boxes when it is refused."""
    school_class = class_within(request.school, request.reach, class_pk)
    form = NoteForm(request.POST, school_class=school_class, today=timezone.localdate())

    def act() -> str:
        said = form.cleaned_data
        faults.note(said["student"], said["what"], on=said["on"], by=request.user, at=timezone.now())
        return _("Noted for %(name)s. No star is deducted by it.") % {"name": said["student"].name}

    if form.is_valid() and tell(request, act, form):
        return redirect("awards:faults", class_pk)
    return _page(request, school_class, form)


@permitted_act
def fault_remove(request: StaffRequest, fault_pk: int) -> HttpResponseBase:
    found = fault_to_remove(request.standing, request.user, fault_pk)

    def act() -> str:
        faults.remove(found, by=request.user, at=timezone.now())
        return _("The note is removed.")

    tell(request, act)
    return redirect("awards:faults", found.school_class_id)


def _page(request: StaffRequest, school_class: SchoolClass, form: NoteForm | None = None) -> HttpResponseBase:
    page = faults_page(school_class, request.user, request.standing, timezone.localdate(), form)
    list_on_record(request, [row.student_id for row in page.rows], school_class.pk)
    return render(request, "awards/faults/class.html", {"page": page}, status=422 if form is not None else 200)
