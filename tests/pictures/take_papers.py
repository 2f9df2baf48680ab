"""Takes the pictures of docs/papers.md, one of each paper: `make pictures`. No test, and not collected as one."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterator
from pathlib import Path

import pytest
import time_machine
from django.db.models import Q
from django.utils import translation

from awards.ceremonies import recording
from awards.ceremonies.page import ceremony_page
from awards.ceremonies.recording import Answer
from awards.deeds.page import term_deeds
from awards.demo.build import Demo, build
from awards.demo.months import Fate
from awards.demo.portraits import give_portraits
from awards.models import FILED_STATES, ClassRound, Entitlement, Ground, SheetState, TermLevel, Violation
from awards.office.register import register_page
from awards.rules.ceremonies import Reply
from awards.rules.entitlements import RewardKind
from awards.schemes.page import scheme_page
from awards.settlement.facts import pupils_at_end
from awards.violations import verbs as violations
from awards.violations.verbs import Incident
from reports.access import terms_of
from reports.ceremonies.lists import call_list_pdf, seating_list_pdf
from reports.honours.eligibility import eligibility_pdf
from reports.honours.papers import Occasion, honours_pdf
from reports.notices.notices import class_notices
from reports.papers.board import board_pdf
from reports.papers.good_news import good_news_pdf
from reports.papers.hand_forms import consent_forms_pdf, deduction_pdf, objection_form_pdf
from reports.papers.notices import notices_pdf, register_pdf
from reports.papers.scheme_wall import scheme_pdf
from reports.papers.sheets_and_slips import month_sheets_pdf, slips_pdf
from reports.papers.term_deeds import term_deeds_pdf
from reports.papers.term_page import term_pages_pdf
from reports.terms.facts import facts_of
from reports.typesetting.wordings import preset
from reports.window.codes import draw
from reports.window.roster import WindowPlace
from reports.window.slips import slips_pdf as window_slips_pdf
from reports.window.verbs import Slip
from students.models import Student, Term
from students.permits.reach import reach_of
from students.permits.roles import standing_of
from tests.awards.ceremony_factories import at, plan
from tests.awards.settlement_factories import LATER as ENDED, make_ended
from tests.factories import moment
from tests.lock_order import Watch
from tests.reports.papers.reading import IMPRINT, by_poppler, recipient

pytestmark = pytest.mark.django_db

# Stars of those who are called, and names that not everybody can read.
CALLED = (32, 31, 26, 26, 45, 33, 27, 29, 30, 31, 32, 26)
NAMES_CALLED = ("单昱辰", "李垚", "阿依古丽·买买提", "张翾", "王小明", "吕昊")

FOLDER = Path(__file__).resolve().parents[2] / "docs" / "pictures"
TODAY = dt.date(2025, 12, 22)
OCCASION = Occasion("开学典礼", "2026年3月2日（星期一）上午9:00", "学校报告厅", "政教处 周老师", "0000-5550100")


def honours() -> Iterator[tuple[str, bytes]]:
    stars = "文明星3颗、爱心星2颗、诚信星3颗、责任星4颗、学习星3颗、健体星2颗、读书星3颗、劳动星2颗"
    people = [
        recipient("王小明", stars_by_name=stars),
        recipient(
            "阿依古丽·买买提",
            stars_by_name=stars,
            level="四星级学生",
            stars=26,
            number="2025-1-荣0002",
            occasion=OCCASION,
        ),
    ]
    for kind in (RewardKind.LETTER, RewardKind.CERTIFICATE, RewardKind.PARENT_TITLE, RewardKind.INVITATION):
        chosen = people if kind == RewardKind.LETTER else people[1:]
        yield kind.value, honours_pdf(kind, chosen, preset(kind), IMPRINT)


def ceremony() -> Iterator[tuple[str, bytes]]:
    """An opening ceremony with invented pupils of the demonstration's kind, one of whom has left."""
    ended = make_ended(CALLED, alone=True)
    for pupil, name in zip(ended.pupils, NAMES_CALLED, strict=False):
        pupil.call(name)
        pupil.save()
    ground = Ground.objects.filter(scheme=ended.term.pinned.scheme)[0]
    violations.record(Incident(ended.pupils[4], ground, dt.date(2025, 10, 9), "课间打闹"), by=ended.clerk, at=ENDED)
    ended.settle()
    opening = plan(ended)
    answers = [Answer(Reply.COMING, 2), Answer(Reply.COMING, 1), Answer(Reply.NONE)]
    recording.record_replies(
        opening, dict(zip(at(opening, RewardKind.INVITATION), answers, strict=False)), by=ended.clerk, at=ENDED
    )
    reach = reach_of(standing_of(ended.clerk, TODAY), "awards:ceremony")
    page = ceremony_page(opening, reach, TODAY)
    yield "call_list", call_list_pdf(page)
    yield "seating_list", seating_list_pdf(page)
    yield "eligibility", eligibility_pdf(terms_of(ended.school).get(pk=ended.term.pk))


def months(demo: Demo) -> Iterator[tuple[str, bytes]]:
    mine = demo.homeroom_of(Fate.IN_NOTICE)[0].pk
    found = ClassRound.objects.select_related(
        "round__term__pinned__scheme", "round__term__school", "school_class__school"
    )
    sheet = found.get(pk=mine)
    school = sheet.school_class.school
    yield "month_sheet", month_sheets_pdf([sheet], filled=True)
    yield "slip", slips_pdf([sheet], named=True)
    yield "notice", notices_pdf(school.name, class_notices([sheet], TODAY))
    last = found.filter(Q(state__in=FILED_STATES)).exclude(round=sheet.round_id).order_by("-round__starts_on")[0]
    yield "register", register_pdf(register_page(last.round))
    final = found.filter(state=SheetState.FINAL).order_by("-round__starts_on", "pk")[0]
    yield "good_news", good_news_pdf([final])
    on_screen = found.get(pk=demo.homeroom_of(Fate.ON_SCREEN)[0].pk)
    yield "term_deeds", term_deeds_pdf(term_deeds(on_screen.school_class, on_screen.round.term, TODAY))


def terms(term: Term) -> Iterator[tuple[str, bytes]]:
    scheme = term.pinned.scheme
    yield "scheme_wall", scheme_pdf(scheme_page(scheme, term))
    yield "objection", objection_form_pdf(scheme, term.school)
    facts = facts_of(term, TODAY)
    yield "term_page", term_pages_pdf(facts, [max(facts.pupils, key=lambda pupil: pupil.total)])
    yield "honour_board", board_pdf(term, TODAY)
    yield "window_slip", window_slips(term)
    yield "consent", consent_forms_pdf(term.school, "七年级(1)班", ["王小明"])
    yield "deduction", deduction_pdf(an_incident(term))


def window_slips(term: Term) -> bytes:
    """Of codes that open nothing."""
    names = ("王小明", "阿依古丽·买买提", "欧阳若溪")
    places = [
        WindowPlace(Student(pk=n, name=name), n, agrees=True, asked=True, code=None, today=TODAY)
        for n, name in enumerate(names)
    ]
    slips = [Slip(place, TODAY + dt.timedelta(days=14), draw()) for place in places]
    return window_slips_pdf(term.school, "七年级(1)班", slips, "https://stars.school.example/window/")


def put_on_board(term: Term, demo: Demo) -> None:
    """A board to look at before the term is settled: each level that has one, by the order of the seats."""
    clerk = demo.staff.clerks[0].user
    for place, end in enumerate(pupils_at_end(term)[::9][:22]):
        level = TermLevel.objects.create(
            term=term,
            student_id=end.student_pk,
            school_class_id=end.class_pk,
            seat=end.seat,
            total=30,
            level=5 if place % 4 == 0 else 4,
            by=clerk,
            entered_at=moment(TODAY),
        )
        Entitlement.objects.create(
            term=term, student_id=end.student_pk, level=level, kind="honour_board", by=clerk, at=moment(TODAY)
        )


def an_incident(term: Term) -> Violation:
    """Unsaved: nobody did this."""
    row = TermLevel.objects.filter(term=term).select_related("student", "school_class__school")[0]
    return Violation(
        pk=0,
        student=row.student,
        school_class=row.school_class,
        term=term,
        ground=Ground.objects.filter(scheme=term.pinned.scheme)[3],
        happened_on=dt.date(2025, 11, 5),
        place="操场",
        facts="课间与同学发生争执并动手，经老师制止后平息，双方无受伤。",
        statement="我不应该动手，愿意向同学道歉。",
        guardian_told_on=dt.date(2025, 11, 5),
        guardian_told_how="电话",
        stars=15,
    )


def take(name: str, pdf: bytes) -> None:
    target = FOLDER / f"paper-{name.replace('_', '-')}"
    by_poppler("pdftoppm", "-r", "60", "-png", "-singlefile", "-", target, of=pdf)


def test_take_pictures_of_papers(locks: Watch) -> None:
    FOLDER.mkdir(parents=True, exist_ok=True)
    with time_machine.travel(moment(TODAY)), translation.override("zh-hans"):
        demo = build(at=moment(TODAY), classes_per_grade=4, pupils=48)
        # One transaction makes a year of acts: their order says nothing of the order in which each locks.
        locks.wrong.clear()
        term = Term.objects.select_related("school", "pinned__scheme__school").order_by("-starts_on")[0]
        put_on_board(term, demo)
        give_portraits(term, by=demo.staff.clerks[0].user, at=moment(TODAY))
        for papers in (honours(), months(demo), terms(term), ceremony()):
            for name, pdf in papers:
                take(name, pdf)
