"""The totals of an archive reckoned again from its ledger, and the levels from the totals."""

import csv
from collections import Counter
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass

from django.utils.translation import gettext as _

from awards.rules.levels import level_for
from reports.archive.checking.places import Difference, Place, rows_of


@dataclass(frozen=True)
class Tables:
    """Where the tables lie that figures are reckoned from, in either form of the archive."""

    folder: str
    ledger: str
    deducted: str
    totals: str
    bounds: str
    settled: str
    grades: str

    @property
    def needed(self) -> tuple[str, ...]:
        return self.ledger, self.deducted, self.totals, self.bounds, self.settled, self.grades


@dataclass(frozen=True)
class Figures:
    """The number of pupils with a total, and what is not as the ledger gives it."""

    pupils: int
    differences: Sequence[Difference]


def reckoned(place: Place, tables: Tables, found: Mapping[str, str], *, settled: bool) -> Figures:
    """Compare every total and level with the ledger; ``found`` are the digests of the files that can be read."""
    if not all(found.get(path) for path in tables.needed):
        sentence = _("The totals cannot be calculated: a table is missing or damaged.")
        return Figures(0, [Difference(tables.folder, sentence)])
    try:
        return _figures(place, tables, settled=settled)
    except (KeyError, TypeError, ValueError, csv.Error) as error:
        sentence = _("The tables cannot be read: %(why)s") % {"why": error}
        return Figures(0, [Difference(tables.folder, sentence)])


def _figures(place: Place, tables: Tables, *, settled: bool) -> Figures:
    won, taken = _sums(place, tables.ledger), _sums(place, tables.deducted)
    bounds = sorted(int(row["lower_bound"]) for row in rows_of(place, tables.bounds))
    found: list[Difference] = []
    listed = set()
    for row in rows_of(place, tables.totals):
        number = row["student_no"]
        listed.add(number)
        sums = {"earned": won[number], "deducted": taken[number], "total": won[number] + taken[number]}
        by_ledger = {**sums, "level": level_for(sums["total"], bounds)}
        found += _unlike(tables.totals, row, by_ledger)
    for number in sorted((set(won) | set(taken)) - listed):
        sentence = _("Pupil %(number)s is in the ledger and has no total.")
        found.append(Difference(tables.totals, sentence % {"number": number}))
    years = None if settled else {row["entry_year"] for row in rows_of(place, tables.grades) if not row["reopened_at"]}
    found += _settled_differ(place, tables, won, taken, bounds, years)
    return Figures(len(listed), found)


def _sums(place: Place, path: str) -> Counter[str]:
    sums: Counter[str] = Counter()
    for row in rows_of(place, path):
        sums[row["student_no"]] += int(row["stars"])
    return sums


def _settled_differ(
    place: Place, tables: Tables, won: Counter[str], taken: Counter[str], bounds: Sequence[int], years: set[str] | None
) -> Iterator[Difference]:
    """Compare the settled rows with the ledger: only those that no later correction has replaced.

    With ``years`` only those of classes of these entry years, whose grades are settled.
    """
    replaced = {row["replaces"] for row in rows_of(place, tables.settled)}
    for row in rows_of(place, tables.settled):
        settled = years is None or row["class"].partition("-")[0] in years
        if settled and row["row"] not in replaced and row["listed"] == "1":
            total = won[row["student_no"]] + taken[row["student_no"]]
            yield from _unlike(tables.settled, row, {"total": total, "level": level_for(total, bounds)})


def _unlike(path: str, row: dict[str, str], by_ledger: dict[str, int]) -> Iterator[Difference]:
    sentence = _("Pupil %(number)s: %(column)s is %(found)s, and the ledger gives %(reckoned)d.")
    for column, value in by_ledger.items():
        if int(row[column]) != value:
            words = {"number": row["student_no"], "column": column, "found": row[column], "reckoned": value}
            yield Difference(path, sentence % words)
