"""The program that asks for the invariants: a sound school passes, and each planted breach is named."""

from __future__ import annotations

import io
import sqlite3
from collections.abc import Sequence
from contextlib import closing, redirect_stdout
from dataclasses import dataclass

import pytest

from tests.faults import invariants
from tests.faults.conftest import Scale
from tests.faults.harness.asking import Acknowledged, broken, keep
from tests.faults.harness.installations import SQLITE, Builder, Installation
from tests.faults.harness.unguarding import unguard

_ENTRY = "SELECT MIN(id) FROM awards_starentry"
_FINAL_LINE = "SELECT MIN(id) FROM awards_nomination WHERE state = 'final'"
_FINAL_SHEET = "SELECT MIN(id) FROM awards_classround WHERE state = 'final'"
_ENDED = "SELECT id FROM students_term WHERE ends_on = (SELECT MIN(ends_on) FROM students_term)"
_LEVEL = "term_id, student_id, school_class_id, total, level, listed, by_id, entered_at"


@dataclass(frozen=True)
class Breach:
    """What is written past the program, into which tables, and the beginning of the sentence that it breaks."""

    says: str
    tables: Sequence[str]
    statements: Sequence[str]


def _settled(total: str = "0", level: str = "0") -> str:
    """Say the statement that freezes one pupil's level by hand."""
    return f"""INSERT INTO awards_termlevel (id, {_LEVEL})
        SELECT 1, ({_ENDED}), student_id, school_class_id, {total}, {level}, {{true}},
        (SELECT MIN(id) FROM students_user), MAX(entered_at) FROM awards_starentry
        GROUP BY student_id, school_class_id ORDER BY student_id LIMIT 1"""


_SETTLE = f"UPDATE students_term SET state = 'settled' WHERE id = ({_ENDED})"
BREACHES = [
    Breach("I1 a name on a final sheet", ["awards_starentry"], [f"DELETE FROM awards_starentry WHERE id = ({_ENTRY})"]),
    Breach(
        "I1 an entry of the month that stands",
        ["awards_nomination"],
        [f"UPDATE awards_nomination SET state = 'dropped', place = NULL WHERE id = ({_FINAL_LINE})"],
    ),
    Breach(
        "I1 a pupil's total in a term",
        ["awards_starentry"],
        [f"UPDATE awards_starentry SET reverses_id = ({_ENTRY}) + 1, source = 'reversal' WHERE id = ({_ENTRY})"],
    ),
    Breach(
        "I2 no star of a class's month",
        ["awards_nomination"],
        [
            f"UPDATE awards_nomination SET item_id = (SELECT MIN(item_id) FROM awards_nomination)"
            f" WHERE class_round_id = ({_FINAL_SHEET})"
        ],
    ),
    Breach(
        "I2 no pupil stands under more stars",
        ["awards_nomination"],
        [
            f"UPDATE awards_nomination SET student_id = (SELECT MIN(student_id) FROM awards_nomination)"
            f" WHERE class_round_id = ({_FINAL_SHEET})"
        ],
    ),
    Breach(
        "I2 names hold places of their own",
        ["awards_nomination"],
        [f"UPDATE awards_nomination SET place = NULL WHERE id = ({_FINAL_LINE})"],
    ),
    Breach(
        "I3 every decision has an event",
        ["operations_auditevent"],
        ["DELETE FROM operations_auditevent WHERE action = 'sheet.submitted'"],
    ),
    Breach(
        "I3 every entry of the ledger has an event",
        ["operations_auditevent"],
        ["DELETE FROM operations_auditevent WHERE action = 'sheet.finalized'"],
    ),
    Breach(
        "I3 every name has a decision", ["awards_decision"], ["DELETE FROM awards_decision WHERE verdict = 'entered'"]
    ),
    Breach(
        "I3 a sheet that was submitted",
        ["awards_decision"],
        [f"DELETE FROM awards_decision WHERE verdict = 'filed' AND class_round_id = ({_FINAL_SHEET})"],
    ),
    Breach(
        "I3 every form that was answered",
        ["operations_idempotencykey"],
        [
            "INSERT INTO operations_idempotencykey (id, user_id, key, answer, created_at)"
            " VALUES (1, (SELECT MIN(id) FROM students_user), 'k', '{}', '2026-01-01 00:00:00')"
        ],
    ),
    Breach("I4 the tables that only grow refuse", ["awards_starentry"], []),
    Breach(
        "I4 no row that only-growing tables",
        ["awards_decision"],
        ["UPDATE awards_decision SET on_paper = NOT on_paper WHERE id = (SELECT MIN(id) FROM awards_decision)"],
    ),
    Breach(
        "I4 a reversal is the opposite",
        ["awards_starentry"],
        [
            f"UPDATE awards_starentry SET reverses_id = ({_ENTRY}) + 1, source = 'reversal', nomination_id = NULL"
            f" WHERE id = ({_ENTRY})"
        ],
    ),
    Breach(
        "I4 each source is in the ledger once",
        ["awards_starentry"],
        [
            f"UPDATE awards_starentry SET nomination_id = (SELECT MAX(nomination_id) FROM awards_starentry)"
            f" WHERE id = ({_ENTRY})"
        ],
    ),
    Breach("I5 a term is settled exactly where", ["students_term"], [_SETTLE]),
    Breach(
        "I5 nothing entered the ledger of a settled term",
        ["students_term", "operations_auditevent"],
        [
            _SETTLE,
            f"""UPDATE operations_auditevent SET action = 'term.settled', target_type = 'students.term',
            target_id = CAST(({_ENDED}) AS TEXT) WHERE id = (SELECT MIN(id) FROM operations_auditevent)""",
        ],
    ),
    Breach(
        "I5 a final sheet is final in whole",
        ["awards_nomination"],
        [f"UPDATE awards_nomination SET state = 'chosen' WHERE id = ({_FINAL_LINE})"],
    ),
    Breach(
        "I5 no name was entered on a final sheet after",
        ["awards_decision"],
        [
            "UPDATE awards_decision SET verdict = 'entered' WHERE verdict = 'finalized' AND id <> "
            "(SELECT MIN(id) FROM awards_decision WHERE verdict = 'finalized')",
            f"UPDATE awards_decision SET class_round_id = ({_FINAL_SHEET})",
        ],
    ),
    Breach(
        "I6 each sheet went only ways",
        ["awards_classround"],
        [f"UPDATE awards_classround SET state = 'returned' WHERE id = ({_FINAL_SHEET})"],
    ),
    Breach(
        "I6 nobody files what they submitted",
        ["awards_classround"],
        [f"UPDATE awards_classround SET filed_by_id = submitted_by_id WHERE id = ({_FINAL_SHEET})"],
    ),
    Breach(
        "I6 nobody votes on the own line",
        ["awards_vote"],
        [
            f"""INSERT INTO awards_vote (id, nomination_id, voter_id, agrees) SELECT 1, id, student_id, {{true}}
        FROM awards_nomination WHERE id = ({_FINAL_LINE})"""
        ],
    ),
    Breach(
        "I6 a filed sheet has a number",
        ["awards_classround"],
        ["UPDATE awards_classround SET filing_number = '2026-01-001' WHERE state = 'final'"],
    ),
    Breach("I7 the total that a settled term froze", ["awards_termlevel", "students_term"], [_SETTLE, _settled("99")]),
    Breach("I7 a settled level is the number", ["awards_termlevel", "students_term"], [_SETTLE, _settled("0", "5")]),
    Breach("I7 everybody in a class", ["students_term"], [_SETTLE]),
    Breach(
        "I7 who has reached a reward's level", ["awards_termlevel", "students_term"], [_SETTLE, _settled("99", "5")]
    ),
    Breach(
        "I7 nobody holds a reward",
        ["awards_termlevel", "students_term", "awards_entitlement"],
        [
            _SETTLE,
            _settled(),
            """INSERT INTO awards_entitlement
                (id, term_id, student_id, level_id, kind, state, issued, flags, reason, by_id, at)
            SELECT 1, term_id, student_id, id, 'letter', 'due', 0, '[]', '', by_id, entered_at FROM awards_termlevel""",
        ],
    ),
    Breach(
        "I10 no act on record",
        ["students_schoolrole"],
        ["UPDATE students_schoolrole SET ends_on = '2021-01-01' WHERE role = 'office'"],
    ),
    Breach(
        "I10 nobody acted in another school",
        ["operations_auditevent"],
        ["UPDATE operations_auditevent SET school_id = (SELECT MIN(id) FROM students_school)"],
    ),
]


def named(installation: Installation, *options: str) -> list[str]:
    """Give the sentences that are broken, each with its invariant."""
    said = io.StringIO()
    with redirect_stdout(said):
        status = invariants.main([installation.url, f"--files={installation.folder}", *options])
    found = [line for line in said.getvalue().splitlines() if "BREACHES" in line]
    assert status == bool(found)
    return [f"{line.split()[0]} {line.partition('looked at: ')[2]}" for line in found]


def plant(installation: Installation, breach: Breach) -> None:
    unguard(installation, *breach.tables)
    true = "1" if installation.engine == SQLITE else "true"
    installation.sql(*(statement.replace("{true}", true) for statement in breach.statements))


def test_a_sound_school_breaks_nothing(builder: Builder) -> None:
    assert broken(builder.copy()) == []


@pytest.mark.parametrize("breach", BREACHES, ids=lambda breach: breach.says)
def test_a_planted_breach_is_named(builder: Builder, scale: Scale, breach: Breach) -> None:
    scale.one_engine(builder, SQLITE)
    installation = builder.copy()
    earlier = [f"--earlier={keep(installation)}"] if breach.says.startswith("I4 no row") else []
    plant(installation, breach)
    assert any(said.startswith(breach.says) for said in named(installation, *earlier))


def test_what_was_acknowledged_and_is_not_there_is_named(builder: Builder) -> None:
    installation = builder.copy()
    told = Acknowledged(installation.folder / "told.jsonl")
    told.row("students_term", 1, id=installation.world.term)
    assert broken(installation, told) == []
    told.row("awards_nomination", class_round_id=999999)
    sentence = "I3 what was acknowledged is there, as often as it was done"
    assert sentence in named(installation, f"--acknowledged={told.path}")


def test_a_file_of_nobody_is_named(builders: dict[str, Builder]) -> None:
    installation = builders[SQLITE].copy()
    made = installation.folder / "made"
    made.mkdir()
    (made / "nobody's").write_bytes(b"names")
    assert any(said.startswith("I8") for said in named(installation))


def test_a_row_that_refers_to_none_is_named(builder: Builder) -> None:
    installation = builder.copy()
    true = "1"
    if builder.engine != SQLITE:
        # SQLite asks for references only where it is told to.
        unguard(installation, "awards_vote")
        true = "true"
    installation.sql(
        f"""INSERT INTO awards_vote (id, nomination_id, voter_id, agrees)
        SELECT 1, 999999, MIN(id), {true} FROM students_student"""
    )
    assert any(said.startswith("I9 every row that is referred to") for said in named(installation))


def test_a_damaged_page_is_named(builders: dict[str, Builder]) -> None:
    installation = builders[SQLITE].copy()
    path = installation.folder / "starrating.sqlite3"
    with closing(sqlite3.connect(path)) as connection:
        [(root,)] = connection.execute("SELECT rootpage FROM sqlite_master WHERE name = 'entry_totals'")
        [(size,)] = connection.execute("PRAGMA page_size")
    with path.open("r+b") as file:
        file.seek((root - 1) * size)
        file.write(b"\xff" * 8)
    assert any(said.startswith("I9") for said in named(installation))
