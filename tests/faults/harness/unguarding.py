"""Takes out of a copy of the database what guards it, so that a control or a planted breach can get past."""

from __future__ import annotations

import re
import sqlite3
from contextlib import closing

from tests.faults.harness.installations import SQLITE, Installation, execute


def drop_constraint(installation: Installation, table: str, name: str) -> None:
    """Drop one constraint of a table."""
    if installation.engine != SQLITE:
        execute(installation.url, f"ALTER TABLE {table} DROP CONSTRAINT {name}")
        return
    with closing(sqlite3.connect(installation.url.removeprefix("sqlite:///"))) as connection:
        [(made,)] = connection.execute("SELECT sql FROM sqlite_master WHERE name = ?", [table])
        loose, number = re.subn(rf', CONSTRAINT "{name}" UNIQUE \([^)]*\)', "", made)
        assert number == 1, made
        # The names of other tables' references must not follow the old table to its other name.
        connection.executescript(
            f"""PRAGMA foreign_keys=OFF; PRAGMA legacy_alter_table=ON; BEGIN;
            CREATE TABLE kept AS SELECT * FROM {table}; DROP TABLE {table};
            {loose}; INSERT INTO {table} SELECT * FROM kept; DROP TABLE kept; COMMIT;"""
        )


def unguard(installation: Installation, *tables: str) -> None:
    """Let anything be written into these tables: no trigger, no condition, nothing unique, no foreign key."""
    for table in tables:
        if installation.engine == SQLITE:
            with closing(sqlite3.connect(installation.url.removeprefix("sqlite:///"))) as connection:
                connection.executescript(
                    f"""PRAGMA foreign_keys=OFF; PRAGMA legacy_alter_table=ON; BEGIN;
                    CREATE TABLE kept AS SELECT * FROM {table}; DROP TABLE {table};
                    ALTER TABLE kept RENAME TO {table}; COMMIT;"""
                )
        else:
            execute(installation.url, f"ALTER TABLE {table} DISABLE TRIGGER ALL", _dropped(table))


def _dropped(table: str) -> str:
    return f"""DO $$ DECLARE one record; BEGIN
        FOR one IN SELECT conname FROM pg_constraint WHERE conrelid = '{table}'::regclass AND contype IN ('c', 'u')
        LOOP EXECUTE format('ALTER TABLE {table} DROP CONSTRAINT %I', one.conname); END LOOP;
        FOR one IN SELECT indexrelid::regclass::text AS name FROM pg_index
            WHERE indrelid = '{table}'::regclass AND indisunique AND NOT indisprimary
        LOOP EXECUTE 'DROP INDEX ' || one.name; END LOOP;
    END $$"""
