"""Notices of a grade and of the school: each class under its own days, and none whose days are over (A35, P1)."""

from __future__ import annotations

import datetime as dt
import re

import pytest
import time_machine

from awards.models import ClassRound
from awards.sheets import moves
from reports.notices.notices import joint_notice
from reports.papers.notices import notices_pdf
from students.models import User
from tests.factories import (
    FILING_DAY,
    make_class,
    make_filed,
    make_homeroom,
    make_office,
    make_school,
    make_submitted,
    moment,
)
from tests.reports.factories import signed_in
from tests.reports.papers.reading import by_poppler, pages_of

pytestmark = pytest.mark.django_db

# The first class stands from 9 to 11 October, the second from 10 to 13.
SECOND_DAY, BOTH, FIRST_OVER, ALL_OVER = (dt.date(2025, 10, day) for day in (10, 10, 12, 14))
FIRST, SECOND = "2025年10月9日至10月11日", "2025年10月10日至10月13日"


@pytest.fixture
def sheets() -> list[ClassRound]:
    first = make_filed(make_class(make_school(), 1))
    second = make_submitted(make_class(first.school_class.school, 2))
    assert first.filed_by is not None
    moves.register(second, on=SECOND_DAY, by=first.filed_by, at=moment(SECOND_DAY))
    return list(ClassRound.objects.whole().in_paper_order())


def clerk_of(sheets: list[ClassRound]) -> User:
    assert sheets[0].filed_by is not None
    return sheets[0].filed_by


def read(user: User, sheets: list[ClassRound], day: dt.date, kind: str = "grades/7/") -> str:
    with time_machine.travel(moment(day), tick=False):
        page = signed_in(user).get(f"/notices/rounds/{sheets[0].round_id}/{kind}").content.decode()
    return re.sub(r"\s+", " ", page)


@pytest.mark.parametrize("kind", ["grades/7/", ""])
def test_each_class_stands_under_its_own_days_and_no_days_are_merged(sheets: list[ClassRound], kind: str) -> None:
    page = read(clerk_of(sheets), sheets, BOTH, kind)
    assert f'七年级(1)班 <span class="notice__days"> 公示时间：{FIRST} </span>' in page
    assert f'七年级(2)班 <span class="notice__days"> 公示时间：{SECOND} </span>' in page
    assert "10月9日至10月13日" not in page
    assert "各班的公示时间写在班级名称之后。" in page


@pytest.mark.parametrize("keeps_the_record", [True, False])
def test_a_class_whose_days_are_over_is_left_out(sheets: list[ClassRound], keeps_the_record: bool) -> None:
    school = sheets[0].school_class.school
    reader = clerk_of(sheets) if keeps_the_record else make_homeroom(make_class(school, 1, entry_year=2024))
    page = read(reader, sheets, FIRST_OVER, "")
    assert "七年级(2)班" in page
    assert "七年级(1)班" not in page
    assert f"公示时间：{SECOND}（3个工作日）" in page


def test_once_all_are_over_the_record_shows_each_with_its_days(sheets: list[ClassRound]) -> None:
    notice = joint_notice(sheets, "全校", ALL_OVER)
    assert notice.ended
    assert [(one.class_name, one.period) for one in notice.sections] == [
        ("七年级(1)班", FIRST),
        ("七年级(2)班", SECOND),
    ]
    assert notice.period == ""


def test_a_joint_notice_of_one_class_names_it_and_is_dated_by_the_last_that_came(sheets: list[ClassRound]) -> None:
    assert [one.class_name for one in joint_notice(sheets, "七年级", FIRST_OVER).sections] == ["七年级(2)班"]
    assert joint_notice(sheets, "七年级", BOTH).day == "2025年10月10日"
    (page,) = pages_of(notices_pdf("第十中学", [joint_notice(sheets, "七年级", FIRST_OVER)]))
    assert f"七年级(2)班公示时间：{SECOND}" in page.replace(" ", "").replace("\n", "")


def test_the_page_of_papers_merges_no_days(sheets: list[ClassRound]) -> None:
    with time_machine.travel(moment(BOTH), tick=False):
        page = signed_in(clerk_of(sheets)).get("/papers/").context["page"]
    assert page.rounds[0].periods == [(FIRST, "七年级(1)班"), (SECOND, "七年级(2)班")]


def test_on_paper_a_class_keeps_its_heading_with_its_rows_and_repeats_it_on_the_next_page() -> None:
    school = make_school()
    make_office(school)
    for number in range(1, 13):
        make_filed(make_class(school, number))
    sheets = list(ClassRound.objects.whole().in_paper_order())
    pdf = notices_pdf("第十中学", [joint_notice(sheets, "七年级", FILING_DAY)])
    pages = by_poppler("pdftotext", "-raw", "-", "-", of=pdf).split("\f")[:-1]
    assert len(pages) > 2
    for page in pages:
        lines = ["".join(line.split()) for line in page.splitlines() if line.strip()]
        headings = [place for place, line in enumerate(lines) if line.startswith("七年级(")]
        stars = [place for place, line in enumerate(lines) if re.match(r"\d+\D{2,3}星", line)]
        # Whatever row comes first on a page has its class's heading above it, and no heading is the last line.
        assert not stars or headings[0] < stars[0]
        assert all(heading < stars[-1] for heading in headings)
    # Some class runs over a page, and its heading is there twice.
    assert sum(len(re.findall(r"^七年级\(", page, re.MULTILINE)) for page in pages) > len(sheets)
