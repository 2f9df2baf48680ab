"""A22 to A28, A30, A47, A48: what is taken away, and what a total is. Each row: the case, the setting, the outcome."""

from __future__ import annotations

import datetime as dt
import re
from contextlib import suppress
from dataclasses import replace

import pytest
from django.test import Client
from django.urls import reverse

from awards.models import Entitlement, Ground, PunishmentKind, StarEntry, TermLevel, ViolationState
from awards.rules.entitlements import Flag, RewardKind, flags_of
from awards.rules.kinds import DeductionMode
from awards.rules.levels import level_for, shown_total
from awards.schemes.presets import load_preset
from awards.terms import opening
from awards.violations import punishments, verbs as violations
from awards.violations.punishments import PunishmentDecision
from awards.violations.verbs import MinorFault
from starrating.refused import Refused
from students.models import Term, TermState
from tests.ambiguities.cases import PRESET, set_scheme
from tests.awards.settlement_factories import NOW as AFTER_TERM, make_ended
from tests.awards.violations.test_violations import NOW, Case
from tests.factories import TERM_END, make_class, make_homeroom, make_office, make_school, make_students, make_term
from tests.refusals import refused

BOUNDS = (10, 15, 20, 25, 30)


@pytest.fixture
def case() -> Case:
    school = make_school()
    school_class = make_class(school)
    term = make_term(school)
    return Case(term, make_students(school_class, 1)[0], make_homeroom(school_class), make_office(school))


def test_a22_the_preset_takes_fifteen_for_each_ground() -> None:
    deductions = load_preset(PRESET).deductions
    assert {ground.stars for ground in deductions.grounds} == {15}
    assert (len(deductions.grounds), deductions.mode, deductions.max_per_term) == (7, DeductionMode.FIXED, 0)


@pytest.mark.django_db
@pytest.mark.parametrize(
    ("mode", "wanted", "taken"),
    [
        (DeductionMode.FIXED, None, 15),
        (DeductionMode.FIXED, 5, None),
        (DeductionMode.UP_TO, 5, 5),
        (DeductionMode.UP_TO, 15, 15),
        (DeductionMode.UP_TO, 16, None),
    ],
)
def test_a22_fixed_or_up_to(case: Case, mode: DeductionMode, wanted: int | None, taken: int | None) -> None:
    set_scheme(case.term, deduction_mode=mode)
    violation = case.proposed()
    if taken is None:
        with refused("stars"):
            violations.confirm(violation, reason="情况属实", stars=wanted, by=case.clerk, at=NOW)
    else:
        violations.confirm(violation, reason="情况属实", stars=wanted, by=case.clerk, at=NOW)
    assert case.total() == -(taken or 0)


@pytest.mark.django_db
@pytest.mark.parametrize(("at_most", "total"), [(0, -30), (1, -15), (2, -30)])
def test_a23_each_incident_counts_up_to_the_limit_of_the_term(case: Case, at_most: int, total: int) -> None:
    set_scheme(case.term, deductions_per_term=at_most)
    for place in ("操场", "教室"):
        proposed = violations.propose(replace(case.incident(), place=place), by=case.teacher, at=NOW)
        with suppress(Refused):
            violations.confirm(proposed, reason="情况属实", by=case.clerk, at=NOW)
    assert case.total() == total


@pytest.mark.django_db
def test_a24_the_teacher_proposes_and_the_office_confirms(case: Case) -> None:
    violation = case.proposed()
    assert case.total() == 0
    with refused("role"):
        violations.confirm(violation, reason="情况属实", by=case.teacher, at=NOW)
    assert violations.confirm(violation, reason="情况属实", by=case.clerk, at=NOW).state == ViolationState.CONFIRMED
    assert case.total() == -15


@pytest.mark.django_db
@pytest.mark.parametrize(
    ("needed", "records", "ground", "confirmed"),
    [(3, 2, "", False), (3, 3, "", True), (3, 0, "家长会上已三次提醒", True), (2, 2, "", True)],
)
def test_a25_repeated_minor_faults_need_records(
    case: Case, needed: int, records: int, ground: str, confirmed: bool
) -> None:
    repeated = Ground.objects.filter(scheme=case.term.pinned.scheme, min_records__gt=0)
    repeated.update(min_records=needed)
    faults = [MinorFault(dt.date(2025, 10, 1 + day), "迟到") for day in range(records)]
    incident = replace(case.incident(repeated.get().name), records=tuple(faults), written_ground=ground)
    violation = violations.propose(incident, by=case.teacher, at=NOW)
    with suppress(Refused):
        violations.confirm(violation, reason="情况属实", by=case.clerk, at=NOW)
    assert case.total() == (-15 if confirmed else 0)


@pytest.mark.parametrize(("allowed", "shown"), [(True, -11), (False, 0)])
def test_a26_a_total_may_be_below_zero_and_is_no_level(allowed: bool, shown: int) -> None:
    assert level_for(-11, BOUNDS) == 0
    assert shown_total(-11, allow_negative=allowed) == shown


@pytest.mark.django_db
@pytest.mark.parametrize(("allowed", "shown"), [(True, True), (False, False)])
def test_a26_no_list_shows_a_total_below_zero_unless_the_scheme_says_so(
    client: Client, allowed: bool, shown: bool
) -> None:
    ended = make_ended((2,), classes=1)
    pupil, school_class = ended.pupils[0], ended.classes[0]
    set_scheme(ended.term, allow_negative_total=allowed)
    Case(ended.term, pupil, make_homeroom(school_class), ended.clerk).confirmed()
    ended.settle()
    client.force_login(ended.clerk)
    found = {
        "archive": f"{reverse('reports:archive_of_term', args=[ended.term.pk])}?pupil={pupil.number}",
        "totals": f"{reverse('reports:class_totals', args=[school_class.pk])}?term={ended.term.pk}",
        "levels": f"{reverse('awards:levels_on', args=[ended.term.pk, school_class.pk])}?day={TERM_END}",
    }
    for name, address in found.items():
        page = client.get(address).content.decode()
        assert pupil.name in page, name
        assert bool(re.search(r">\s*[-−]13\s*<", page)) is shown, name
    assert [row["total"] for row in StarEntry.objects.of_term(ended.term).totals()] == [-13]
    assert TermLevel.objects.get(term=ended.term).level == 0


@pytest.mark.django_db
def test_a26_later_stars_pay_back_what_was_taken() -> None:
    ended = make_ended((12, 3))
    pupil = ended.pupils[0]
    teacher = make_homeroom(ended.classes[0])
    case = Case(ended.term, pupil, teacher, ended.clerk)
    case.confirmed()
    assert case.total() == -3


@pytest.mark.django_db
@pytest.mark.parametrize(("settled", "term"), [(False, "2025-1"), (True, "2025-2")])
def test_a27_the_term_of_the_incident_unless_it_is_settled(case: Case, settled: bool, term: str) -> None:
    violation = case.proposed()
    school, first = case.term.school, case.term
    scheme = first.pinned.scheme
    second = opening.open_term(
        school,
        school_year=2025,
        ordinal=2,
        starts_on=dt.date(2026, 3, 1),
        ends_on=dt.date(2026, 7, 10),
        scheme=scheme,
        by=None,
        at=NOW,
    )
    if settled:
        Term.objects.filter(pk=first.pk).update(state=TermState.SETTLED)
    violations.confirm(violation, reason="情况属实", by=case.clerk, at=dt.datetime(2026, 3, 9, 2, tzinfo=dt.UTC))
    assert StarEntry.objects.get().term.code == term
    assert second.code == "2025-2"


@pytest.mark.django_db
def test_a28_a_deduction_is_reversed_never_deleted(case: Case) -> None:
    violations.revoke(case.confirmed(), reason="申诉成立", by=case.clerk, at=NOW)
    assert (case.total(), StarEntry.objects.count()) == (0, 2)


@pytest.mark.django_db
def test_a30_the_level_is_official_only_after_settlement() -> None:
    ended = make_ended((21,))
    assert not TermLevel.objects.filter(term=ended.term).exists()
    ended.settle()
    assert TermLevel.objects.get(term=ended.term, student=ended.pupils[0]).level == 3


@pytest.mark.django_db
@pytest.mark.parametrize(("lifted", "flags"), [(False, [Flag.PUNISHMENT]), (True, [])])
def test_a47_a_punished_pupil_is_flagged_for_merit_awards(lifted: bool, flags: list[Flag]) -> None:
    ended = make_ended((26,))
    decision = PunishmentDecision(ended.pupils[0], PunishmentKind.WARNING, dt.date(2025, 11, 3), "屡次打闹")
    punishment = punishments.record(decision, by=ended.clerk, at=AFTER_TERM)
    if lifted:
        punishments.lift(punishment, on=dt.date(2025, 12, 31), reason="表现良好", by=ended.clerk, at=AFTER_TERM)
    ended.settle()
    assert Entitlement.objects.get(term=ended.term, kind=RewardKind.AWARD_ELIGIBILITY).flags == flags


@pytest.mark.parametrize(("confirmed", "flags"), [(0, []), (1, [Flag.VIOLATION])])
def test_a47_a_confirmed_violation_is_flagged_as_well(confirmed: int, flags: list[Flag]) -> None:
    assert flags_of(guest=False, terms_here=4, terms_needed=0, violations=confirmed) == flags


@pytest.mark.django_db
def test_a47_and_keeps_every_star_of_the_month() -> None:
    ended = make_ended((12,))
    case = Case(ended.term, ended.pupils[0], make_homeroom(ended.classes[0]), ended.clerk)
    case.confirmed()
    assert StarEntry.objects.of_term(case.term).filter(student=case.pupil, stars=1).count() == 12


@pytest.mark.django_db
def test_a48_a_deduction_touches_the_total_of_its_term_alone(case: Case) -> None:
    case.confirmed()
    other = opening.open_term(
        case.term.school,
        school_year=2025,
        ordinal=2,
        starts_on=dt.date(2026, 3, 1),
        ends_on=dt.date(2026, 7, 10),
        scheme=case.term.pinned.scheme,
        by=None,
        at=NOW,
    )
    assert [row["total"] for row in StarEntry.objects.of_term(case.term).totals()] == [-15]
    assert not StarEntry.objects.of_term(other).exists()
