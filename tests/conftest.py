"""What every test stands on."""

import tempfile
from collections.abc import Iterator
from contextlib import ExitStack
from pathlib import Path

import pytest
from django.conf import settings
from django.db import connections
from django.test import TransactionTestCase

from starrating.catalogues import compile_catalogues
from starrating.triggers import lifted


def pytest_configure(config: pytest.Config) -> None:
    """Settings that only tests have: fast passwords, plain static files, and a database file of this process's own.

    A file and not memory, because tests of what happens at the same time need several connections that wait for
    each other as they do in earnest. It is not synced to disk: nobody needs it after the test.
    """
    folder = Path(config.stash.setdefault(TEMPORARY, tempfile.mkdtemp(prefix="starrating-test-")))
    settings.PASSWORD_HASHERS = ["django.contrib.auth.hashers.MD5PasswordHasher"]
    settings.STORAGES = {
        **settings.STORAGES,
        "staticfiles": {"BACKEND": "django.contrib.staticfiles.storage.StaticFilesStorage"},
    }
    settings.MEDIA_ROOT = folder / "media"
    default = connections["default"]
    if default.vendor == "sqlite":
        default.settings_dict["TEST"]["NAME"] = str(folder / "test.sqlite3")
        default.settings_dict["OPTIONS"]["init_command"] += "PRAGMA synchronous=OFF;"
    for directory in settings.LOCALE_PATHS:
        compile_catalogues(Path(directory))


def pytest_unconfigure(config: pytest.Config) -> None:
    folder = Path(config.stash[TEMPORARY])
    for path in sorted(folder.rglob("*"), reverse=True):
        path.rmdir() if path.is_dir() else path.unlink()
    folder.rmdir()


TEMPORARY = pytest.StashKey[str]()


@pytest.fixture(scope="session", autouse=True)
def flush_lifts_triggers() -> Iterator[None]:
    """Tests that commit end by emptying every table, which append-only tables refuse; only here are they let off."""
    original = TransactionTestCase._fixture_teardown

    def teardown(self: TransactionTestCase) -> None:
        with ExitStack() as stack:
            for connection in connections.all(initialized_only=True):
                stack.enter_context(lifted(connection))
            original(self)

    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(TransactionTestCase, "_fixture_teardown", teardown)
        yield
