"""Every question that the scheme leaves open has a case: A1 to A58."""

from __future__ import annotations

import ast
import re
from pathlib import Path

ROWS = range(1, 59)


def rows_with_a_case() -> set[int]:
    found: set[int] = set()
    for path in Path(__file__).parent.glob("test_*_rows.py"):
        for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
            match = re.match(r"test_a(\d\d)_", node.name) if isinstance(node, ast.FunctionDef) else None
            if match:
                found.add(int(match[1]))
    return found


def test_every_row_has_a_case() -> None:
    assert sorted(set(ROWS) - rows_with_a_case()) == []
