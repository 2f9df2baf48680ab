"""Forms to fill in away from the program: a header as the reader expects it, text cells, drop-downs, one example."""

import io
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

import xlsxwriter
from django.utils.translation import gettext as _

from starrating.cells.headers import INSTRUCTIONS, Column
from starrating.spreadsheets.workbooks import print_on_a4

# Rows below the header that are text and have their drop-downs: more than any school fills in.
_LAST_ROW = 3000
_LIST_WIDTH = 18
_INSTRUCTIONS_WIDTH = 80
_OPTIONS = {"in_memory": True, "strings_to_formulas": False, "strings_to_urls": False, "strings_to_numbers": False}


@dataclass(frozen=True)
class FormColumn:
    """One column: its heading, what the example row says, and what may be chosen in it (nothing: any text)."""

    name: str
    example: str
    choices: Sequence[str] = ()
    width: float = 14


@dataclass(frozen=True)
class BlankForm:
    """A sheet ``title`` with ``columns``, and a second sheet with the ``lines`` of instructions, one each.

    A cell of the example begins with the mark of :mod:`starrating.cells.headers`; ``frozen`` columns stay in view.
    """

    title: str
    columns: Sequence[FormColumn]
    lines: Sequence[str]
    frozen: int = 0


def form_columns(
    columns: Sequence[Column],
    example: Mapping[str, str],
    choices: Mapping[str, Sequence[str]],
    widths: Mapping[str, float] | None = None,
) -> list[FormColumn]:
    """Give the columns that an ``example`` row has, in its order, under the names that the reader knows them by."""
    names = {column.key: column.name for column in columns}
    widths = widths or {}
    return [
        FormColumn(names[key], text, choices.get(key, ()), widths.get(key, FormColumn.width))
        for key, text in example.items()
    ]


def blank_form(form: BlankForm) -> bytes:
    """Give the form as an .xlsx: every cell is text, so that no leading zero is lost and no name becomes a formula."""
    buffer = io.BytesIO()
    with xlsxwriter.Workbook(buffer, _OPTIONS) as book:
        sheet = book.add_worksheet(form.title)
        text = book.add_format({"num_format": "@"})
        bold = book.add_format({"bold": True, "bottom": 1, "num_format": "@"})
        example = book.add_format({"italic": True, "font_color": "#666666", "num_format": "@"})
        for place, column in enumerate(form.columns):
            sheet.set_column(place, place, column.width, text)
            sheet.write_string(0, place, column.name, bold)
            sheet.write_string(1, place, column.example, example)
        sheet.freeze_panes(1, form.frozen)
        sheet.repeat_rows(0)
        print_on_a4(sheet)
        lists = _write_instructions(book, form, bold, text)
        for place, source in lists.items():
            sheet.data_validation(2, place, _LAST_ROW, place, _choice(source))
    return buffer.getvalue()


def _write_instructions(book: Any, form: BlankForm, bold: Any, text: Any) -> dict[int, str]:
    """Write the second sheet: the lines, and beside them the lists to choose from; give each column's list as a range.

    A list written into the validation itself may have 255 characters only, which 36 classes exceed.
    """
    sheet = book.add_worksheet(INSTRUCTIONS)
    sheet.set_column(0, 0, _INSTRUCTIONS_WIDTH, book.add_format({"num_format": "@", "text_wrap": True}))
    for number, line in enumerate(form.lines):
        sheet.write_string(number, 0, line)
    chosen = [place for place, column in enumerate(form.columns) if column.choices]
    ranges = {}
    for at, place in enumerate(chosen, start=2):
        column = form.columns[place]
        sheet.set_column(at, at, _LIST_WIDTH, text)
        sheet.write_string(0, at, column.name, bold)
        for number, choice in enumerate(column.choices, start=1):
            sheet.write_string(number, at, choice, text)
        letter = chr(ord("A") + at)
        ranges[place] = f"='{INSTRUCTIONS}'!${letter}$2:${letter}${len(column.choices) + 1}"
    print_on_a4(sheet)
    return ranges


def _choice(source: str) -> dict[str, object]:
    """Give a drop-down that warns of other texts and lets them pass: the preview says what is not known."""
    return {
        "validate": "list",
        "source": source,
        "error_type": "warning",
        "error_title": _("Not in the list")[:32],
        "error_message": _("This is not in the list. Leave it only if it is right.")[:255],
    }
