"""Papers of the month and the term as PDF. They are Chinese in whatever language the pages are read."""

from collections.abc import Callable
from functools import update_wrapper
from typing import ParamSpec

from django.contrib import messages
from django.http import Http404, HttpResponseBase
from django.shortcuts import redirect
from django.utils import timezone, translation
from django.utils.translation import gettext as _

from awards.models import ClassRound
from awards.office.register import register_page
from awards.schemes.access import scheme_to_read
from awards.schemes.page import scheme_page
from awards.sheets.access import sheet_in_reach
from awards.terms.access import round_for_office
from reports import access
from reports.background import made_by_worker
from reports.files import pdf_file
from reports.honours.files import PAPER_LANGUAGE
from reports.notices.notices import Notice, class_notices, joint_notice, readable
from reports.papers import access as paper_access
from reports.papers.board import board_pdf
from reports.papers.good_news import good_news_pdf
from reports.papers.hand_forms import consent_forms_pdf, deduction_pdf, objection_form_pdf
from reports.papers.notices import notices_pdf, register_pdf
from reports.papers.scheme_wall import scheme_pdf
from reports.papers.sheets_and_slips import filled_slips_pdf, month_sheets_pdf, slips_pdf
from reports.papers.term_page import term_pages_pdf
from reports.terms.facts import facts_of
from reports.typesetting.wordings import labels
from starrating.refused import Refused
from students.classes.access import class_within
from students.classes.page import class_page
from students.permits.reach import PlainView, StaffRequest, StaffView, permitted_act, permitted_page

P = ParamSpec("P")

_MONTH_PAPERS: dict[str, Callable[[list[ClassRound]], bytes]] = {
    "blank": lambda sheets: month_sheets_pdf(sheets, filled=False),
    "filled": lambda sheets: month_sheets_pdf(sheets, filled=True),
    "slips": lambda sheets: slips_pdf(sheets, named=True),
    "filled-slips": filled_slips_pdf,
    "empty-slips": lambda sheets: slips_pdf(sheets, named=False),
    "good-news": good_news_pdf,
}


def permitted_paper(view: StaffView[P]) -> PlainView[P]:
    """Open a view that makes a paper, in Chinese; one that cannot be made is told on the page of papers."""

    def made(request: StaffRequest, /, *args: P.args, **kwargs: P.kwargs) -> HttpResponseBase:
        try:
            with translation.override(PAPER_LANGUAGE):
                return view(request, *args, **kwargs)
        except Refused as refusal:
            messages.error(request, refusal.message)
            return redirect("reports:papers")

    return permitted_page(update_wrapper(made, view))


@permitted_paper
def class_month_paper(request: StaffRequest, sheet_pk: int, kind: str) -> HttpResponseBase:
    """Print one class's sheet, blank or filled, its pupils' slips, or the good news of its month."""
    return _month_paper([sheet_in_reach(request.standing, "reports:class_month_paper", sheet_pk)], kind)


@permitted_paper
def month_papers(request: StaffRequest, round_pk: int, kind: str) -> HttpResponseBase:
    """Print sheets, slips or good news of every class within reach."""
    return _month_paper(paper_access.sheets_to_print(request.standing, round_pk), kind)


@permitted_act
def round_slips(request: StaffRequest, round_pk: int) -> HttpResponseBase:
    """Start the slips with names of all classes within reach: a page for every two pupils, made by the worker."""
    round_ = paper_access.sheets_to_print(request.standing, round_pk)[0].round
    return made_by_worker(request, "slips", {"round": round_.pk}, _("Slips of %(round)s") % {"round": round_.label})


@permitted_paper
def class_notice_pdf(request: StaffRequest, pk: int) -> HttpResponseBase:
    return _notices(request, [access.filed_sheet(request.standing, pk)])


@permitted_paper
def round_notices_pdf(request: StaffRequest, round_pk: int) -> HttpResponseBase:
    """Print every class's notice of the round, each on a page of its own."""
    return _notices(request, access.filed_sheets_of_own(request.standing, round_pk))


@permitted_paper
def grade_notice_pdf(request: StaffRequest, round_pk: int, grade: int) -> HttpResponseBase:
    round_ = access.round_to_view(request.standing, round_pk)
    sheets = access.filed_sheets_of_grade(request.standing, round_, grade)
    return _notices(request, sheets, round_.term.school.grade_name(grade))


@permitted_paper
def school_notice_pdf(request: StaffRequest, round_pk: int) -> HttpResponseBase:
    round_ = access.round_to_view(request.standing, round_pk)
    return _notices(request, access.filed_sheets_of_school(request.standing, round_), labels("notice")["school"])


@permitted_paper
def register(request: StaffRequest, round_pk: int) -> HttpResponseBase:
    round_ = round_for_office(request.school, round_pk)
    return pdf_file(register_pdf(register_page(round_)), f"{round_.label} register")


@permitted_paper
def honour_board(request: StaffRequest, term_pk: int) -> HttpResponseBase:
    """Print the poster of a settled term; before that nobody is on the board (404)."""
    term = access.settled_term(request.school, term_pk)
    return pdf_file(board_pdf(term, timezone.localdate()), f"{term.code} board")


@permitted_paper
def scheme_wall(request: StaffRequest, term_pk: int) -> HttpResponseBase:
    version, term = scheme_to_read(request.school, term_pk, timezone.localdate())
    if version is None:
        raise Http404
    return pdf_file(scheme_pdf(scheme_page(version, term)), "scheme")


@permitted_paper
def term_pages(request: StaffRequest, term_pk: int, class_pk: int, pupil_pk: int | None = None) -> HttpResponseBase:
    """Print the guardians' page of each pupil of a class, or of one."""
    term = access.term_to_export(request.school, term_pk)
    school_class = class_within(request.school, request.reach, class_pk)
    facts = facts_of(term, timezone.localdate(), [school_class.pk])
    pupils = paper_access.pupils_of(facts, school_class.pk, pupil_pk)
    return pdf_file(term_pages_pdf(facts, pupils), f"{term.code} {school_class.name_in(term.school_year)}")


@permitted_paper
def consent_forms(request: StaffRequest, class_pk: int) -> HttpResponseBase:
    """Print the forms that guardians sign, one a pupil of the class."""
    school_class = class_within(request.school, request.reach, class_pk)
    page = class_page(school_class, timezone.localdate())
    names = [place.student.name for place in page.pupils]
    if not names:
        raise Http404
    return pdf_file(consent_forms_pdf(request.school, page.name, names), f"{page.name} consent")


@permitted_paper
def objection_form(request: StaffRequest, term_pk: int) -> HttpResponseBase:
    term = access.term_to_export(request.school, term_pk)
    return pdf_file(objection_form_pdf(term.pinned.scheme, term.school), "objection")


@permitted_paper
def deduction_form(request: StaffRequest, pk: int) -> HttpResponseBase:
    """Print the form of a deduction, kept apart: for the office alone, on no list of papers."""
    return pdf_file(deduction_pdf(paper_access.violation_to_print(request.school, pk)), "deduction")


def _month_paper(sheets: list[ClassRound], kind: str) -> HttpResponseBase:
    if kind not in _MONTH_PAPERS:
        raise Http404
    return pdf_file(_MONTH_PAPERS[kind](sheets), f"{sheets[0].round.label} {kind}")


def _notices(request: StaffRequest, sheets: list[ClassRound], readers: str = "") -> HttpResponseBase:
    """Print notices that still stand; those who keep the record may print one that is over."""
    today = timezone.localdate()
    up = readable(sheets, request.standing, today)
    if not up:
        raise Http404
    notices: list[Notice] = [joint_notice(up, readers, today)] if readers else class_notices(up, today)
    return pdf_file(notices_pdf(up[0].school_class.school.name, notices), f"{up[0].round.label} notice")
