"""Folders and databases of a test's own."""

from __future__ import annotations

import inspect
import shutil
from collections.abc import Iterator
from pathlib import Path

import pytest
from django.core.management import call_command
from django.db.backends.base.base import BaseDatabaseWrapper
from pytest_django import Settings

from starrating.backup.snapshot import opened
from starrating.db import connection as engines


@pytest.fixture
def other_databases(transactional_db: None, monkeypatch: pytest.MonkeyPatch) -> None:
    """Let connections be opened that are not the tests' own: Django's tests refuse every alias that has a name."""
    around = inspect.getclosurevars(BaseDatabaseWrapper.ensure_connection).nonlocals
    monkeypatch.setattr(BaseDatabaseWrapper, "ensure_connection", around["real_ensure_connection"])


@pytest.fixture
def folders(settings: Settings, tmp_path: Path) -> None:
    settings.VAR_DIR = tmp_path / "var"
    settings.MEDIA_ROOT, settings.MADE_ROOT = settings.VAR_DIR / "media", settings.VAR_DIR / "made"
    for folder in (settings.MEDIA_ROOT, settings.MADE_ROOT):
        folder.mkdir(parents=True)


@pytest.fixture(scope="session")
def migrated_file(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Where the first test that wants an empty database leaves one for the others."""
    return tmp_path_factory.mktemp("migrated") / "empty.sqlite3"


@pytest.fixture
def empty(tmp_path: Path, migrated_file: Path) -> Iterator[str]:
    """Another installation's database, with nothing in it."""
    place = tmp_path / "other.sqlite3"
    if not migrated_file.exists():
        with opened("other", engines.sqlite({"NAME": str(migrated_file)})):
            call_command("migrate", interactive=False, verbosity=0, database="other")
    shutil.copy(migrated_file, place)
    with opened("other", engines.sqlite({"NAME": str(place)})):
        yield "other"
