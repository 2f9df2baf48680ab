"""What may stand on a sheet: quota, items a pupil, enrolment, duplicates (五4, A9, A11, A44)."""

from dataclasses import replace

import pytest
from hypothesis import given, strategies as st

from awards.rules.facts import LineFact, PupilFact, RepeatFact
from awards.rules.kinds import QuotaMode
from awards.rules.problems import above_quota, items_without_star, sheet_problems
from tests.rules.factories import CODES, codes, lines, only, sheet


def test_a_sheet_without_fault_has_no_problems() -> None:
    assert sheet_problems(sheet()) == []


def test_items_that_nobody_won_are_a_note_and_no_problem() -> None:
    assert items_without_star(sheet()) == ["读书星", "劳动星"]
    assert items_without_star(sheet(lines=lines(*((1, code) for code in CODES)), cap=0)) == []


def test_an_empty_sheet_is_blocked() -> None:
    problem = only(sheet(lines=()))
    assert (problem.code, problem.blocks) == ("empty", True)


def test_a_class_without_pupils_is_said_to_be_that() -> None:
    assert codes(sheet(lines=(), roster_size=0)) == ["no_pupils"]


@pytest.mark.parametrize(("winners", "found"), [(5, []), (6, ["over_quota"])])
def test_the_sixth_name_is_one_too_many(winners: int, found: list[str]) -> None:
    assert codes(sheet(lines=lines(*((pk, "civility") for pk in range(1, winners + 1))))) == found


def test_the_finding_names_the_item_and_the_numbers() -> None:
    problem = only(sheet(lines=lines(*((pk, "civility") for pk in range(1, 8)))))
    assert (problem.item_code, problem.student_pk, problem.blocks) == ("civility", None, True)
    assert problem.params == {"item": "文明星", "count": 7, "limit": 5}
    assert "文明星" in problem.message


def test_each_item_has_its_own_quota() -> None:
    facts = sheet(lines=lines((1, "civility"), (2, "civility"), (1, "kindness"), (2, "kindness")))
    narrow = tuple(replace(item, quota=1) if item.code == "kindness" else item for item in facts.items)
    assert only(replace(facts, items=narrow)).item_code == "kindness"


def test_where_the_office_may_allow_more_the_sixth_name_is_a_warning() -> None:
    facts = sheet(lines=lines(*((pk, "civility") for pk in range(1, 7))), quota_mode=QuotaMode.OFFICE)
    assert (only(facts).code, only(facts).blocks) == ("over_quota", False)


@pytest.mark.parametrize(("cap", "found"), [(4, ["over_cap"]), (5, []), (0, [])])
def test_the_fifth_item_of_a_pupil_is_one_too_many_unless_the_scheme_says_otherwise(cap: int, found: list[str]) -> None:
    assert codes(sheet(lines=lines(*((7, code) for code in CODES)), cap=cap)) == found


def test_the_finding_names_the_pupil() -> None:
    problem = only(sheet(lines=lines(*((7, code) for code in CODES))))
    assert (problem.student_pk, problem.item_code) == (7, None)
    assert problem.params == {"name": "学生7", "count": 5, "limit": 4}


def test_items_outside_the_cap_are_not_counted() -> None:
    facts = sheet(lines=lines(*((7, code) for code in CODES)))
    free = tuple(replace(item, counts_toward_cap=item.code != "reading") for item in facts.items)
    assert codes(replace(facts, items=free)) == []


def test_a_pupil_who_left_before_the_last_day_is_found_once() -> None:
    gone = (PupilFact(1, "王芳(12号)", enrolled=False), PupilFact(2, "李明", enrolled=False))
    problem = only(sheet(pupils=gone, lines=lines((1, "civility"), (1, "kindness"))))
    assert (problem.code, problem.student_pk, problem.blocks) == ("not_enrolled", 1, True)
    assert "王芳(12号)" in problem.message


def test_the_same_name_twice_under_an_item_is_a_duplicate_and_no_second_winner() -> None:
    five_and_again = lines(*((pk, "civility") for pk in (1, 2, 3, 4, 5, 5)))
    problem = only(sheet(lines=five_and_again))
    assert (problem.code, problem.item_code, problem.student_pk) == ("duplicate", "civility", 5)
    assert problem.blocks


def test_a_duplicate_is_not_counted_as_a_fifth_item() -> None:
    four_and_again = lines(*((7, code) for code in CODES[:4]), (7, CODES[0]))
    assert codes(sheet(lines=four_and_again)) == ["duplicate"]


def test_every_fault_of_a_sheet_is_found_at_once() -> None:
    facts = sheet(
        pupils=(*sheet().pupils[:7], PupilFact(8, "学生8", enrolled=False)),
        lines=lines(
            *((pk, "civility") for pk in range(1, 7)), *((7, code) for code in CODES), (8, "labour"), (8, "labour")
        ),
    )
    assert codes(facts) == ["over_quota", "over_cap", "not_enrolled", "duplicate"]


@given(st.lists(st.builds(LineFact, st.integers(1, 8), st.sampled_from(CODES)), min_size=1, unique=True))
def test_a_sheet_passes_exactly_when_both_limits_hold(found: list[LineFact]) -> None:
    per_item = max(sum(line.item_code == code for line in found) for code in CODES)
    per_pupil = max(sum(line.student_pk == pk for line in found) for pk in range(1, 9))
    assert (sheet_problems(sheet(lines=tuple(found))) == []) == (per_item <= 5 and per_pupil <= 4)


@pytest.mark.parametrize(("times", "most", "found"), [(1, 2, []), (2, 2, ["repeats"]), (3, 2, ["repeats"]), (9, 0, [])])
def test_a_star_had_often_enough_this_term_stops_the_sheet(times: int, most: int, found: list[str]) -> None:
    had = (RepeatFact(1, "civility", times), RepeatFact(1, "kindness", 9), RepeatFact(5, "civility", 9))
    facts = sheet(repeats=had, repeats_max=most)
    assert codes(facts) == found
    if found:
        problem = only(facts)
        assert (problem.blocks, problem.item_code, problem.student_pk) == (True, "civility", 1)


def test_only_what_the_office_may_allow_asks_it_for_a_reason() -> None:
    crowd = sheet(lines=lines(*((pk, "civility") for pk in range(1, 7))))
    assert not above_quota(sheet_problems(crowd))
    assert above_quota(sheet_problems(replace(crowd, quota_mode=QuotaMode.OFFICE)))
    assert not above_quota(sheet_problems(sheet(quota_mode=QuotaMode.OFFICE)))
