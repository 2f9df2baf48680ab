"""I4: the ledger and what else only grows has lost and changed nothing since an earlier look, and is guarded."""

from __future__ import annotations

import hashlib
import json
from pathlib import Path

from tests.faults.checks.check import Check, Found, rows
from tests.faults.checks.database import Database

ONLY_GROW = (
    "awards_credit",
    "awards_decision",
    "awards_starentry",
    "awards_termlevel",
    "operations_auditevent",
    "reports_issueddocument",
    "students_movement",
)


def state_of(database: Database) -> dict[str, dict[str, str]]:
    """Give by table each row's key with a fingerprint of all its columns, to be kept and compared with later."""
    return {table: dict(_fingerprints(database, table)) for table in ONLY_GROW}


def _fingerprints(database: Database, table: str) -> list[tuple[str, str]]:
    found = database.rows(f"SELECT id, t.* FROM {table} t ORDER BY id")
    return [(str(row[0]), hashlib.blake2b(repr(row[1:]).encode(), digest_size=12).hexdigest()) for row in found]


def grown_since(path: Path) -> Check:
    """Make the check that every row that an earlier look kept in ``path`` is there as it was."""

    def look(database: Database) -> Found:
        earlier = json.loads(path.read_text(encoding="utf-8"))
        now = state_of(database)
        breaches = [
            f"{table} {key} {'is gone' if key not in now[table] else 'has changed'}"
            for table, before in earlier.items()
            for key, fingerprint in before.items()
            if now[table].get(key) != fingerprint
        ]
        return Found(sum(map(len, earlier.values())), tuple(breaches))

    return Check("no row that only-growing tables had at an earlier look is gone or changed", look)


def guarded(database: Database) -> Found:
    if database.is_sqlite:
        found = database.rows("SELECT name FROM sqlite_master WHERE type = 'trigger'")
    else:
        found = database.rows("SELECT tgname FROM pg_trigger WHERE NOT tgisinternal AND tgenabled = 'O'")
    there = {str(name) for (name,) in found}
    wanted = [f"{table}_{event}_append_only" for table in ONLY_GROW for event in ("update", "delete")]
    return Found(len(wanted), tuple(f"{name} is not in force" for name in wanted if name not in there))


GROWTH = (
    Check("the tables that only grow refuse change and deletion", guarded),
    rows(
        "a reversal is the opposite of one entry, of the same pupil, month and star, and is reversed by none",
        "SELECT COUNT(*) FROM awards_starentry WHERE source = 'reversal'",
        """SELECT 'entry', r.id, 'reverses', e.id FROM awards_starentry r
        LEFT JOIN awards_starentry e ON e.id = r.reverses_id
        WHERE r.source = 'reversal' AND (e.id IS NULL OR r.stars <> -e.stars OR r.student_id <> e.student_id
            OR r.round_id <> e.round_id OR r.term_id <> e.term_id OR e.source = 'reversal'
            OR COALESCE(r.item_id, 0) <> COALESCE(e.item_id, 0))
        UNION ALL
        SELECT 'entries that reverse', reverses_id, 'are', COUNT(*) FROM awards_starentry WHERE reverses_id IS NOT NULL
        GROUP BY reverses_id HAVING COUNT(*) > 1""",
    ),
    rows(
        "each source is in the ledger once",
        "SELECT COUNT(*) FROM awards_starentry",
        " UNION ALL ".join(
            f"""SELECT '{source}', {source}_id, COUNT(*) FROM awards_starentry WHERE {source}_id IS NOT NULL
            GROUP BY {source}_id HAVING COUNT(*) > 1"""
            for source in ("nomination", "champion", "violation", "credit")
        ),
    ),
)
