"""A term in pictures: the figures are those of the ledger, for one's own classes only, and nobody is ranked."""

from __future__ import annotations

import datetime as dt

import pytest
import time_machine
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.utils import translation

from awards.models import ClassRound, Round, Scheme, StarEntry
from awards.sheets import corrections
from reports.access import terms_of
from reports.terms.figures import HEAT_STEPS, Chosen, FiguresPage, figures_page, heat_of
from students.models import School, User
from tests.awards.settlement_factories import make_ended
from tests.factories import (
    make_class,
    make_final,
    make_homeroom,
    make_office,
    make_school,
    make_students,
    moment,
    pupils_of,
)
from tests.reports.factories import signed_in

pytestmark = pytest.mark.django_db
DAY = dt.date(2025, 11, 3)


@pytest.fixture
def sheet() -> ClassRound:
    return make_final()


def drawn(school: School, class_pks: list[int] | None = None, **chosen: int) -> FiguresPage:
    with translation.override("en"):
        return figures_page(terms_of(school).latest("starts_on"), DAY, class_pks, Chosen(**chosen))


def test_months_and_items_are_the_ledger_s(sheet: ClassRound) -> None:
    page = drawn(sheet.school_class.school)
    assert [(bar.value, bar.share) for bar in page.months] == [(3, 100), (0, 0), (0, 0), (0, 0), (0, 0)]
    first, second = page.items[0], page.items[1]
    assert [(cell.taken, cell.places) for cell in first.cells] == [(3, 5)]
    assert (first.note, second.note, second.cells[0].step) == ("", "empty", 0)


def test_a_class_s_month_shows_the_places_of_each_item(sheet: ClassRound) -> None:
    month = drawn(sheet.school_class.school).class_month
    assert month is not None
    assert (month.class_name, month.month) == ("七年级(1)班", "September")
    first, second = month.items[0], month.items[1]
    assert (first.taken, first.places, list(first.slots)) == (3, 5, [True] * 3 + [False] * 2)
    assert (second.taken, list(second.slots)) == (0, [False] * 5)


def test_where_anybody_may_have_the_star_it_is_a_bar(sheet: ClassRound) -> None:
    Scheme.objects.update(quota_number=0)
    month = drawn(sheet.school_class.school).class_month
    assert month is not None
    assert [(row.slots, row.share) for row in month.items[:2]] == [([], 100), ([], 0)]


def test_a_month_that_does_not_count_yet_has_no_picture(sheet: ClassRound) -> None:
    school = sheet.school_class.school
    later = Round.objects.filter(term=sheet.round.term).last()
    assert later is not None
    assert drawn(school, round_pk=later.pk).class_month is None
    other = make_class(school, 2)
    make_students(other, 3)
    assert drawn(school, class_pk=other.pk).class_month is None


def test_levels_of_one_grade(sheet: ClassRound) -> None:
    school = sheet.school_class.school
    make_students(make_class(school, 1, entry_year=2024), 3)
    page = drawn(school, grade=8)
    assert [row.name for row in page.classes] == ["八年级(1)班"]
    assert [choice.value for choice in page.grade_choices] == [7, 8]
    assert len(drawn(school).classes) == 2


def test_a_star_taken_back_is_drawn_no_longer(sheet: ClassRound) -> None:
    office = make_office(sheet.school_class.school)
    corrections.reverse(StarEntry.objects.earliest("pk"), reason="填错", by=office, at=moment(DAY))
    page = drawn(sheet.school_class.school)
    assert (page.months[0].value, page.items[0].cells[0].taken) == (2, 2)
    assert page.class_month is not None
    assert page.class_month.items[0].taken == 2


@pytest.mark.parametrize(("taken", "step"), [(0, 0), (1, 1), (49, 3), (50, HEAT_STEPS), (51, HEAT_STEPS)])
def test_nearly_full_is_not_full_and_one_is_not_none(taken: int, step: int) -> None:
    assert heat_of(taken, 50).step == step


def test_who_has_no_star_yet_in_the_order_of_the_seats(sheet: ClassRound) -> None:
    (row,) = drawn(sheet.school_class.school).without
    assert row.names == [pupil.name for pupil in pupils_of(sheet)[3:]]


def test_levels_fill_a_class() -> None:
    ended = make_ended((32, 21, 3, 0), classes=1)
    (row,) = drawn(ended.school).classes
    assert [(part.level, part.count, part.start, part.width) for part in row.parts] == [
        (5, 1, 0.0, 25.0), (3, 1, 25.0, 25.0)
    ]  # fmt: skip
    assert (row.size, list(row.counts)) == (4, [0, 0, 1, 0, 1])


def test_a_teacher_sees_the_own_class_only(sheet: ClassRound) -> None:
    school = sheet.school_class.school
    other = make_class(school, 2)
    make_students(other, 3)
    with time_machine.travel(moment(DAY)):
        page = signed_in(make_homeroom(other, "张老师")).get("/figures/").content.decode()
        assert ("七年级(2)班" in page, "七年级(1)班" in page) == (True, False)
        teacher = signed_in(User.objects.get(name="张老师"))
        assert teacher.get(f"/figures/?class={other.pk}").status_code == 200
        assert teacher.get(f"/figures/?class={sheet.school_class_id}").status_code == 404
        assert signed_in(make_office(make_school())).get(f"/figures/?term={sheet.round.term_id}").status_code == 404


def test_statements_do_not_grow(sheet: ClassRound) -> None:
    school = sheet.school_class.school
    with CaptureQueriesContext(connection) as few:
        drawn(school)
    for number in (2, 3, 4):
        make_students(make_class(school, number), 10)
    with CaptureQueriesContext(connection) as many:
        drawn(school)
    assert len(many) == len(few) <= 16


def test_before_the_first_term_it_says_so() -> None:
    page = signed_in(make_office(make_school())).get("/figures/")
    assert page.status_code == 200
