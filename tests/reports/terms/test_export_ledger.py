"""`manage.py export_ledger`: what it writes, for whom, and that nothing in it becomes a formula."""

from __future__ import annotations

import csv
from io import StringIO
from pathlib import Path

import pytest
from django.core.management import CommandError, call_command

from awards.models import ClassRound, StarEntry
from starrating.operations.models import AuditEvent
from starrating.spreadsheets.formats import protected
from tests.factories import make_administrator, make_final, make_school

pytestmark = pytest.mark.django_db


def export(folder: Path, *arguments: str) -> list[dict[str, str]]:
    target = folder / "ledger.csv"
    call_command("export_ledger", "2025-1", "--out", str(target), *arguments, stdout=StringIO())
    with target.open(encoding="utf-8", newline="") as file:
        return list(csv.DictReader(file))


@pytest.fixture
def sheet() -> ClassRound:
    final = make_final()
    make_administrator(final.school_class.school)
    return final


def test_every_entry_is_a_row(sheet: ClassRound, tmp_path: Path) -> None:
    rows = export(tmp_path)
    assert list(rows[0]) == ["student_no", "month", "item", "detail", "stars", "source", "entered_at"]
    numbers = sorted(entry.student.number for entry in StarEntry.objects.select_related("student"))
    assert [row["student_no"] for row in rows] == numbers
    assert {(row["month"], row["item"], row["stars"], row["source"]) for row in rows} == {
        ("2025-09", "文明星", "1", "nomination")
    }
    assert rows[0]["entered_at"] == "2025-10-12T09:00:00+08:00"


def test_the_audit_says_who_took_it(sheet: ClassRound, tmp_path: Path) -> None:
    export(tmp_path)
    event = AuditEvent.objects.get(action="ledger.exported")
    assert (event.source, event.new) == ("command", {"rows": 3})


def test_a_dry_run_writes_nothing(sheet: ClassRound, tmp_path: Path) -> None:
    target = tmp_path / "ledger.csv"
    call_command("export_ledger", "2025-1", "--out", str(target), "--dry-run", stdout=StringIO())
    assert not target.exists()
    assert not AuditEvent.objects.filter(action="ledger.exported").exists()


def test_only_the_school_asked_for(sheet: ClassRound, tmp_path: Path) -> None:
    other = make_school("other")
    make_administrator(other)
    with pytest.raises(CommandError):
        export(tmp_path, "--school", "other")
    assert len(export(tmp_path, "--school", sheet.school_class.school.code)) == 3


def test_an_unknown_term_and_a_closed_folder_are_told(sheet: ClassRound, tmp_path: Path) -> None:
    with pytest.raises(CommandError, match="2031-1"):
        call_command("export_ledger", "2031-1", "--out", str(tmp_path / "x.csv"), stdout=StringIO())
    with pytest.raises(CommandError, match="nowhere"):
        call_command("export_ledger", "2025-1", "--out", str(tmp_path / "nowhere" / "x.csv"), stdout=StringIO())


@pytest.mark.parametrize("text", ["=1+1", "+1", "-1", "@SUM(A1)", "\t=1", "\r=1", "\n=1", "＝1"])
def test_typed_text_gets_an_apostrophe(text: str) -> None:
    assert protected(text) == f"'{text}"


@pytest.mark.parametrize("value", ["文明星", "2025-09", "", 'a"b', -1, 5, None])
def test_numbers_and_ordinary_text_stay(value: str | int | None) -> None:
    assert protected(value) == value
