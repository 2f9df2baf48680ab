"""The main navigation by rhythm: few words on top, whoever asks."""

from __future__ import annotations

from itertools import combinations

import pytest
from django.utils import translation

from students.permits.menu import Part
from students.permits.navigation import MOST, Item, items_for
from students.permits.roles import Role, Standing

STAFF = (Role.HOMEROOM, Role.SUBJECT, Role.OFFICE, Role.ADMINISTRATOR, Role.HEADMASTER)
CLASS = frozenset({1})


def standing_as(*roles: Role) -> Standing:
    return Standing(
        school_id=1,
        school_roles=frozenset(roles) - {Role.HOMEROOM, Role.SUBJECT},
        homeroom_of=CLASS if Role.HOMEROOM in roles else frozenset(),
        subject_in=CLASS if Role.SUBJECT in roles else frozenset(),
    )


PUPIL = Standing(school_id=1, student_id=1, pupil_in=CLASS, leads=CLASS, leader_in=CLASS, committee_of=CLASS)
EVERYBODY = [PUPIL, *(standing_as(*roles) for many in range(1, 6) for roles in combinations(STAFF, many))]


def views(items: list[Item]) -> list[str]:
    return [link.url for item in items for link in (item.inside or (item,))]


@pytest.mark.parametrize("standing", EVERYBODY, ids=lambda one: "-".join(sorted(one.roles)))
def test_nobody_has_more_words_than_are_taken_in_at_a_glance(standing: Standing) -> None:
    items = items_for(standing, "/")
    assert 1 <= len(items) <= MOST
    assert len(set(views(items))) == len(views(items))


@pytest.mark.parametrize("role", STAFF)
def test_no_part_of_one_role_holds_more_words_than_that(role: Role) -> None:
    assert all(len(item.inside) <= MOST for item in items_for(standing_as(role), "/"))


def test_the_parts_stand_in_the_order_of_the_work() -> None:
    with translation.override("en"):
        labels = [item.label for item in items_for(standing_as(Role.ADMINISTRATOR), "/")]
        parts = [str(part.label) for part in Part]
    # One page is all there is to print.
    assert labels == [*parts[:2], "Papers and files", *parts[3:]]


@pytest.mark.parametrize(
    ("path", "part"),
    [("/board/7/", 0), ("/accounts/add", 1), ("/papers/", 2), ("/settlement/3/rewards/", 3), ("/settings/days", 4)],
)
def test_one_word_says_where_one_is(path: str, part: int) -> None:
    items = items_for(standing_as(Role.ADMINISTRATOR), path)
    assert [item.current for item in items] == [number == part for number in range(len(items))]


def test_who_has_few_pages_sees_them_all() -> None:
    items = items_for(standing_as(Role.HEADMASTER), "/")
    assert [item.inside for item in items] == [()] * len(items)
    assert items[0].url == "/appeals/"
