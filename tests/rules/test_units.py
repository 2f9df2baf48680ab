"""What a scheme awards has its own word, in both languages."""

import pytest
from django.utils import translation

from awards.rules.kinds import Unit
from awards.rules.units import after_number, counted, one_of
from awards.schemes.presets import load_preset, preset_for
from reports.typesetting.wordings import unit_words

WORDS = {
    Unit.STAR: ("1 star", "3 stars", "3颗星", "颗星", "颗"),
    Unit.BADGE: ("1 badge", "3 badges", "3枚章", "枚章", "枚"),
    Unit.POINT: ("1 point", "3 points", "3分", "分", "分"),
}


@pytest.mark.parametrize("unit", Unit)
def test_a_number_is_counted_in_the_unit(unit: Unit) -> None:
    one, several, in_chinese, word, measure = WORDS[unit]
    with translation.override("en"):
        assert (counted(unit, 1), counted(unit, 3)) == (one, several)
        assert (f"1 {one_of(unit)}", f"3 {after_number(unit)}") == (one, several)
    with translation.override("zh-hans"):
        assert counted(unit, 3) == in_chinese
        assert (one_of(unit), after_number(unit)) == (word, word)
    assert unit_words(unit) == {"单位": word, "量词": measure}


def test_a_file_without_a_unit_awards_stars_and_others_their_own() -> None:
    units = {"monthly-stars": Unit.STAR, "five-educations": Unit.BADGE, "base-points": Unit.POINT}
    assert {code: load_preset(code).words.unit for code in units} == units


@pytest.mark.parametrize(
    ("code", "committee", "step"),
    [
        ("monthly-stars", "评星小组", "评星小组评议"),
        ("five-educations", "争章评议小组", "争章评议小组评议"),
        ("base-points", "德育积分评议小组", "德育积分评议小组评议"),
    ],
)
def test_a_scheme_names_its_own_committee(code: str, committee: str, step: str) -> None:
    spec = load_preset(code)
    assert spec.words.committee == committee
    assert [one.name for one in spec.steps if one.code == "committee"] == [step]


def test_a_ready_scheme_names_the_office_as_the_school_does() -> None:
    spec = load_preset("monthly-stars")
    assert preset_for(spec.words.office, "monthly-stars") == spec
    names = [step.name for step in preset_for("德育处", "monthly-stars").steps]
    assert names == [step.name.replace("政教处", "德育处") for step in spec.steps] != [step.name for step in spec.steps]


def test_a_name_that_has_no_room_in_a_step_stays_the_files() -> None:
    assert preset_for("学" * 30, "monthly-stars") == load_preset("monthly-stars")
