"""A term as a stair: the steps are the months' stars, the top is the page's total, and nobody else is in it."""

from __future__ import annotations

import datetime as dt

import pytest
import time_machine
from hypothesis import given, strategies as st

from awards.models import Level, StarEntry
from awards.sheets import corrections
from reports.access import terms_of
from reports.stars.chart import HEIGHT, WIDTH, Month, term_chart
from reports.stars.pupil_page import pupil_page
from students.permits.roles import standing_of
from tests.awards.pupil_factories import account_of, client_of
from tests.awards.settlement_factories import make_ended
from tests.factories import make_final, make_office, moment, pupils_of
from tests.reports.factories import signed_in

DAY = dt.date(2025, 10, 20)
LEVELS = [Level(name=name, lower_bound=bound) for name, bound in (("一星级", 10), ("二星级", 15), ("三星级", 20))]


def months(*stars: int) -> list[Month]:
    return [Month(f"{number}月", count) for number, count in enumerate(stars, start=9)]


def test_each_month_stands_on_those_before() -> None:
    chart = term_chart(months(4, 0, 5, 0), LEVELS, total=9, other="其他")
    assert [(climb.since, climb.until) for climb in chart.climbs] == [(0, 4), (4, 4), (4, 9), (9, 9)]
    # Under a month that brought nothing lies what was there; under a month to come nothing.
    assert [climb.carried > 0 for climb in chart.climbs] == [False, True, True, False]


def test_the_next_level_is_in_the_picture_and_those_far_off_are_not() -> None:
    chart = term_chart(months(4, 7), LEVELS, total=11, other="其他")
    assert [(line.bound, line.reached, line.is_next) for line in chart.lines] == [(10, True, False), (15, False, True)]


def test_what_is_of_no_month_is_one_last_step() -> None:
    down = term_chart(months(12), LEVELS, total=0, other="其他").climbs[-1]
    assert (down.label, down.signed, down.is_down, down.until) == ("其他", "−12", True, 0)
    up = term_chart(months(2), LEVELS, total=5, other="其他").climbs[-1]
    assert (up.signed, up.is_down) == ("+3", False)


@given(st.lists(st.integers(-20, 60), max_size=8), st.integers(-30, 90))
def test_nothing_is_drawn_outside(stars: list[int], total: int) -> None:
    chart = term_chart(months(*stars), LEVELS, total=total, other="其他")
    assert [climb.until for climb in chart.climbs][-1:] in ([total], [])
    for climb in chart.climbs:
        assert 0 <= climb.x <= climb.x + climb.width <= WIDTH
        assert 0 <= climb.y <= climb.y + climb.height <= HEIGHT
        assert climb.carried >= 0
    assert all(0 < line.y <= HEIGHT for line in chart.lines)


@pytest.mark.django_db
def test_the_pages_of_pupil_and_staff_draw_the_same_total() -> None:
    sheet = make_final()
    pupil, clerk = pupils_of(sheet)[0], make_office(sheet.school_class.school)
    with time_machine.travel(moment(DAY), tick=False):
        own = client_of(account_of(pupil)).get("/my-stars/")
        staff = signed_in(clerk).get(f"/pupils/{pupil.pk}/")
    for answer in (own, staff):
        chart = answer.context["page"].chart
        assert (chart.total, [climb.stars for climb in chart.climbs]) == (1, [1, 0, 0, 0, 0])
        assert "climb__step" in answer.content.decode()


@pytest.mark.django_db
def test_without_a_star_there_is_no_stair() -> None:
    sheet = make_final()
    pupil, clerk = pupils_of(sheet)[0], make_office(sheet.school_class.school)
    corrections.reverse(StarEntry.objects.get(student=pupil), reason="填错", by=clerk, at=moment(DAY))
    with time_machine.travel(moment(DAY), tick=False):
        for one in (pupil, pupils_of(sheet)[7]):
            assert "climb__step" not in client_of(account_of(one)).get("/my-stars/").content.decode()


@pytest.mark.django_db
def test_all_months_of_a_term_add_up() -> None:
    ended = make_ended((32, 21, 3, 0), classes=1)
    term = terms_of(ended.school).get(pk=ended.term.pk)
    for student in ended.school.students.all():
        page = pupil_page(student, term, standing_of(ended.clerk, DAY), DAY, deductions=True)
        if page.chart:
            assert page.chart.climbs[-1].until == page.total
