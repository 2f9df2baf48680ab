"""The scheme as every member of staff reads it."""

from __future__ import annotations

from collections.abc import Iterator

import pytest
import time_machine
from django.urls import reverse
from django.utils import translation

from awards.models import Level, Scheme
from awards.rules.kinds import DayKind, QuotaKind
from awards.schemes import drafts
from awards.schemes.page import level_lines, limits, notice, rewards
from tests.awards.board_clients import client_of
from tests.awards.board_factories import TODAY
from tests.factories import make_office, make_scheme, make_school, make_term, make_user, moment

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def _today() -> Iterator[None]:
    with time_machine.travel(moment(TODAY), tick=False), translation.override("en"):
        yield


def test_the_whole_scheme_of_the_term_is_on_the_page() -> None:
    school = make_school()
    make_term(school)
    response = client_of(make_office(school)).get(reverse("awards:scheme"))
    page = response.context["page"]
    assert (len(page.ordinary), len(page.champions), len(page.steps)) == (11, 4, 6)
    assert (len(page.grounds), len(page.levels), len(page.rewards)) == (7, 5, 6)
    html = response.content.decode()
    for item in page.ordinary:
        for criterion in item.criteria:
            assert criterion in html
    assert [(line.lower_bound, line.until) for line in page.levels] == [
        (10, 14),
        (15, 19),
        (20, 24),
        (25, 29),
        (30, None),
    ]


def test_a_term_keeps_its_version_when_a_newer_one_is_published() -> None:
    school = make_school()
    term = make_term(school)
    newer = drafts.adopt_preset(school, "monthly-stars", by=None, at=moment(TODAY))
    drafts.publish(newer, by=None, at=moment(TODAY))
    client = client_of(make_office(school))
    assert client.get(reverse("awards:scheme")).context["page"].scheme.version == 1
    assert client.get(reverse("awards:scheme_of_term", args=[term.pk])).context["page"].scheme.version == 1


def test_before_the_first_term_it_is_the_newest_published_version() -> None:
    school = make_school()
    client = client_of(make_office(school))
    assert client.get(reverse("awards:scheme")).context["page"] is None
    published = make_scheme(school)
    assert client.get(reverse("awards:scheme")).context["page"].scheme == published


def test_scope_and_roles() -> None:
    school, other = make_school(), make_school()
    term = make_term(other)
    client = client_of(make_office(school))
    assert client.get(reverse("awards:scheme_of_term", args=[term.pk])).status_code == 404
    nobody = client_of(make_user(school))
    assert nobody.get(reverse("awards:scheme_of_term", args=[make_term(school).pk])).status_code == 403
    assert nobody.get(reverse("awards:scheme")).status_code == 200


def test_limits_follow_the_numbers_of_the_version() -> None:
    fixed = Scheme(self_report_max=4, quota_kind=QuotaKind.FIXED, quota_number=5)
    assert limits(fixed)[:2] == [
        "A pupil may have at most 4 items per round.",
        "Each item goes to at most 5 pupils per class and round.",
    ]
    share = Scheme(self_report_max=0, quota_kind=QuotaKind.PERCENT, quota_percent=10, quota_minimum=1)
    assert limits(share)[0] == "Each item goes to at most 10% of a class per round, and to at least 1."


@pytest.mark.parametrize(
    ("kind", "days", "words"),
    [(DayKind.WORKING, 3, "3 working days;"), (DayKind.WORKING, 1, "1 working day;"), (DayKind.CALENDAR, 5, "5 days;")],
)
def test_notice_names_its_days(kind: DayKind, days: int, words: str) -> None:
    assert words in notice(Scheme(notice_days=days, notice_day_kind=kind))[0]


def test_a_reward_that_no_level_has_is_left_out() -> None:
    scheme = Scheme(
        letter_from=3,
        certificate_from=0,
        honour_board_from=0,
        award_eligibility_from=0,
        parent_title_from=0,
        invitation_from=9,
    )
    assert rewards(scheme, {3: "三星级"}) == ["From 三星级 on, the school sends the parents a letter of commendation."]


def test_a_scheme_without_levels_has_no_lines() -> None:
    assert level_lines([]) == []
    assert level_lines([Level(name="一星级", lower_bound=10)])[0].until is None
