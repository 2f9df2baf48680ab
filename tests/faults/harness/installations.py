"""Installations on databases of their own: built once a run, copied for each test, dropped at the end."""

from __future__ import annotations

import os
import secrets
import shutil
import sqlite3
import subprocess
import sys
from collections.abc import Mapping
from contextlib import closing
from dataclasses import dataclass, field
from pathlib import Path

import psycopg2

from tests.faults.harness.world import World, read
from tests.project.source import ROOT

SQLITE, POSTGRESQL = "sqlite", "postgresql"
ENGINES = (SQLITE, POSTGRESQL)
# The server whose databases are ours to make and to drop; it is never stopped.
SHARED = os.environ.get("FAULTS_POSTGRESQL", "postgres://postgres@127.0.0.1:5432")
# What decides about an installation comes from the test, whoever calls it.
_OURS = ("DATABASE_URL", "VAR_DIR", "DEBUG", "ALLOWED_HOSTS", "HTTPS", "BEHIND_PROXY", "SECRET_KEY", "LOG_DIR")


@dataclass(frozen=True)
class Installation:
    """A database with schools in it, and the folder where the program keeps its files."""

    engine: str
    url: str
    folder: Path
    world: World

    @property
    def environment(self) -> dict[str, str]:
        return environment(self.url, self.folder)

    def manage(self, *arguments: str) -> subprocess.CompletedProcess[str]:
        """Run a command of the program; what it says and its exit status are the caller's."""
        command = [sys.executable, "manage.py", *arguments]
        return subprocess.run(command, cwd=ROOT, env=self.environment, capture_output=True, text=True)

    def sql(self, *statements: str) -> None:
        """Change the database past the program; what guards it stays in force, see `unguarded`."""
        execute(self.url, *statements)


def environment(url: str, folder: Path) -> dict[str, str]:
    given = {name: value for name, value in os.environ.items() if name not in _OURS}
    return {**given, "DJANGO_SETTINGS_MODULE": "starrating.settings", "DATABASE_URL": url, "VAR_DIR": str(folder)}


def execute(url: str, *statements: str) -> None:
    if url.startswith("sqlite:"):
        with closing(sqlite3.connect(url.removeprefix("sqlite:///"), timeout=60)) as connection, connection:
            connection.execute("PRAGMA ignore_check_constraints=ON")
            for statement in statements:
                connection.execute(statement)
        return
    with closing(psycopg2.connect(url)) as connection:
        # Each by itself: a database cannot be made or dropped inside a transaction.
        connection.autocommit = True
        for statement in statements:
            connection.cursor().execute(statement)


@dataclass
class Builder:
    """Makes installations of one engine: each school of a size once, then copies of it."""

    engine: str
    folder: Path
    server: str = SHARED
    _prefix: str = field(default_factory=lambda: f"faults_{secrets.token_hex(4)}")
    _templates: dict[tuple[int, int, int], Installation] = field(default_factory=dict)
    _made: list[str] = field(default_factory=list)

    def copy(self, *, classes: int = 10, pupils: int = 50, teachers: int = 10) -> Installation:
        """Give an installation that nobody else uses, with schools of this size."""
        size = classes, pupils, teachers
        if size not in self._templates:
            self._templates[size] = self._build(size)
        template = self._templates[size]
        folder = self._new_folder()
        if self.engine == SQLITE:
            url = self._address(folder)
            shutil.copyfile(template.url.removeprefix("sqlite:///"), url.removeprefix("sqlite:///"))
        else:
            url = self._new_database(template.url.rpartition("/")[2])
        return Installation(self.engine, url, folder, template.world)

    def clear(self) -> None:
        """Drop the databases that were made; the files go with the run's folder."""
        for name in self._made:
            execute(f"{self.server}/postgres", f"DROP DATABASE IF EXISTS {name} WITH (FORCE)")

    def _build(self, size: tuple[int, int, int]) -> Installation:
        folder = self._new_folder()
        url = self._address(folder) if self.engine == SQLITE else self._new_database("template1")
        said = folder / "world.json"
        counts = [f"--{name}={number}" for name, number in zip(("classes", "pupils", "teachers"), size, strict=True)]
        module = ["-m", "tests.faults.harness.building", str(said), *counts]
        for arguments in (["manage.py", "migrate", "-v0"], module):
            _run([sys.executable, *arguments], environment(url, folder))
        if self.engine == POSTGRESQL:
            execute(url, "CREATE EXTENSION IF NOT EXISTS amcheck")
        return Installation(self.engine, url, folder, read(said))

    def _new_folder(self) -> Path:
        folder = self.folder / f"{self.engine}-{secrets.token_hex(4)}"
        folder.mkdir(parents=True)
        # The files of pages are the same for everybody; they were collected by the set-up.
        (folder / "static").symlink_to(ROOT / "var" / "static")
        return folder

    def _address(self, folder: Path) -> str:
        return f"sqlite:///{folder / 'starrating.sqlite3'}"

    def _new_database(self, template: str) -> str:
        name = f"{self._prefix}_{len(self._made)}"
        self._made.append(name)
        execute(f"{self.server}/postgres", f"CREATE DATABASE {name} TEMPLATE {template}")
        return f"{self.server}/{name}"


def _run(command: list[str], env: Mapping[str, str]) -> None:
    done = subprocess.run(command, cwd=ROOT, env=dict(env), capture_output=True, text=True)
    assert done.returncode == 0, f"{' '.join(command)}\n{done.stdout}\n{done.stderr}"
