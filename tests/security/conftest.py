"""One pair of schools for all scripts of a file: nothing of it is ever committed."""

from __future__ import annotations

from collections.abc import Iterator

import pytest
from django.db import transaction
from pytest_django.plugin import DjangoDbBlocker

from tests.security.tools.playing import SAID, SEED, is_long
from tests.security.tools.twins import Twins, two_schools


def pytest_report_header() -> str:
    return f"security: {'long' if is_long() else 'short'} form, SECURITY_SEED={SEED}"


def pytest_terminal_summary(terminalreporter: pytest.TerminalReporter) -> None:
    for line in SAID:
        terminalreporter.write_line(line)


@pytest.fixture(scope="module")
def db(django_db_setup: None, django_db_blocker: DjangoDbBlocker) -> Iterator[None]:
    """In place of a transaction a test: one for all tests of a file, which is never committed."""
    with django_db_blocker.unblock(), transaction.atomic():
        yield
        transaction.set_rollback(True)


@pytest.fixture(scope="module")
def twins(db: None) -> Iterator[Twins]:
    with two_schools() as made:
        yield made
