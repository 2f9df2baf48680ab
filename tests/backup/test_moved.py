"""A school that moves to the other engine and back is the same school, under the same seals."""

from __future__ import annotations

import os
from collections.abc import Iterator
from functools import partial
from pathlib import Path

import environ
import psycopg2
import pytest
from django.db import connection

from starrating.backup.snapshot import opened, snapshot
from starrating.backup.tables import carried, digest_of, lines_of
from starrating.db import connection as engines
from tests.backup.test_backup import run
from tests.backup.test_seals import holds
from tests.faults.harness.installations import SHARED, execute
from tests.security.tools.sealing import sealed_school
from tests.tools import in_ci

pytestmark = [pytest.mark.django_db(transaction=True), pytest.mark.usefixtures("other_databases", "folders")]


@pytest.fixture
def postgresql() -> Iterator[str]:
    """A database of this test's own on the server whose databases are ours to make."""
    name = f"moved_{os.getpid()}"
    try:
        execute(f"{SHARED}/postgres", f"CREATE DATABASE {name}")
    except psycopg2.OperationalError:
        if in_ci():
            raise
        pytest.skip(f"no PostgreSQL server at {SHARED}")
    yield f"{SHARED}/{name}"
    execute(f"{SHARED}/postgres", f"DROP DATABASE {name} WITH (FORCE)")


@pytest.fixture
def sqlite(tmp_path: Path) -> str:
    return f"sqlite:///{tmp_path / 'moved.sqlite3'}"


def test_to_the_other_engine_and_back_nothing_differs(
    postgresql: str, sqlite: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    other, own = (postgresql, sqlite) if connection.vendor == "sqlite" else (sqlite, postgresql)
    with sealed_school():
        here = kept("default")
        assert here[1][0] == []
        run("move", "--to", other)
        with opened("there", configured(other)):
            assert kept("there") == here
            monkeypatch.setattr("starrating.backup.moving.snapshot", partial(snapshot, "there"))
            run("move", "--to", own)
        with opened("back", configured(own)):
            assert kept("back") == here


def configured(address: str) -> dict[str, object]:
    return engines.configuration(dict(environ.Env.db_url_config(address)), Path())


def kept(using: str) -> tuple[list[tuple[str, tuple[int, str]]], tuple[list[str], int, int, str]]:
    """The rows of every table, as sums, and what their seals say."""
    rows = [(model._meta.label, digest_of(lines_of(model, using))) for model in carried()]
    return rows, holds(using)
