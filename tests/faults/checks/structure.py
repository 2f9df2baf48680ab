"""I8 and I9: files and rows name each other, the engine finds its own structures whole."""

from __future__ import annotations

from pathlib import Path

from tests.faults.checks.check import Check, Found
from tests.faults.checks.database import Database

_FOREIGN_KEYS = """
SELECT c.conrelid::regclass::text, a.attname, c.confrelid::regclass::text, b.attname
FROM pg_constraint c
JOIN pg_attribute a ON a.attrelid = c.conrelid AND a.attnum = c.conkey[1]
JOIN pg_attribute b ON b.attrelid = c.confrelid AND b.attnum = c.confkey[1]
WHERE c.contype = 'f'"""
_CHECKS = """
SELECT conrelid::regclass::text, conname, pg_get_expr(conbin, conrelid)
FROM pg_constraint WHERE contype = 'c' AND conrelid <> 0 AND connamespace = 'public'::regnamespace"""
_INDEXES = """
SELECT c.oid::regclass::text, bt_index_check(c.oid, true)::text FROM pg_index i
JOIN pg_class c ON c.oid = i.indexrelid JOIN pg_am m ON m.oid = c.relam
WHERE m.amname = 'btree' AND c.relnamespace = 'public'::regnamespace AND i.indisvalid"""


def whole(database: Database) -> Found:
    """Let the engine look at its own pages, indexes and conditions."""
    if database.is_sqlite:
        said = [str(row[0]) for row in database.rows("PRAGMA integrity_check")]
        return Found(1, tuple(line for line in said if line != "ok"))
    breaches = []
    checks = database.rows(_CHECKS)
    for table, name, condition in checks:
        broken = database.number(f"SELECT COUNT(*) FROM {table} WHERE NOT {condition}")
        breaches += [f"{table}: {name} does not hold for {broken} rows"] if broken else []
    looked_at = len(checks)
    # The extension is there where whoever made the database put it there; a damaged index raises.
    if database.number("SELECT COUNT(*) FROM pg_extension WHERE extname = 'amcheck'"):
        looked_at += len(database.rows(_INDEXES))
    return Found(looked_at, tuple(breaches))


def referring(database: Database) -> Found:
    """Find rows that refer to a row that is not there."""
    if database.is_sqlite:
        broken = database.rows("PRAGMA foreign_key_check")
        return Found(1, tuple(f"{table} {row} refers to no row of {parent}" for table, row, parent, _key in broken))
    keys = database.rows(_FOREIGN_KEYS)
    breaches = []
    for table, column, parent, key in keys:
        lost = database.number(
            f'SELECT COUNT(*) FROM {table} t LEFT JOIN {parent} p ON p."{key}" = t."{column}"'
            f' WHERE t."{column}" IS NOT NULL AND p."{key}" IS NULL'
        )
        breaches += [f"{table}.{column}: {lost} rows refer to no row of {parent}"] if lost else []
    return Found(len(keys), tuple(breaches))


def files_of(folder: Path) -> Check:
    """Make the check that files and rows name each other; ``folder`` is the installation's VAR_DIR."""

    def look(database: Database) -> Found:
        named = {
            *(f"media/{name}" for (name,) in database.rows("SELECT file FROM students_photo")),
            *(f"made/{name}" for (name,) in database.rows("SELECT path FROM operations_job WHERE path <> ''")),
        }
        kept = [path for place in ("media", "made") for path in (folder / place).rglob("*") if path.is_file()]
        there = {path.relative_to(folder).as_posix() for path in kept}
        missing = [f"{name} is named by a row and is not there" for name in sorted(named - there)]
        orphans = [f"{name} is named by no row" for name in sorted(there - named)]
        return Found(len(named | there), (*missing, *orphans))

    return Check("every file is named by a row, and every file that a row names is there", look)


STRUCTURE = (
    Check("the engine finds its pages, indexes and conditions whole", whole),
    Check("every row that is referred to is there", referring),
)
