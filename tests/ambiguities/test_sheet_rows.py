"""A3 to A12, A54: items a pupil may have, pupils an item may have. Each row: the case, the setting, the outcome."""

from __future__ import annotations

from dataclasses import replace

import pytest

from awards.models import ClassRound, Nomination, StarEntry, StarItem
from awards.rules.kinds import CHAMPION_KINDS, QuotaKind, QuotaMode, Rounding
from awards.rules.problems import ProblemLevel, items_without_star, sheet_problems
from awards.rules.quota import item_quota
from awards.schemes.presets import load_preset
from awards.sheets import entering, moves
from awards.sheets.entering import Change, Saved
from awards.terms import opening
from tests.ambiguities.cases import PRESET, set_scheme
from tests.factories import (
    FILING_DAY,
    fill,
    items_of,
    make_class,
    make_homeroom,
    make_office,
    make_sheet,
    moment,
    pupils_of,
)
from tests.refusals import refused
from tests.rules.factories import lines, sheet

FOUR_AND_ONE = lines(*((1, code) for code in ("civility", "kindness", "honesty", "reading", "labour")))


def saved(found: ClassRound, *cells: tuple[int, int]) -> Saved[Change]:
    """Names put on the sheet: (place in the class, place among the items)."""
    pupils, items = pupils_of(found), items_of(found)
    changes = [Change(pupils[pupil].pk, items[item].pk, wanted=True) for pupil, item in cells]
    teacher = make_homeroom(found.school_class)
    return entering.save_lines(found, changes, by=teacher, at=moment(found.round.ends_on))


@pytest.mark.parametrize(("counts", "problems"), [(True, ["over_cap"]), (False, [])])
def test_a03_an_item_outside_the_cap_does_not_count(counts: bool, problems: list[str]) -> None:
    facts = sheet(lines=FOUR_AND_ONE)
    items = tuple(replace(item, counts_toward_cap=counts or item.code != "labour") for item in facts.items)
    assert [problem.code for problem in sheet_problems(replace(facts, items=items))] == problems


def test_a03_champion_stars_are_outside_the_cap_in_the_preset() -> None:
    champions = [item for item in load_preset(PRESET).items if item.kind in CHAMPION_KINDS]
    assert len(champions) == 4
    assert not any(item.counts_toward_cap for item in champions)


def test_a04_the_talent_star_counts_and_asks_for_evidence() -> None:
    talent = next(item for item in load_preset(PRESET).items if item.code == "talent")
    assert (talent.counts_toward_cap, talent.evidence_required) == (True, True)


@pytest.mark.django_db
@pytest.mark.parametrize(("scheme_cap", "made"), [(4, 4), (2, 2), (0, 5)])
def test_a05_a_pupil_may_have_so_many_items(scheme_cap: int, made: int) -> None:
    found = make_sheet()
    set_scheme(found.round.term, self_report_max=scheme_cap)
    result = saved(found, *((0, item) for item in range(5)))
    assert len(result.made) == made
    assert {row.code for row in result.refused.values()} == ({"over_cap"} if made < 5 else set())


@pytest.mark.django_db
def test_a07_the_quota_is_per_class_item_and_round() -> None:
    first = make_sheet(pupils=6)
    second = ClassRound.objects.create(round=first.round, school_class=make_class(first.school_class.school, number=8))
    assert second.round == first.round
    result = saved(first, *((pupil, 0) for pupil in range(6)), (5, 1))
    assert (len(result.made), [row.code for row in result.refused.values()]) == (6, ["over_quota"])


@pytest.mark.parametrize(
    ("kind", "number", "percent", "rounding", "size", "quota"),
    [
        (QuotaKind.FIXED, 5, 10, Rounding.HALF_UP, 28, 5),
        (QuotaKind.FIXED, 5, 10, Rounding.HALF_UP, 60, 5),
        (QuotaKind.PERCENT, 5, 10, Rounding.DOWN, 59, 5),
        (QuotaKind.PERCENT, 5, 10, Rounding.HALF_UP, 55, 6),
        (QuotaKind.PERCENT, 5, 10, Rounding.UP, 51, 6),
        (QuotaKind.PERCENT, 5, 10, Rounding.DOWN, 5, 1),
    ],
)
def test_a08_the_quota_is_a_number_or_a_share_of_the_class(
    kind: QuotaKind, number: int, percent: int, rounding: Rounding, size: int, quota: int
) -> None:
    assert item_quota(kind, number, percent, rounding, 1, size) == quota


def test_a08_the_preset_says_five_whatever_the_size() -> None:
    caps = load_preset(PRESET).caps
    assert (caps.item_quota.kind, caps.item_quota.number) == (QuotaKind.FIXED, 5)


def test_a09_a_quota_need_not_be_filled() -> None:
    facts = sheet()
    assert items_without_star(facts) != []
    assert sheet_problems(facts) == []


@pytest.mark.parametrize(
    ("mode", "level"), [(QuotaMode.HARD, ProblemLevel.BLOCKING), (QuotaMode.OFFICE, ProblemLevel.WARNING)]
)
def test_a10_a_sixth_name_stops_the_sheet_unless_the_office_may_allow_it(mode: QuotaMode, level: ProblemLevel) -> None:
    facts = sheet(lines=lines(*((pupil, "civility") for pupil in range(1, 7))), quota_mode=mode)
    (problem,) = sheet_problems(facts)
    assert (problem.code, problem.level) == ("over_quota", level)


@pytest.mark.django_db
@pytest.mark.parametrize(
    ("mode", "reason", "names"),
    [(QuotaMode.HARD, "全班六人并列", 5), (QuotaMode.OFFICE, "", None), (QuotaMode.OFFICE, "全班六人并列", 6)],
)
def test_a10_the_office_approves_a_sixth_name_with_a_reason(mode: QuotaMode, reason: str, names: int | None) -> None:
    found = make_sheet(pupils=6)
    set_scheme(found.round.term, quota_mode=mode)
    teacher, clerk = make_homeroom(found.school_class), make_office(found.school_class.school)
    fill(found, teacher, names=6)
    moves.submit(found, by=teacher, at=moment(found.round.ends_on))
    if names is None:
        with refused("excess"):
            moves.register(found, on=FILING_DAY, by=clerk, at=moment(FILING_DAY), excess_reason=reason)
    else:
        moves.register(found, on=FILING_DAY, by=clerk, at=moment(FILING_DAY), excess_reason=reason)
        assert Nomination.objects.placed().filter(class_round=found).count() == names


def test_a11_one_star_an_item_a_round() -> None:
    facts = sheet(lines=lines((1, "civility"), (1, "civility")))
    assert [problem.code for problem in sheet_problems(facts)] == ["duplicate"]


@pytest.mark.django_db
def test_a11_a_name_entered_twice_stands_once() -> None:
    found = make_sheet()
    saved(found, (0, 0), (0, 0))
    assert Nomination.objects.placed().filter(class_round=found).count() == 1


@pytest.mark.django_db
@pytest.mark.parametrize(("at_most", "again"), [(0, True), (2, True), (1, False)])
def test_a12_the_same_item_in_a_later_month(at_most: int, again: bool) -> None:
    september = make_sheet()
    set_scheme(september.round.term, item_repeats_per_term=at_most)
    teacher = make_homeroom(september.school_class)
    fill(september, teacher)
    later = september.round.term.rounds.order_by("starts_on")[1]
    opening.open_round(later, by=None, at=moment(later.starts_on))
    october = ClassRound.objects.get(round=later, school_class=september.school_class)
    pupil, item = pupils_of(september)[0], items_of(september)[0]
    change = Change(pupil.pk, item.pk, wanted=True)
    result = entering.save_lines(october, [change], by=teacher, at=moment(later.ends_on))
    assert (result.made == [change]) is again


@pytest.mark.django_db
def test_a54_stars_are_whole_numbers() -> None:
    for model in (StarEntry, StarItem):
        field = model._meta.get_field("stars" if model is StarEntry else "value")
        assert "Integer" in field.get_internal_type()
    assert all(isinstance(item.value, int) for item in load_preset(PRESET).items)
