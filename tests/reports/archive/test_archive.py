"""A term's archive: everything in it, protected, the same twice, and every change to it noticed without a database."""

from __future__ import annotations

import csv
import datetime as dt
import hashlib
import io
import json
import zipfile
from collections.abc import Callable
from pathlib import Path

import pytest
import pytest_django
import time_machine
from django.core.management import CommandError, call_command
from django.db import connection, transaction
from django.db.models import Model, QuerySet
from django.test.utils import CaptureQueriesContext

from awards.models import ObjectionRoute, ObjectionState, StarEntry, ViolationState
from awards.models.states import LineSource, LineState, SheetState, Verdict
from awards.rules.entitlements import RewardKind, RewardState
from reports.archive import checking, layout
from reports.archive.checking import check
from reports.archive.tables import tables_of
from starrating.operations.models import AuditEvent
from students.models import Student, Term
from tests.awards.settlement_factories import give, make_final_sheet
from tests.factories import make_class, make_students
from tests.oracle.generator import make_plan
from tests.oracle.plan import SchoolPlan
from tests.oracle.playing import Player, play
from tests.oracle.reckoning import reckon

NOW = dt.datetime(2026, 2, 1, 9, tzinfo=dt.UTC)
FROM_THE_FUTURE = b'{"format": 9, "school": "", "term": "", "settled": false, "files": []}'
Contents = dict[str, bytes]
# Two months, two grades, deductions, one of them revoked, champions, reversals.
SEED = 139


def export(folder: Path, name: str = "archive.zip", *arguments: str) -> Path:
    target = folder / name
    out = io.StringIO()
    with time_machine.travel(NOW, tick=False):
        school = () if "--school" in arguments else ("--school", f"random-{SEED}")
        call_command("export_archive", "2025-1", "--out", str(target), *school, *arguments, stdout=out)
    return target


def verify(path: Path) -> str:
    """What the command says. Most tests have no database at all, and would fail if it asked for one."""
    out = io.StringIO()
    try:
        call_command("verify_archive", str(path), stdout=out)
    except CommandError as error:
        out.write(f"FAILED {error.returncode} {error}")
    return out.getvalue()


def contents(path: Path) -> Contents:
    with zipfile.ZipFile(path) as package:
        return {name: package.read(name) for name in package.namelist()}


def packed(files: Contents, path: Path, *, rehash: bool = False) -> Path:
    """The files as a package again; with ``rehash`` the forger has thought of the manifest."""
    if rehash:
        manifest = json.loads(files[layout.MANIFEST])
        for entry in manifest["files"]:
            entry["sha256"] = hashlib.sha256(files[entry["path"]]).hexdigest()
        files = {**files, layout.MANIFEST: json.dumps(manifest).encode()}
    with zipfile.ZipFile(path, "w") as package:
        for name, content in files.items():
            package.writestr(name, content)
    return path


def rows(files: Contents, path: str) -> list[dict[str, str]]:
    return list(csv.DictReader(io.StringIO(files[path].decode(layout.ENCODING), newline="")))


def with_cell(files: Contents, path: str, column: str, value: str) -> Contents:
    """The first row of a table with another value."""
    table = rows(files, path)
    table[0][column] = value
    text = io.StringIO(newline="")
    writer = csv.DictWriter(text, list(table[0]))
    writer.writeheader()
    writer.writerows(table)
    return {**files, path: text.getvalue().encode(layout.ENCODING)}


@pytest.fixture
def player(db: None) -> Player:
    return play(make_plan(SEED))


@pytest.fixture(scope="module")
def archive(
    django_db_setup: None, django_db_blocker: pytest_django.DjangoDbBlocker, tmp_path_factory: pytest.TempPathFactory
) -> Path:
    """Made once: nothing but the file is left of its school."""
    with django_db_blocker.unblock(), transaction.atomic():
        play(make_plan(SEED))
        path = export(tmp_path_factory.mktemp("archive"))
        transaction.set_rollback(True)
    return path


@pytest.fixture
def plan() -> SchoolPlan:
    return make_plan(SEED)


def test_a_whole_archive_agrees(plan: SchoolPlan, archive: Path) -> None:
    said = verify(archive)
    assert "FAILED" not in said
    checked = check(archive)
    assert (checked.term, checked.pupils) == ("2025-1", len(plan.pupils))


def test_its_tables_hold_the_term(plan: SchoolPlan, archive: Path) -> None:
    files, plain = contents(archive), reckon(plan)
    totals = rows(files, layout.TOTALS)
    assert {row["student_no"]: int(row["total"]) for row in totals} == plain.totals
    assert {row["student_no"]: int(row["level"]) for row in totals} == plain.levels
    standing = [row for row in rows(files, "tables/champions.csv") if not row["withdrawn_at"]]
    assert len(standing) == len(plain.winners)
    assert len(rows(files, "tables/sheets.csv")) == len(plan.sheets)
    names = {row["student_no"]: row["name"] for row in rows(files, "tables/pupils.csv")}
    assert names == {pupil.number: pupil.name for pupil in plan.pupils}


def test_deductions_are_in_the_restricted_folder_alone(plan: SchoolPlan, archive: Path) -> None:
    files = contents(archive)
    assert rows(files, "restricted/deductions.csv")
    assert {row["source"] for row in rows(files, layout.DEDUCTED)} <= {"violation", "reversal"}
    assert all(int(row["stars"]) for row in rows(files, layout.DEDUCTED))
    open_files = {name: content for name, content in files.items() if not name.startswith("restricted/")}
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
    codes += [*ObjectionRoute, *ObjectionState]
    sources = StarEntry._meta.get_field("source").choices or []
    assert [code for code in [*codes, *(str(value) for value, _label in sources)] if f"{code} " not in guide] == []


def test_notices_and_scheme_are_texts(plan: SchoolPlan, archive: Path) -> None:
    files = contents(archive)
    filed = [row for row in rows(files, "tables/sheets.csv") if row["state"] in ("in_notice", "final")]
    notices = sorted(name for name in files if name.startswith("notices/"))
    assert notices == sorted(f"notices/{row['round']}/{row['class']}.txt" for row in filed)
    names = {row["student_no"]: row["name"] for row in rows(files, "tables/pupils.csv")}
    named = 0
    for sheet in filed:
        text = files[f"notices/{sheet['round']}/{sheet['class']}.txt"].decode()
        assert sheet["filing_number"] in text
        for line in rows(files, "tables/lines.csv"):
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
    names = {row["name"] for row in rows(contents(archive), "tables/pupils.csv")}
    assert "'=HYPERLINK(1)" in names
    assert "=HYPERLINK(1)" not in names
    assert "FAILED" not in verify(archive)


def test_statements_do_not_grow_with_the_school(player: Player, tmp_path: Path) -> None:
    with CaptureQueriesContext(connection) as few:
        export(tmp_path)
    multiply(player)
    with CaptureQueriesContext(connection) as many:
        larger = export(tmp_path, "larger.zip")
    assert len(rows(contents(larger), "tables/pupils.csv")) > 240
    assert len(many) == len(few)


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


@pytest.mark.parametrize("place", ["first", "middle", "last"])
def test_a_flipped_byte_is_noticed(archive: Path, tmp_path: Path, place: str) -> None:
    content = bytearray(archive.read_bytes())
    with zipfile.ZipFile(archive) as package:
        infos = package.infolist()
    info = {"first": infos[0], "middle": infos[len(infos) // 2], "last": infos[-1]}[place]
    content[info.header_offset + 30 + len(info.filename.encode()) + 4] ^= 0x10
    damaged = tmp_path / "damaged.zip"
    damaged.write_bytes(content)
    said = verify(damaged)
    assert "FAILED 1" in said


def test_a_missing_file_is_named(archive: Path, tmp_path: Path) -> None:
    files = contents(archive)
    for name in ("tables/decisions.csv", layout.LEDGER, layout.README):
        said = verify(packed({key: value for key, value in files.items() if key != name}, tmp_path / "less.zip"))
        assert name in said
        assert "FAILED 1" in said


def test_a_file_too_many_is_named(archive: Path, tmp_path: Path) -> None:
    said = verify(packed({**contents(archive), "tables/extra.csv": b"x"}, tmp_path / "more.zip"))
    assert "tables/extra.csv" in said
    assert "FAILED 1" in said


@pytest.mark.parametrize(
    ("path", "column"),
    [(layout.LEDGER, "stars"), (layout.TOTALS, "total"), (layout.TOTALS, "level"), (layout.DEDUCTED, "stars")],
)
@pytest.mark.parametrize("rehash", [False, True])
def test_a_changed_number_is_noticed(archive: Path, tmp_path: Path, path: str, column: str, *, rehash: bool) -> None:
    files = contents(archive)
    number = rows(files, path)[0]["student_no"]
    said = verify(packed(with_cell(files, path, column, "77"), tmp_path / "forged.zip", rehash=rehash))
    assert "FAILED 1" in said
    assert number in said
    assert (path in said) or rehash


def test_a_changed_bound_is_noticed(archive: Path, tmp_path: Path) -> None:
    files = with_cell(contents(archive), layout.BOUNDS, "lower_bound", "0")
    assert "FAILED 1" in verify(packed(files, tmp_path / "forged.zip", rehash=True))


@pytest.mark.parametrize(
    "spoil",
    [
        lambda path: path.write_bytes(b"not a zip"),
        lambda path: packed({"manifest.json": b"[]"}, path),
        lambda path: packed(
            {"manifest.json": b'{"format": 9, "school": "", "term": "", "settled": 0, "files": []}'}, path
        ),
        lambda path: packed({"other.txt": b""}, path),
        lambda path: path.unlink(missing_ok=True),
    ],
)
def test_what_is_no_archive_is_refused(tmp_path: Path, spoil: Callable[[Path], object]) -> None:
    path = tmp_path / "none.zip"
    spoil(path)
    with pytest.raises(CommandError):
        call_command("verify_archive", str(path))


def test_a_manifest_is_weighed_before_it_is_unpacked(archive: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    with zipfile.ZipFile(archive) as package:
        size = package.getinfo(layout.MANIFEST).file_size
    monkeypatch.setattr(checking, "_LARGEST_MANIFEST", size)
    assert "FAILED" not in verify(archive)
    monkeypatch.setattr(checking, "_LARGEST_MANIFEST", size - 1)
    with pytest.raises(CommandError):
        call_command("verify_archive", str(archive))


def test_a_table_that_cannot_be_read_is_a_difference(archive: Path, tmp_path: Path) -> None:
    for content in (b"a,b\r\n1,2\r\n", b"\xff\xfe\x00", "student_no,stars\r\n1,many\r\n".encode(layout.ENCODING)):
        files = {**contents(archive), layout.LEDGER: content}
        assert "FAILED 1" in verify(packed(files, tmp_path / "odd.zip", rehash=True))


@pytest.mark.parametrize(
    ("change", "agrees"), [({}, True), ({"total": 77}, False), ({"level": 9}, False), ({"level": 9, "listed": 0}, True)]
)
def test_settled_levels_are_reckoned_again(
    archive: Path, tmp_path: Path, change: dict[str, int], *, agrees: bool
) -> None:
    files = contents(archive)
    total = rows(files, layout.TOTALS)[0]
    header = files[layout.SETTLED].decode(layout.ENCODING).strip()
    right = {**total, "row": 2, "listed": 1, "replaces": 1}
    # The first row was wrong and has been replaced by the second.
    wrong = {**right, "row": 1, "total": 99, "replaces": ""}
    text = io.StringIO(newline="")
    writer = csv.DictWriter(text, header.split(","), extrasaction="ignore")
    writer.writeheader()
    writer.writerows([wrong, {**right, **change}])
    files[layout.SETTLED] = text.getvalue().encode(layout.ENCODING)
    files[layout.MANIFEST] = files[layout.MANIFEST].replace(b'"settled": false', b'"settled": true')
    said = verify(packed(files, tmp_path / "settled.zip", rehash=True))
    assert ("FAILED" not in said) == agrees
