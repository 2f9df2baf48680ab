"""What every test stands on."""

import gc
import logging.config
import os
import shutil
import subprocess
import tempfile
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from django.conf import settings
from django.db import connection, connections
from django.test import TransactionTestCase
from django.utils import translation
from hypothesis import HealthCheck, settings as hypothesis_settings
from pytest_django.plugin import DjangoDbBlocker

from awards.guards import PUBLISHED
from starrating.cells import reader
from starrating.operations.catalogues import compile_catalogues
from starrating.rare_characters import make_font
from tests.choosing import add_options, choose
from tests.databases import copy_what_was_migrated
from tests.emptying import empty
from tests.hostile.fork_server import ForkedParser
from tests.lock_order import Watch, watched
from tests.tools import need, told
from tests.triggers import frozen_tables

# A busy machine is no fault of what is tested.
hypothesis_settings.register_profile("patient", deadline=None, suppress_health_check=[HealthCheck.too_slow])
hypothesis_settings.load_profile("patient")


def pytest_configure(config: pytest.Config) -> None:
    """Settings that only tests have: fast passwords, plain static files, a log and a SQLite file of this process's own.

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
    settings.MADE_ROOT = folder / "made"
    settings.LOGGING["handlers"]["file"]["folder"] = folder / "logs"
    logging.config.dictConfig(settings.LOGGING)
    default = connections["default"]
    if default.vendor == "sqlite":
        default.settings_dict["TEST"]["NAME"] = str(folder / "test.sqlite3")
        options = default.settings_dict["OPTIONS"]
        options["init_command"] = options["init_command"].replace("journal_mode=DELETE", "journal_mode=MEMORY")
        options["init_command"] += "PRAGMA synchronous=OFF;"
    else:
        default.settings_dict["OPTIONS"]["options"] += " -c synchronous_commit=off"
    for directory in settings.LOCALE_PATHS:
        compile_catalogues(Path(directory))
    make_font(settings.RARE_FONT)


def pytest_addoption(parser: pytest.Parser) -> None:
    add_options(parser)


@pytest.hookimpl(trylast=True)
def pytest_collection_modifyitems(config: pytest.Config, items: list[pytest.Item]) -> None:
    choose(config, items)
    # What the tests' modules made stays until the end: the collector need not look at it again and again.
    gc.collect()
    gc.freeze()
    gc.set_threshold(50_000)


def pytest_terminal_summary(terminalreporter: pytest.TerminalReporter) -> None:
    skipped = terminalreporter.getreports("skipped")
    line = told(str(report.longrepr[-1]) for report in skipped if isinstance(report.longrepr, tuple))
    if line:
        terminalreporter.write_line(line, yellow=True)


def pytest_unconfigure(config: pytest.Config) -> None:
    shutil.rmtree(config.stash[TEMPORARY], ignore_errors=True)


TEMPORARY = pytest.StashKey[str]()


@pytest.fixture(scope="session", autouse=True)
def committing_tests_end_with_an_empty_database() -> Iterator[None]:
    """In place of Django's flush: see `tests.emptying`."""

    def teardown(_self: TransactionTestCase) -> None:
        for one in connections.all(initialized_only=True):
            empty(one)

    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(TransactionTestCase, "_fixture_teardown", teardown)
        yield


@pytest.fixture(autouse=True)
def speak_the_language_of_the_installation() -> None:
    """A request leaves its language with the thread: no test begins with that of another."""
    translation.deactivate()


@pytest.fixture(autouse=True)
def locks() -> Iterator[Watch]:
    """Every test fails in which a transaction locks rows in another order than `starrating.db.locks` says."""
    with watched() as watch:
        yield watch
    assert not watch.wrong


@pytest.fixture(scope="session", autouse=True)
def files_are_read_by_forks() -> Iterator[None]:
    """A new Python for each file is a third of most tests with one; it is started for `tests/cells` alone."""
    started: list[ForkedParser] = []

    def read(arguments: list[str], content: bytes, *, seconds: float) -> subprocess.CompletedProcess[bytes]:
        if not started:
            started.append(ForkedParser())
        return started[0](arguments, content, seconds=seconds)

    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(reader, "run_child", read)
        yield
    for parser in started:
        parser.close()


@pytest.fixture(scope="session")
def django_db_modify_db_settings(django_db_modify_db_settings: None) -> None:
    """Each worker's database has a name of its own by now; it is a copy of what was migrated before."""
    copy_what_was_migrated(connections["default"])


@pytest.fixture(scope="session")
def django_db_setup(django_db_setup: None, django_db_blocker: DjangoDbBlocker) -> frozenset[str]:
    """The database as the migrations leave it, but for the triggers that freeze published schemes: their tables.

    Tests try other rules by changing a published scheme where it stands; `tests/guarantees/triggers/test_published.py`
    puts the triggers back, and the program that `tests/project/machine/test_run.py` starts has them. Here and not in
    the fixture of a test, where the change would be taken back with its transaction.
    """
    with django_db_blocker.unblock():
        found = frozenset(frozen_tables(connection))
        for guard in PUBLISHED:
            guard.take_off(connection)
    return found


@pytest.fixture(scope="session")
def frozen_by_migrations(django_db_setup: frozenset[str]) -> frozenset[str]:
    """The tables whose rows the migrations have frozen once a scheme is published."""
    return django_db_setup


@pytest.fixture(scope="session")
def browser_type_launch_args() -> dict[str, Any]:
    """The system's own Chromium, or that which CHROMIUM names, and a font that has Chinese."""
    need("fonts")
    path = need("chromium")
    # Playwright keeps an event loop in the test's thread, in which Django would refuse every query.
    os.environ["DJANGO_ALLOW_ASYNC_UNSAFE"] = "true"
    return {"executable_path": path, "args": ["--no-sandbox", "--disable-dev-shm-usage"]}


@pytest.fixture(scope="session")
def browser_context_args() -> dict[str, Any]:
    """A classroom PC in Chinese."""
    return {"locale": "zh-CN", "timezone_id": "Asia/Shanghai", "viewport": {"width": 1366, "height": 768}}
