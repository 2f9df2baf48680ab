"""Asks a database what must be true of it whatever happened: ``python -m tests.faults.invariants URL``.

A program of its own, with its own SQL: it imports nothing of what it judges. Each invariant is printed with how much
was looked at and each breach; the exit status is 1 where there is any.

I1   a total is the sum of its ledger, and the ledger what was decided. (What pages show is asked by ``--shown``.)
I2   no more names than the quota, the pupil's cap and the repeats allow.
I3   what was acknowledged is there (``--acknowledged``); each decision, entry and name is on record.
I4   what only grows has lost nothing since an earlier look (``--earlier``, kept by ``--keep``). There is no chain of
     hashes here: the fingerprints of the rows at the earlier look stand in for it.
I5   what is closed stays closed. A month is a set of sheets, each final by itself, so the question is asked of each
     sheet and of the settled term; levels frozen at settlement are the snapshot, and I7 reckons them anew.
I6   two people see every star; a sheet goes only the ways of the month.
I7   levels follow from totals, rewards from levels. (A term's package is checked by ``manage.py verify_archive``.)
I8   files and rows name each other (``--files``).
I9   the engine finds its pages, indexes, keys and conditions whole.
I10  no act on record by somebody who might not do it.
"""

from __future__ import annotations

import argparse
import json
import sqlite3
import sys
from collections.abc import Mapping, Sequence
from pathlib import Path

import psycopg2

from tests.faults.checks.acts import CLOSED, ON_RECORD, acknowledged
from tests.faults.checks.check import Check, Found
from tests.faults.checks.database import Database
from tests.faults.checks.growth import GROWTH, grown_since, state_of
from tests.faults.checks.limits import LIMITS
from tests.faults.checks.rights import RIGHTS
from tests.faults.checks.steps import STEPS
from tests.faults.checks.structure import STRUCTURE, files_of
from tests.faults.checks.sums import LEVELS, SUMS, shown

MOST_LINES = 20
INVARIANTS: Mapping[str, Sequence[Check]] = {
    "I1": SUMS,
    "I2": LIMITS,
    "I3": ON_RECORD,
    "I4": GROWTH,
    "I5": CLOSED,
    "I6": STEPS,
    "I7": LEVELS,
    "I8": (),
    "I9": STRUCTURE,
    "I10": RIGHTS,
}


def checks(options: argparse.Namespace) -> dict[str, list[Check]]:
    """Give every check by its invariant, those that need a file of the caller's where one is named."""
    found = {name: list(given) for name, given in INVARIANTS.items()}
    for name, path, make in (
        ("I1", options.shown, shown),
        ("I3", options.acknowledged, acknowledged),
        ("I4", options.earlier, grown_since),
        ("I8", options.files, files_of),
    ):
        found[name] += [make(path)] if path else []
    return found


def ask(database: Database, asked: Mapping[str, Sequence[Check]]) -> int:
    """Print what was found; give how many breaches there are."""
    broken = 0
    for name, given in asked.items():
        for check in given:
            found = look(check, database)
            broken += len(found.breaches)
            said = f"{len(found.breaches)} BREACHES" if found.breaches else "holds"
            print(f"{name:3} {said}, {found.looked_at} looked at: {check.says}")
            for line in found.breaches[:MOST_LINES]:
                print(f"      {line}")
    return broken


def look(check: Check, database: Database) -> Found:
    """Ask one thing; where a damaged database cannot even be asked, that is the breach."""
    try:
        return check.look(database)
    except (sqlite3.Error, psycopg2.Error) as error:
        database.begin_anew()
        return Found(0, (f"it could not be asked: {error}",))


def main(arguments: Sequence[str] | None = None) -> int:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("url", help="sqlite:////folder/file or postgres://user@host:port/name")
    parser.add_argument("--acknowledged", type=Path, help="what clients were told is done, an object a line")
    parser.add_argument("--shown", type=Path, help="totals as pages show them, an object a line")
    parser.add_argument("--earlier", type=Path, help="what an earlier look kept")
    parser.add_argument("--keep", type=Path, help="keep what a later look is to compare with, and ask nothing")
    parser.add_argument("--files", type=Path, help="the folder of the installation's files (VAR_DIR)")
    options = parser.parse_args(arguments)
    database = Database(options.url)
    try:
        if options.keep:
            options.keep.write_text(json.dumps(state_of(database)), encoding="utf-8")
            return 0
        return 1 if ask(database, checks(options)) else 0
    finally:
        database.close()


if __name__ == "__main__":
    sys.exit(main())
