"""The database that test processes copy is the one that the migrations of this moment make."""

import re
import sqlite3
from pathlib import Path

import pytest
from django.apps import apps
from django.db import connection

from tests import databases
from tests.databases import MOST, PREFIX, OnSQLite
from tests.project.source import PACKAGES, ROOT

OURS = re.compile(rf"^(?:from|import) ((?:{'|'.join(PACKAGES)})[\w.]*)", re.MULTILINE)
# Only names of functions that give a file its name: no database knows them.
NAMED_ONLY = {"students/models/photos.py"}


def test_whatever_migrations_call_decides_which_copy_is_taken() -> None:
    seen = set(databases.sources())
    assert len([path for path in seen if path.is_relative_to(ROOT) and path.parent.name == "migrations"]) > 8
    called = {
        name.replace(".", "/") + ".py"
        for path in seen
        if path.is_relative_to(ROOT) and path.parent.name == "migrations"
        for name in OURS.findall(path.read_text(encoding="utf-8"))
    }
    assert {name for name in called if ROOT / name not in seen} == NAMED_ONLY
    assert {app.label for app in apps.get_app_configs() if Path(app.path, "migrations/0001_initial.py") in seen} >= {
        "auth",
        "students",
        "awards",
    }


def test_a_change_of_a_migration_takes_another_copy(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    migration = tmp_path / "0001_initial.py"
    monkeypatch.setattr(databases, "sources", lambda: iter([migration]))
    names = set()
    for text in ("one", "another", "one"):
        migration.write_text(text)
        names.add(databases.template_name())
    assert len(names) == 2


@pytest.mark.django_db(transaction=True)
@pytest.mark.skipif(connection.vendor != "sqlite", reason="copies on SQLite are files")
def test_a_copy_is_whole_and_the_newest_stay(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(databases, "FOLDER", tmp_path)
    (tmp_path / f"{PREFIX}0.1234").write_text("half a copy, of a process that was ended")
    assert not OnSQLite(connection.creation, f"{PREFIX}0").exists()
    for number in range(MOST + 1):
        OnSQLite(connection.creation, f"{PREFIX}{number}").keep("")
    assert [path.suffix for path in tmp_path.iterdir()] == [".sqlite3"] * MOST
    statement = "SELECT type, name, sql FROM sqlite_master WHERE name NOT LIKE 'sqlite_%' ORDER BY type, name"
    newest = OnSQLite(connection.creation, f"{PREFIX}{MOST}")
    with connection.cursor() as cursor, sqlite3.connect(newest.path) as copy:
        assert copy.execute(statement).fetchall() == cursor.execute(statement).fetchall()
