"""Which columns of a header row are which, by known names; and what is doubtful about it."""

import re
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from functools import lru_cache

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from starrating.cells.findings import Finding, column_letters
from starrating.cells.model import Cell, Sheet
from starrating.text import Level, clean_text, label_key, sentence

_DUPLICATE = _("The header %(name)s is in several columns (%(columns)s). Delete or rename all but one.")
_AMBIGUOUS = _("Several columns could be %(wanted)s: %(names)s. Choose one, or rename the others.")
_PREFERRED = _("Of the columns %(names)s, %(chosen)s was used.")
_MISSING = _("Required columns are missing: %(names)s.")
_IGNORED = _("Columns that are not needed were not read: %(names)s.")


_alias_key = lru_cache(maxsize=1024)(label_key)


@dataclass(frozen=True, slots=True)
class Column:
    """A column that an import knows. The first alias is its primary name, the one that people are told.

    fill: a value merged over several rows counts for each of them (a class name beside its pupils).
    """

    key: str
    aliases: tuple[str, ...]
    required: bool = False
    fill: bool = False

    @property
    def name(self) -> str:
        """The primary name."""
        return self.aliases[0]

    def knows(self, label: str) -> bool:
        """Tell whether a label_key is one of the aliases."""
        return any(label == _alias_key(alias) for alias in self.aliases)


@dataclass(frozen=True, slots=True)
class Header:
    """A mapped header row: column number by key, the names of the columns not used, and what was found."""

    columns: Mapping[str, int]
    ignored: tuple[str, ...]
    findings: tuple[Finding, ...]


def labels_of(sheet: Sheet, row: int) -> dict[int, Cell]:
    """Give the cells of a row that have text, by column; merged ranges count for each of their cells."""
    width = max((len(cells) for cells in sheet.rows), default=0)
    cells = {column: sheet.filled(row, column) for column in range(1, width + 1)}
    return {column: cell for column, cell in cells.items() if label_key(cell.text)}


def known_keys(labels: Mapping[int, Cell], columns: Iterable[Column]) -> set[str]:
    """Give the keys of the columns that the labels name."""
    names = {label_key(cell.text) for cell in labels.values()}
    return {column.key for column in columns if any(column.knows(name) for name in names)}


def map_header(
    sheet: Sheet, row: int, columns: Sequence[Column], *, choose: Mapping[str, str] | None = None, hidden: bool = False
) -> Header:
    """Map a row's labels to keys. choose settles a doubt by key and header text; hidden columns count only if asked."""
    labels = {
        column: cell for column, cell in labels_of(sheet, row).items() if hidden or column not in sheet.hidden_columns
    }
    findings = _duplicates(sheet, row, labels)
    mapped: dict[str, int] = {}
    for column in columns:
        places = {number: cell for number, cell in labels.items() if column.knows(label_key(cell.text))}
        number, doubts = _pick(sheet, row, column, places, (choose or {}).get(column.key, ""))
        findings.extend(doubts)
        if number:
            mapped[column.key] = number
    ignored = _ignored(labels, columns)
    if ignored:
        findings.append(_finding(Level.NOTE, sheet, row, 0, _IGNORED, names="、".join(ignored)))
    findings.extend(_missing(sheet, row, columns, mapped, findings))
    return Header(mapped, ignored, tuple(findings))


def _pick(sheet: Sheet, row: int, column: Column, places: Mapping[int, Cell], wanted: str) -> tuple[int, list[Finding]]:
    if wanted:
        places = {number: cell for number, cell in places.items() if label_key(cell.text) == label_key(wanted)}
    by_name: dict[str, int] = {}
    for number, cell in places.items():
        by_name.setdefault(label_key(cell.text), number)
    if len(by_name) <= 1:
        return next(iter(by_name.values()), 0), []
    names = "、".join(_shown(places[number]) for number in by_name.values())
    primary = by_name.get(label_key(column.name), 0)
    if primary:
        return primary, [_finding(Level.WARNING, sheet, row, primary, _PREFERRED, names=names, chosen=column.name)]
    first = next(iter(by_name.values()))
    return 0, [_finding(Level.ERROR, sheet, row, first, _AMBIGUOUS, wanted=column.name, names=names)]


def _duplicates(sheet: Sheet, row: int, labels: Mapping[int, Cell]) -> list[Finding]:
    groups: dict[str, list[int]] = {}
    for number, cell in labels.items():
        # Merged cells repeat one cell, which is no duplicate.
        if (cell.row, cell.column) == (row, number) or cell.column == number:
            groups.setdefault(label_key(cell.text), []).append(number)
    return [
        _finding(
            Level.ERROR, sheet, row, numbers[1], _DUPLICATE,
            name=_shown(labels[numbers[0]]), columns=", ".join(column_letters(number) for number in numbers),
        )
        for numbers in groups.values()
        if len(numbers) > 1
    ]  # fmt: skip


def _missing(
    sheet: Sheet, row: int, columns: Sequence[Column], mapped: Mapping[str, int], findings: Sequence[Finding]
) -> list[Finding]:
    doubtful = {column.name for column in columns for one in findings if _about(one, column)}
    names = [column.name for column in columns if column.required and column.key not in mapped]
    missing = [name for name in names if name not in doubtful]
    if not missing:
        return []
    return [_finding(Level.ERROR, sheet, row, 0, _MISSING, names="、".join(missing))]


def _about(finding: Finding, column: Column) -> bool:
    message = finding.message
    return not isinstance(message, str) and ("wanted", column.name) in message.values


def _ignored(labels: Mapping[int, Cell], columns: Sequence[Column]) -> tuple[str, ...]:
    keys = {number: label_key(cell.text) for number, cell in labels.items()}
    names = [_shown(labels[number]) for number, key in keys.items() if not any(one.knows(key) for one in columns)]
    return tuple(dict.fromkeys(names))


def _shown(cell: Cell) -> str:
    return clean_text(cell.text[:40]).text


def _finding(level: Level, sheet: Sheet, row: int, column: int, message: Promise, **values: str) -> Finding:
    return Finding(level, sheet.place(row, column), "", sentence(message, **values))


# The sheet that says how to fill the form in; passed over when the form comes back.
INSTRUCTIONS = "填写说明"
# Begins one cell of the example row: 例：七年级(1)班, 例20250101.
EXAMPLE = "例"

_EXAMPLE_CELL = re.compile(rf"\s*{EXAMPLE}\s*[:：0-9].{{0,30}}", re.DOTALL)


def is_example(cells: Iterable[Cell]) -> bool:
    """Tell whether the cells are those of a form's example row."""
    return any(_EXAMPLE_CELL.fullmatch(cell.text) for cell in cells)
