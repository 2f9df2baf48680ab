"""Every page of every address is valid HTML, in both languages, for everybody who sees it: so says the Nu checker."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest

from tests.project.pages.nu_checker import LANGUAGES, Folder, checker, faults_in
from tests.project.routes.matrix_rules import expected, methods_of
from tests.project.routes.test_matrix import GUARDED, Matrix, address, db, matrix, quiet, things_for

__all__ = ["db", "matrix", "quiet"]

WHO = ("pupil", "leader", "committee", "homeroom", "subject", "office", "administrator")
FEWEST = 200


@pytest.fixture
def folder(tmp_path: Path) -> Folder:
    return Folder(tmp_path)


@pytest.fixture
def jar() -> Path:
    return checker()


def addresses(matrix: Matrix) -> Iterator[tuple[str, str]]:
    """Who is shown what, by the table that is written by hand."""
    for route in (route for route in GUARDED if "GET" in methods_of(route)):
        for thing in things_for(route, matrix):
            yield from ((who, address(route, thing)) for who in WHO if expected(who, route, "GET", thing) == "served")


@pytest.mark.parametrize("language", LANGUAGES)
def test_pages_of_every_address(jar: Path, matrix: Matrix, folder: Folder, language: str) -> None:
    for who in WHO:
        matrix.clients[who].defaults["HTTP_ACCEPT_LANGUAGE"] = language
    for who, path in addresses(matrix):
        folder.add(f"{path}-{who}", matrix.send(who, "GET", path))
    assert len(folder.seen) > FEWEST
    assert faults_in(folder.path, jar) == ""
