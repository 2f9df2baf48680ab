"""The office's month: the board, one class on it, filing, returning, the register."""

from collections.abc import Sequence

from django.http import HttpResponseBase
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _, ngettext

from awards.models import ClassRound
from awards.office import filing
from awards.office.board import board_page
from awards.office.forms import FilingDayForm, FilingForm, LateStarForm, OneFilingForm, ReturnForm
from awards.office.lists import RegisterResource
from awards.office.months import months_page
from awards.office.next_thing import next_on_board
from awards.office.register import register_page
from awards.office.sheet_page import sheet_page
from awards.office.undoing import filed_many
from awards.sheets import access as sheets_access, corrections, moves
from awards.terms import access as terms_access
from starrating.forms.fields import show_form
from starrating.joiners import in_a_row
from starrating.offers.acts import Done
from starrating.web.keys import key_in
from students.permits.answers import tell, tell_if_valid
from students.permits.reach import StaffRequest, may_go, permitted_act, permitted_form, permitted_page
from students.school.calendar import years_without_holidays


@permitted_page
def board(request: StaffRequest) -> HttpResponseBase:
    today = timezone.localdate()
    school_rounds = list(terms_access.rounds_of(request.school))
    number = request.GET.get("round", "")
    wanted = key_in(number)
    round_ = terms_access.chosen_round(school_rounds, today, wanted)
    page = board_page(school_rounds, round_, today)
    return render(request, "awards/office/board.html", {"page": page, "next": next_on_board(page)})


@permitted_page
def months(request: StaffRequest) -> HttpResponseBase:
    """Show the term of the month asked for, else of the present one."""
    today = timezone.localdate()
    wanted = key_in(request.GET.get("round", ""))
    round_ = terms_access.chosen_round(list(terms_access.rounds_of(request.school)), today, wanted)
    page = months_page(round_.term, today) if round_ else None
    return render(request, "awards/office/months.html", {"page": page})


@permitted_page
def board_sheet(request: StaffRequest, sheet_pk: int) -> HttpResponseBase:
    sheet = sheets_access.sheet_for_office(request.school, sheet_pk)
    page = sheet_page(sheet, request.standing, timezone.localdate(), request.user)
    return render(request, "awards/office/sheet.html", {"page": page})


@permitted_act
def file_sheets(request: StaffRequest, round_pk: int) -> HttpResponseBase:
    round_ = terms_access.round_for_office(request.school, round_pk)
    form = FilingForm(request.POST, round_=round_)

    def act() -> Done:
        chosen, now = [sheet.pk for sheet in form.cleaned_data["sheets"]], timezone.now()
        said = form.cleaned_data
        filed = moves.register_many(
            round_, chosen, on=said["on"], by=request.user, at=now, day_reason=said["day_reason"]
        )
        sentence = ngettext("%(count)d sheet filed.", "%(count)d sheets filed.", len(filed))
        told = _told_of_years(sentence % {"count": len(filed)}, filed)
        return Done(told, filed_many(round_, filed, by=request.user, at=now))

    tell_if_valid(request, form, act)
    return redirect(_board_of(round_.pk))


@permitted_act
def file_unflagged(request: StaffRequest, round_pk: int) -> HttpResponseBase:
    """File all but the flagged ones in one action; these are named, and stay on the board with what was found."""
    round_ = terms_access.round_for_office(request.school, round_pk)
    form = FilingDayForm(request.POST)

    def act() -> Done:
        said, now = form.cleaned_data, timezone.now()
        done = filing.register_unflagged(round_, on=said["on"], by=request.user, at=now, day_reason=said["day_reason"])
        offer = filed_many(round_, done.filed, by=request.user, at=now)
        filed = ngettext("%(count)d sheet filed.", "%(count)d sheets filed.", len(done.filed))
        filed = _told_of_years(filed % {"count": len(done.filed)}, done.filed)
        if not done.left:
            return Done(filed, offer)
        names = in_a_row(sheet.school_class.name_in(round_.term.school_year) for sheet, _flags in done.left)
        told = _("%(filed)s Not filed, because of findings: %(classes)s.") % {"filed": filed, "classes": names}
        return Done(told, offer)

    tell_if_valid(request, form, act)
    return redirect(_board_of(round_pk))


@permitted_act
def file_sheet(request: StaffRequest, sheet_pk: int) -> HttpResponseBase:
    sheet = sheets_access.sheet_for_office(request.school, sheet_pk)
    form = OneFilingForm(request.POST)

    def act() -> str:
        said = form.cleaned_data
        filed = filing.register_but(
            sheet,
            form.remarks,
            on=said["on"],
            by=request.user,
            at=timezone.now(),
            excess_reason=said["excess_reason"],
            day_reason=said["day_reason"],
        )
        words = {"class": sheet.class_name, "number": filed.filing_number}
        return _told_of_years(_("%(class)s is filed as %(number)s.") % words, [filed])

    if tell_if_valid(request, form, act):
        return redirect(_board_of(sheet.round_id))
    return redirect("awards:board_sheet", sheet_pk)


def _told_of_years(said: str, filed: Sequence[ClassRound]) -> str:
    """Add to what was done that the last days of notices lie in a year whose holidays nobody has noted."""
    if not filed:
        return said
    ends = [sheet.notice_until for sheet in filed if sheet.notice_until is not None]
    years = years_without_holidays(filed[0].school_class.school, ends)
    if not years:
        return said
    template = _("%(said)s The holidays of %(years)s are not noted: notices may end too early. Note them in settings.")
    return template % {"said": said, "years": in_a_row(map(str, years))}


@permitted_act
def return_sheet(request: StaffRequest, sheet_pk: int) -> HttpResponseBase:
    sheet = sheets_access.sheet_for_office(request.school, sheet_pk)
    form = ReturnForm(request.POST)

    def act() -> str:
        reason = form.cleaned_data["reason"]
        filing.send_back_with_remarks(sheet, form.remarks, reason=reason, by=request.user, at=timezone.now())
        return _("The sheet of %(class)s is returned.") % {"class": sheet.class_name}

    if tell_if_valid(request, form, act):
        return redirect(_board_of(sheet.round_id))
    return redirect("awards:board_sheet", sheet_pk)


@permitted_form
def add_star(request: StaffRequest, sheet_pk: int) -> HttpResponseBase:
    """Add a name that was left out, once the sheet is final."""
    sheet = sheets_access.sheet_for_office(request.school, sheet_pk)
    form = LateStarForm(request.POST or None, sheet=sheet)

    def act() -> str:
        said = form.cleaned_data
        corrections.add(sheet, said["student"], said["item"], reason=said["reason"], by=request.user, at=timezone.now())
        return _("%(item)s for %(name)s is entered.") % {"item": said["item"].name, "name": said["student"].name}

    if form.is_valid() and tell(request, act):
        return redirect("awards:board_sheet", sheet_pk)
    return show_form(request, "awards/office/add_star.html", form, sheet=sheet)


@permitted_page
def register(request: StaffRequest, round_pk: int) -> HttpResponseBase:
    round_ = terms_access.round_for_office(request.school, round_pk)
    page = register_page(round_)
    table = RegisterResource(page.items).on_page(page.rows)
    context = {"page": page, "table": table, "opens_board": may_go(request.standing, "awards:board")}
    return render(request, "awards/office/register.html", context)


def _board_of(round_pk: int) -> str:
    return f"{reverse('awards:board')}?round={round_pk}"
