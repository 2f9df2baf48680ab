"""Papers of the month and the term as PDF. They are Chinese in whatever language the pages are read."""

from collections.abc import Callable
from dataclasses import dataclass
from functools import update_wrapper
from typing import Concatenate, ParamSpec

from django.contrib import messages
from django.http import Http404, HttpResponseBase
from django.shortcuts import redirect
from django.utils import timezone, translation
from django.utils.translation import gettext as _

from awards.deeds.page import term_deeds
from awards.models import ClassRound
from awards.office.register import register_page
from awards.schemes.access import scheme_to_read
from awards.schemes.page import scheme_page
from awards.sheets.access import sheet_in_reach
from awards.terms.access import round_for_office
from reports import access, file_names
from reports.background import made_by_worker
from reports.files import pdf_file
from reports.honours.addresses import check_address
from reports.honours.files import PAPER_LANGUAGE
from reports.namesakes import namesakes_on, told_apart
from reports.notices.notices import Notice, class_notices, joint_notice, readable
from reports.papers import access as paper_access
from reports.papers.appeal_answer import appeal_answer_pdf
from reports.papers.board import board_pdf
from reports.papers.good_news import good_news_pdf
from reports.papers.hand_forms import consent_forms_pdf, deduction_pdf, objection_form_pdf
from reports.papers.notices import notices_pdf, register_pdf
from reports.papers.packs import Printing, meeting_pack_pdf, term_pack_pdf
from reports.papers.scheme_wall import scheme_pdf
from reports.papers.sheets_and_slips import filled_slips_pdf, month_sheets_pdf, slips_pdf
from reports.papers.term_deeds import term_deeds_pdf
from reports.papers.term_page import balanced_page_pdf, term_pages_pdf
from reports.terms.facts import facts_of
from reports.typesetting.wordings import labels
from starrating.refused import Refused
from students.classes.access import class_within
from students.classes.page import class_page
from students.permits.reach import PlainView, StaffRequest, permitted_act, permitted_page
from students.permits.shown import on_record

P = ParamSpec("P")

_MONTH_PAPERS: dict[str, Callable[[list[ClassRound]], bytes]] = {
    "blank": lambda sheets: month_sheets_pdf(sheets, filled=False),
    "filled": lambda sheets: month_sheets_pdf(sheets, filled=True),
    "slips": lambda sheets: slips_pdf(sheets, named=True),
    "filled-slips": filled_slips_pdf,
    "empty-slips": lambda sheets: slips_pdf(sheets, named=False),
    "good-news": good_news_pdf,
}


@dataclass(frozen=True)
class Paper:
    """A paper with what its file is called, which is said once the paper is made: in the reader's language."""

    content: bytes
    name: Callable[[], str]


def permitted_paper(view: Callable[Concatenate[StaffRequest, P], Paper]) -> PlainView[P]:
    """Open a view that makes a paper, in Chinese; one that cannot be made is told on the page of papers."""

    def made(request: StaffRequest, /, *args: P.args, **kwargs: P.kwargs) -> HttpResponseBase:
        try:
            with translation.override(PAPER_LANGUAGE):
                paper = view(request, *args, **kwargs)
        except Refused as refusal:
            messages.error(request, refusal.message)
            return redirect("reports:papers")
        return pdf_file(paper.content, paper.name())

    return permitted_page(update_wrapper(made, view))


@permitted_paper
def class_month_paper(request: StaffRequest, sheet_pk: int, kind: str) -> Paper:
    """Print one class's sheet, blank or filled, its pupils' slips, or the good news of its month."""
    return _month_paper([sheet_in_reach(request.standing, "reports:class_month_paper", sheet_pk)], kind)


@permitted_paper
def meeting_pack(request: StaffRequest, sheet_pk: int) -> Paper:
    """Print what a class's meeting needs in one file."""
    sheet = sheet_in_reach(request.standing, "reports:meeting_pack", sheet_pk)
    today = timezone.localdate()
    last = paper_access.notice_before(request.standing, sheet, today)
    return Paper(meeting_pack_pdf(sheet, class_notices(last, today)), lambda: file_names.of_sheets([sheet], "pack"))


@permitted_paper
def month_papers(request: StaffRequest, round_pk: int, kind: str) -> Paper:
    """Print sheets, slips or good news of every class within reach."""
    return _month_paper(paper_access.sheets_to_print(request.standing, round_pk), kind)


@permitted_act
def round_slips(request: StaffRequest, round_pk: int) -> HttpResponseBase:
    """Start the slips with names of all classes within reach: a page for every two pupils, made by the worker."""
    round_ = paper_access.sheets_to_print(request.standing, round_pk)[0].round
    return made_by_worker(request, "slips", {"round": round_.pk}, _("Slips of %(round)s") % {"round": round_.name})


@permitted_paper
def class_notice_pdf(request: StaffRequest, pk: int) -> Paper:
    return _notices(request, [access.filed_sheet(request.standing, pk)])


@permitted_paper
def round_notices_pdf(request: StaffRequest, round_pk: int) -> Paper:
    """Print every class's notice of the round, each on a page of its own."""
    return _notices(request, access.filed_sheets_of_own(request.standing, round_pk))


@permitted_paper
def grade_notice_pdf(request: StaffRequest, round_pk: int, grade: int) -> Paper:
    round_ = access.round_to_view(request.standing, round_pk)
    sheets = access.filed_sheets_of_grade(request.standing, round_, grade)
    return _notices(request, sheets, round_.term.school.grade_name(grade))


@permitted_paper
def school_notice_pdf(request: StaffRequest, round_pk: int) -> Paper:
    round_ = access.round_to_view(request.standing, round_pk)
    return _notices(request, access.filed_sheets_of_school(request.standing, round_), labels("notice")["school"])


@permitted_paper
def register(request: StaffRequest, round_pk: int) -> Paper:
    round_ = round_for_office(request.school, round_pk)
    return Paper(register_pdf(register_page(round_)), lambda: file_names.of_month(round_, "register"))


@permitted_paper
def honour_board(request: StaffRequest, term_pk: int) -> Paper:
    """Print the poster of a settled term; before that nobody is on the board (404)."""
    term = access.settled_term(request.school, term_pk)
    return Paper(board_pdf(term, timezone.localdate()), lambda: file_names.board(term))


@permitted_paper
def scheme_wall(request: StaffRequest, term_pk: int) -> Paper:
    version, term = scheme_to_read(request.school, term_pk, timezone.localdate())
    if version is None:
        raise Http404
    return Paper(scheme_pdf(scheme_page(version, term)), lambda: file_names.scheme(version))


@permitted_paper
def term_pages(request: StaffRequest, term_pk: int, class_pk: int, pupil_pk: int | None = None) -> Paper:
    """Print the guardians' page of each pupil of a class to hand out, or of one with the balance."""
    term = access.term_to_export(request.school, term_pk)
    school_class = class_within(request.school, request.reach, class_pk)
    facts = facts_of(term, timezone.localdate(), [school_class.pk])
    pupils = paper_access.pupils_of(facts, school_class.pk, pupil_pk)
    if pupil_pk is not None:
        on_record(request, term_pk, pupil_pk)
        return Paper(balanced_page_pdf(facts, pupils[0]), lambda: file_names.term_pages(term, pupils[0].name))
    readers = school_class.name_in(term.school_year)
    return Paper(term_pages_pdf(facts, pupils), lambda: file_names.term_pages(term, readers))


@permitted_paper
def term_deeds_paper(request: StaffRequest, term_pk: int, class_pk: int) -> Paper:
    """Print what was noted about a class's pupils in a term."""
    term = access.term_to_export(request.school, term_pk)
    school_class = class_within(request.school, request.reach, class_pk)
    page = term_deeds(school_class, term, timezone.localdate())
    if not page.pupils:
        raise Http404
    return Paper(term_deeds_pdf(page), lambda: file_names.term_deeds(term, page.name))


@permitted_act
def term_pack(request: StaffRequest, term_pk: int, class_pk: int) -> HttpResponseBase:
    """Issue and print what a class gets at the end of a term; a second time issues nothing."""
    term = access.term_to_export(request.school, term_pk)
    school_class = class_within(request.school, request.reach, class_pk)
    try:
        printing = Printing(request.user, timezone.now(), check_address(request.school, request))
        with translation.override(PAPER_LANGUAGE):
            content = term_pack_pdf(term, school_class, printing)
    except Refused as refusal:
        messages.error(request, refusal.message)
        return redirect("reports:letters", term.pk)
    return pdf_file(content, file_names.term_pack(term, school_class.name_in(term.school_year)))


@permitted_paper
def consent_forms(request: StaffRequest, class_pk: int) -> Paper:
    """Print the forms that guardians sign, one a pupil of the class."""
    school_class = class_within(request.school, request.reach, class_pk)
    page = class_page(school_class, timezone.localdate())
    seats = namesakes_on(timezone.localdate(), [school_class.pk])
    pupils = [told_apart(place.student.name, place.student_id, seats) for place in page.pupils]
    if not pupils:
        raise Http404
    return Paper(consent_forms_pdf(request.school, page.name, pupils), lambda: file_names.consent_forms(page.name))


@permitted_paper
def objection_form(request: StaffRequest, term_pk: int) -> Paper:
    term = access.term_to_export(request.school, term_pk)
    return Paper(objection_form_pdf(term.pinned.scheme, term.school), file_names.objection_form)


@permitted_paper
def deduction_form(request: StaffRequest, pk: int) -> Paper:
    """Print the form of a deduction, kept apart: for the office alone, on no list of papers."""
    found = paper_access.violation_to_print(request.school, pk)
    on_record(request, pk, found.student_id)
    return Paper(deduction_pdf(found), file_names.deduction_form)


@permitted_paper
def appeal_paper(request: StaffRequest, appeal_pk: int) -> Paper:
    """Print the latest answer to an appeal, kept apart as the form of a deduction."""
    answer = paper_access.answer_to_print(request.school, appeal_pk)
    on_record(request, appeal_pk, answer.appeal.student_id)
    return Paper(appeal_answer_pdf(answer), file_names.appeal_answer)


def _month_paper(sheets: list[ClassRound], kind: str) -> Paper:
    if kind not in _MONTH_PAPERS:
        raise Http404
    return Paper(_MONTH_PAPERS[kind](sheets), lambda: file_names.of_sheets(sheets, kind))


def _notices(request: StaffRequest, sheets: list[ClassRound], readers: str = "") -> Paper:
    """Print notices that still stand; those who keep the record may print one that is over."""
    today = timezone.localdate()
    up = readable(sheets, request.standing, today)
    if not up:
        raise Http404
    notices: list[Notice] = [joint_notice(up, readers, today)] if readers else class_notices(up, today)
    return Paper(
        notices_pdf(up[0].school_class.school.name, notices), lambda: file_names.of_sheets(up, "notices", readers)
    )
