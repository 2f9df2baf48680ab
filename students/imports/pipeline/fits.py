"""Whether a workbook is of a kind of file, by what its headers name."""

from collections.abc import Callable
from dataclasses import dataclass
from enum import IntEnum

from django.utils.functional import Promise

from starrating.cells.headers import Columns, columns_for, find_header, known_keys
from starrating.cells.model import Sheet, Workbook


class Fit(IntEnum):
    """How much speaks for a kind: with MAYBE a file has something of it, IS also fits what is more than that."""

    NO = 0
    MAYBE = 1
    IS = 2
    SURELY = 3


@dataclass(frozen=True)
class Kind:
    """How a kind of file is told: what is ``looked_for``, as people read it, and how well a workbook fits."""

    looked_for: str | Promise
    fit: Callable[[Workbook], Fit]


def best(book: Workbook, fit: Callable[[Sheet], Fit]) -> Fit:
    """Give how well the sheet fits that fits best."""
    return max((fit(sheet) for sheet in book.sheets if sheet.rows), default=Fit.NO)


def keys_in(sheet: Sheet, columns: Columns) -> set[str]:
    """Give the keys of the columns that a sheet's header names; empty where it has none."""
    found = find_header(sheet, columns)
    return known_keys(found.labels, columns_for(columns, sheet, found.labels)) if found else set()
