"""Opening a term: its rounds, and when it is refused."""

from __future__ import annotations

import datetime as dt
from itertools import pairwise

import pytest

from awards.models import Round, Scheme, SchemeState, TermScheme
from awards.schemes import drafts
from awards.terms import opening
from starrating.operations.models import AuditEvent
from students.models import School, Term
from tests.factories import TERM_END, TERM_START, make_scheme, make_school, make_term, moment
from tests.refusals import refused

pytestmark = pytest.mark.django_db

NOW = moment(TERM_START)


def open_term(
    school: School,
    *,
    ordinal: int = 1,
    starts_on: dt.date = TERM_START,
    ends_on: dt.date = TERM_END,
    pinned: Scheme | None = None,
) -> Term:
    return opening.open_term(
        school, school_year=2025, ordinal=ordinal, starts_on=starts_on, ends_on=ends_on, scheme=pinned, by=None, at=NOW
    )


def test_a_term_has_a_round_for_each_month_cut_to_its_days() -> None:
    term = make_term(make_school())
    found = list(term.rounds.values_list("label", "starts_on", "ends_on"))
    assert found == [
        ("2025-09", dt.date(2025, 9, 1), dt.date(2025, 9, 30)),
        ("2025-10", dt.date(2025, 10, 1), dt.date(2025, 10, 31)),
        ("2025-11", dt.date(2025, 11, 1), dt.date(2025, 11, 30)),
        ("2025-12", dt.date(2025, 12, 1), dt.date(2025, 12, 31)),
        ("2026-01", dt.date(2026, 1, 1), dt.date(2026, 1, 23)),
    ]
    assert list(term.rounds.values_list("grades", flat=True)) == [[7, 8, 9]] * 5


@pytest.mark.parametrize(
    ("starts_on", "ends_on", "labels"),
    [
        (dt.date(2026, 2, 26), dt.date(2026, 7, 1), ["2026-02", "2026-03", "2026-04", "2026-05", "2026-06", "2026-07"]),
        (dt.date(2025, 8, 31), dt.date(2025, 9, 30), ["2025-08", "2025-09"]),
        (dt.date(2028, 1, 31), dt.date(2028, 3, 1), ["2028-01", "2028-02", "2028-03"]),
        (dt.date(2025, 9, 1), dt.date(2025, 9, 2), ["2025-09"]),
    ],
)
def test_months_join_without_gap_or_overlap(starts_on: dt.date, ends_on: dt.date, labels: list[str]) -> None:
    months = list(opening.months_between(starts_on, ends_on))
    assert [f"{first:%Y-%m}" for first, _last in months] == labels
    assert (months[0][0], months[-1][1]) == (starts_on, ends_on)
    for (_first, last), (following, _last) in pairwise(months):
        assert following == last + dt.timedelta(days=1)


def test_a_term_opens_once() -> None:
    school = make_school()
    make_term(school)
    with refused("twice"):
        open_term(school)
    assert Round.objects.count() == 5
    assert AuditEvent.objects.filter(action="term.opened").count() == 1


@pytest.mark.parametrize(
    ("starts_on", "ends_on"),
    [
        (TERM_END, dt.date(2026, 7, 1)),  # begins on the other's last day
        (dt.date(2025, 8, 1), TERM_START),
        (dt.date(2025, 10, 1), dt.date(2025, 10, 31)),
        (dt.date(2025, 8, 1), dt.date(2026, 7, 1)),
    ],
)
def test_terms_do_not_share_a_day(starts_on: dt.date, ends_on: dt.date) -> None:
    school = make_school()
    make_term(school)
    with refused("overlap"):
        open_term(school, ordinal=2, starts_on=starts_on, ends_on=ends_on)
    assert Term.objects.count() == 1


def test_the_next_day_is_free_and_so_is_another_school() -> None:
    school = make_school()
    make_term(school)
    open_term(school, ordinal=2, starts_on=TERM_END + dt.timedelta(days=1), ends_on=dt.date(2026, 7, 1))
    make_term(make_school())
    assert Term.objects.count() == 3


@pytest.mark.parametrize("ends_on", [TERM_START, TERM_START - dt.timedelta(days=1)])
def test_days_in_the_wrong_order_are_refused(ends_on: dt.date) -> None:
    school = make_school()
    make_scheme(school)
    with refused("period"):
        open_term(school, ends_on=ends_on)


@pytest.mark.parametrize("ordinal", [0, 3])
def test_a_year_has_two_terms(ordinal: int) -> None:
    school = make_school()
    make_scheme(school)
    with refused("ordinal"):
        open_term(school, ordinal=ordinal)


def test_without_a_published_scheme_no_term() -> None:
    school = make_school()
    with refused("unpublished"):
        open_term(school)
    draft = drafts.adopt_preset(school, "monthly-stars", by=None, at=NOW)
    with refused("unpublished"):
        open_term(school)
    with refused("unpublished"):
        open_term(school, pinned=draft)
    drafts.publish(draft, by=None, at=NOW)
    assert open_term(school).pinned.scheme == draft


def test_another_schools_scheme_is_refused() -> None:
    foreign = make_scheme(make_school())
    school = make_school()
    make_scheme(school)
    with refused("foreign"):
        open_term(school, pinned=foreign)
    assert not Term.objects.exists()


def test_a_term_keeps_its_version_when_a_new_one_is_published() -> None:
    school = make_school()
    term = make_term(school)
    newer = drafts.adopt_preset(school, "monthly-stars", by=None, at=NOW)
    later = moment(dt.date(2025, 12, 1))
    drafts.publish(newer, by=None, at=later)
    assert (newer.version, TermScheme.objects.get(term=term).scheme.version) == (2, 1)
    following = open_term(school, ordinal=2, starts_on=dt.date(2026, 2, 26), ends_on=dt.date(2026, 7, 1))
    assert following.pinned.scheme == newer
    with refused("state"):
        drafts.publish(newer, by=None, at=later)
    assert Scheme.objects.filter(state=SchemeState.PUBLISHED).count() == 2
