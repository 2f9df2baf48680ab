"""The window for the school: its settings, a class's codes and slips, a look as guardians have it, questions."""

from django.contrib import messages
from django.http import HttpResponseBase
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone, translation
from django.utils.translation import gettext as _, ngettext

from awards.models import Window, WindowMatter
from reports import file_names
from reports.files import pdf_file
from reports.honours.files import PAPER_LANGUAGE
from reports.window import matters, verbs
from reports.window.forms import AnswerForm, WindowForm, shown
from reports.window.lists import QuestionsResource, questions_of
from reports.window.page import window_page
from reports.window.roster import WindowClass, window_class
from reports.window.slips import slips_pdf
from starrating.operations.idempotency import once, sent_key
from starrating.refused import Refused
from starrating.web.keys import key_in
from starrating.web.paging import SHORT_ROWS, page_of
from students.classes.access import class_within, pupils_within
from students.models import SchoolClass
from students.permits.answers import tell, tell_if_valid
from students.permits.reach import StaffRequest, class_today, permitted_act, permitted_page
from students.permits.shown import list_on_record, on_record
from students.school.terms import shown_day


@permitted_page
def window(request: StaffRequest) -> HttpResponseBase:
    row = Window.objects.filter(school=request.school).first() or Window()
    address = ""
    try:
        address = verbs.encrypted_address()
    except Refused as refusal:
        if not row.is_on:
            messages.info(request, refusal.message)
    form = WindowForm(initial={"is_on": row.is_on, "days": row.days})
    return render(request, "reports/window/settings.html", {"form": form, "row": row, "address": address})


@permitted_act
def change(request: StaffRequest) -> HttpResponseBase:
    form = WindowForm(request.POST)

    def act() -> str:
        row = verbs.change(request.school, by=request.user, at=timezone.now(), **form.cleaned_data)
        return _("The guardian's window is on.") if row.is_on else _("The guardian's window is off.")

    tell_if_valid(request, form, act)
    return redirect("reports:window")


@permitted_page
def codes(request: StaffRequest, pk: int) -> HttpResponseBase:
    school_class = class_within(request.school, request.reach, pk)
    page = _class_page(school_class)
    shown = page_of(page.places, request, SHORT_ROWS)
    list_on_record(request, [place.student.pk for place in shown], pk)
    return render(request, "reports/window/class.html", {"page": page, "page_obj": shown})


@permitted_act
def print_slips(request: StaffRequest, pk: int) -> HttpResponseBase:
    """Make the codes of a class, or of one pupil, and answer with the slips: once, for the codes are kept nowhere."""
    school_class = class_within(request.school, request.reach, pk)
    made: list[verbs.Slip] = []

    def act() -> dict[str, object]:
        only = key_in(request.POST.get("pupil"))
        made.extend(verbs.issue(school_class, only=only, by=request.user, at=timezone.now()))
        return {"codes": len(made)}

    try:
        once(request.user, sent_key(request), act)
    except Refused as refusal:
        messages.error(request, refusal.message)
        return redirect("reports:window_class", pk)
    if not made:
        messages.info(request, _("These slips were made once already. If they are lost, print new ones."))
        return redirect("reports:window_class", pk)
    list_on_record(request, [slip.place.student.pk for slip in made], pk)
    name = _class_page(school_class).name
    with translation.override(PAPER_LANGUAGE):
        content = slips_pdf(request.school, name, made, verbs.encrypted_address())
    return pdf_file(content, file_names.window_slips(name))


@permitted_act
def revoke_class(request: StaffRequest, pk: int) -> HttpResponseBase:
    school_class = class_within(request.school, request.reach, pk)
    tell(request, lambda: _revoked(verbs.revoke_class(school_class, by=request.user, at=timezone.now())))
    return redirect("reports:window_class", pk)


@permitted_act
def revoke(request: StaffRequest, pk: int) -> HttpResponseBase:
    pupil = get_object_or_404(pupils_within(request.reach, timezone.localdate()), pk=pk)
    tell(request, lambda: _revoked(verbs.revoke(pupil, by=request.user, at=timezone.now())))
    school_class = class_today(pupil, timezone.localdate())
    return redirect("reports:window_class", school_class.pk) if school_class else redirect("students:roster")


@permitted_page
def preview(request: StaffRequest, pk: int) -> HttpResponseBase:
    """Show a pupil's page as guardians see it, without its forms: also where the window is off."""
    today = timezone.localdate()
    pupil = get_object_or_404(pupils_within(request.reach, today), pk=pk)
    on_record(request, pk, pk)
    school_class = class_today(pupil, today)
    context = shown(window_page(pupil, today)) | {"preview": True, "class_pk": school_class.pk if school_class else ""}
    return render(request, "reports/window/preview.html", context)


@permitted_page
def questions(request: StaffRequest) -> HttpResponseBase:
    return _questions(request)


@permitted_act
def answer(request: StaffRequest, pk: int) -> HttpResponseBase:
    matter = get_object_or_404(WindowMatter, pk=pk, student__school=request.school, objection=None)
    form = AnswerForm(request.POST)

    def act() -> str:
        matters.answer(matter, form.cleaned_data["text"], by=request.user, at=timezone.now())
        return _("The answer is in the guardian's window.")

    tell_if_valid(request, form, act)
    return redirect("reports:window_questions")


def _questions(request: StaffRequest) -> HttpResponseBase:
    rows = questions_of(request.school, timezone.localdate())
    list_on_record(request, [row.matter.student_id for row in rows])
    context = {
        "waiting": [row for row in rows if not row.matter.answer],
        "answered": QuestionsResource().on_page([row for row in rows if row.matter.answer]),
        "form": AnswerForm(),
    }
    return render(request, "reports/window/questions.html", context)


def _class_page(school_class: SchoolClass) -> WindowClass:
    today = timezone.localdate()
    year, _day = shown_day(school_class.school, today)
    return window_class(school_class, school_class.name_in(year), today)


def _revoked(count: int) -> str:
    if not count:
        return _("There was no code to revoke.")
    return ngettext("%(count)d code was revoked.", "%(count)d codes were revoked.", count) % {"count": count}
