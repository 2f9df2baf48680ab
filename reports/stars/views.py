"""Stars of one pupil and of one class for staff, and the own stars for a pupil."""

from dataclasses import replace

from django.http import HttpResponseBase
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _

from awards.sheets import corrections
from awards.violations.access import reads_deductions, reads_deductions_of
from reports import access
from reports.stars.class_page import class_page
from reports.stars.lists import PupilStars
from reports.stars.own_sky import own_sky
from reports.stars.pupil_page import pupil_page
from reports.stars.story import story
from starrating.forms.shared import ReasonForm
from starrating.web.paging import SHORT_ROWS, page_of
from students.permits.answers import tell_if_valid
from students.permits.reach import StaffRequest, may_go, permitted_act, permitted_page, reach_of
from students.permits.shown import on_record
from students.pupils import guardians


@permitted_page
def pupil(request: StaffRequest, pk: int) -> HttpResponseBase:
    today = timezone.localdate()
    found = access.pupil_to_view(request.standing, pk, today)
    on_record(request, found.pk, found.pk)
    term = access.chosen_term(request.school, today, request.GET.get("term", ""))
    page = pupil_page(found, term, request.standing, today, deductions=reads_deductions(request.standing, found, today))
    context = {
        "page": page,
        "prints": page.balanced and term is not None and page.class_pk is not None,
        "table": PupilStars().on_page(page.lines),
        "story": story(found, request.standing, today),
        "contacts": guardians.contacts(found, request.standing, today),
        "phone_reasons": guardians.PhoneReason.choices,
        "shows_rights": may_go(request.standing, "reports:rights"),
    }
    return render(request, "reports/stars/pupil.html", context)


@permitted_act
def reverse_entry(request: StaffRequest, pk: int) -> HttpResponseBase:
    entry = access.entry_to_reverse(request.standing, pk)
    form = ReasonForm(request.POST)

    def act() -> str:
        corrections.reverse(entry, reason=form.cleaned_data["reason"], by=request.user, at=timezone.now())
        return _("The star is revoked; the entry and the reason stay on record.")

    tell_if_valid(request, form, act)
    return redirect("reports:pupil", entry.student_id)


@permitted_page
def class_totals(request: StaffRequest, pk: int) -> HttpResponseBase:
    today = timezone.localdate()
    school_class = access.class_to_view(request.standing, pk)
    term = access.chosen_term(request.school, today, request.GET.get("term", ""))
    page = class_page(school_class, term, today, deductions=reads_deductions_of(request.standing, school_class))
    # Who may print what guardians take home may look at the class's months as well.
    prints = reach_of(request.standing, "reports:term_pages").holds(school_class)
    page_obj = page_of(page.table.rows, request, SHORT_ROWS)
    context = {"page": page, "page_obj": page_obj, "table": replace(page.table, rows=page_obj), "prints": prints}
    return render(request, "reports/stars/class_totals.html", context)


@permitted_page
def my_stars(request: StaffRequest) -> HttpResponseBase:
    """Show the present term, or an earlier one by ``?term=``."""
    today = timezone.localdate()
    student = access.own_record(request.standing)
    term = access.chosen_term(request.school, today, request.GET.get("term", ""))
    sky = own_sky(student, term, request.standing, today)
    return render(request, "reports/stars/my_stars.html", {"sky": sky, "page": sky.page})
