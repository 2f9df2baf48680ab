"""A term's archive: everything in it, protected, and the same twice."""

from __future__ import annotations

from pathlib import Path

import pytest
from django.core.management import CommandError, call_command
from django.db import connection
from django.db.models import Model, QuerySet
from django.test.utils import CaptureQueriesContext

from awards.models import (
    AppealAbout,
    AppealEffect,
    AppealOutcome,
    AppealRoute,
    AppealState,
    ObjectionRoute,
    ObjectionState,
    PunishmentKind,
    StarEntry,
    ViolationState,
)
from awards.models.states import LineSource, LineState, SheetState, Verdict
from awards.rules.entitlements import RewardKind, RewardState
from reports.archive.checking import layout
from reports.archive.tables import tables_of
from starrating.operations.models import AuditEvent
from starrating.operations.seals import keys
from students.models import Student, Term
from tests.awards.settlement_factories import give, make_final_sheet
from tests.factories import make_class, make_students
from tests.oracle.generator import make_plan
from tests.oracle.plan import SchoolPlan
from tests.oracle.playing import Player, play
from tests.oracle.reckoning import reckon
from tests.reports.archive.packing import SEED, contents, export, rows, verify


@pytest.fixture
def player(db: None) -> Player:
    return play(make_plan(SEED))


@pytest.fixture
def plan() -> SchoolPlan:
    return make_plan(SEED)


def test_its_tables_hold_the_term(plan: SchoolPlan, archive: Path) -> None:
    files, plain = contents(archive), reckon(plan)
    totals = rows(files, layout.TOTALS)
    assert {row["student_no"]: int(row["total"]) for row in totals} == plain.totals
    assert {row["student_no"]: int(row["level"]) for row in totals} == plain.levels
    standing = [row for row in rows(files, f"{layout.TABLES}/champions.csv") if not row["withdrawn_at"]]
    assert len(standing) == len(plain.winners)
    assert len(rows(files, f"{layout.TABLES}/sheets.csv")) == len(plan.sheets)
    names = {row["student_no"]: row["name"] for row in rows(files, f"{layout.TABLES}/pupils.csv")}
    assert names == {pupil.number: pupil.name for pupil in plan.pupils}


def test_deductions_are_in_the_restricted_folder_alone(plan: SchoolPlan, archive: Path) -> None:
    files = contents(archive)
    assert rows(files, "restricted/data/deductions.csv")
    assert {row["source"] for row in rows(files, layout.DEDUCTED)} <= {"violation", "reversal"}
    assert all(int(row["stars"]) for row in rows(files, layout.DEDUCTED))
    open_files = {name: content for name, content in files.items() if not name.startswith(layout.RESTRICTED)}
    for name, content in open_files.items():
        assert "课间打架".encode() not in content, name
    assert "violation" not in {row["source"] for row in rows(files, layout.LEDGER)}


def test_the_guide_explains_every_file_column_and_code(archive: Path) -> None:
    files = contents(archive)
    guide = files[layout.README].decode(layout.ENCODING)
    assert guide.startswith("第十中学 评星档案")
    for name in files:
        if name.endswith(".csv"):
            assert name in guide
            if name != layout.DEDUCTED:
                header = files[name].decode(layout.ENCODING).splitlines()[0].split(",")
                assert [column for column in header if column not in guide] == []
    codes = [*SheetState, *LineState, *LineSource, *Verdict, *RewardKind, *RewardState, *ViolationState]
    codes += [*ObjectionRoute, *ObjectionState, *PunishmentKind]
    codes += [*AppealAbout, *AppealRoute, *AppealState, *AppealOutcome, *AppealEffect]
    sources = StarEntry._meta.get_field("source").choices or []
    assert [code for code in [*codes, *(str(value) for value, _label in sources)] if f"{code} " not in guide] == []


def test_notices_and_scheme_are_texts(plan: SchoolPlan, archive: Path) -> None:
    files = contents(archive)
    filed = [row for row in rows(files, f"{layout.TABLES}/sheets.csv") if row["state"] in ("in_notice", "final")]
    notices = sorted(name for name in files if name.startswith(layout.NOTICES))
    assert notices == sorted(f"{layout.NOTICES}/{row['round']}/{row['class']}.txt" for row in filed)
    names = {row["student_no"]: row["name"] for row in rows(files, f"{layout.TABLES}/pupils.csv")}
    named = 0
    for sheet in filed:
        text = files[f"{layout.NOTICES}/{sheet['round']}/{sheet['class']}.txt"].decode()
        assert sheet["filing_number"] in text
        for line in rows(files, f"{layout.TABLES}/lines.csv"):
            if (line["round"], line["class"]) == (sheet["round"], sheet["class"]) and line["place"]:
                [star] = [one for one in text.splitlines() if one.split("：")[0].endswith(f". {line['item']}")]
                assert names[line["student_no"]] in star
                named += 1
    assert named > len(filed)
    assert "评星" in files[layout.SCHEME_TEXT].decode()
    assert "文明星" in files[layout.SCHEME_TEXT].decode()


def test_the_same_data_and_time_give_the_same_bytes(player: Player, tmp_path: Path) -> None:
    assert export(tmp_path, "again.zip").read_bytes() == export(tmp_path).read_bytes()


def test_who_took_it_is_recorded_once(player: Player, tmp_path: Path) -> None:
    export(tmp_path)
    export(tmp_path, "tried.zip", "--dry-run")
    assert not (tmp_path / "tried.zip").exists()
    assert sorted(path.name for path in tmp_path.iterdir()) == ["archive.zip"]
    event = AuditEvent.objects.get(action="term.archived")
    assert event.actor == player.by


def test_hostile_names_are_protected(player: Player, tmp_path: Path) -> None:
    Student.objects.filter(pk=min(row.pk for row in player.students.values())).update(name="=HYPERLINK(1)")
    archive = export(tmp_path)
    names = {row["name"] for row in rows(contents(archive), f"{layout.TABLES}/pupils.csv")}
    assert "'=HYPERLINK(1)" in names
    assert "=HYPERLINK(1)" not in names
    assert "FAILED" not in verify(archive)


def test_statements_do_not_grow_with_the_school(player: Player, tmp_path: Path) -> None:
    keys.current()
    with CaptureQueriesContext(connection) as few:
        export(tmp_path)
    multiply(player)
    with CaptureQueriesContext(connection) as many:
        larger = export(tmp_path, "larger.zip")
    assert len(rows(contents(larger), f"{layout.TABLES}/pupils.csv")) > 240
    assert asked(many) == asked(few)


def asked(statements: CaptureQueriesContext) -> int:
    """Count what is asked; each class that is read leaves a row of its own."""
    return sum('INTO "operations_reading"' not in one["sql"] for one in statements.captured_queries)


def multiply(player: Player) -> None:
    """Six more classes of forty, each with a final sheet that has stars."""
    round_ = next(iter(player.rounds.values()))
    for number in range(21, 27):
        school_class = make_class(player.school, number)
        pupils = make_students(school_class, 40)
        make_final_sheet(round_, school_class).save()
        for pupil in pupils[:3]:
            give(player.term, pupil, 1)


def test_a_table_is_read_row_by_row(player: Player, monkeypatch: pytest.MonkeyPatch) -> None:
    """However many rows it has, they are never held all at once."""

    def hold(_rows: QuerySet[Model]) -> None:
        pytest.fail("a whole table is held in the memory")

    found = [
        table for table in tables_of(Term.objects.get(pk=player.term.pk)) if not table.path.endswith("classes.csv")
    ]
    monkeypatch.setattr(QuerySet, "_fetch_all", hold)
    assert sum(1 for table in found for _row in table.rows()) > 100


def test_a_term_that_is_not_there_is_refused(player: Player, tmp_path: Path) -> None:
    with pytest.raises(CommandError):
        call_command("export_archive", "2030-1", "--out", str(tmp_path / "none.zip"))
    assert list(tmp_path.iterdir()) == []


def test_another_term_and_another_school_change_nothing_in_it(db: None, plan: SchoolPlan, tmp_path: Path) -> None:
    player = play(plan, alone=True)
    before = contents(export(tmp_path, "before.zip"))
    player.surround()
    after = contents(export(tmp_path, "after.zip"))
    assert [name for name in before | after if before.get(name) != after.get(name)] == []
