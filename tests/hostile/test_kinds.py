"""The fault table for score sheets, violations, staff and groups; and every file of it where another kind is wanted."""

from __future__ import annotations

from collections.abc import Iterator

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.utils import translation

from starrating.cells import reader
from starrating.text import Level
from tests.hostile.agreeing import agree
from tests.hostile.fork_server import ForkedParser
from tests.hostile.kind_cases import KIND_CASES
from tests.hostile.kinds import EXAM, GROUPS, STAFF, VIOLATIONS, grids, make_pupils, readers
from tests.hostile.making.faults import KindCase
from tests.hostile.making.generate import CASES

pytestmark = pytest.mark.django_db

# The rows of the fault table that tell of a sheet's own contents, and the kinds that each is made for. The other rows
# are about the container, which the reader sees before it knows the kind: `test_every_file_as_another_kind`.
COVERED = {
    EXAM: {1, 3, 8, 9, 11, 12, 13, 14, 15, 18, 19, 20, 23, 25, 26, 27, 28, 29, 30, 32, 33, 34, 35},
    VIOLATIONS: {1, 6, 7, 9, 11, 12, 13, 14, 18, 19, 23, 24, 25, 26, 30, 31, 32, 33, 34},
    STAFF: {2, 8, 9, 11, 12, 13, 18, 21, 22, 23, 24, 25, 26, 33, 34},
    GROUPS: {9, 13, 15, 18, 28, 32},
}


@pytest.fixture(scope="module")
def parser() -> Iterator[ForkedParser]:
    parser = ForkedParser()
    yield parser
    parser.close()


@pytest.fixture(autouse=True)
def _forked(parser: ForkedParser, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(reader, "run_child", parser)


@pytest.mark.parametrize("case", KIND_CASES, ids=lambda case: f"{case.row:02}-{case.kind}-{case.name}")
def test_file_gives_what_the_contract_says(case: KindCase) -> None:
    pupils = make_pupils()
    content = case.write(case.edit(grids(pupils)[case.kind]))
    with translation.override("en"):
        outcome = readers(pupils)[case.kind](case.filename, content)
        agree(outcome.findings, case.expected)
    assert outcome.accepted == case.expected.rows


@pytest.mark.parametrize("kind", COVERED)
def test_every_file_as_another_kind(kind: str) -> None:
    """The hostile files, most of them rosters, chosen by mistake on another page: nothing is taken, nothing breaks."""
    read = readers(make_pupils())[kind]
    for case in CASES:
        with CaptureQueriesContext(connection) as queries, translation.override("en"):
            outcome = read(case.filename, case.build())
            said = [str(one.message) for one in outcome.findings if one.level is Level.ERROR]
        assert outcome.accepted == 0, case.name
        assert bool(said) or kind == STAFF, case.name
        assert all(query["sql"].lstrip("(").startswith("SELECT") for query in queries), case.name


def test_rows_covered() -> None:
    assert {kind: {case.row for case in KIND_CASES if case.kind == kind} for kind in COVERED} == COVERED


def test_every_row_has_a_file_of_some_kind() -> None:
    assert {case.row for case in CASES} | {case.row for case in KIND_CASES} == set(range(1, 45))
