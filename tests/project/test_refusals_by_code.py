"""A test that asks for a refusal asks for its code: a refusal for another reason would let it pass."""

import ast
from collections.abc import Iterator
from pathlib import Path

from tests.project.source import ROOT

TESTS = ROOT / "tests"


def bare(path: Path) -> Iterator[int]:
    """The lines that take any refusal."""
    for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
        if isinstance(node, ast.Call) and ast.unparse(node.func).endswith("raises") and node.args:
            named = {name.id for name in ast.walk(node.args[0]) if isinstance(name, ast.Name)}
            if "Refused" in named:
                yield node.lineno


def test_every_refusal_is_asked_by_its_code() -> None:
    asked = TESTS / "refusals.py"
    assert list(bare(asked))
    assert [(path.name, line) for path in TESTS.rglob("*.py") if path != asked for line in bare(path)] == []
