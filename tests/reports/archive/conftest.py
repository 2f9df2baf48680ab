"""One archive for all that look at one: of a sealed record, whose key was replaced between two seals."""

from __future__ import annotations

import datetime as dt
from pathlib import Path
from unittest.mock import patch

import pytest
from django.db import transaction
from django.test import override_settings
from pytest_django import DjangoDbBlocker, Settings

from starrating.operations.seals import closing, keys
from tests.oracle.generator import make_plan
from tests.oracle.playing import play
from tests.reports.archive.packing import NOW, SEED, export

HOUR = dt.timedelta(hours=1)


@pytest.fixture(scope="session")
def folder_of_keys(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return tmp_path_factory.mktemp("keys")


@pytest.fixture(autouse=True)
def _own_keys(settings: Settings, folder_of_keys: Path) -> None:
    """One installation signs them all, with a key that is no other test's."""
    settings.VAR_DIR = folder_of_keys


@pytest.fixture(scope="session")
def archive(
    django_db_setup: None,
    django_db_blocker: DjangoDbBlocker,
    folder_of_keys: Path,
    tmp_path_factory: pytest.TempPathFactory,
) -> Path:
    """Made once: nothing but the file and the key is left of its school."""
    with override_settings(VAR_DIR=folder_of_keys), django_db_blocker.unblock(), transaction.atomic():
        play(make_plan(SEED))
        with patch.object(closing, "MOST_ROWS", 100):
            closing.close_due(at=NOW - 2 * HOUR)
        keys.rotate(by=None, at=NOW - 2 * HOUR)
        closing.close_due(at=NOW - HOUR)
        path = export(tmp_path_factory.mktemp("archive"))
        transaction.set_rollback(True)
    return path
