"""Lists in sentences: 林晓雯、王䶮 or A, B and C, made in one place."""

import ast
from collections.abc import Callable, Iterator

import pytest
from django.utils import translation

from starrating import joiners
from tests.project.source import modules

# What is read back by the program or by a server, and papers, which are Chinese.
OTHERWISE = {
    "awards/entry/views.py",
    "awards/guards.py",
    "awards/sheet_files/blank_form.py",
    "awards/sheet_files/grid.py",
    "awards/sheet_files/paper.py",
    "awards/rules/scheme/document.py",
    "reports/honours/files.py",
    "reports/typesetting/allowed.py",
    "reports/wording/editor/page.py",
    "starrating/db/guards.py",
    "starrating/db/roles.py",
    "starrating/faults/health.py",
    "starrating/operations/management/commands/run.py",
    "students/groups/page.py",
    "students/names/typed.py",
}
MARKS = ("、", ", ", "，", "；", " and ", "和")


@pytest.mark.parametrize(
    ("names", "chinese", "english"),
    [([], "", ""), (["A"], "A", "A"), (["A", "B"], "A、B", "A and B"), (["A", "B", "C"], "A、B、C", "A, B and C")],
)
def test_a_list_reads_as_one(names: list[str], chinese: str, english: str) -> None:
    assert said(lambda: joiners.in_a_row(names)) == [chinese, english]
    assert said(lambda: joiners.in_a_row(iter(names), at_most=3)) == [chinese, english]


def test_a_long_list_says_how_many_more_there_are() -> None:
    assert said(lambda: joiners.in_a_row(range(1, 6), at_most=3)) == ["1、2、3，另有2个", "1, 2, 3 and 2 more"]


def test_parts_that_hold_commas() -> None:
    assert said(lambda: joiners.in_a_series(["a, b", "c"])) == ["a, b；c", "a, b; c"]


def said(make: Callable[[], str]) -> list[str]:
    texts = []
    for language in ("zh-hans", "en"):
        with translation.override(language):
            texts.append(make())
    return texts


def joined(tree: ast.AST) -> Iterator[str]:
    """Give each list that is joined by a mark of its own."""
    for node in ast.walk(tree):
        match node:
            case ast.Call(func=ast.Attribute(value=ast.Constant(value=mark), attr="join")) if mark in MARKS:
                yield ast.unparse(node)


@pytest.mark.parametrize(
    ("code", "wrong"), [('"、".join(names)', 1), ('", ".join(names)', 1), ('" ".join(a)', 0), ("in_a_row(names)", 0)]
)
def test_lists_of_their_own_are_found(code: str, wrong: int) -> None:
    assert len(list(joined(ast.parse(code)))) == wrong


def test_no_list_is_joined_elsewhere() -> None:
    found = {str(source.path) for source in modules() if any(joined(source.tree))}
    assert found == OTHERWISE
