"""What a table reader does not tell of an xlsx: formulas, error values, hidden parts, and how far the sheet reaches."""

import re
from collections.abc import Iterable
from dataclasses import dataclass, field
from typing import NoReturn
from xml.parsers import expat

from starrating.cells.child.limits import MAX_COLUMNS, MAX_ROWS, Refusal

# ="七年级(1)班": programs write it so without ever calculating it.
_CONSTANT = re.compile(r'=?"((?:[^"]|"")*)"')
_REFERENCE = re.compile(r"^([A-Z]{1,3})(\d{1,7})$")


@dataclass
class Scan:
    """The findings of one sheet; rows and columns count from 1. constants: formulas that are a text and no more."""

    formulas: set[tuple[int, int]] = field(default_factory=set)
    uncalculated: set[tuple[int, int]] = field(default_factory=set)
    constants: dict[tuple[int, int], str] = field(default_factory=dict)
    errors: dict[tuple[int, int], str] = field(default_factory=dict)
    hidden_rows: list[int] = field(default_factory=list)
    hidden_columns: list[int] = field(default_factory=list)


@dataclass
class Part:
    """One sheet named by the workbook: its name, the path of its part, and its state as written."""

    name: str
    path: str
    state: str


def parser() -> expat.XMLParserType:
    """Give an XML parser that refuses document types, so there are no entities to expand and nothing to fetch."""

    def refuse(*_arguments: object) -> NoReturn:
        raise Refusal("entities")

    made = expat.ParserCreate(namespace_separator=" ")
    made.StartDoctypeDeclHandler = refuse
    made.EntityDeclHandler = refuse
    made.ExternalEntityRefHandler = refuse
    return made


def feed(made: expat.XMLParserType, pieces: Iterable[bytes]) -> None:
    """Parse the pieces to their end. Raises Refusal for broken XML.

    An encoding that nobody knows is a LookupError, a number that is none a ValueError.
    """
    try:
        for piece in pieces:
            made.Parse(piece)
        made.Parse(b"", True)  # noqa: FBT003 - the parser takes it by position only
    except (expat.ExpatError, LookupError, ValueError) as error:
        raise Refusal("corrupt") from error


def local(tag: str) -> str:
    """Give the name of a tag or attribute without its namespace."""
    return tag.rpartition(" ")[2]


def column_of(letters: str) -> int:
    """Give the column counted from 1 that the letters name: A is 1, AA is 27."""
    number = 0
    for letter in letters:
        number = number * 26 + ord(letter) - ord("A") + 1
    return number


class SheetScanner:
    """Streams one sheet part and stops at the first filled cell beyond the limits."""

    def __init__(self, sheet: str) -> None:
        self.scan = Scan()
        self._sheet = sheet
        self._row = self._column = 0
        self._type = ""
        self._value: list[str] | None = None
        self._formula = ""
        self._has_formula = self._has_value = False

    def run(self, pieces: Iterable[bytes]) -> Scan:
        """Give what the sheet's XML says. Raises Refusal for a broken or an oversized sheet."""
        made = parser()
        made.buffer_text = True
        made.StartElementHandler = self._start
        made.EndElementHandler = self._end
        made.CharacterDataHandler = self._text
        feed(made, pieces)
        return self.scan

    def _start(self, tag: str, attributes: dict[str, str]) -> None:
        name = local(tag)
        if name == "c":
            self._start_cell(attributes)
        elif name == "v":
            self._value = []
        elif name == "f":
            self._has_formula, self._value = True, []
        elif name == "is":
            self._has_value = True
        elif name == "row":
            self._start_row(attributes)
        elif name == "col" and attributes.get("hidden") in ("1", "true"):
            first, last = int(attributes.get("min", "0")), int(attributes.get("max", "0"))
            self.scan.hidden_columns.extend(range(first, min(last, MAX_COLUMNS) + 1))

    def _start_row(self, attributes: dict[str, str]) -> None:
        self._row = int(attributes["r"]) if attributes.get("r", "").isdecimal() else self._row + 1
        self._column = 0
        if attributes.get("hidden") in ("1", "true") and self._row <= MAX_ROWS:
            self.scan.hidden_rows.append(self._row)

    def _start_cell(self, attributes: dict[str, str]) -> None:
        match = _REFERENCE.match(attributes.get("r", ""))
        if match:
            self._column, self._row = column_of(match[1]), int(match[2])
        else:
            self._column += 1
        self._type = attributes.get("t", "n")
        self._has_formula = self._has_value = False
        self._formula = ""

    def _text(self, text: str) -> None:
        if self._value is not None:
            self._value.append(text)

    def _end(self, tag: str) -> None:
        name = local(tag)
        if name == "v":
            value = "".join(self._value or ())
            self._value = None
            self._has_value = self._has_value or bool(value)
            if self._type == "e" and value:
                self.scan.errors[self._row, self._column] = value[:20]
        elif name == "f":
            self._formula, self._value = "".join(self._value or ()), None
        elif name == "c":
            self._end_cell()

    def _end_cell(self) -> None:
        if not (self._has_value or self._has_formula):
            return
        if self._row > MAX_ROWS or self._column > MAX_COLUMNS:
            raise Refusal("too_large", sheet=self._sheet, row=self._row, column=self._column)
        if self._has_formula:
            place = self._row, self._column
            self.scan.formulas.add(place)
            # An empty text is a calculated answer: =IF(A1="","",A1) is written so.
            if not self._has_value and self._type != "str":
                constant = _CONSTANT.fullmatch(self._formula)
                if constant:
                    self.scan.constants[place] = constant[1].replace('""', '"')
                else:
                    self.scan.uncalculated.add(place)
