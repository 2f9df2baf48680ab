"""Month sheets as grids: a row a pupil and a column a star with marks in it, or a column a star with names below."""

from collections import defaultdict
from collections.abc import Collection, Iterator, Sequence

from django.utils.translation import gettext_lazy as _

from awards.sheet_files.paper import COLUMNS, PaperSheet, StarLine, Written, class_cell, footer, month_in, star_key
from starrating.cells.findings import Findings
from starrating.cells.headers import Column, Labels, column, find_header, known_keys
from starrating.cells.model import Sheet
from starrating.cells.tables import Row, RowReader, Table, find_table
from starrating.text import label_key
from students.imports.pipeline.class_cells import class_of_day, settled_points
from students.imports.pipeline.meanings import Meanings
from students.names.class_names import class_name_in

_STAR = "star:"
_PUPIL = (column("number"), column("name", required=True), column("class", fill=True), column("seat"))
_LEAST_STARS = 2
_YES = frozenset(
    {
        "是",
        "√",
        "✓",
        "✔",
        "☑",
        "★",
        "☆",
        "⭐",
        "*",
        "1",
        "y",
        "yes",
        "对",
        "○",
        "●",
        "有",
        "获",
        "获星",
        "1颗",
        "v",
        "1.0",
        "对号",
        "对勾",
        "获得",
        "得",
        "得星",
        "⭕",
        "◎",
        "■",
        "true",
        "√√",
        "t",
    }
)
_NO = frozenset({"", "否", "无", "没有", "0", "n", "no", "×", "x", "✕", "-", "--", "—", "——", "/", "\\", "未获"})

_ODD_MARK = _("It is unclear whether this is a star. Write √, or leave it empty.")
_NO_NAME = _("There are marks here without a name.")


def read_grid(
    sheet: Sheet, stars: Collection[str], meanings: Meanings, asked: Findings | None = None
) -> list[PaperSheet] | None:
    """Read a sheet with a column a star (``stars``: their label_keys); None for one that has none.

    What has to be asked about its columns goes to ``asked``.
    A grid with a column of classes is a sheet for each of them.
    """
    found = find_header(sheet, COLUMNS)
    if found is not None and {"star", "winners"} <= known_keys(found.labels, COLUMNS):
        return None

    def columns(_sheet: Sheet, labels: Labels) -> Sequence[Column]:
        named = {
            label.key: label.text for label in labels.values() if {label.key, star_key(label.text)}.intersection(stars)
        }
        starred = [Column(_STAR + text, (text,), exact=True) for text in named.values()]
        has_names = any(_PUPIL[1].knows(label.key) for label in labels.values())
        return [*(_PUPIL if has_names else ()), *starred]

    header = find_header(sheet, columns)
    known = known_keys(header.labels, columns(sheet, header.labels)) if header else set()
    if sum(key.startswith(_STAR) for key in known) < (1 if "name" in known else _LEAST_STARS):
        return None
    search = find_table(sheet, columns, answers=meanings.answers, hidden=meanings.hidden)
    if asked is not None:
        asked.questions.extend(search.questions)
    findings = Findings((*search.findings, *(one for table in search.tables for one in meanings.remembered(table))))
    papers = [paper for table in search.tables for paper in _papers(table, findings)]
    return papers or [PaperSheet(sheet.place(), None, (), None, (), {}, tuple(findings))]


def _papers(table: Table, findings: Findings) -> Iterator[PaperSheet]:
    sheet, header = table.sheet, table.header_row
    words, footer_rows = footer(sheet, header)
    rows = [row for row in table.rows if row.number not in footer_rows]
    by_class: dict[str, list[Row]] = defaultdict(list)
    points = settled_points(row.cell("class") for row in rows)
    for row in rows:
        cell = row.cell("class")
        text = points.get((cell.row, cell.column)) or class_of_day(cell) or cell.text.strip()
        by_class[text].append(row)
    above = class_cell(sheet, header, findings)
    months = month_in(table.titles)
    for text, found in by_class.items():
        own = Written(class_name_in(text) or text, found[0].place("class")) if text else above
        read = Findings(findings)
        lines = tuple(_lines(table, found, read))
        yield PaperSheet(sheet.place(), own, () if text else table.titles, months, lines, words, tuple(read))
        # What was found in the sheet as a whole is said once.
        findings.clear()


def _lines(table: Table, rows: Sequence[Row], findings: Findings) -> Iterator[StarLine]:
    marked = "name" in table.columns
    for key, number in table.columns.items():
        if not key.startswith(_STAR):
            continue
        place = table.sheet.place(table.header_row, number)
        names = []
        for row in rows:
            reader = RowReader(row)
            said = _marked(reader, key) if marked else reader.text(key, join_han=False)
            findings.extend(reader.found)
            if said and label_key(said) not in _NO:
                names.append(said)
        yield StarLine(Written(key.removeprefix(_STAR), place), Written("、".join(names), place), None, place)


def _marked(row: RowReader, key: str) -> str:
    """Give the pupil of a row whose cell has a mark."""
    said = label_key(row.cell(key).text)
    if said in _NO:
        return ""
    if said not in _YES and set(said) != {"★"}:
        row.error(key, _ODD_MARK)
        return ""
    name, number = row.text("name"), row.number("number")
    if not name:
        row.error(key, _NO_NAME)
        return ""
    seat = row.number("seat")
    mark = number or seat
    return f"{name}({mark})" if mark.isdecimal() else name
