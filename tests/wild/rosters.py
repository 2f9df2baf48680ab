"""Rosters in every shape of the folders 01 to 19 and 45, each with what it comes to."""

# ruff: noqa: E501 - a shape is a line, which reads as a row of a table

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass, field

from tests.hostile.making.content import table_of_2003, with_macros
from tests.wild.world import ONE, TWO
from tests.wild.writing import Rows, archived, book, formulas, page, text, uncalculated

HEAD = ("学号", "姓名", "班级")
NEW = frozenset({f"20259001 {ONE} new", f"20259002 {ONE} new"})
FIRST = frozenset({f"20259001 {ONE} new"})
PLAIN: Rows = (HEAD, ("20259001", "安小禾", ONE), ("20259002", "贝清远", ONE))
KNOWN = frozenset({f"20250103 {ONE} unchanged"})


@dataclass(frozen=True)
class Shape:
    """A file of a folder: what it is, its name and bytes, what it comes to, what it asks, what is answered."""

    folder: int
    what: str
    name: str
    content: bytes
    told: frozenset[str]
    blocked: bool = False
    asks: tuple[str, ...] = ()
    kind: str = "roster"
    answers: dict[str, object] = field(default_factory=dict)
    says: str = ""

    def __str__(self) -> str:
        return f"{self.folder:02}-{self.what}"


def _rows(*cells: tuple[str, str, str]) -> Rows:
    """The header and both new pupils with the cells of the column or columns that differ."""
    heads = [head for head, _one, _two in cells]
    return (("学号", "姓名", *heads), ("20259001", "安小禾", *(one for _head, one, _two in cells)),
            ("20259002", "贝清远", *(two for _head, _one, two in cells)))  # fmt: skip


def _class(folder: int, *cells: tuple[str, str], file: str = "名册.xlsx") -> Shape:
    rows = _rows(*((head, one, one) for head, one in cells))
    return Shape(folder, " ".join(one for _head, one in cells), file, book(rows), NEW)


_IDENTITY = "110101201405058888"
_AT = dt.datetime(2014, 3, 15, 8, 30)  # noqa: DTZ001 - a cell knows no zone
_FAMILY: Rows = (
    ("学号", "姓名", "性别", "家庭信息", ""),
    ("", "", "", "姓名", "电话"),
    ("20259001", "安小禾", "男", "家长安", "13900000001"),
    ("20259002", "贝清远", "男", "家长贝", "13900000002"),
)
_BARE: Rows = (("学号", "姓名"), ("20259001", "安小禾"), ("20259002", "贝清远"))

REGISTRY = (
    _class(1, ("年级", "七年级"), ("班级名称", ONE)),
    _class(1, ("年级名称", "2025级"), ("班级", "1班")),
    _class(1, ("年级", "初中2025级"), ("班级", "1班")),
    _class(1, ("班级", "701")),
    _class(1, ("班级", "初中2025级1班")),
    _class(1, ("行政班级", "2501班")),
    _class(1, ("所属班级", "七·1")),
    _class(1, ("班级", "7/1")),
    _class(1, ("班级", "七年級1班")),
    *(_class(1, (head, "七年级(1)班（实验班）")) for head in ("年级班级", "班级/年级", "班级Class", "现班级")),
    _class(1, ("班级", "七年级(1)班 张老师")),
    _class(1, ("班级", "七1班（平行）")),
    *(Shape(1, f"{head} {said}", "名册.xlsx", book(((*HEAD, head), ("20259001", "安小禾", ONE, said))), FIRST) for head, said in (
        ("座号", "-"), ("座号", "A1"), ("座号", "第1座"), ("座位号", "999"), ("性别", "男生"), ("性别", "2"), ("备注", "转学来的"), ("备注", "休学后复学"), ("是否在校", "是"))),
    Shape(1, "学籍辅号", "导出.xlsx", book((
        ("序号", "学籍号", "姓名", "班级名称", "学籍辅号", "身份证件号"),
        (1, f"G{_IDENTITY}", "安小禾", ONE, "2025H0001", _IDENTITY),
    )), frozenset({f"2025H0001 {ONE} new"}), says="Identity numbers"),
    Shape(17, "73 columns", "模板.xlsx", book((
        ("学校标识码", "姓名", "性别", *(f"项目{at}" for at in range(60)), "学籍辅号", "班内学号", "年级", "班级"),
        ("", "安小禾", "男", *("" for _ in range(60)), "2025H0001", "01", "七年级", ONE),
    )), frozenset({f"2025H0001 {ONE} new"})),
    Shape(17, "number of its own", "模板.xlsx", book((
        ("学号", "学校标识码", "姓名", "学籍辅号", "身份证件号", "班级"), ("20259001", "", "安小禾", "2025H0001", _IDENTITY, ONE)
    )), FIRST),
    Shape(17, "200 columns", "模板.xlsx", book((
        (*HEAD, *("项目" for _ in range(197))), ("20259001", "安小禾", ONE, *("是" for _ in range(197)))
    )), FIRST),
    Shape(17, "ranks and labels any number of times", "模板.xlsx", book((
        (*HEAD, "标签", "标签", "等级", "等级", "序号"), ("20259001", "安小禾", ONE, "1", "2", "A", "B", 1)
    )), FIRST),
    Shape(18, "a sheet a grade", "全校.xlsx", book(_rows(("班级", "1班", "2班")), sheet="七年级", others={
        "八年级": (HEAD, ("20249001", "岑一鸣", "1班"))}),
        frozenset({f"20259001 {ONE} new", f"20259002 {TWO} new", "20249001 八年级(1)班 new"})),
    Shape(18, "classes as numbers", "全校.xlsx", book((HEAD, ("20259001", "安小禾", 1), ("20259002", "贝清远", 1)), sheet="初一"), NEW),
    Shape(18, "the grade in the file's name", "2025级学生名单.xlsx", book(_rows(("班级", "01", "(1)"))), NEW),
    Shape(18, "the grade in a title", "名单.xlsx", book((("七年级学生名单",), *_rows(("班级", "一班", "第1班")))), NEW),
)  # fmt: skip

CONTAINERS = (
    Shape(2, "page", "名单.xls", page(PLAIN).encode(), NEW),
    Shape(2, "page in GBK that says UTF-8", "名单.xls", page(PLAIN, head='<meta charset="utf-8">').encode("gbk"), NEW),
    Shape(2, "page in UTF-16", "名单.xls", page(PLAIN).encode("utf-16"), NEW),
    Shape(2, "tabs", "名单.xls", text(PLAIN, "\t", encoding="gbk"), NEW),
    Shape(2, "XML of 2003", "名单.xls", table_of_2003(PLAIN).encode(), NEW),
    Shape(2, "XML of 2003 without a class asks for it", "点名册.xls", table_of_2003(_BARE).encode(),
          frozenset({"20259001 名册 error", "20259002 名册 error"}), blocked=True, asks=("点名册.xls / 名册",)),
    Shape(2, "and is answered", "点名册.xls", table_of_2003(_BARE).encode(), NEW, answers={"cell": [f"点名册.xls / 名册={ONE}"]}),
    Shape(2, "MHTML", "名单.xls", archived(page(PLAIN), names=("名册",)), NEW),
    Shape(2, "MHTML, the class in a sheet's name", "名单.xls", archived(page(_BARE), names=(ONE,)), NEW),
    Shape(2, "MHTML in GBK", "名单.mht", archived(page(PLAIN), encoding="gbk"), NEW),
    Shape(2, "MHTML of two sheets", "名单.xls", archived(page(_BARE), page((HEAD[:2], ("20259003", "岑一鸣"))), names=(ONE, TWO)),
          NEW | {f"20259003 {TWO} new"}),
    *(Shape(3, f"sep={sign}", "名册.csv", text(PLAIN, sign, first=f"sep={sign}", encoding="gbk"), NEW) for sign in ",;|\t"),
    *(Shape(3, f"parted by {sign}", "名册.csv", text(PLAIN, sign), NEW) for sign in ";|\t"),
    Shape(3, "UTF-16", "名册.txt", text(PLAIN, "\t", encoding="utf-16"), NEW),
    Shape(3, "a mark of UTF-8", "名册.csv", text(PLAIN, encoding="utf-8-sig"), NEW),
    Shape(3, "commas at the end", "名册.csv", text([(*row, "", "", "") for row in PLAIN], encoding="gbk"), NEW),
    Shape(3, "old line ends", "名册.csv", text(PLAIN, end="\r"), NEW),
    Shape(10, "macros", "名册.xlsm", with_macros(book(PLAIN)), NEW),
    Shape(10, "macros in an .xlsx", "名册.xlsx", with_macros(book(PLAIN)), NEW),
    Shape(10, "a workbook named .csv", "名册.csv", book(PLAIN), NEW),
    Shape(10, "a text named .xlsx", "名册.xlsx", text(PLAIN), NEW),
)  # fmt: skip

_VALUES: Rows = (HEAD, ("20259001", "", ONE))
_NUMBERS: Rows = (HEAD, ("", "安小禾", ONE))
INSIDES = (
    Shape(8, "a name that was calculated", "名册.xlsx", formulas(_VALUES, "B2", "=TRIM(F2)", "安小禾"), FIRST, says="last showed"),
    Shape(8, "a number that was calculated", "名册.xlsx", formulas(_NUMBERS, "A2", '=2025&"9001"', "20259001"), FIRST),
    Shape(8, "a number as a number", "名册.xlsx", formulas(_NUMBERS, "A2", "=20250000+9001", 20259001), FIRST),
    Shape(8, "a link", "名册.xlsx", formulas(_VALUES, "B2", '=HYPERLINK("http://127.0.0.1/","安小禾")', "安小禾"), FIRST),
    Shape(8, "a text in a formula", "名册.xlsx", uncalculated((HEAD, ("20259001", "安小禾", f'="{ONE}"'))), FIRST),
    Shape(8, "never calculated", "名册.xlsx", uncalculated((HEAD, ("20259001", "安小禾", "=G2&H2"))),
          frozenset({"20259001 Sheet error"}), blocked=True, says="never calculated"),
    Shape(8, "of 1904", "名册.xlsx", book(PLAIN, epoch_1904=True), NEW),
    Shape(14, "a sheet that says what was exported", "导出.xlsx", book((("此文稿是从 Numbers 表格导出的。",), ("", "工作表名称", "表格名称")),
          sheet="导出摘要", others={"表格 1": (("表格 1",), *PLAIN)}), NEW),
    Shape(14, "instructions first", "名册.xlsx", book((("填表说明",), ("1. 学号为八位数字",)), sheet="说明", others={"名册": PLAIN}), NEW),
    Shape(14, "a pivot behind", "名册.xlsx", book(PLAIN, others={"透视": (("行标签", "计数项"), ("总计", 2))}), NEW),
)  # fmt: skip

_STARRED: Rows = (HEAD, ("20250103", "杜舒瑶*", ONE))
NUMBERS = (
    *(Shape(4, typed, "名册.csv", text((HEAD, (typed, "杜舒瑶", ONE))), KNOWN) for typed in ("20250103.0", "20250103.00", " 20250103 ")),
    Shape(4, "as a number", "名册.xlsx", book((HEAD, (20250103, "杜舒瑶", ONE))), KNOWN),
    *(
        Shape(19, typed, "名册.csv", text((HEAD, (typed, "杜舒瑶", ONE)), ";"), KNOWN)
        for typed in ("\t20250103", "`20250103", '"20250103"', "20,250,103", "2025 0103", "20250103,", "\u200b20250103", "20250103。",
                      "２０２５０１０３", '="20250103"', "20250103-1", "'20250103", "No.20250103", "学号20250103", "(20250103)", "[20250103]", "20250103（杜）", "2025-0103", "20250103/", "2.02501E+07", "2.0250103E7")
    ),
    Shape(19, "digits that are lost and a name that is new", "名册.csv", text((HEAD, ("2.02501E+07", "安小禾", ONE))),
          frozenset({f"2.02501E+07 {ONE} error"}), blocked=True),
    Shape(19, "digits that are lost and those of another", "名册.csv", text((HEAD, ("3.02501E+07", "杜舒瑶", ONE))),
          frozenset({f"3.02501E+07 {ONE} error"}), blocked=True),
    *(
        Shape(12, typed, "名册.xlsx", book((HEAD, (typed, "杜舒瑶", ONE))), frozenset({f"{typed} {ONE} conflict"}), says="another person")
        for typed in ("2025103", "202501O3", "20259990", "00020250103", "20250103X")
    ),
    Shape(11, "the same row twice", "名册.xlsx", book((*PLAIN, PLAIN[1])), NEW),
    Shape(11, "the same row on two sheets", "名册.xlsx", book(PLAIN, others={"名单": PLAIN[:2]}), NEW),
    Shape(11, "another class", "名册.xlsx", book((HEAD, ("20250103", "杜舒瑶", TWO))), frozenset({f"20250103 {TWO} changed"})),
    Shape(11, "the number of another", "名册.xlsx", book((HEAD, ("20259001", "安小禾", ONE), ("20259001", "贝清远", ONE))),
          frozenset({f"20259001 {ONE} error"}), blocked=True),
)  # fmt: skip

LISTS = (
    Shape(5, "parents below two headers", f"{ONE}.xlsx", book(_FAMILY, merged=("D1:E1", "A1:A2", "B1:B2", "C1:C2")), NEW),
    Shape(5, "blank rows", "名册.xlsx", book((PLAIN[0], PLAIN[1], (), (), PLAIN[2])), NEW),
    *(
        Shape(5, remark, "名册.xlsx", book(((f"{ONE}学生名册",), *_BARE, (remark,), ("班主任：某老师", "", "联系电话："))), NEW)
        for remark in ("全班共2人，其中男生1人，女生1人", "男生1人", "合计：2人", "共2名", "制表：某", "以上共2人")
    ),
    Shape(5, "halves side by side", f"{ONE}.xlsx", book((("学号", "姓名", "", "学号", "姓名"), ("20259001", "安小禾", "", "20259002", "贝清远"))), NEW),
    Shape(5, "thirds with serial numbers", f"{ONE}.xlsx", book((
        ("序号", "学号", "姓名") * 3, (1, "20259001", "安小禾", 2, "20259002", "贝清远", 3, "20259003", "岑一鸣")
    )), NEW | {f"20259003 {ONE} new"}),
    Shape(6, "a sheet a class", "花名册.xlsx", book(_BARE, sheet="701", others={"702": (HEAD[:2], ("20259003", "岑一鸣"))}),
          NEW | {f"20259003 {TWO} new"}),
    Shape(6, "titles and sheets of no name", "花名册.xlsx", book(((f"{ONE}花名册",), *_BARE), others={"Sheet2": (("七(2)班",), HEAD[:2], ("20259003", "岑一鸣"))}),
          NEW | {f"20259003 {TWO} new"}),
    Shape(6, "short names", "花名册.xlsx", book(_BARE, sheet="七1"), NEW),
    Shape(6, "the grade in the title, the class in the sheet's name", "花名册.xlsx", book((("2025级七年级花名册",), *_BARE), sheet="1班"), NEW),
    *(
        Shape(7, born if isinstance(born, str) else "a cell", "名册.xlsx", book((
            (*HEAD, "出生日期"), ("20259001", "安小禾", ONE, born)
        )), FIRST, says=says)
        for born, says in (
            ("2014.03", "without its day"), ("2014年3月", "without its day"), ("201403", "without its day"), ("03/15/2014", "unclear"), ("不详", "not a date"),
            ("0000-00-00", "does not exist"), ("2014.13.1", "does not exist"), ("2014-3-15 8:30", ""), ("2014年3月15日生", ""),
            (41713, "number of days"), (_AT, ""),
        )
    ),
    Shape(13, "marks and blanks", "名册.xlsx", book(_STARRED), KNOWN),
    Shape(13, "wide blanks", "名册.xlsx", book((HEAD, ("20250103", "杜\u3000舒\u3000瑶", ONE))), KNOWN),
    Shape(13, "a guest", "名册.xlsx", book((HEAD, ("20250103", "杜舒瑶(借读)", ONE))), frozenset({f"20250103 {ONE} changed"})),
    *(
        Shape(13, name, "名册.xlsx", book((HEAD, ("20250103", name, ONE))), frozenset({f"20250103 {ONE} conflict"}))
        for name in ("杜舒瑶（转）", "杜舒瑶 Du", "杜舒(王瑶)", "杜舒遥")
    ),
)  # fmt: skip

_IDS: Rows = (("学号", "姓名", "身份证号", "班级"), *((number, name, _IDENTITY, ONE) for number, name in (
    ("20259001", "安小禾"), ("20259003", "岑一鸣"), ("20259002", "贝清远"))))  # fmt: skip
_ALL = NEW | {f"20259003 {ONE} new"}
HIDDEN = (
    Shape(15, "rows and columns", "名册.xlsx", book(_IDS, hide_rows=(3,), hide_columns=(3,)), NEW, says="hidden columns, which were left out"),
    Shape(15, "read when ticked", "名册.xlsx", book(_IDS, hide_rows=(3,), hide_columns=(3,)), _ALL, answers={"hidden": True}),
    Shape(15, "the number hidden", "名册.xlsx", book(PLAIN, hide_columns=(1,)), frozenset(), blocked=True, says="--hidden"),
    Shape(15, "the number hidden and ticked", "名册.xlsx", book(PLAIN, hide_columns=(1,)), NEW, answers={"hidden": True}),
    Shape(15, "the name hidden", "名册.xlsx", book(PLAIN, hide_columns=(2,)), frozenset(), blocked=True, says="--hidden"),
    Shape(16, "a hidden row of a page", "名册.xls", page(_IDS).replace("<tr>", "<tr style='display:none'>", 3).replace(
        "<tr style='display:none'>", "<tr>", 2).encode(), NEW),
)  # fmt: skip

_LEFT = (("20250104", "徐彤然", ONE),)
LEAVERS = (
    Shape(45, "who is not at the school", "名册.xlsx", book(((*HEAD, "是否在校"), ("20259001", "安小禾", ONE, "否"))), frozenset({f"20259001 {ONE} conflict"})),
    Shape(45, "an old roster", "名册.xlsx", book((HEAD, *_LEFT)), frozenset({f"20250104 {ONE} conflict"}), says="has left"),
    Shape(45, "ticked", "名册.xlsx", book((HEAD, *_LEFT)), frozenset({f"20250104 {ONE} changed"}), answers={"take": ["20250104"]}),
    *(
        Shape(45, f"{head} {said}", "名册.xlsx", book(((*HEAD, head), ("20259001", "安小禾", ONE, said))),
              frozenset({f"20259001 {ONE} conflict"}), says=said)
        for head, said in (("学籍状态", "转出"), ("学生状态", "休学"), ("在校状态", "退学"), ("状态", "毕业"), ("备注", "转学"), ("当前状态", "转出"), ("备注", "已转"))
    ),
)  # fmt: skip

SHAPES = (*REGISTRY, *CONTAINERS, *INSIDES, *NUMBERS, *LISTS, *HIDDEN, *LEAVERS)
