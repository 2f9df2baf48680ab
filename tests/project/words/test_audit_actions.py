"""Every action that a verb records is one that the audit page can name."""

from __future__ import annotations

import ast
from collections.abc import Iterator
from pathlib import Path

from django.conf import settings

from awards.audit.values import COMMON
from starrating.operations.actions import actions as known_actions
from starrating.registry import summed
from students.imports.pipeline.background import importers

PACKAGES = ("starrating", "students", "awards", "reports")
WRITERS = {"record", "event_for"}


def recorded(path: Path) -> Iterator[str]:
    """The actions written out in calls of ``audit.record`` and ``audit.event_for``."""
    for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
        if isinstance(node, ast.Call) and isinstance(node.func, ast.Attribute) and node.func.attr in WRITERS:
            first = node.args[0] if node.args else None
            if isinstance(first, ast.Constant) and isinstance(first.value, str):
                yield first.value


def test_the_audit_page_names_every_action() -> None:
    root = Path(settings.BASE_DIR)
    files = [path for package in PACKAGES for path in (root / package).rglob("*.py")]
    actions = {action for path in files for action in recorded(path)}
    # Each importer's is recorded in one place for all of them.
    actions |= {importer.event for importer in importers().values() if importer.event}
    assert "sheet.filed" in actions, "the search finds nothing any more"
    assert sorted(actions - set(known_actions())) == []


def test_no_two_subjects_name_the_same_action_or_value() -> None:
    codes = [action.code for action in summed("actions", "ACTIONS")]
    values = [*COMMON, *(key for key, _label in summed("actions", "VALUES"))]
    assert sorted(set(codes)) == sorted(codes)
    assert sorted(set(values)) == sorted(values)
