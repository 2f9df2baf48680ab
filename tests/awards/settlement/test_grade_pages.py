"""What pages, papers and files say while one grade is settled and the others go on."""

from __future__ import annotations

import io
from typing import Any

import pytest
import time_machine
from django.urls import reverse
from django.utils import translation
from openpyxl import load_workbook

from awards.home.term_end import term_end_page
from awards.models import ClassRound, SheetState
from awards.terms.access import terms_of
from reports.archive.checking.whole import check
from reports.archive.page import archive_page
from reports.archive.writing import pack
from reports.honours.board import board_levels
from reports.honours.page import honours_page
from reports.papers.packs import Printing, term_pack_pdf
from reports.stars.pupil_page import pupil_page
from reports.stars.reach import most_left
from reports.terms.exports import term_workbook
from reports.terms.facts import facts_of
from students.models import User
from students.permits.roles import standing_of
from tests.awards.settlement_factories import IN_JULY, IN_JUNE, LAST_EXAM, Graded, make_graded
from tests.refusals import refused
from tests.students.staff_factories import client_of

pytestmark = pytest.mark.django_db
JUNE = IN_JUNE.date()


@pytest.fixture
def school() -> Graded:
    return make_graded()


def get(user: User, name: str, *args: object) -> Any:
    with time_machine.travel(IN_JUNE, tick=False):
        return client_of(user).get(reverse(name, args=args))


def post(user: User, name: str, *args: object, **data: object) -> Any:
    with time_machine.travel(IN_JUNE, tick=False):
        return client_of(user).post(reverse(name, args=args), {"idempotency_key": str(data), **data}, follow=True)


def waits(school: Graded, grade: int) -> None:
    sheets = ClassRound.objects.filter(school_class=school.classes[grade], round__label="2026-06")
    sheets.update(state=SheetState.SUBMITTED)


def test_the_page_names_each_grade_with_what_is_in_its_way(school: Graded) -> None:
    waits(school, 7)
    school.settle(9)
    response = get(school.administrator, "awards:settlement_of_term", school.term.pk)
    page, html = response.context["page"], response.content.decode()
    assert [(line.grade, line.pupils, line.is_settled, line.is_ready) for line in page.grades] == [
        (7, 3, False, False),
        (8, 3, False, True),
        (9, 3, True, False),
    ]
    assert [row.pupils for row in page.classes] == [3, 3, 3]
    for dialog in ("settle-8", "reopen-9"):
        assert f'href="#{dialog}"' in html
        assert f'id="{dialog}"' in html
    assert 'href="#settle-7"' not in html
    assert 'id="grade-7"' in html
    assert page.archive_url


def test_one_grade_is_settled_and_reopened_on_the_page(school: Graded) -> None:
    settle = reverse("awards:settle", args=[school.term.pk])
    said = post(school.administrator, "awards:settle", school.term.pk, grade=9).content.decode()
    assert "九年级已结算：定级3人" in said
    assert settle in said
    page = post(school.administrator, "awards:reopen_term", school.term.pk, grade=9, reason="漏记").context["page"]
    (line,) = [line for line in page.grades if line.grade == 9]
    assert (line.is_settled, line.is_ready, line.last.reason) == (False, True, "漏记")
    waits(school, 8)
    no = post(school.administrator, "awards:settle", school.term.pk, grade=8).content.decode()
    assert "八年级还不能结算" in no


def test_everything_that_is_ready_is_settled_at_once(school: Graded) -> None:
    waits(school, 7)
    said = post(school.administrator, "awards:settle", school.term.pk).content.decode()
    assert "八年级、九年级已结算：定级6人" in said


def test_the_list_of_the_terms_end_names_the_grades(school: Graded) -> None:
    waits(school, 7)
    school.settle(9)
    terms = list(terms_of(school.school))
    with translation.override("en"):
        page = term_end_page(terms, terms[0], standing_of(school.administrator, JUNE), JUNE)
    tasks = {task.title: task.done for task in page.tasks}
    assert page.tasks[0].title.startswith("七年级, June")
    assert page.tasks[0].done is False
    assert (tasks["Settle 七年级"], tasks["Settle 八年级"], tasks["Settle 九年级"]) == (False, False, True)
    assert tasks["Settle the term"] is False
    assert "Hand out the rewards" in tasks


def test_levels_of_a_settled_grade_are_final_and_the_others_are_not(school: Graded) -> None:
    school.settle(9)
    term = terms_of(school.school).get(pk=school.term.pk)
    standing = standing_of(school.clerk, JUNE)
    shown = {
        grade: pupil_page(school.pupils[grade][0], term, standing, JUNE, deductions=True).provisional
        for grade in school.classes
    }
    assert shown == {7: True, 8: True, 9: False}
    facts = facts_of(term, JUNE)
    assert (facts.provisional, facts.partly_settled) == (True, True)
    assert not facts_of(term, JUNE, [school.classes[9].pk]).provisional
    assert most_left(term, school.pupils[9][0], school.classes[9], LAST_EXAM) == 0


def test_the_workbook_says_which_levels_are_final(school: Graded) -> None:
    school.settle(9)
    term = terms_of(school.school).get(pk=school.term.pk)
    stream = io.BytesIO()
    term_workbook(term, stream, by=school.clerk, at=IN_JUNE)
    sheet = load_workbook(stream).worksheets[0]
    assert "星级（未结算年级为暂计）" in [cell.value for cell in sheet[1]]
    head = sheet.oddHeader
    assert head is not None
    assert "九年级已结算，其余暂计" in f"{head.left.text} {head.center.text}"


def test_papers_are_those_of_the_settled_grade_alone(school: Graded) -> None:
    school.settle(9)
    term = terms_of(school.school).get(pk=school.term.pk)
    assert [kind.total for kind in honours_page(term, JUNE).kinds][:2] == [2, 2]
    assert [pk for pk, _name in honours_page(term, JUNE).classes] == [school.classes[9].pk]
    assert sum(len(level.pupils) for level in board_levels(term, JUNE)) == 2
    assert term_pack_pdf(term, school.classes[9], Printing(school.clerk, IN_JUNE, "")).startswith(b"%PDF")
    with refused("open"):
        term_pack_pdf(term, school.classes[8], Printing(school.clerk, IN_JUNE, ""))
    school.reopen(9)
    assert not honours_page(term, JUNE).has_any
    assert not board_levels(term, JUNE)


def test_the_archive_shows_what_is_settled(school: Graded, tmp_path: Any) -> None:
    school.settle(9)
    terms = terms_of(school.school)
    term = terms.get(pk=school.term.pk)
    page = archive_page(terms, term)
    assert (list(page.grades), page.pupils, [row.pk for row in page.classes]) == (["九年级"], 3, [school.classes[9].pk])
    assert "九年级" in get(school.clerk, "reports:archive_of_term", term.pk).content.decode()
    pack(term, tmp_path / "archive.zip", by=school.clerk, at=IN_JUNE)
    assert not check(tmp_path / "archive.zip").differences


def test_the_queue_hands_out_what_is_settled(school: Graded) -> None:
    school.settle(9)
    page = get(school.clerk, "awards:entitlements", school.term.pk).context["page"]
    assert {row.may_hand_out for row in page.rows} == {True}
    school.reopen(9)
    page = get(school.clerk, "awards:entitlements", school.term.pk).context["page"]
    assert not page.may_hand_out


def test_a_class_as_of_a_day_is_settled_with_its_grade(school: Graded) -> None:
    school.settle(9)
    settled = {
        grade: get(school.clerk, "awards:levels_on", school.term.pk, row.pk).context["page"].settled_at
        for grade, row in school.classes.items()
    }
    assert settled == {7: None, 8: None, 9: IN_JUNE}
    school.settle(8, IN_JULY)
