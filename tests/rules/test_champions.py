"""First places by tables of cases, and against an independent reckoning that counts who is better."""

from __future__ import annotations

from decimal import Decimal

import pytest
from hypothesis import given, strategies as st

from awards.rules.champions import TOTAL, Absence, ChampionRules, Mark, Sitting, Win, rank, settled
from awards.rules.kinds import ItemKind, Overlap, Ties

GT, CT = ItemKind.GRADE_TOTAL, ItemKind.CLASS_TOTAL
GS, CS = ItemKind.GRADE_SUBJECT, ItemKind.CLASS_SUBJECT

HIGHEST = ChampionRules()
CUMULATIVE = ChampionRules(overlap=Overlap.CUMULATIVE)
NO_TIES = ChampionRules(ties=Ties.NONE)
OFFICE = ChampionRules(ties=Ties.OFFICE)
PASS_DOWN = ChampionRules(pass_down=True)


def sat(pupil: int, school_class: int, *marks: str) -> Sitting:
    """One pupil; marks in the subjects a, b, c, an empty one is an absence, a dash a subject without a cell."""
    row: dict[str, Mark] = {}
    for subject, mark in zip("abc", marks, strict=False):
        if mark != "-":
            row[subject] = Decimal(mark) if mark else Absence.ABSENT
    return Sitting(pupil, school_class, row)


def won(rules: ChampionRules, *sittings: Sitting) -> set[tuple[ItemKind, str, int]]:
    return {(win.kind, win.subject, win.pupil) for win in rank(sittings, rules).wins}


TWO_CLASSES = (sat(1, 1, "90"), sat(2, 1, "80"), sat(3, 2, "70"), sat(4, 2, "60"))
TIED_ACROSS = (sat(1, 1, "90"), sat(2, 1, "80"), sat(3, 2, "90"), sat(4, 2, "60"))
TIED_WITHIN = (sat(1, 1, "90"), sat(2, 1, "90"), sat(3, 2, "70"), sat(4, 2, "60"))


@pytest.mark.parametrize(
    ("rules", "sittings", "expected"),
    [
        # A1: the grade's first is not the class's first as well; the other class has its own.
        (HIGHEST, TWO_CLASSES, {(GS, 1), (CS, 3)}),
        (CUMULATIVE, TWO_CLASSES, {(GS, 1), (CS, 1), (CS, 3)}),
        # A2: nobody inherits the class star, unless the school says so.
        (PASS_DOWN, TWO_CLASSES, {(GS, 1), (CS, 2), (CS, 3)}),
        # A13: all who are first win.
        (HIGHEST, TIED_ACROSS, {(GS, 1), (GS, 3)}),
        (HIGHEST, TIED_WITHIN, {(GS, 1), (GS, 2), (CS, 3)}),
        (CUMULATIVE, TIED_WITHIN, {(GS, 1), (GS, 2), (CS, 1), (CS, 2), (CS, 3)}),
        # Nobody is first in the grade then, but each is alone at the top of the own class.
        (NO_TIES, TIED_ACROSS, {(CS, 1), (CS, 3)}),
        (NO_TIES, TIED_WITHIN, {(CS, 3)}),
        (OFFICE, TIED_WITHIN, {(CS, 3)}),
        # A14: the whole grade is one class.
        (HIGHEST, TWO_CLASSES[:2], {(GS, 1)}),
        (CUMULATIVE, TWO_CLASSES[:2], {(GS, 1), (CS, 1)}),
    ],
)
def test_one_subject(rules: ChampionRules, sittings: tuple[Sitting, ...], expected: set[tuple[ItemKind, int]]) -> None:
    wins = won(rules, *sittings)
    assert {(kind, pupil) for kind, subject, pupil in wins if subject == "a"} == expected
    # With one subject the total is that subject.
    wider = {GS: GT, CS: CT}
    assert {(kind, pupil) for kind, subject, pupil in wins if subject == TOTAL} == {
        (wider[kind], pupil) for kind, pupil in expected
    }


def test_total_and_subjects_are_two_feats() -> None:
    wins = won(HIGHEST, sat(1, 1, "90", "90"), sat(2, 1, "10", "95"), sat(3, 2, "1", "1"))
    assert wins == {(GT, "", 1), (GS, "a", 1), (GS, "b", 2), (CT, "", 3), (CS, "a", 3), (CS, "b", 3)}


@pytest.mark.parametrize("reason", list(Absence))
def test_absent_in_any_subject_is_in_no_total(reason: Absence) -> None:
    absent = Sitting(1, 1, {"a": Decimal(100), "b": reason})
    wins = rank([absent, sat(2, 1, "10", "10")], HIGHEST).wins
    assert wins == {Win(GS, "a", 1), Win(GS, "b", 2), Win(GT, TOTAL, 2)}


def test_a_subject_nobody_sat_was_not_held() -> None:
    assert (GT, "", 1) in won(HIGHEST, sat(1, 1, "90", ""), sat(2, 1, "80", ""))


def test_a_subject_without_a_cell_is_an_absence_where_others_sat_it() -> None:
    wins = won(HIGHEST, sat(1, 1, "90", "-"), sat(2, 1, "80", "1"))
    assert (GT, "", 2) in wins
    assert (GT, "", 1) not in wins


def test_zero_is_a_mark() -> None:
    assert (GT, "", 1) in won(HIGHEST, sat(1, 1, "90", "0"), sat(2, 1, "80", "1"))


def test_decimals_are_exact() -> None:
    wins = won(HIGHEST, sat(1, 1, "0.1", "0.2"), sat(2, 1, "0.3", "0"), sat(3, 1, "0", "0.25"))
    assert {(GT, "", 1), (GT, "", 2)} <= wins


def test_nobody_sat() -> None:
    assert won(HIGHEST, sat(1, 1, ""), sat(2, 1, "")) == set()
    assert won(HIGHEST) == set()


def test_ties_left_to_the_office_are_named() -> None:
    ties = rank(TIED_WITHIN, OFFICE).undecided
    assert [(tie.kind, tie.subject, tie.school_class, tie.pupils) for tie in ties] == [
        (GS, "a", None, (1, 2)),
        (CS, "a", 1, (1, 2)),
        (GT, "", None, (1, 2)),
        (CT, "", 1, (1, 2)),
    ]


def test_typed_winners_follow_the_overlap() -> None:
    typed = [Win(GT, "", 1), Win(CT, "", 1), Win(CT, "", 2), Win(CS, "a", 1)]
    assert settled(typed, Overlap.HIGHEST_ONLY) == {Win(GT, "", 1), Win(CT, "", 2), Win(CS, "a", 1)}
    assert settled(typed, Overlap.CUMULATIVE) == set(typed)


def test_marks_are_not_printed() -> None:
    sitting = sat(1, 1, "98.75")
    assert "98.75" not in repr(sitting)
    assert "98.75" not in repr(rank([sitting], HIGHEST))


def reckoned(sittings: list[Sitting], overlap: Overlap, ties: Ties) -> set[tuple[ItemKind, str, int]]:
    """The same by counting, for every pupil and scope, who is better and who is equal; no passing down."""
    held = {name for sitting in sittings for name, mark in sitting.marks.items() if isinstance(mark, Decimal)}
    found = set()
    for subject in sorted(held) + ([TOTAL] if held else []):
        values = {}
        for sitting in sittings:
            needed = [sitting.marks.get(name) for name in (held if subject == TOTAL else [subject])]
            if all(isinstance(mark, Decimal) for mark in needed):
                values[sitting.pupil] = sum(int(mark * 100) for mark in needed if isinstance(mark, Decimal))
        home = {sitting.pupil: sitting.school_class for sitting in sittings}
        for pupil, value in values.items():
            others = {other: mark for other, mark in values.items() if other != pupil}
            mates = {other: mark for other, mark in others.items() if home[other] == home[pupil]}
            of_grade = _first(value, others, ties)
            of_class = _first(value, mates, ties)
            if of_grade:
                found.add((GT if subject == TOTAL else GS, subject, pupil))
            if of_class and not (of_grade and overlap is Overlap.HIGHEST_ONLY):
                found.add((CT if subject == TOTAL else CS, subject, pupil))
    return found


def _first(value: int, others: dict[int, int], ties: Ties) -> bool:
    if any(other > value for other in others.values()):
        return False
    return ties is Ties.ALL or value not in others.values()


marks = st.one_of(st.integers(0, 12).map(lambda halves: Decimal(halves) / 2), st.sampled_from(list(Absence)))


@st.composite
def grades(draw: st.DrawFn) -> list[Sitting]:
    pupils = draw(st.integers(0, 12))
    subjects = "abc"[: draw(st.integers(1, 3))]
    return [
        Sitting(pupil, draw(st.integers(1, 3)), {name: draw(marks) for name in subjects}) for pupil in range(pupils)
    ]


@given(grades(), st.sampled_from(Overlap), st.sampled_from([Ties.ALL, Ties.NONE]))
def test_agrees_with_counting_who_is_better(sittings: list[Sitting], overlap: Overlap, ties: Ties) -> None:
    assert won(ChampionRules(overlap, ties), *sittings) == reckoned(sittings, overlap, ties)


@given(grades(), st.sampled_from(Overlap), st.sampled_from(Ties), st.booleans())
def test_the_order_of_the_rows_does_not_matter(
    sittings: list[Sitting], overlap: Overlap, ties: Ties, pass_down: bool
) -> None:
    rules = ChampionRules(overlap, ties, pass_down)
    shuffled = sorted(sittings, key=lambda sitting: -sitting.pupil)
    assert rank(sittings, rules) == rank(shuffled, rules)


@given(grades(), st.sampled_from(Ties))
def test_highest_only_is_the_cumulative_without_what_is_covered(sittings: list[Sitting], ties: Ties) -> None:
    both = rank(sittings, ChampionRules(Overlap.CUMULATIVE, ties)).wins
    assert rank(sittings, ChampionRules(Overlap.HIGHEST_ONLY, ties)).wins == settled(both, Overlap.HIGHEST_ONLY)
