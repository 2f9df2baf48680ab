"""One row of a table, read cell by cell."""

from datetime import date
from typing import TypeVar

from django.utils.functional import Promise

from starrating.cells.findings import Findings, Place, has_errors
from starrating.cells.model import Cell
from starrating.cells.tables import Row
from starrating.cells.values import Reading, code_of, parse_day, shown, text_of
from starrating.text import Level

T = TypeVar("T")


class RowReader:
    """The values of one row by the keys of its columns; what is found on the way stands in ``found``."""

    def __init__(self, row: Row) -> None:
        self.row = row
        self.found = Findings()

    def cell(self, key: str) -> Cell:
        return self.row.cell(key)

    def place(self, key: str = "") -> Place:
        return self.row.place(key)

    @property
    def refused(self) -> bool:
        """Whether an error was found, so that the row must not be used."""
        return has_errors(self.found)

    def text(self, key: str, *, join_han: bool = True) -> str:
        """Give a name or another free text; with ``join_han`` false it keeps the spaces of a list of names."""
        return self.keep(text_of(self.cell(key), self.place(key), join_han=join_han))

    def code(self, key: str) -> str:
        """Give a number that is a name, such as a school number."""
        return self.keep(code_of(self.cell(key), self.place(key)))

    def day(self, key: str) -> date | None:
        """Give a day; ``None`` for a blank cell, or with an error."""
        return self.keep(parse_day(self.cell(key), self.place(key), epoch_1904=self.row.sheet.epoch_1904))

    def keep(self, reading: Reading[T]) -> T:
        """Take over what was found with a value that something else has read."""
        self.found.extend(reading.findings)
        return reading.value

    def say(self, level: Level, key: str, message: str | Promise, /, **values: object) -> None:
        """Add a finding about a key's cell, with what stands there."""
        self.found.say(level, self.place(key), shown(self.cell(key)), message, **values)

    def error(self, key: str, message: str | Promise, /, **values: object) -> None:
        """Add an error about a key's cell."""
        self.say(Level.ERROR, key, message, **values)
