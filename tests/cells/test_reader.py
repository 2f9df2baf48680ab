"""The reader as its callers see it: quick, bounded, apart from Django and from the program's secrets."""

import random
import subprocess
import sys
from pathlib import Path

import pytest
import xlsxwriter

from starrating.cells import reader
from starrating.cells.findings import Unreadable
from starrating.cells.model import Visibility
from starrating.cells.reader import read_workbook, shown_name
from starrating.child_process import ROOT
from tests.hostile.finishing import other_sheets
from tests.hostile.making.content import ROSTER, csv_text, xlsx

# Python has no `resource` on Windows: there only the parent's clock ends a reading, which no child can show.
needs_resource_limits = pytest.mark.skipif(
    sys.platform == "win32", reason="Windows cannot limit a process's memory and files"
)


def test_sheet_knows_places_and_merged_values() -> None:
    def merge(book: xlsxwriter.Workbook, sheet: xlsxwriter.worksheet.Worksheet) -> None:
        sheet.merge_range("A1:C1", "标题")
        sheet.write("C3", "值")

    (sheet,) = read_workbook(xlsx((), merge), "x.xlsx").sheets
    assert sheet.cell(1, 3).is_blank
    assert sheet.filled(1, 3).text == "标题"
    assert sheet.cell(3, 3).reference == "C3"
    assert str(sheet.place(3, 3)) == "x.xlsx / 名册 / C3"
    assert sheet.cell(99, 99).is_blank


def test_hidden_sheets_are_read_only_when_asked() -> None:
    content = xlsx(ROSTER, other_sheets)
    plain = read_workbook(content, "x.xlsx")
    assert [sheet.visibility for sheet in plain.sheets] == [
        Visibility.VISIBLE, Visibility.HIDDEN, Visibility.VERY_HIDDEN,
    ]  # fmt: skip
    assert [len(sheet.rows) for sheet in plain.sheets] == [4, 0, 0]
    assert [len(sheet.rows) for sheet in read_workbook(content, "x.xlsx", hidden=True).sheets] == [4, 2, 2]


def test_1904_flag_is_kept() -> None:
    assert read_workbook(xlsx(ROSTER, date_1904=True), "x.xlsx").sheets[0].epoch_1904
    assert not read_workbook(xlsx(ROSTER), "x.xlsx").sheets[0].epoch_1904


@pytest.mark.parametrize("sign", [",", "\t", ";"])
def test_a_title_above_does_not_hide_what_parts_the_columns(sign: str) -> None:
    lines = ["成绩表", *(sign.join(row) for row in (("学号", "姓名"), ("01", "李岚"), ("02", "王芳")))]
    (sheet,) = read_workbook("\n".join(lines).encode(), "x.csv").sheets
    assert [sheet.cell(row, 2).text for row in (2, 3, 4)] == ["姓名", "李岚", "王芳"]


@pytest.mark.parametrize(
    ("typed", "shown"),
    [("a/b\\七年级.xlsx", "七年级.xlsx"), ("../../x.csv", "x.csv"), ("七\u202exslx.exe", "七xslx.exe"), ("", "?")],
)
def test_shown_name(typed: str, shown: str) -> None:
    assert shown_name(typed) == shown


def test_long_name_is_shortened_but_keeps_its_ending() -> None:
    name = shown_name("长" * 300 + ".xlsx")
    assert len(name) == 80
    assert name.endswith(".xlsx")


def test_file_beyond_the_size_is_refused_before_a_process_starts(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(reader, "_ask_child", pytest.fail)
    with pytest.raises(Unreadable) as caught:
        read_workbook(bytes(5 * 1024 * 1024 + 1), "x.csv")
    assert caught.value.code == "too_many_bytes"


def test_child_that_takes_too_long_is_ended(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(reader, "WALL_SECONDS", 0.001)
    with pytest.raises(Unreadable) as caught:
        read_workbook(csv_text(ROSTER).encode(), "x.csv")
    assert caught.value.code == "too_heavy"


def _in_child(code: str) -> subprocess.CompletedProcess[str]:
    return subprocess.run([sys.executable, "-c", code], cwd=ROOT, capture_output=True, text=True, timeout=60)


def test_parser_does_not_load_django() -> None:
    code = "import sys, starrating.cells.child.__main__; print([n for n in sys.modules if n.startswith('django')])"
    assert _in_child(code).stdout.strip() == "[]"


@needs_resource_limits
def test_parser_cannot_take_more_memory() -> None:
    code = "from starrating.cells.child.limits import limit_process; limit_process(); bytearray(600_000_000)"
    assert "MemoryError" in _in_child(code).stderr


@needs_resource_limits
def test_parser_cannot_write_files(tmp_path: Path) -> None:
    path = tmp_path / "written"
    code = f"from starrating.cells.child.limits import limit_process as l; l(); open({str(path)!r}, 'wb').write(b'x')"
    _in_child(code)
    assert not path.stat().st_size


def test_parser_gets_no_secrets(monkeypatch: pytest.MonkeyPatch) -> None:
    seen: dict[str, str] = {}

    def run(command: list[str], *, env: dict[str, str], **options: object) -> subprocess.CompletedProcess[bytes]:
        seen.update(env)
        return subprocess.CompletedProcess(command, 1)

    monkeypatch.setenv("DATABASE_URL", "postgres://secret")
    monkeypatch.setenv("SECRET_KEY", "secret")
    monkeypatch.setattr(subprocess, "run", run)
    with pytest.raises(Unreadable):
        read_workbook(b"a,b\r\n", "x.csv")
    assert seen
    assert "secret" not in " ".join(seen.values())


@pytest.mark.parametrize("seed", range(24))
def test_damaged_file_gives_cells_or_a_sentence(seed: int) -> None:
    chance = random.Random(seed)
    content = bytearray(chance.choice([xlsx(ROSTER), csv_text(ROSTER).encode(), csv_text(ROSTER).encode("gbk")]))
    for _ in range(chance.randint(1, 12)):
        content[chance.randrange(len(content))] = chance.randrange(256)
    assert _cells_or_sentence(bytes(content))


def _cells_or_sentence(content: bytes) -> object:
    try:
        return read_workbook(content, "x.xlsx").sheets
    except Unreadable as refusal:
        return str(refusal.message)
