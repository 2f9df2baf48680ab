"""Month sheets as files on screen: take the form away, choose the filled file, look at it, confirm or drop it."""

from __future__ import annotations

from django.http import Http404, HttpResponseBase
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from awards.sheet_files.blank_form import sheets_workbook
from awards.sheet_files.facts import round_facts
from awards.sheet_files.forms import SheetsFileForm
from awards.sheet_files.kind import sheets_kind
from awards.sheet_files.preview import SheetsPreview
from awards.terms.access import round_for_office
from starrating.operations.models import Upload
from starrating.spreadsheets.answers import workbook_answer
from students.imports.pipeline import desk, flow
from students.imports.pipeline.desk import Desk
from students.models import SchoolClass
from students.permits.reach import StaffRequest, permitted, reach_of
from students.permits.roles import Standing


@permitted
@require_http_methods(["GET", "HEAD", "POST"])
def sheets_upload(request: StaffRequest) -> HttpResponseBase:
    now = timezone.now()
    today = timezone.localdate(now)
    # Coming from a month's sheet, that month is the one meant.
    initial = {"round": request.GET["round"]} if request.GET.get("round") else {}
    form = SheetsFileForm(
        request.POST or None, request.FILES or None, initial=initial, school=request.school, today=today
    )
    if form.is_valid():
        kind = sheets_kind(request.user, now)
        upload = flow.begin(
            kind,
            form.cleaned_data["file"],
            school=request.school,
            by=request.user,
            at=now,
            options=form.options(),
        )
        return redirect("awards:sheets_preview", upload.pk)
    rounds = form.fields["round"].queryset  # type: ignore[attr-defined]  # a choice of rows has one
    context = {"form": form, "rounds": rounds}
    return render(request, "awards/sheet_files/upload.html", context, status=422 if form.is_bound else 200)


def _desk(request: StaffRequest) -> Desk[SheetsPreview]:
    kind = sheets_kind(request.user, timezone.now())
    title = _("Preview of the sheets")
    return Desk(kind, title, "awards:sheets", "awards/sheet_files/preview.html", "awards:sheets_upload")


@permitted
@require_safe
def sheets_preview(request: StaffRequest, pk: int) -> HttpResponseBase:
    return desk.look(request, _desk(request), pk)


@permitted
@require_POST
def sheets_confirm(request: StaffRequest, pk: int) -> HttpResponseBase:
    """Whoever sees the school then looks at the month just entered; a homeroom teacher at the own sheet."""

    def then(upload: Upload) -> str:
        month = f"{reverse('awards:board')}?round={upload.options['round']}"
        return month if request.standing.school_wide else reverse("home")

    return desk.confirm(request, _desk(request), pk, then=then)


@permitted
@require_POST
def sheets_drop(request: StaffRequest, pk: int) -> HttpResponseBase:
    return desk.drop(request, _desk(request), pk)


@permitted
@require_safe
def sheets_form(request: StaffRequest, round_pk: int) -> HttpResponseBase:
    """The month's sheets as a workbook to fill in: every class for the school's own staff, else the own ones."""
    round_ = round_for_office(request.school, round_pk)
    facts = round_facts(round_, request.standing)
    classes = [one for one in facts.book.by_key.values() if _sees(request.standing, one)]
    taking_part = [one for one in classes if one.grade_in(round_.term.school_year) in round_.grades]
    if not taking_part:
        raise Http404
    return workbook_answer(sheets_workbook(facts, taking_part), f"{round_.label}班级评星表")


def _sees(standing: Standing, school_class: SchoolClass) -> bool:
    return reach_of(standing, "awards:sheets_form").holds(school_class)
