"""A file of groups to typed lines: a pupil a row, with group, leader and cadre; no database."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from django.utils.translation import gettext_lazy as _

from starrating.cells.findings import Findings, Place
from starrating.cells.headers import column
from starrating.cells.model import Workbook
from starrating.cells.tables import RowReader
from starrating.cells.values import whole_of
from starrating.text import Level, fold_width
from students.imports.pipeline.asked import Asked
from students.imports.pipeline.class_cells import class_texts
from students.imports.pipeline.files import class_around, grade_around, tables_in
from students.imports.pipeline.meanings import meanings_of
from students.imports.roster.file import group_in

COLUMNS = (
    column("grade", fill=True),
    column("class", fill=True),
    column("number"),
    column("name", required=True),
    column("seat"),
    column("group", required=True, fill=True),
    column("leader"),
    column("cadre"),
)
_YES = frozenset({"是", "√", "✓", "✔", "y", "yes", "1", "组长", "评委", "班干部", "对"})
_NO = frozenset({"", "否", "不是", "无", "n", "no", "0", "×", "x", "-", "—", "/"})

_ODD_MARK = _("Write 是 or leave it empty.")


@dataclass(frozen=True, slots=True)
class GroupLine:
    """One pupil's row. Empty text and a mark that is not set say nothing and take nothing away.

    ``class_or``: what a number such as 7.1 may mean as well.
    """

    place: Place
    class_text: str
    grade_text: str
    number: str
    name: str
    group: str
    leader: bool
    cadre: bool
    seat: int | None = None
    class_or: str = ""
    refused: bool = False


def read_groups(books: Sequence[Workbook], asked: Asked, findings: Findings) -> Iterator[GroupLine]:
    """Read the rows of the files in order; refused ones are among them, marked."""
    for table in tables_in(books, COLUMNS, findings, meanings_of(asked, "groups")):
        around = (class_around(table)[0] or table.sheet.name, grade_around(table))
        for row in table.rows:
            if not (row.cell("number").is_blank and row.cell("name").is_blank):
                reader = RowReader(row)
                yield _line(reader, around)
                findings.extend(reader.found)


def _line(row: RowReader, around: tuple[str, str]) -> GroupLine:
    class_text, *others = class_texts(row) or (around[0],)
    return GroupLine(
        place=row.place(),
        class_text=class_text,
        grade_text=row.text("grade") or around[1],
        number=row.number("number"),
        name=row.text("name"),
        group=group_in(row, row.text("group")),
        leader=_mark(row, "leader"),
        cadre=_mark(row, "cadre"),
        seat=row.keep(whole_of(row.cell("seat"), row.place("seat"))),
        class_or=others[0] if others else "",
        refused=row.refused,
    )


def _mark(row: RowReader, key: str) -> bool:
    plain = fold_width(row.text(key)).strip().casefold()
    if plain not in _YES | _NO:
        row.say(Level.WARNING, key, _ODD_MARK)
    return plain in _YES
