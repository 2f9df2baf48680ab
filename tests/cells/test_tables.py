"""Finding a table in a sheet: header, title, merged cells, what is skipped, and how doubts are settled."""

import pytest
from django.utils import translation

from starrating.cells.findings import Finding
from starrating.cells.headers import Column
from starrating.cells.model import Cell, Kind, Sheet, Span
from starrating.cells.tables import Search, find_table, header_row
from starrating.text import Level

COLUMNS = (
    Column("number", ("学号", "学籍号", "考号"), required=True),
    Column("name", ("姓名",), required=True),
    Column("class", ("班级",), fill=True),
)
NUMBERED = ("20250101", "20250102")


def _sheet(*rows: tuple[str, ...], merged: tuple[Span, ...] = (), hidden_rows: tuple[int, ...] = ()) -> Sheet:
    cells = tuple(
        tuple(Cell(number, column, Kind.TEXT if text else Kind.BLANK, text) for column, text in enumerate(row, 1))
        for number, row in enumerate(rows, 1)
    )
    return Sheet("x.xlsx", "名册", rows=cells, merged=merged, hidden_rows=frozenset(hidden_rows))


def _texts(search: Search, key: str) -> list[str]:
    assert search.table is not None
    return [row.cell(key).text for row in search.table.rows]


def _said(findings: tuple[Finding, ...], level: Level) -> str:
    with translation.override("en"):
        return "\n".join(str(finding) for finding in findings if finding.level is level)


def test_rows_come_by_key_with_their_places() -> None:
    search = find_table(_sheet(("姓名", "学号"), ("林晓雯", "20250101"), ("赵一鸣", "20250102")), COLUMNS)
    assert search.table is not None
    first = search.table.rows[0]
    assert first.cell("number").text == "20250101"
    assert str(first.place("number")) == "x.xlsx / 名册 / B2"
    assert first.cell("class").is_blank
    assert first.place("class").row == 2
    assert search.findings == ()


def test_title_and_label_rows_above_the_header_are_kept_as_titles() -> None:
    sheet = _sheet(("某某中学花名册",), ("班级", "七年级(1)班"), ("学号", "姓名"), ("20250101", "林晓雯"))
    search = find_table(sheet, COLUMNS)
    assert search.table is not None
    assert search.table.header_row == 3
    assert search.table.titles == ("某某中学花名册", "班级", "七年级(1)班")
    assert "Row 3" in _said(search.findings, Level.NOTE)


def test_header_merged_over_two_lines_ends_at_the_lower_one() -> None:
    sheet = _sheet(
        ("学号", "姓名", "编班"), ("", "", "班级"), ("20250101", "林晓雯", "七1"),
        merged=(Span(1, 1, 2, 1), Span(1, 2, 2, 2)),
    )  # fmt: skip
    assert header_row(sheet, COLUMNS) == 2
    assert _texts(find_table(sheet, COLUMNS), "class") == ["七1"]


def test_header_merged_downwards_in_all_its_cells() -> None:
    sheet = _sheet(("学号", "姓名"), ("", ""), ("20250101", "林晓雯"), merged=(Span(1, 1, 2, 1), Span(1, 2, 2, 2)))
    assert header_row(sheet, COLUMNS) == 2


def test_header_is_looked_for_in_ten_rows_only() -> None:
    blank = tuple(("",) for _ in range(9))
    assert header_row(_sheet(*blank, ("学号", "姓名"), ("1", "林")), COLUMNS) == 10
    search = find_table(_sheet(*blank, ("",), ("学号", "姓名"), ("1", "林")), COLUMNS)
    assert search.table is None
    assert "学号、姓名" in _said(search.findings, Level.ERROR)


def test_merged_value_fills_only_where_asked() -> None:
    rows = (("班级", "姓名", "学号"), ("七1", "林", "1"), ("", "", "2"))
    search = find_table(_sheet(*rows, merged=(Span(2, 1, 3, 1), Span(2, 2, 3, 2))), COLUMNS)
    assert _texts(search, "class") == ["七1", "七1"]
    assert _texts(search, "name") == ["林", ""]


def test_columns_that_are_not_needed_may_repeat() -> None:
    search = find_table(_sheet(("学号", "姓名", "班次", "校次", "班次"), ("1", "林", "3", "5", "4")), COLUMNS)
    assert _texts(search, "name") == ["林"]
    assert not search.questions


def test_ambiguous_header_is_settled_by_choice() -> None:
    sheet = _sheet(("学籍号", "考号", "姓名"), ("A1", "B1", "林"))
    search = find_table(sheet, COLUMNS)
    assert search.table is None
    assert "学籍号、考号" in _said(search.findings, Level.ERROR)
    assert "missing" not in _said(search.findings, Level.ERROR)
    assert _texts(find_table(sheet, COLUMNS, answers={"考号": "number"}), "number") == ["B1"]


def test_primary_name_wins_with_a_warning() -> None:
    search = find_table(_sheet(("学籍号", "学号", "姓名"), ("A1", "B1", "林")), COLUMNS)
    assert _texts(search, "number") == ["B1"]
    assert "学号 was used" in _said(search.findings, Level.WARNING)


def test_unknown_columns_are_listed_and_never_returned() -> None:
    search = find_table(_sheet(("学号", "姓名", "家庭住址"), ("1", "林", "某路1号")), COLUMNS)
    assert search.table is not None
    assert search.table.ignored == ("家庭住址",)
    assert set(search.table.rows[0].cells) == {"number", "name"}
    assert "家庭住址" in _said(search.findings, Level.NOTE)


def test_duplicate_header_names_its_columns() -> None:
    search = find_table(_sheet(("学号", "姓名", "班级", "班 级"), ("1", "林", "", "")), COLUMNS)
    assert search.table is None
    assert "班级" in _said(search.findings, Level.ERROR)
    assert "C、D" in _said(search.findings, Level.ERROR)


@pytest.mark.parametrize(
    "row",
    [
        ("合计", "2"),
        ("", "平均分"),
        ("班主任签名：",),
        ("备注：以上信息真实",),
        ("制表人：林",),
        ("学号", "姓名"),
        ("",),
    ],
)
def test_rows_that_are_no_pupils_are_skipped(row: tuple[str, ...]) -> None:
    search = find_table(_sheet(("学号", "姓名"), ("1", "林"), row, ("2", "赵")), COLUMNS)
    assert _texts(search, "number") == ["1", "2"]
    assert len(search.findings) == (1 if any(row) else 0)


@pytest.mark.parametrize("row", [("", "备注"), ("注", "林"), ("3", "合计")])
def test_rows_that_only_look_like_remarks_are_kept(row: tuple[str, ...]) -> None:
    assert len(_texts(find_table(_sheet(("学号", "姓名"), ("1", "林"), row), COLUMNS), "name")) == 2


def test_hidden_rows_are_left_out_with_a_warning_unless_asked() -> None:
    sheet = _sheet(("学号", "姓名"), ("1", "林"), ("2", "赵"), hidden_rows=(3,))
    search = find_table(sheet, COLUMNS)
    assert _texts(search, "number") == ["1"]
    assert "hidden" in _said(search.findings, Level.WARNING)
    assert _texts(find_table(sheet, COLUMNS, hidden=True), "number") == ["1", "2"]


def test_header_without_rows_is_an_error() -> None:
    search = find_table(_sheet(("学号", "姓名")), COLUMNS)
    assert search.table is None
    assert "nothing below" in _said(search.findings, Level.ERROR)
