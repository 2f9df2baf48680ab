"""Every question that the scheme leaves open has a case that asserts something: A1 to A58."""

from __future__ import annotations

import ast
import re
from collections.abc import Iterator
from pathlib import Path

import pytest

ROWS = range(1, 59)
# What asserts in place of the word: these fail where nothing is refused or raised.
ASSERTING = {"raises", "refused"}


def cases(text: str) -> Iterator[tuple[int, bool]]:
    """The row of each case in a file, and whether it asserts something."""
    for node in ast.walk(ast.parse(text)):
        match = re.match(r"test_a(\d\d)_", node.name) if isinstance(node, ast.FunctionDef) else None
        if match:
            yield int(match[1]), any(map(asserts, ast.walk(node)))


def asserts(node: ast.AST) -> bool:
    if isinstance(node, ast.Call):
        return ast.unparse(node.func).rpartition(".")[2] in ASSERTING
    return isinstance(node, ast.Assert) and not isinstance(node.test, ast.Constant)


def all_cases() -> list[tuple[int, bool]]:
    paths = Path(__file__).parent.glob("test_*_rows.py")
    return [case for path in paths for case in cases(path.read_text(encoding="utf-8"))]


def test_every_row_has_a_case() -> None:
    assert sorted(set(ROWS) - {row for row, _asserts in all_cases()}) == []


def test_every_case_asserts_something() -> None:
    assert [row for row, asserts_something in all_cases() if not asserts_something] == []


@pytest.mark.parametrize(
    ("body", "asserts_something"),
    [
        ("pass", False),
        ("act()", False),
        ("assert True", False),  # a sample of what must be found, not an assertion of ours
        ("assert act()", True),
        ("with refused('x'): act()", True),
    ],
)
def test_a_case_without_an_assertion_is_seen(body: str, asserts_something: bool) -> None:
    assert list(cases(f"def test_a01_a_row() -> None:\n    {body}")) == [(1, asserts_something)]
