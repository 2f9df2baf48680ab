"""A file of groups to typed lines: a pupil a row, with group, leader and cadre; no database."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from django.utils.translation import gettext_lazy as _

from starrating.cells.findings import Findings, Place
from starrating.cells.headers import Column
from starrating.cells.model import Workbook
from starrating.cells.tables import RowReader
from starrating.text import Level, fold_width
from students.imports.pipeline.files import class_around, tables_in
from students.imports.pipeline.importer import Asked
from students.imports.roster.file import group_in

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


def read_groups(books: Sequence[Workbook], _asked: Asked, findings: Findings) -> Iterator[GroupLine]:
    """Read the rows of the files in order; refused ones are among them, marked."""
    for table in tables_in(books, COLUMNS, findings):
        around, _title = class_around(table)
        for row in table.rows:
            if not (row.cell("number").is_blank and row.cell("name").is_blank):
                reader = RowReader(row)
                yield _line(reader, around)
                findings.extend(reader.found)


def _line(row: RowReader, around: str) -> GroupLine:
    return GroupLine(
        place=row.place(),
        class_text=row.text("class") or around,
        grade_text=row.text("grade"),
        number=row.code("number"),
        name=row.text("name"),
        group=group_in(row, row.text("group")),
        leader=_mark(row, "leader"),
        cadre=_mark(row, "cadre"),
        refused=row.refused,
    )


def _mark(row: RowReader, key: str) -> bool:
    plain = fold_width(row.text(key)).strip().casefold()
    if plain not in _YES | _NO:
        row.say(Level.WARNING, key, _ODD_MARK)
    return plain in _YES
