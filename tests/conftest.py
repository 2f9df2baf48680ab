"""What every test stands on."""

import os
import shutil
import tempfile
from collections.abc import Iterator
from contextlib import ExitStack
from pathlib import Path
from typing import Any

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
    shutil.rmtree(config.stash[TEMPORARY], ignore_errors=True)


TEMPORARY = pytest.StashKey[str]()


@pytest.fixture(scope="session", autouse=True)
def flush_lifts_triggers() -> Iterator[None]:
    """Tests that commit end by emptying every table, which append-only tables refuse; only here are they let off."""
    original = TransactionTestCase._fixture_teardown  # type: ignore[attr-defined]  # Django's, but not in its stubs

    def teardown(self: TransactionTestCase) -> None:
        with ExitStack() as stack:
            for connection in connections.all(initialized_only=True):
                stack.enter_context(lifted(connection))
            original(self)

    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(TransactionTestCase, "_fixture_teardown", teardown)
        yield


@pytest.fixture(scope="session")
def browser_type_launch_args() -> dict[str, Any]:
    """The system's own Chromium; where there is none, tests in a browser fail and say what to install."""
    path = os.environ.get("CHROMIUM") or shutil.which("chromium") or shutil.which("chromium-browser")
    if path is None:
        pytest.fail("There is no Chromium for the tests in a browser: `apt-get install chromium`, or set CHROMIUM.")
    # Playwright keeps an event loop in the test's thread, in which Django would refuse every query.
    os.environ["DJANGO_ALLOW_ASYNC_UNSAFE"] = "true"
    return {"executable_path": path, "args": ["--no-sandbox", "--disable-dev-shm-usage"]}


@pytest.fixture(scope="session")
def browser_context_args() -> dict[str, Any]:
    """A classroom PC in Chinese."""
    return {"locale": "zh-CN", "timezone_id": "Asia/Shanghai", "viewport": {"width": 1366, "height": 768}}
