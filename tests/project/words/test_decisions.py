"""Every mark that code, tests, templates, schemes or docs cite as an authority is explained in docs/decisions.md."""

import ast
import io
import re
import tokenize
from collections.abc import Iterator
from pathlib import Path

import pytest

from tests.project.source import PACKAGES, ROOT

DECISIONS = ROOT / "docs" / "decisions.md"
# A question of the scheme (A7), what a paper may carry (P1), what can go wrong (T15), a clause (五4), a law (PIPL 15).
# A class's name such as 七3班 and a day such as 一1月 are no clauses.
MARK = re.compile(
    r"\b[APT]\d{1,2}\b|(?<![一-鿿\d“\"'`])[一二三四五六七八九]\d{1,2}(?![\d班月日年])|PIPL \d+(?:, \d+)*|条例\d+"
)
RANGE = re.compile(r"\b([APT])(\d{1,2}) to \1(\d{1,2})\b|([一二三四五六七八九])(\d{1,2}) (?:to|至) \4(\d{1,2})")


def marks_in(text: str) -> set[str]:
    """The marks that a text cites, ranges (A22 to A26) and lists of one law (PIPL 13, 29) taken apart."""
    found: set[str] = set()
    for mark in MARK.findall(text):
        law, _space, numbers = mark.partition(" ")
        found |= {f"{law} {number}" for number in numbers.split(", ")} if numbers else {mark}
    for letter, first, last, chapter, low, high in RANGE.findall(text):
        numbers = range(int(first or low), int(last or high) + 1)
        found |= {f"{letter or chapter}{number}" for number in numbers}
    return found


def said_in(path: Path) -> str:
    """What a file says to its reader: of Python the docstrings, comments and names of tests, of others everything."""
    text = path.read_text(encoding="utf-8")
    if path.suffix != ".py":
        return text
    tree = ast.parse(text)
    kinds = ast.Module | ast.ClassDef | ast.FunctionDef | ast.AsyncFunctionDef
    said = [ast.get_docstring(node) or "" for node in ast.walk(tree) if isinstance(node, kinds)]
    tokens = tokenize.generate_tokens(io.StringIO(text).readline)
    said += [token.string for token in tokens if token.type == tokenize.COMMENT]
    cases = re.findall(r"\bdef test_a(\d\d)_", text)
    return "\n".join([*said, *(f"A{int(number)}" for number in cases)])


def files() -> Iterator[Path]:
    yield from ROOT.glob("*.md")
    for folder in (*PACKAGES, "tests", "templates", "docs"):
        for path in sorted((ROOT / folder).rglob("*.*")):
            if path.suffix in {".py", ".html", ".toml", ".md"} and path != DECISIONS:
                yield path


EXPLAINED = frozenset(re.findall(r"^(?:\| )?\*\*([^*]+)\*\*", DECISIONS.read_text(encoding="utf-8"), re.MULTILINE))


def test_every_mark_is_explained() -> None:
    # Only a file with an unknown mark is taken apart, since a cell of a spreadsheet in its code may look like one.
    cited: set[str] = set()
    unknown: dict[str, set[str]] = {}
    for path in files():
        marks = marks_in(path.read_text(encoding="utf-8"))
        cited |= marks
        if marks - EXPLAINED and (left := marks_in(said_in(path)) - EXPLAINED):
            unknown[str(path.relative_to(ROOT))] = left
    assert {"A7", "P1", "T15", "五4", "PIPL 15", "条例36"} <= cited, "the tree is not read any more"
    assert unknown == {}


def test_decisions_cite_only_what_they_explain() -> None:
    assert marks_in(DECISIONS.read_text(encoding="utf-8")) - EXPLAINED == set()


@pytest.mark.parametrize(
    ("text", "marks"),
    [
        ("the limits (A7, 五4)", {"A7", "五4"}),
        ("A22 to A24", {"A22", "A23", "A24"}),
        ("六2 至 六4 从第几级起", {"六2", "六3", "六4"}),
        ("as easily (PIPL 13, 29)", {"PIPL 13", "PIPL 29"}),
        ("五3、五7 的", {"五3", "五7"}),
        ("七3班 and 七年级(3)班", set()),
        ("landscape A4", {"A4"}),
        ("no mark: A100, T201, S101", set()),
    ],
)
def test_marks_are_read(text: str, marks: set[str]) -> None:
    assert marks_in(text) == marks


@pytest.mark.parametrize("invented", ["A99", "P77", "T88", "五9", "四13", "PIPL 99", "条例99"])
def test_an_invented_mark_would_be_seen(invented: str, tmp_path: Path) -> None:
    place = tmp_path / "sample.py"
    place.write_text(f'"""A rule ({invented})."""\n', encoding="utf-8")
    assert marks_in(said_in(place)) == {invented}
    assert invented not in EXPLAINED
