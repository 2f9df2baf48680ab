"""The import commands: one line, then findings with their place; all or nothing; who acts."""

from __future__ import annotations

import io
from pathlib import Path

import pytest
from django.core.management import CommandError, call_command
from django.utils import translation

from starrating.operations.models import AuditEvent, AuditSource
from students.models import Staffing, Student
from tests.factories import make_administrator, make_school, make_user
from tests.hostile.making.content import HEADER, PUPILS, ROSTER, Grid, changed, csv_text
from tests.students.factories import MATRIX

pytestmark = pytest.mark.django_db


def run(tmp_path: Path, grid: Grid = ROSTER, *options: str, command: str = "import_roster") -> str:
    path = tmp_path / "名册.csv"
    path.write_text(csv_text(grid), encoding="utf-8")
    out = io.StringIO()
    try:
        with translation.override("en"):
            call_command(command, str(path), *options, stdout=out)
    except CommandError as error:
        out.write(f"exit {error.returncode}")
    return out.getvalue()


def test_one_line_then_findings(tmp_path: Path) -> None:
    administrator = make_administrator(make_school())
    lines = run(tmp_path).splitlines()
    assert lines[0].startswith("Pupils: 3; new: 3, changed: 0, unchanged: 0")
    assert "名册.csv: Read as UTF-8." in lines[1]
    event = AuditEvent.objects.get(action="roster.imported")
    assert (event.source, event.actor_id) == (AuditSource.COMMAND, administrator.pk)
    assert run(tmp_path).startswith("Pupils: 3; new: 0, changed: 0, unchanged: 3")


def test_dry_run_writes_nothing(tmp_path: Path) -> None:
    make_administrator(make_school())
    assert run(tmp_path, ROSTER, "--dry-run").startswith("Pupils: 3; new: 3")
    assert not Student.objects.exists()


def test_what_blocks_ends_with_1_and_names_each_cell(tmp_path: Path) -> None:
    make_administrator(make_school())
    out = run(tmp_path, changed(3, 1, "20250101"))
    assert "row 2: The number 20250101" in out
    assert "row 3: The number 20250101" in out
    assert out.endswith("exit 1")
    assert not Student.objects.exists()


def test_rename_takes_the_new_name(tmp_path: Path) -> None:
    make_administrator(make_school())
    run(tmp_path)
    assert "in conflict: 1" in run(tmp_path, changed(2, 2, "林小文"))
    assert "changed: 1" in run(tmp_path, changed(2, 2, "林小文"), "--rename")
    assert Student.objects.get(number="20250101").name == "林小文"


def test_several_schools_want_a_name(tmp_path: Path) -> None:
    first, second = make_school("one"), make_school("two")
    make_administrator(first)
    make_administrator(second)
    assert run(tmp_path).endswith("exit 1")
    run(tmp_path, [HEADER, *PUPILS], "--school", "two")
    assert Student.objects.filter(school=second).count() == 3


def test_who_acts_must_be_of_the_school(tmp_path: Path) -> None:
    school = make_school()
    make_administrator(school)
    stranger = make_user(make_school("other"))
    assert run(tmp_path, ROSTER, "--school", school.code, "--by", stranger.username).endswith("exit 1")
    colleague = make_user(school)
    run(tmp_path, ROSTER, "--school", school.code, "--by", colleague.username)
    assert AuditEvent.objects.get(action="roster.imported").actor_id == colleague.pk


def test_a_missing_file_is_said(tmp_path: Path) -> None:
    make_administrator(make_school())
    with pytest.raises(CommandError, match=r"nowhere\.csv"):
        call_command("import_roster", str(tmp_path / "nowhere.csv"))


def test_staff_by_command(tmp_path: Path) -> None:
    make_administrator(make_school())
    assert run(tmp_path, MATRIX, command="import_staff").startswith("Tasks: 5; new: 5")
    assert run(tmp_path, MATRIX, command="import_staff").startswith("Tasks: 5; new: 0, changed: 0, unchanged: 5")
    assert Staffing.objects.count() == 5
