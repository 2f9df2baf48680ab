"""A sheet without a fault, to be spoilt in one place by each test."""

from dataclasses import replace
from datetime import date
from typing import Any

from awards.rules.facts import ItemFact, LineFact, PupilFact, SheetFacts, StepFact, SubjectFacts
from awards.rules.kinds import SubjectMode
from awards.rules.problems import Problem, sheet_problems

CODES = ("civility", "kindness", "honesty", "reading", "labour")
NAMES = ("文明星", "爱心星", "诚信星", "读书星", "劳动星")


def step(**changes: Any) -> StepFact:
    held = StepFact("group", "小组讨论", held=True, held_on=date(2025, 9, 26), participants="各组组长")
    return replace(held, **changes)


def lines(*pairs: tuple[int, str]) -> tuple[LineFact, ...]:
    return tuple(LineFact(student_pk, item_code) for student_pk, item_code in pairs)


def sheet(**changes: Any) -> SheetFacts:
    """Three items with a star, all steps held and the subject teachers consulted; pupils 1 to 8 are in the class."""
    facts = SheetFacts(
        items=tuple(ItemFact(code, name, quota=5) for code, name in zip(CODES, NAMES, strict=True)),
        pupils=tuple(PupilFact(pk, f"学生{pk}") for pk in range(1, 9)),
        lines=lines((1, "civility"), (2, "kindness"), (3, "honesty")),
        steps=(step(),),
        subjects=SubjectFacts(SubjectMode.ADVICE, consulted=True),
        cap=4,
        roster_size=8,
    )
    return replace(facts, **changes)


def codes(facts: SheetFacts) -> list[str]:
    return [problem.code for problem in sheet_problems(facts)]


def only(facts: SheetFacts) -> Problem:
    """The one problem of a sheet; fails when there are more or none."""
    (problem,) = sheet_problems(facts)
    return problem
