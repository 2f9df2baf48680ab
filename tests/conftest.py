"""What every test stands on."""

import gc
import os
import shutil
import tempfile
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from django.conf import settings
from django.db import connections
from django.test import TransactionTestCase

from starrating.catalogues import compile_catalogues
from tests.emptying import empty


def pytest_configure(config: pytest.Config) -> None:
    """Settings that only tests have: fast passwords, plain static files, and on SQLite a file of this process's own.

    A file and not memory, because tests of what happens at the same time need several connections that wait for
    each other as they do in earnest. Neither engine waits for the disk: nobody needs the rows after the test.
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
    else:
        default.settings_dict["OPTIONS"]["options"] += " -c synchronous_commit=off"
    for directory in settings.LOCALE_PATHS:
        compile_catalogues(Path(directory))


@pytest.hookimpl(trylast=True)
def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    """The tests that take tens of seconds come first, so that no worker begins one when the other has nothing left."""
    items.sort(key=lambda item: not any(item.path.is_relative_to(place) for place in LONG))
    # What the tests' modules made stays until the end: the collector need not look at it again and again.
    gc.collect()
    gc.freeze()


def pytest_unconfigure(config: pytest.Config) -> None:
    shutil.rmtree(config.stash[TEMPORARY], ignore_errors=True)


LONG = (Path(__file__).parent / "browser", Path(__file__).parent / "project" / "test_run.py")
TEMPORARY = pytest.StashKey[str]()


@pytest.fixture(scope="session", autouse=True)
def committing_tests_end_with_an_empty_database() -> Iterator[None]:
    """In place of Django's flush: see `tests.emptying`."""

    def teardown(_self: TransactionTestCase) -> None:
        for connection in connections.all(initialized_only=True):
            empty(connection)

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
