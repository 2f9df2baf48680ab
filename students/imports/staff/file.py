"""A staff matrix (任课表) to typed tasks: a row a class, a column a subject, the homeroom teacher among them."""

import re
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import replace

from django.utils.translation import gettext_lazy as _

from starrating.cells.findings import Findings
from starrating.cells.headers import Column, Labels
from starrating.cells.model import Sheet, Workbook
from starrating.cells.tables import RowReader, Table
from starrating.text import Level, label_key
from students.imports.pipeline.asked import Asked
from students.imports.pipeline.class_cells import class_texts, settled_points
from students.imports.pipeline.files import class_around, grade_around, tables_in
from students.imports.pipeline.meanings import Meanings, meanings_of
from students.imports.staff.cells import HOMEROOM, OWN_SUBJECT, StaffCell, columns_for, read_names, subject_of
from students.imports.staff.shapes import other_shape
from students.models import Subject

Points = Mapping[tuple[int, int], str]

_NUMBERS = re.compile(r"\d{1,3}(?:\.\d)?(?:节|课时)?|[-—/]+")
_NO_NAMES = _("The row has no teacher, only numbers; it was skipped.")
_NO_CLASS = _("The row does not say which class it is for. Fill it in.")


def read_matrix(books: Sequence[Workbook], asked: Asked, findings: Findings) -> Iterator[StaffCell]:
    """Read the tasks of the files, class by class, whichever way their tables lie."""
    own = list(Subject.objects.filter(school=asked.school).values_list("name", flat=True))
    meanings = _meanings(asked)
    for book in books:
        rest = []
        for sheet in book.sheets:
            found = other_shape(sheet, asked, own, meanings, findings) if sheet.visible or meanings.hidden else None
            if found is None:
                rest.append(sheet)
            else:
                yield from found
        if rest:
            yield from _matrix(replace(book, sheets=tuple(rest)), own, meanings, findings)


def _matrix(book: Workbook, own: Sequence[str], meanings: Meanings, findings: Findings) -> Iterator[StaffCell]:
    asked_before = len(findings.questions)
    for table in tables_in([book], _columns(own, meanings), findings, meanings):
        around, grade = class_around(table)[0], grade_around(table)
        points = settled_points(row.cell("class") for row in table.rows)
        for row in table.rows:
            reader = RowReader(row)
            if _is_of_numbers(table, reader):
                findings.say(Level.NOTE, row.place(), "", _NO_NAMES)
                continue
            yield from _cells_of(table, reader, around, grade, points)
            findings.extend(reader.found)
    for at in range(asked_before, len(findings.questions)):
        one = findings.questions[at]
        findings.questions[at] = replace(one, choices=(*one.choices, (OWN_SUBJECT, OWN_SUBJECT)))


def _meanings(asked: Asked) -> Meanings:
    """Give the answers, those that a column is a subject of its own name as that subject."""
    known = meanings_of(asked, "staff")
    answers = {key: f"subject:{key}" if said == OWN_SUBJECT else said for key, said in known.answers.items()}
    return replace(known, answers=answers)


def _columns(own: Sequence[str], meanings: Meanings) -> Callable[[Sheet, Labels], Sequence[Column]]:
    further = [key for key, said in meanings.answers.items() if said == f"subject:{key}"]
    columns = (*columns_for(own), *(Column(f"subject:{key}", (key,)) for key in further))

    def with_hours(_sheet: Sheet, labels: Labels) -> Sequence[Column]:
        said = {label.text: label_key(subject_of(label.text)) for label in labels.values()}
        names = {key: tuple(text for text, plain in said.items() if plain == key) for key in said.values()}
        return [
            replace(
                one, aliases=(*one.aliases, *(text for name in one.aliases for text in names.get(label_key(name), ())))
            )
            for one in columns
        ]

    return with_hours


def _is_of_numbers(table: Table, row: RowReader) -> bool:
    """Tell a row of hours: where teachers stand there are only numbers."""
    texts = [row.cell(key).text.strip() for key in table.columns if key not in ("grade", "class")]
    said = [text for text in texts if text]
    return bool(said) and all(_NUMBERS.fullmatch(text) for text in said)


def _cells_of(table: Table, row: RowReader, around: str, grade: str, points: Points) -> list[StaffCell]:
    cell = row.cell("class")
    class_text = points.get((cell.row, cell.column)) or next(iter(class_texts(row)), around)
    grade_text = row.text("grade") or grade
    if not class_text:
        row.found.say(Level.ERROR, row.place("class"), "", _NO_CLASS)
    row_refused = row.refused
    cells = []
    for key in table.columns:
        if key not in ("grade", "class"):
            names, refused = read_names(row, key, table.header_row)
            cells.append(
                StaffCell(
                    place=row.place(key),
                    class_place=row.place("class"),
                    class_text=class_text,
                    grade_text=grade_text,
                    subject="" if key == HOMEROOM else subject_of(table.label(key).text.replace(" ", "")),
                    names=names,
                    refused=row_refused or refused,
                )
            )
    return cells
