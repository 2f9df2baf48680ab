"""The document of who may do what says what the tables say."""

from __future__ import annotations

import re
from pathlib import Path

from django.conf import settings
from django.core.management import call_command
from django.utils.translation import override

from awards.management.permissions import NOTHING, permissions_text
from awards.sheets.workflow import Verb
from students.permits.rows import permits

DOCUMENT = Path(settings.BASE_DIR) / "docs" / "permissions.md"


def test_the_document_is_not_stale() -> None:
    with override("en"):
        text = permissions_text()
    assert DOCUMENT.read_text(encoding="utf-8") == text, (
        "run `manage.py permissions_doc` and commit docs/permissions.md"
    )


def test_every_row_has_a_name_that_a_headteacher_understands() -> None:
    assert [permit.action for permit in permits().values() if not permit.label] == []


def test_every_row_says_a_verb_of_the_sheet_or_none() -> None:
    assert {permit.verb for permit in permits().values()} - {""} <= set(Verb)


def test_every_table_is_whole() -> None:
    """As many cells in each row as in its head, and no address or code name where a person reads."""
    with override("en"):
        lines = permissions_text().splitlines()
    tables = [line for line in lines if line.startswith("|")]
    assert len(tables) > len(permits())
    assert {line.count("|") - 1 for line in tables} == {9, 6}
    assert not [line for line in tables if re.search(r"students:|awards:|reports:", line)]
    assert any(NOTHING in line for line in tables)


def test_the_command_writes_it_in_any_language(tmp_path: Path) -> None:
    out = tmp_path / "permissions.md"
    call_command("permissions_doc", "--out", str(out), "--language", "zh-hans", verbosity=0)
    assert "班主任" in out.read_text(encoding="utf-8")
