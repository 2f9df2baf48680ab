"""The steps before a sheet is handed in, and the subject teachers' review (五3, A39, A55)."""

import pytest
from django.utils.translation import override

from awards.rules.facts import StepFact, SubjectFacts
from awards.rules.kinds import SubjectMode
from awards.rules.problems import Problem, sheet_problems
from tests.rules.factories import codes, only, sheet, step


@pytest.mark.parametrize(
    ("facts", "found"),
    [
        (step(), []),
        (step(held=False), ["step_not_held"]),
        (step(held=False, held_on=None, participants=""), ["step_not_held"]),
        (step(held=False, required=False), []),
        (step(held_on=None), ["step_without_date"]),
        (step(participants="  "), ["step_without_participants"]),
        (step(held_on=None, participants=""), ["step_without_date", "step_without_participants"]),
        (step(held_on=None, required=False), ["step_without_date"]),
        (step(held_on=None, participants="", on_paper=False), []),
        (step(held=False, on_paper=False), ["step_not_held"]),
    ],
)
def test_a_paper_step_is_ticked_with_date_and_participants(facts: StepFact, found: list[str]) -> None:
    problems = sheet_problems(sheet(steps=(facts,)))
    assert [problem.code for problem in problems] == found
    assert all(problem.blocks for problem in problems)
    assert all("小组讨论" in problem.message for problem in problems)


@pytest.mark.parametrize(
    ("subjects", "found"),
    [
        (SubjectFacts(SubjectMode.NONE, consulted=False, disagreed=("周老师",), unanswered=("周老师",)), []),
        (SubjectFacts(SubjectMode.ADVICE, consulted=True), []),
        (SubjectFacts(SubjectMode.ADVICE, consulted=True, silent=("周老师",)), []),
        (SubjectFacts(SubjectMode.ADVICE, consulted=False), [("subjects_not_consulted", False)]),
        (SubjectFacts(SubjectMode.ADVICE, consulted=True, disagreed=("周老师",)), [("subjects_disagreed", False)]),
        (
            SubjectFacts(SubjectMode.ADVICE, consulted=True, disagreed=("周老师",), unanswered=("周老师",)),
            [("subjects_disagreed", False), ("objection_unanswered", True)],
        ),
        (SubjectFacts(SubjectMode.REQUIRED, consulted=True), []),
        (SubjectFacts(SubjectMode.REQUIRED, consulted=False), [("subjects_not_consulted", True)]),
        (SubjectFacts(SubjectMode.REQUIRED, consulted=True, silent=("周老师",)), [("subjects_silent", True)]),
        (SubjectFacts(SubjectMode.REQUIRED, consulted=True, disagreed=("周老师",)), [("subjects_disagreed", True)]),
    ],
)
def test_the_subject_teachers_weigh_what_the_scheme_gives_them(
    subjects: SubjectFacts, found: list[tuple[str, bool]]
) -> None:
    problems = sheet_problems(sheet(subjects=subjects))
    assert [(problem.code, problem.blocks) for problem in problems] == found


def test_teachers_are_named_in_one_sentence() -> None:
    subjects = SubjectFacts(SubjectMode.REQUIRED, consulted=True, silent=("周老师", "吴老师"))
    assert "周老师、吴老师" in only(sheet(subjects=subjects)).message


def test_problems_come_in_the_order_of_the_sheet() -> None:
    subjects = SubjectFacts(SubjectMode.ADVICE, consulted=False)
    facts = sheet(lines=(), steps=(step(held=False),), subjects=subjects)
    assert codes(facts) == ["empty", "step_not_held", "subjects_not_consulted"]


def test_a_message_is_in_the_language_of_the_reader_not_of_the_check() -> None:
    problem = Problem("empty", only(sheet(lines=())).level, only(sheet(lines=())).text)
    with override("en"):
        assert problem.message == "Nobody is on the sheet yet."
