"""Every hostile or messy file as a roster: what would be imported, and never a traceback or a write by looking."""

from __future__ import annotations

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from starrating.text import Level
from students.imports.importer import ROSTER
from students.imports.pipeline.plan import RowState
from tests.factories import make_class, make_school, make_student, moment
from tests.hostile.making.content import Case
from tests.hostile.making.generate import CASES
from tests.imports import looked_at
from tests.students.factories import FIRST_DAY, TODAY

pytestmark = pytest.mark.django_db

# What a roster makes of a file whose cells can be read: pupils that would be new, rows in error, rows in conflict.
# Every other file that can be read gives three new pupils, and none that cannot be read gives any.
OUTCOMES = {
    "nul": (2, 1, 0),
    "long_cell": (2, 1, 0),
    "bidi_override": (2, 1, 0),
    "csv_formula": (2, 1, 0),
    "formulas": (3, 0, 0),
    "destroyed_number": (2, 1, 0),
    "scientific_text": (2, 1, 0),
    "same_number_twice": (1, 2, 0),
    "number_of_another_name": (2, 0, 1),
    "look_alikes": (2, 1, 0),
    "error_values": (0, 3, 0),
    "missing_columns": (0, 0, 0),
    "no_header": (0, 0, 0),
    "duplicate_header": (0, 0, 0),
    "only_header": (0, 0, 0),
    "hidden_rows_and_columns": (2, 0, 0),
    # A sheet of scores says no class, and no row of it becomes a pupil.
    "score_forms": (0, 11, 0),
    "score_states": (0, 9, 0),
    "score_bounds": (0, 4, 0),
    "grades_for_scores": (0, 4, 0),
}


def outcome(case: Case) -> tuple[tuple[int, int, int], bool]:
    school = make_school()
    make_student(make_class(school), "林晓雾", number="20250101x")
    if case.name == "number_of_another_name":
        make_student(make_class(school, 2), "林晓雯", number="20250101")
    with CaptureQueriesContext(connection) as queries:
        file = (case.filename, case.build())
        preview = looked_at(ROSTER, [file], school, at=moment(TODAY), starts_on=FIRST_DAY)
    assert {query["sql"].split()[0] for query in queries} <= {"SELECT"}
    counts = preview.plan.counts
    assert preview.blocked == (
        not preview.plan.rows or any(finding.level is Level.ERROR for finding in preview.findings)
    )
    return (counts[RowState.NEW], counts[RowState.ERROR], counts[RowState.CONFLICT]), preview.blocked


@pytest.mark.parametrize("case", CASES, ids=lambda case: f"{case.row:02}-{case.name}")
def test_roster(case: Case) -> None:
    expected = (0, 0, 0) if case.expected.refusal else OUTCOMES.get(case.name, (3, 0, 0))
    found, blocked = outcome(case)
    assert found == expected
    assert blocked == (expected[1] > 0 or expected == (0, 0, 0))


def test_every_outcome_has_its_file() -> None:
    assert set(OUTCOMES) <= {case.name for case in CASES}
