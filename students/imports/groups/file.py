"""A file of groups to typed lines: a pupil a row, with group, leader and cadre; no database."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from django.utils.translation import gettext_lazy as _

from starrating.cells.findings import Finding, Place
from starrating.cells.headers import Column
from starrating.cells.tables import Row, Table
from starrating.cells.values import code_of, finding, text_of
from starrating.text import Level, fold_width
from students.imports.pipeline.files import NamedBytes, read_workbooks, tables_of
from students.imports.roster.file import group_text, kept
from students.names.class_names import class_name_in

COLUMNS = (
    Column("grade", ("年级", "所在年级"), fill=True),
    Column("class", ("班级", "所在班级", "班别", "行政班"), fill=True),
    Column("number", ("学号", "学生学号", "校内学号")),
    Column("name", ("姓名", "学生姓名", "名字"), required=True),
    Column("group", ("小组", "组别", "组号"), required=True, fill=True),
    Column("leader", ("组长", "是否组长", "小组长")),
    Column("cadre", ("班干部", "评委", "班干部/评委", "评星小组", "评星小组成员")),
)
_YES = frozenset({"是", "√", "✓", "✔", "y", "yes", "1", "组长", "评委", "班干部", "对"})
_NO = frozenset({"", "否", "不是", "无", "n", "no", "0", "×", "x", "-", "—", "/"})

_ODD_MARK = _("Write 是 or leave it empty.")


@dataclass(frozen=True, slots=True)
class GroupLine:
    """One pupil's row. Empty text and a mark that is not set say nothing and take nothing away."""

    place: Place
    class_text: str
    grade_text: str
    number: str
    name: str
    group: str
    leader: bool
    cadre: bool
    refused: bool = False


def read_lines(files: Sequence[NamedBytes]) -> tuple[list[GroupLine], list[Finding]]:
    """The rows of the files in order, and what was found on the way; refused rows are among them, marked."""
    findings: list[Finding] = []
    lines: list[GroupLine] = []
    for book in read_workbooks(files, findings):
        for table in tables_of(book, COLUMNS, findings):
            around = _class_around(table)
            rows = [row for row in table.rows if not (row.cell("number").is_blank and row.cell("name").is_blank)]
            lines.extend(_line(row, around, findings) for row in rows)
    return lines, findings


def _class_around(table: Table) -> str:
    title = next(filter(None, map(class_name_in, table.titles)), "")
    return class_name_in(table.sheet.name) or title or class_name_in(table.sheet.file) or ""


def _line(row: Row, around: str, findings: list[Finding]) -> GroupLine:
    found: list[Finding] = []

    def read(key: str) -> str:
        return kept(text_of(row.cell(key), row.place(key)), found)

    line = GroupLine(
        place=row.place(),
        class_text=read("class") or around,
        grade_text=read("grade"),
        number=kept(code_of(row.cell("number"), row.place("number")), found),
        name=read("name"),
        group=group_text(row, read("group"), found),
        leader=_mark(row, "leader", read("leader"), found),
        cadre=_mark(row, "cadre", read("cadre"), found),
        refused=any(one.level is Level.ERROR for one in found),
    )
    findings.extend(found)
    return line


def _mark(row: Row, key: str, text: str, found: list[Finding]) -> bool:
    plain = fold_width(text).strip().casefold()
    if plain not in _YES | _NO:
        found.append(finding(Level.WARNING, row.cell(key), row.place(key), _ODD_MARK))
    return plain in _YES
