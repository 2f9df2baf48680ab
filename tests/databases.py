"""The database that a test process begins with: migrated once, and copied for every process after that.

Migrating takes seven seconds of every worker of every run. What migrations leave is kept under a name that is made of
everything they are made of, so that a change of any of it migrates anew. A process that finds no copy migrates as ever
and leaves one; two that do so at once, or one that is ended half way, leave a whole copy or none.
"""

from __future__ import annotations

import hashlib
import os
import shutil
from collections.abc import Iterator
from contextlib import suppress
from pathlib import Path
from typing import Any

import django
from django.apps import apps
from django.conf import settings
from django.db import DatabaseError
from django.db.backends.base.base import BaseDatabaseWrapper

ROOT = Path(__file__).resolve().parent.parent
FOLDER = ROOT / ".pytest_cache" / "databases"
# What our migrations call beside Django.
CALLED = ("starrating/db/*.py", "*/guards.py", "starrating/*/guards.py")
PREFIX = "starrating_template_"
# So many are kept: those of other branches.
MOST = 4


def sources() -> Iterator[Path]:
    """Every file that decides what a migrated database looks like."""
    for app in apps.get_app_configs():
        yield from sorted(Path(app.path).glob("migrations/*.py"))
    for pattern in CALLED:
        yield from sorted(ROOT.glob(pattern))


def template_name() -> str:
    made_of = hashlib.sha256(django.__version__.encode())
    for path in sources():
        made_of.update(path.name.encode() + path.read_bytes())
    return PREFIX + made_of.hexdigest()[:16]


def copy_what_was_migrated(connection: BaseDatabaseWrapper) -> None:
    """Let the test database of a connection be copied where that can be."""
    creation: Any = connection.creation
    migrate = creation.create_test_db
    template = (OnSQLite if connection.vendor == "sqlite" else OnPostgreSQL)(creation, template_name())

    def create_test_db(
        verbosity: int = 1, autoclobber: bool = False, serialize: bool = True, keepdb: bool = False
    ) -> str:
        if keepdb or not template.exists():
            migrated: str = migrate(verbosity, autoclobber, serialize, keepdb)
            template.keep(migrated)
            return migrated
        name: str = creation._get_test_db_name()
        template.copy(verbosity)
        connection.close()
        settings.DATABASES[connection.alias]["NAME"] = connection.settings_dict["NAME"] = name
        return name

    creation.create_test_db = create_test_db


class OnSQLite:
    """A file for each name."""

    def __init__(self, creation: Any, name: str) -> None:
        self.creation = creation
        self.path = FOLDER / f"{name}.sqlite3"

    def exists(self) -> bool:
        return self.path.exists()

    def copy(self, verbosity: int) -> None:
        shutil.copyfile(self.path, self.creation._get_test_db_name())

    def keep(self, migrated: str) -> None:
        FOLDER.mkdir(parents=True, exist_ok=True)
        draft = self.path.with_suffix(f".{os.getpid()}")
        draft.unlink(missing_ok=True)
        with self.creation.connection.cursor() as cursor:
            cursor.execute("VACUUM INTO %s", [str(draft)])
        draft.replace(self.path)
        # Another process may tidy up at the same time.
        with suppress(FileNotFoundError):
            for path in sorted(FOLDER.iterdir(), key=lambda path: path.stat().st_mtime)[:-MOST]:
                path.unlink()


class OnPostgreSQL:
    """A database for each name, copied by the server."""

    def __init__(self, creation: Any, name: str) -> None:
        self.creation = creation
        self.name = name

    def exists(self) -> bool:
        return self.name in self._kept()

    def copy(self, verbosity: int) -> None:
        self.creation.connection.settings_dict["TEST"]["TEMPLATE"] = self.name
        self.creation._create_test_db(verbosity, autoclobber=True)

    def keep(self, migrated: str) -> None:
        # A database is copied only while nobody is connected to it.
        self.creation.connection.close()
        with suppress(DatabaseError):
            self._run(f'CREATE DATABASE "{self.name}" TEMPLATE "{migrated}"')
        # Another process may tidy up at the same time.
        with suppress(DatabaseError):
            for name in self._kept()[:-MOST]:
                self._run(f'DROP DATABASE IF EXISTS "{name}"')

    def _kept(self) -> list[str]:
        """The oldest first."""
        with self.creation._nodb_cursor() as cursor:
            cursor.execute("SELECT datname FROM pg_database WHERE starts_with(datname, %s) ORDER BY oid", [PREFIX])
            return [name for (name,) in cursor.fetchall()]

    def _run(self, statement: str) -> None:
        with self.creation._nodb_cursor() as cursor:
            cursor.execute(statement)
