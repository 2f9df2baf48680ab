"""Tables as schools have them: names of columns, headers of two rows, tables side by side, other containers."""

from __future__ import annotations

import datetime as dt

import pytest
from django.utils import translation

from starrating.cells.findings import Findings, Unreadable
from starrating.cells.headers import column
from starrating.cells.model import Cell, Kind, Sheet, Span
from starrating.cells.reader import read_workbook
from starrating.cells.tables import RowReader, Search, find_table
from starrating.cells.values import number_of, optional, parse_day
from starrating.text import Level
from tests.hostile.making.content import ROSTER, csv_text, page_table, rezipped, table_of_2003, with_parts
from tests.hostile.making.generate import CASES

COLUMNS = (
    column("number", required=True),
    column("name", required=True),
    column("class", fill=True),
    column("seat"),
    column("guardian"),
    column("phone"),
)
ABOVE = ("学号", "姓名")
ROW = ("20260101", "林晓雯")


def sheet(*rows: tuple[str, ...], merged: tuple[Span, ...] = (), hidden: tuple[int, ...] = ()) -> Sheet:
    cells = tuple(
        tuple(Cell(number, at, Kind.TEXT if text else Kind.BLANK, text) for at, text in enumerate(row, 1))
        for number, row in enumerate(rows, 1)
    )
    return Sheet("名册.xlsx", "Sheet1", rows=cells, merged=merged, hidden_columns=frozenset(hidden))


def texts(search: Search, *keys: str) -> list[tuple[str, ...]]:
    return [tuple(row.cell(key).text for key in keys) for table in search.tables for row in table.rows]


def said(search: Search, level: Level) -> str:
    with translation.override("en"):
        return "\n".join(str(one) for one in search.findings if one.level is level)


@pytest.mark.parametrize(
    ("header", "key"),
    [
        *[(name, "number") for name in ("学生编号", "本校学号", "学籍辅号", "XH", " 学 号 ", "*学号", "学号（必填）")],
        *[(name, "name") for name in ("学生姓名", "考生姓名", "XM", "姓名：", "姓名（中文）")],
        *[(name, "class") for name in ("班级名称", "所属班级", "行政班级", "BJ", "班号")],
        *[(name, "seat") for name in ("班内学号", "座次", "班内学号（座位号）", "班内序号")],
    ],
)
def test_columns_are_known_by_what_schools_call_them(header: str, key: str) -> None:
    others = {"number": "学号", "name": "姓名"}
    others.pop(key, None)
    found = find_table(sheet((header, *others.values()), ("7", *("20260101" for _ in others))), COLUMNS)
    assert texts(found, key) == [("7",)]


@pytest.mark.parametrize("names", [("学籍辅号", "学号"), ("学号", "考籍号"), ("学籍号", "校内学号")])
def test_a_weaker_name_gives_way_to_the_columns_own(names: tuple[str, str]) -> None:
    own = next(at for at, name in enumerate(names) if name in ("学号", "校内学号"))
    found = find_table(sheet((*names, "姓名"), ("A", "B", "林")), COLUMNS)
    assert texts(found, "number") == [("AB"[own],)]


IDENTITY = "110101201405058888"


@pytest.mark.parametrize("header", ["身份证件号", "证件号码", "学籍号", "代码", "监护人身份证号"])
def test_identity_numbers_are_neither_read_nor_shown(header: str) -> None:
    found = find_table(sheet((*ABOVE, header), (*ROW, IDENTITY)), COLUMNS)
    assert texts(found, "number", "name") == [ROW]
    assert f"neither read nor kept: {header}" in said(found, Level.NOTE)
    assert IDENTITY not in str(found.findings) + str(found.questions)


@pytest.mark.parametrize("header", ["班次", "校次", "语文班次", "年级排名", "等级", "标签", "档次"])
def test_ranks_and_the_like_are_left_out_without_a_question(header: str) -> None:
    found = find_table(sheet((*ABOVE, header, header), (*ROW, "3", "4")), COLUMNS, strict=True)
    assert (texts(found, "number"), found.questions) == ([("20260101",)], ())


@pytest.mark.parametrize(
    ("value", "shown"), [("158", ()), ("某路1号", ("某路1号",)), ("13900001111", ()), ("一中", ("一中",))]
)
def test_an_unknown_column_is_a_question_once(value: str, shown: tuple[str, ...]) -> None:
    question = find_table(sheet((*ABOVE, "怪列"), (*ROW, value)), COLUMNS).questions[0]
    assert (question.header, question.place.cell, question.blocks) == ("怪列", "C1", False)
    assert set(shown) <= set(question.samples)
    assert "13900001111" not in question.samples
    answered = find_table(sheet((*ABOVE, "怪列"), (*ROW, value)), COLUMNS, answers={"怪列": "座号"})
    assert (texts(answered, "seat"), answered.questions) == ([(value,)], ())
    assert not find_table(sheet((*ABOVE, "怪列"), (*ROW, value)), COLUMNS, answers={"怪列": ""}).questions


def test_an_unknown_column_of_numbers_has_to_be_answered_where_it_could_be_a_mark() -> None:
    rows = ((*ABOVE, "听力"), (*ROW, "28"))
    found = find_table(sheet(*rows), COLUMNS, strict=True)
    assert found.table is None
    assert "--column '听力=…'" in said(found, Level.ERROR)
    # What may be a mark is shown to nobody.
    assert "28" not in said(found, Level.ERROR) + str(found.questions)
    assert find_table(sheet(*rows), COLUMNS, answers={"听力": ""}, strict=True).table is not None
    wrong = find_table(sheet(*rows), COLUMNS, answers={"听力": "写作"})
    assert "写作 is no column that is read here" in said(wrong, Level.ERROR)


WIDE = Span(1, 3, 1, 4)


@pytest.mark.parametrize(
    ("upper", "merged"),
    [
        (("学号", "姓名", "家庭信息", ""), (WIDE, Span(1, 1, 2, 1), Span(1, 2, 2, 2))),
        (("学号", "姓名", "家长信息", ""), (WIDE,)),
        (("学号", "姓名", "监护人", ""), ()),
        (("学号", "姓名", "监护人信息", "监护人信息"), ()),
    ],
)
def test_two_rows_of_a_header_are_joined(upper: tuple[str, ...], merged: tuple[Span, ...]) -> None:
    rows = (upper, ("", "", "姓名", "电话"), (*ROW, "林父", "13900001111"))
    found = find_table(sheet(*rows, merged=merged), COLUMNS)
    assert texts(found, "number", "name", "guardian", "phone") == [(*ROW, "林父", "13900001111")]


@pytest.mark.parametrize("above", [("班级", "七年级(1)班"), ("2026年", "制表"), ("某某中学", "名册", "", "")])
def test_a_row_of_titles_is_no_part_of_the_header(above: tuple[str, ...]) -> None:
    found = find_table(sheet(above, ABOVE, ROW), COLUMNS)
    assert texts(found, "number", "name") == [ROW]
    assert found.table is not None
    assert found.table.titles[0] == above[0]


@pytest.mark.parametrize("gap", [(), ("",), ("", "")])
@pytest.mark.parametrize("before", [(), ("序号",)])
def test_tables_side_by_side_are_both_read(gap: tuple[str, ...], before: tuple[str, ...]) -> None:
    part, blank = (*before, *ABOVE), tuple("1" for _ in before)
    rows = ((*part, *gap, *part), (*blank, *ROW, *gap, *blank, "20260102", "赵一鸣"), (*blank, "20260103", "李明"))
    assert texts(find_table(sheet(*rows), COLUMNS), "number") == [("20260101",), ("20260103",), ("20260102",)]


@pytest.mark.parametrize(
    "remark",
    ["全班共48人，其中男生24人", "男生24人", "共48人", "班主任：某老师", "任课教师", "满分", "优秀率", "及格人数",
     "标准差", "平均分",
     "合计", "周课时", "备注：转学生未列", "联系电话：0000"],
)  # fmt: skip
@pytest.mark.parametrize("at", [1, 2, 3])
def test_remarks_are_notes_wherever_they_stand(remark: str, at: int) -> None:
    rows = [ROW, ("20260102", "赵一鸣")]
    rows.insert(at - 1, (remark, ""))
    found = find_table(sheet(ABOVE, *rows), COLUMNS)
    assert texts(found, "number") == [("20260101",), ("20260102",)]
    assert f"row {at + 1}" in said(found, Level.NOTE)


@pytest.mark.parametrize(
    ("typed", "number"),
    [
        *[(typed, "20260103") for typed in ("20260103.0", "No.20260103", "NO：20260103", "№20260103", "`20260103")],
        *[(typed, "20260103") for typed in ("'20260103", "20260103#", "20260103。", "20260103,", "20,260,103")],
        *[(typed, "20260103") for typed in ("２０２６０１０３", "2026 0103", "\u200b20260103", "学号:20260103")],
        *[(typed, typed) for typed in ("20260103-1", "2026H0001", "A-7", "20260103.5", "0020260103")],
    ],
)
def test_a_number_is_read_without_what_stands_around_it(typed: str, number: str) -> None:
    place = sheet(ABOVE).place(2, 1)
    reading = number_of(Cell(2, 1, Kind.TEXT, typed), place)
    assert reading.value == number
    assert bool(reading.findings) == (typed != number)
    assert not reading.refused


@pytest.mark.parametrize(
    ("typed", "day"),
    [
        *[(typed, "2026-11-18") for typed in ("2026-11-18 10:20", "2026/11/18 10:20:30", "2026年11月18日上午")],
        *[(typed, "2026-11-18") for typed in ("2026年11月18日 周三", "2026.11.18 下午3点", "2026-11-18T08:00:00")],
        *[(typed, "2026-11-18") for typed in ("11月18日", "11.18", "11-18 早上", "11月18号第三节课")],
        *[(typed, None) for typed in ("周五", "2026.11", "202611", "2026年11月", "不详", "13.21", "0000-00-00")],
    ],
)
def test_days_as_they_are_written(typed: str, day: str | None) -> None:
    def complete(month: int, number: int) -> dt.date | None:
        return dt.date(2026, month, number) if month <= 12 else None

    place = sheet(ABOVE).place(2, 1)
    reading = parse_day(Cell(2, 1, Kind.TEXT, typed), place, complete=complete)
    assert (reading.value.isoformat() if reading.value else None) == day
    assert reading.refused == (day is None)
    assert not optional(reading).refused


CONTAINERS = {
    "page": page_table(ROSTER).encode(),
    "page_gbk": page_table(ROSTER).replace("<head>", '<head><meta charset="gb2312">').encode("gbk"),
    "page_utf16": page_table(ROSTER).encode("utf-16"),
    "fragment": ("<table>" + page_table(ROSTER).partition("border=1>")[2]).encode(),
    "page_in_a_layout": page_table(ROSTER).replace("<table border=1>", "<table><tr><td><table border=1>").encode(),
    "table_of_2003": table_of_2003(ROSTER).encode(),
    "table_of_2003_utf16": table_of_2003(ROSTER).encode("utf-16"),
    "macros": with_parts(("xl/vbaProject.bin", b"\xd0\xcf\x11\xe0")),
    **{f"sep_{sign}": f"sep={sign}\r\n{csv_text(ROSTER, sign)}".encode("gbk") for sign in ",;|\t"},
    "quoted_sep": f'"sep=;"\n{csv_text(ROSTER, ";")}'.encode(),
    "bars": csv_text(ROSTER, "|").encode(),
}


@pytest.mark.parametrize("name", CONTAINERS)
def test_what_school_systems_export_is_read(name: str) -> None:
    book = read_workbook(CONTAINERS[name], "名册.xls")
    search = next(found for one in book.visible_sheets if (found := find_table(one, COLUMNS)).table)
    assert texts(search, "number") == [(str(row[0]),) for row in ROSTER[1:]]


@pytest.mark.parametrize(
    "html",
    [
        "<table><tr><td rowspan=3>七年级(1)班<td>1<tr><td>2<tr><td>3</table>",
        "<table><tr><td rowspan='3'>七年级(1)班</td><td>1</td></tr><tr><td>2</td></tr><tr><td>3</td></tr></table>",
        "<TABLE><TBODY><TR><TH ROWSPAN=3>七年级<br>(1)班</TH><TD>1</TD></TR><TR><TD>2<TR><TD>3</TABLE>",
    ],
)
def test_cells_of_a_page_over_several_rows_are_merged(html: str) -> None:
    one = read_workbook(f"<html><body>{html}</body></html>".encode(), "a.xls").sheets[0]
    assert [one.cell(number, 2).text for number in (1, 2, 3)] == ["1", "2", "3"]
    assert {"".join(one.filled(number, 1).text.split()) for number in (1, 2, 3)} == {"七年级(1)班"}


@pytest.mark.parametrize("style", ["display:none", "DISPLAY: NONE", "mso-hide:all"])
def test_hidden_rows_of_a_page_are_known(style: str) -> None:
    page = f"<table><tr><td>学号</td></tr><tr style='{style}'><td>1</td></tr></table>"
    assert read_workbook(page.encode(), "a.xls").sheets[0].hidden_rows == {2}


@pytest.mark.parametrize(
    ("content", "code"),
    [
        ("<table><tr><td colspan=99999>1</table>", "too_large"),
        ("<table>" + "<tr><td rowspan=19999 colspan=199>1" * 3 + "</table>", "too_heavy"),
        ("<html><script>document.write('<table>')</script></html>", "html"),
        ("<table><tr></tr></table>", "html"),
    ],
)
def test_a_page_that_is_no_table_is_refused(content: str, code: str) -> None:
    with pytest.raises(Unreadable) as caught:
        read_workbook(content.encode(), "a.xls")
    assert caught.value.code == code


@pytest.mark.parametrize("attribute", ["collapse", "filter"])
def test_hidden_rows_of_ods(attribute: str) -> None:
    row, hidden = b"<table:table-row>", f'<table:table-row table:visibility="{attribute}">'.encode()

    def hide(name: str, data: bytes) -> bytes:
        head, _row, rest = data.partition(row)
        return head + row + rest.replace(row, hidden, 1) if name == "content.xml" else data

    plain = next(case for case in CASES if case.name == "ods").build()
    assert read_workbook(rezipped(plain, hide), "a.ods").sheets[0].hidden_rows == {2}


def test_findings_start_without_questions() -> None:
    assert Findings().questions == []


def test_a_row_knows_which_column_only_stands_instead() -> None:
    found = find_table(sheet(("学籍辅号", "姓名"), ROW), COLUMNS)
    assert found.table is not None
    assert RowReader(found.table.rows[0]).is_instead("number")
    assert not RowReader(found.table.rows[0]).is_instead("name")
