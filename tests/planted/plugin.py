"""What pytest does differently for the sake of planted faults, by what stands in the environment.

``PLANTED_ORDER`` names a file: these tests in this order. ``PLANTED_REACH`` names a file for what each test calls.
``PLANTED_WITHOUT`` is ``app.Model/constraint``: the database of the tests is without it.
"""

from __future__ import annotations

import json
import os
import sys
import threading
from collections.abc import Iterator
from pathlib import Path
from types import FrameType
from typing import Any

import pytest
from django.apps import apps
from django.db import connection
from pytest_django.plugin import DjangoDbBlocker

from tests.project import source

ROOT = f"{source.ROOT}{os.sep}"
OURS = tuple(f"{ROOT}{package}{os.sep}" for package in source.PACKAGES)
Call = tuple[str, str]


class Reach:
    """Which functions of the program are called for each test, or, by what several share, for its whole file."""

    def __init__(self) -> None:
        self.found: dict[str, set[Call]] = {}
        self.calls: set[Call] = set()

    def trace(self, frame: FrameType, event: str, argument: Any) -> None:
        code = frame.f_code
        if code.co_filename.startswith(OURS):
            self.calls.add((code.co_filename, code.co_qualname))

    def listen(self, name: str) -> set[Call]:
        """Count what is called from now on for this name; gives for whom it was counted before."""
        before, self.calls = self.calls, self.found.setdefault(name, set())
        sys.settrace(self.trace)
        threading.settrace(self.trace)
        return before

    @pytest.hookimpl(wrapper=True)
    def pytest_runtest_protocol(self, item: pytest.Item) -> Iterator[None]:
        self.listen(item.nodeid)
        try:
            return (yield)
        finally:
            sys.settrace(None)
            threading.settrace(None)

    @pytest.hookimpl(wrapper=True)
    def pytest_fixture_setup(self, fixturedef: Any, request: pytest.FixtureRequest) -> Iterator[Any]:
        if fixturedef.scope == "function":
            return (yield)
        before = self.listen(request.node.nodeid.partition("::")[0])
        try:
            return (yield)
        finally:
            self.calls = before

    def pytest_sessionfinish(self) -> None:
        found = {
            name: sorted({f"{path.removeprefix(ROOT)}::{function}" for path, function in calls})
            for name, calls in self.found.items()
            if name
        }
        Path(os.environ["PLANTED_REACH"]).write_text(json.dumps(found), encoding="utf-8")


def pytest_configure(config: pytest.Config) -> None:
    if "PLANTED_REACH" in os.environ:
        config.pluginmanager.register(Reach())


@pytest.hookimpl(wrapper=True, tryfirst=True)
def pytest_collection_modifyitems(items: list[pytest.Item]) -> Iterator[None]:
    """Put the nearest first, whatever others hold of the order."""
    yield
    if "PLANTED_ORDER" in os.environ:
        lines = Path(os.environ["PLANTED_ORDER"]).read_text(encoding="utf-8").splitlines()
        place = {line: number for number, line in enumerate(lines)}
        items.sort(key=lambda item: place.get(item.nodeid, place.get(item.nodeid.partition("::")[0], len(place))))


@pytest.fixture(scope="session", autouse=True)
def planted_database(request: pytest.FixtureRequest, django_db_blocker: DjangoDbBlocker) -> None:
    """Let the database that every test of this run begins with be without a constraint."""
    if "PLANTED_WITHOUT" not in os.environ:
        return
    request.getfixturevalue("django_db_setup")
    label, _slash, name = os.environ["PLANTED_WITHOUT"].partition("/")
    model = apps.get_model(label)
    constraint = next(one for one in model._meta.constraints if one.name == name)
    with django_db_blocker.unblock(), connection.schema_editor() as editor:
        editor.remove_constraint(model, constraint)
