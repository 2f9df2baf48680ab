"""The answers to the ASVS: none of its numbers lacks one, and the tests that they name are there."""

from __future__ import annotations

import ast
import re
from collections import Counter
from pathlib import Path

from tests.project.source import ROOT

DOCUMENT = ROOT / "docs" / "asvs.md"
# So many requirements of version 5.0 are of each level.
REQUIREMENTS = {"1": 70, "2": 183}
ANSWERS = ("holds", "in part", "not met", "does not apply")


def rows() -> list[tuple[list[str], str, str, str]]:
    """The numbers of each row, their level, the answer and how it is given."""
    lines = DOCUMENT.read_text(encoding="utf-8").splitlines()
    answered = [line for line in lines if re.match(r"\| \d+\.\d+\.\d+", line)]
    cells = [[cell.strip() for cell in line.strip("|").split("|")] for line in answered]
    return [(numbers.split(", "), level, answer, how) for numbers, level, answer, how in cells]


def functions(path: Path) -> set[str]:
    tree = ast.parse(path.read_text(encoding="utf-8"))
    return {node.name for node in ast.walk(tree) if isinstance(node, ast.FunctionDef)}


def test_each_requirement_of_both_levels_is_answered_once() -> None:
    found = [(number, level) for numbers, level, _answer, _how in rows() for number in numbers]
    assert [number for number, times in Counter(number for number, _level in found).items() if times > 1] == []
    assert Counter(level for _number, level in found) == REQUIREMENTS


def test_each_answer_is_one_of_four_and_the_sums_are_theirs() -> None:
    given = Counter(dict.fromkeys(ANSWERS, 0))
    for numbers, _level, answer, _how in rows():
        given[answer] += len(numbers)
    said = dict(re.findall(r"^\| ([a-z ]+) \| (\d+) \|$", DOCUMENT.read_text(encoding="utf-8"), re.MULTILINE))
    assert {answer: str(number) for answer, number in given.items()} == said


def test_what_holds_names_its_test_and_what_does_not_says_why() -> None:
    assert [numbers for numbers, _level, answer, how in rows() if answer == "holds" and "`tests/" not in how] == []
    assert [numbers for numbers, _level, _answer, how in rows() if not how] == []


def test_each_named_test_is_there() -> None:
    named = set(re.findall(r"`(tests/[^`]+)::(\w+)`", DOCUMENT.read_text(encoding="utf-8")))
    assert len(named) > 50
    files = {path: functions(ROOT / path) if (ROOT / path).is_file() else set() for path, _name in named}
    assert [f"{path}::{name}" for path, name in sorted(named) if name not in files[path]] == []
