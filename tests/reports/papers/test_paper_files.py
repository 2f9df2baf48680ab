"""Papers of the month and the term: each comes out with its names, for those who may have it, and says no more."""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable
from dataclasses import dataclass
from urllib.parse import unquote

import pytest
import time_machine
from django.http import HttpResponseBase
from hypothesis import HealthCheck, Phase, given, settings, strategies as st

from awards.models import ClassRound, Entitlement, Ground, HeldStep, Level, StarEntry, Violation
from awards.models.ledger import EntrySource
from awards.rules.entitlements import ON_PAPER, RewardKind
from awards.rules.kinds import StepRole
from reports.honours.files import print_honours
from reports.typesetting.allowed import ALLOWED
from students.models import Guardian, Student, Term, User
from tests.awards.settlement_factories import LATER, Ended, make_ended
from tests.factories import (
    FILING_DAY,
    make_class,
    make_filed,
    make_homeroom,
    make_office,
    make_school,
    make_user,
    moment,
    pupils_of,
)
from tests.reports.factories import signed_in
from tests.reports.papers.reading import IMPRINT, pages_of, text_of

pytestmark = pytest.mark.django_db


@dataclass(frozen=True)
class Month:
    sheet: ClassRound
    clerk: User
    teacher: User

    @property
    def term(self) -> Term:
        return self.sheet.round.term


@pytest.fixture
def month() -> Month:
    sheet = make_filed()
    school = sheet.school_class.school
    teacher = User.objects.get(staffings__school_class=sheet.school_class, staffings__role="homeroom")
    return Month(sheet, make_office(school), teacher)


Address = Callable[[Month], str]
# By paper: its address, and what must stand on it.
PAPERS: dict[str, tuple[Address, tuple[str, ...]]] = {
    "filled sheet": (lambda m: f"/papers/sheets/{m.sheet.pk}/filled/", ("9月班级评星表", "班主任签名", "评议时参考")),
    "blank sheets": (lambda m: f"/papers/rounds/{m.sheet.round_id}/sheets/blank/", ("应到8人",)),
    "slips": (lambda m: f"/papers/sheets/{m.sheet.pk}/slips/", ("评星自报表", "最多4项", "文明星")),
    "empty slips": (lambda m: f"/papers/rounds/{m.sheet.round_id}/sheets/empty-slips/", ("评星自报表",)),
    "class notice": (
        lambda m: f"/papers/notices/class/{m.sheet.pk}/",
        ("公示时间", "2025年10月9日", "2025年9月评星结果"),
    ),
    "class notices": (lambda m: f"/papers/notices/rounds/{m.sheet.round_id}/classes/", ("公示时间",)),
    "grade notice": (lambda m: f"/papers/notices/rounds/{m.sheet.round_id}/grades/7/", ("七年级",)),
    "school notice": (lambda m: f"/papers/notices/rounds/{m.sheet.round_id}/", ("全校", "政教处")),
    "register": (
        lambda m: f"/papers/rounds/{m.sheet.round_id}/register/",
        ("2025年9月评星备案表", "2025-09-001", "未备案班级:无"),
    ),
    "scheme": (lambda m: f"/papers/{m.term.pk}/scheme/", ("学生评星晋级方案", "五星级学生", "每次扣15颗")),
    "objection": (lambda m: f"/papers/{m.term.pk}/objection/", ("评星异议登记表", "3个工作日内答复")),
    "term pages": (
        lambda m: f"/papers/{m.term.pk}/classes/{m.sheet.school_class_id}/pages/",
        ("学生评星成长单", "本学期共获0颗"),
    ),
}
TEACHERS_TOO = set(PAPERS) - {"register"}
TERM = "2025—2026学年第一学期"
# What a browser saves each paper as, with the ending.
NAMES = {
    "filled sheet": "七年级(1)班 2025年9月评星表",
    "blank sheets": "七年级(1)班 2025年9月空白评星表",
    "slips": "七年级(1)班 2025年9月自报表",
    "empty slips": "七年级(1)班 2025年9月空白自报表",
    "class notice": "七年级(1)班 2025年9月公示",
    "class notices": "七年级(1)班 2025年9月公示",
    "grade notice": "七年级 2025年9月公示",
    "school notice": "全校 2025年9月公示",
    "register": "2025年9月备案表",
    "scheme": "学生评星晋级方案（第1版）",
    "objection": "评星异议登记表",
    "term pages": f"七年级(1)班 {TERM}成长单",
}


def saved_as(answer: HttpResponseBase) -> str:
    return unquote(answer["Content-Disposition"].removeprefix("inline; filename*=utf-8''"))


@pytest.mark.parametrize("paper", list(PAPERS))
def test_each_paper_is_made_for_those_who_may_have_it(month: Month, paper: str) -> None:
    address, expected = PAPERS[paper]
    with time_machine.travel(moment(FILING_DAY), tick=False):
        answer = signed_in(month.clerk).get(address(month))
        assert answer["Content-Type"] == "application/pdf"
        assert saved_as(answer) == f"{NAMES[paper]}.pdf"
        text = text_of(answer.content)
        for word in expected:
            assert word.replace(":", "\uff1a") in text
        teacher = signed_in(month.teacher).get(address(month))
        assert teacher.status_code == (200 if paper in TEACHERS_TOO else 403)
        stranger = signed_in(make_office(make_school())).get(address(month))
        assert stranger.status_code == 404
        assert signed_in(make_user(month.term.school)).get(address(month)).status_code == 403


def test_the_sheet_holds_the_names_and_the_roster_on_its_back(month: Month) -> None:
    pupils = [pupil.name for pupil in pupils_of(month.sheet)]
    client = signed_in(month.clerk)
    front, back = pages_of(client.get(f"/papers/sheets/{month.sheet.pk}/filled/").content)
    assert [name in front for name in pupils] == [True] * 3 + [False] * 5
    assert all(name in back for name in pupils)
    blank = pages_of(client.get(f"/papers/sheets/{month.sheet.pk}/blank/").content)
    assert not any(name in blank[0] for name in pupils)
    slips = pages_of(client.get(f"/papers/sheets/{month.sheet.pk}/slips/").content)
    assert len(slips) == 4
    assert client.get(f"/papers/sheets/{month.sheet.pk}/scores/").status_code == 404


def test_a_chinese_paper_has_its_name_in_the_readers_language(month: Month) -> None:
    client = signed_in(month.clerk)
    client.cookies.load({"django_language": "en"})
    with time_machine.travel(moment(FILING_DAY), tick=False):
        filled = client.get(f"/papers/sheets/{month.sheet.pk}/filled/")
        assert client.get(f"/papers/{month.term.pk}/objection/")["Content-Disposition"] == (
            'inline; filename="Objection form.pdf"'
        )
    assert saved_as(filled) == "七年级(1)班 September 2025 class sheet.pdf"
    assert "班主任签名" in text_of(filled.content)


def test_the_filled_sheet_carries_the_day_on_which_the_committee_met(month: Month) -> None:
    client, address = signed_in(month.clerk), f"/papers/sheets/{month.sheet.pk}/filled/"
    held = HeldStep.objects.filter(class_round=month.sheet, step__role=StepRole.COMMITTEE)
    held.update(held_on=dt.date(2025, 9, 26))
    assert "评星日期：2025年9月26日" in pages_of(client.get(address).content)[0]
    assert "2025年9月26日" not in pages_of(client.get(address.replace("filled", "blank")).content)[0]
    held.delete()
    assert "年月日" in pages_of(client.get(address).content)[0].replace("_", "")
    assert "2025年9月30日" not in pages_of(client.get(address).content)[0]


def test_a_teacher_prints_the_own_class_alone(month: Month) -> None:
    other = make_homeroom(make_class(month.term.school, 9), name="何老师")
    client = signed_in(other)
    assert client.get(f"/papers/sheets/{month.sheet.pk}/filled/").status_code == 404
    assert client.get(f"/papers/{month.term.pk}/classes/{month.sheet.school_class_id}/pages/").status_code == 404


def test_a_notice_that_is_over_is_for_those_who_keep_the_record(month: Month) -> None:
    address = f"/papers/notices/class/{month.sheet.pk}/"
    with time_machine.travel(moment(FILING_DAY + dt.timedelta(days=20)), tick=False):
        assert signed_in(month.teacher).get(address).status_code == 404
        assert signed_in(month.clerk).get(address).status_code == 200


def test_a_register_of_thirty_six_classes_is_one_page() -> None:
    school = make_school()
    first = make_filed(make_class(school, 1))
    for number in range(2, 37):
        other = make_class(school, number)
        ClassRound.objects.create(
            round=first.round,
            school_class=other,
            state="final",
            filing_number=f"2025-09-{number:03d}",
            notice_from=FILING_DAY,
            notice_until=FILING_DAY,
        )
    ClassRound.objects.create(round=first.round, school_class=make_class(school, 37))
    pages = pages_of(signed_in(make_office(school)).get(f"/papers/rounds/{first.round_id}/register/").content)
    assert len(pages) == 1
    assert "七年级(36)班" in pages[0]
    assert "未备案班级\uff1a七年级(37)班" in pages[0]


# What must never stand on a paper, planted in everybody and looked for in every PDF.
NUMBER, PHONE, FACTS = "G998877X", "13899887766", "密不外传"
BORN = dt.date(2012, 12, 28)


def plant(pupil: Student, term: Term) -> None:
    """A school number, a birth date, a guardian's phone, a confirmed deduction."""
    Student.objects.filter(pk=pupil.pk).update(number=f"{NUMBER}{pupil.pk}", born_on=BORN)
    Guardian.objects.create(student=pupil, name="某某", phone=PHONE)
    place = pupil.enrolments.latest("starts_on")
    clerk = User.objects.filter(school=term.school)[0]
    violation = Violation.objects.create(
        student=pupil,
        school_class=place.school_class,
        term=term,
        ground=Ground.objects.filter(scheme=term.pinned.scheme)[0],
        happened_on=term.starts_on,
        facts=FACTS,
        stars=7,
        state="confirmed",
        proposed_by=clerk,
        proposed_at=LATER,
        decided_by=clerk,
        decided_at=LATER,
    )
    StarEntry.objects.create(
        term=term,
        round=term.rounds.all()[0],
        student=pupil,
        school_class=place.school_class,
        stars=-7,
        source=EntrySource.VIOLATION,
        violation=violation,
        entered_at=LATER,
    )


def leaks(text: str) -> list[str]:
    hidden = (NUMBER, PHONE, FACTS, "2012", "携带管制刀具", "扣星", "-7", "名次", "分数")
    # The sheet has a line for champions, which says that the class leaves it alone.
    champions = text.replace("状元星由学校根据考试结果核定", "")
    return [word for word in hidden if word in text] + (["状元"] if "状元" in champions else [])


# Without shrinking: one example makes a dozen PDFs.
@settings(max_examples=2, suppress_health_check=list(HealthCheck), phases=[Phase.generate])
@given(stars=st.lists(st.integers(min_value=8, max_value=45), min_size=2, max_size=5))
def test_nothing_private_stands_on_what_leaves_the_house(stars: list[int]) -> None:
    ended = make_ended(stars)
    for pupil in ended.pupils:
        plant(pupil, ended.term)
    ended.settle()
    papers = [text_of(content) for content in _all_papers(ended)]
    assert [leaks(text) for text in papers if leaks(text)] == []
    assert len(papers) > 5
    # Below the first level nothing names it: neither its lack nor a number under nought.
    assert not any("未达" in text for text in papers)


def _all_papers(ended: Ended) -> list[bytes]:
    client = signed_in(ended.clerk)
    sheet = ClassRound.objects.filter(school_class=ended.classes[0])[0]
    addresses = [
        f"/papers/{ended.term.pk}/board/",
        f"/papers/{ended.term.pk}/classes/{ended.classes[0].pk}/pages/",
        f"/papers/sheets/{sheet.pk}/filled/",
        f"/papers/sheets/{sheet.pk}/slips/",
        f"/papers/notices/class/{sheet.pk}/",
        f"/papers/rounds/{sheet.round_id}/register/",
        f"/papers/{ended.term.pk}/objection/",
    ]
    found = [client.get(address).content for address in addresses]
    for kind in ON_PAPER:
        pks = list(Entitlement.objects.filter(term=ended.term, kind=kind).values_list("pk", flat=True))
        if pks:
            found.append(
                print_honours(
                    ended.term,
                    kind,
                    pks,
                    day=IMPRINT.day,
                    check_address=IMPRINT.check_address,
                    by=ended.clerk,
                    at=LATER,
                )
            )
    return found


def test_the_form_of_a_deduction_is_for_the_office_alone() -> None:
    ended = make_ended((20,), classes=1)
    plant(ended.pupils[0], ended.term)
    violation = Violation.objects.get(term=ended.term)
    address = f"/papers/violations/{violation.pk}/"
    text = text_of(signed_in(ended.clerk).get(address).content)
    assert FACTS in text
    assert "7颗" in text
    assert NUMBER not in text
    assert signed_in(make_homeroom(ended.classes[0])).get(address).status_code == 403
    assert signed_in(make_office(make_school())).get(address).status_code == 404


def test_the_board_stands_once_the_term_is_settled() -> None:
    ended = make_ended((32, 26, 21), classes=1)
    client = signed_in(ended.clerk)
    address = f"/papers/{ended.term.pk}/board/"
    assert client.get(address).status_code == 404
    ended.settle()
    text = text_of(client.get(address).content)
    on_board = [pupil.name in text for pupil in ended.pupils]
    assert on_board == [True, True, False]
    assert Level.objects.get(scheme=ended.term.pinned.scheme, number=5).name in text
    assert "32" not in text
    assert ended.of(ended.pupils[0], RewardKind.HONOUR_BOARD).issued == 0


def test_every_template_has_its_list() -> None:
    private = {"score", "rank", "number_of_pupil", "phone_of_guardian", "born_on", "deducted"}
    assert all(not keys & private for keys in ALLOWED.values())
    with_facts = {name for name, keys in ALLOWED.items() if "facts" in keys}
    assert with_facts == {"deduction", "invitation"}
