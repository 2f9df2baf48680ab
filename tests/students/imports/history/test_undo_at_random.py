"""Whatever a file of pupils, staff or groups does to whatever school: undone, every table is as before."""

from __future__ import annotations

import datetime as dt
from collections.abc import Sequence

import pytest
import time_machine
from django.db import transaction
from django.utils import translation
from hypothesis import HealthCheck, given, settings, strategies as st

from students.imports.history.reversal import Undo
from students.imports.importer import GROUPS, ROSTER, STAFF_MATRIX
from students.imports.pipeline.flow import AnyImporter, AnyPreview
from students.models import FileImport, School, User
from tests import length
from tests.factories import make_term, moment
from tests.hostile.making.content import HEADER, Grid, csv_text
from tests.imports import imported, looked_at
from tests.students.factories import STAFF_HEADER, school_with_administrator
from tests.students.imports.history.factories import changed, on_record, undone
from tests.students.imports.test_import_groups import HEADER as GROUPS_HEADER

pytestmark = pytest.mark.django_db
FIRST_DAY = dt.date(2025, 9, 1)
DAYS = st.sampled_from([FIRST_DAY, dt.date(2025, 9, 9), dt.date(2025, 9, 20)])
NUMBERS = st.sampled_from(["20250101", "20250102", "20250103", "20250104"])
NAMES = st.sampled_from(["林晓雯", "赵一鸣", "孙晨曦"])
CLASSES = st.sampled_from(["七年级(1)班", "七年级(2)班", "八年级(1)班"])
GROUP = st.sampled_from(["", "第1组", "第2组", "飞鹰组"])
PARENTS = st.sampled_from([("", ""), ("林国强", "13900000001"), ("", "13900000002")])
TEACHER, TICK = st.sampled_from(["", "李岚", "张伟", "周敏"]), st.sampled_from(["", "是"])
PUPIL = st.tuples(NUMBERS, NAMES, st.sampled_from(["女", "男", ""]), CLASSES, st.sampled_from(["", "1", "2"]), GROUP)
Step = tuple[str, Grid, dt.date]


def once(rows: Sequence[tuple[str, ...]], column: int = 0) -> list[tuple[str, ...]]:
    """A row a number or class: two of one are an error."""
    return list({row[column]: row for row in rows}.values())


ROSTERS = st.lists(st.tuples(PUPIL, PARENTS).map(lambda pair: (*pair[0], *pair[1])), min_size=1, max_size=5).map(
    lambda rows: [(*HEADER, "家长姓名", "家长电话"), *once(rows)]
)
MATRICES = st.lists(st.tuples(CLASSES, TEACHER, TEACHER, TEACHER), min_size=1, max_size=3).map(
    lambda rows: [STAFF_HEADER, *once(rows)]
)
GROUPINGS = st.lists(st.tuples(CLASSES, NUMBERS, st.just(""), GROUP, TICK, TICK), min_size=1, max_size=4).map(
    lambda rows: [GROUPS_HEADER, *once(rows, 1)]
)
IMPORTERS: dict[str, AnyImporter] = {"roster": ROSTER, "staff": STAFF_MATRIX, "groups": GROUPS}
STEPS = st.lists(
    st.one_of(
        st.tuples(st.just("roster"), ROSTERS, DAYS),
        st.tuples(st.just("staff"), MATRICES, DAYS),
        st.tuples(st.just("groups"), GROUPINGS, DAYS),
    ),
    min_size=1,
    max_size=3,
)


def brought(school: School, by: User, step: Step) -> FileImport | None:
    """Import a file; None where it is refused or changes nothing."""
    kind, grid, day = step
    numbers = [str(row[0]) for row in grid]
    answers = {"rename": numbers, "take": numbers} if kind == "roster" else {}
    if kind != "groups":
        answers["starts_on"] = FIRST_DAY.isoformat()  # type: ignore[assignment]
    preview: AnyPreview = looked_at(
        IMPORTERS[kind], [("表.csv", csv_text(grid).encode())], school, at=moment(day), by=by, **answers
    )
    if preview.blocked or not preview.writes:
        return None
    imported(IMPORTERS[kind], preview, by=by)
    return FileImport.objects.latest("pk")


def left_by_movements(undo: Undo) -> set[str]:
    """What stays since movements are never deleted, another one says that the first no longer holds: new classes."""
    assert {(item.table, item.why) for item in undo.stays} <= {("classes", "In use: enrolment changes.")}
    return {"students.Movement"} | ({"students.SchoolClass"} if undo.stays else set())


@given(first=ROSTERS, steps=STEPS)
@settings(max_examples=length.of(short=4, long=30), derandomize=True, suppress_health_check=list(HealthCheck))
def test_every_table_is_as_before(first: Grid, steps: list[Step]) -> None:
    play = transaction.atomic()
    # As a test case does it: the watch over locks begins anew with each verb inside.
    setattr(play, "_from_testcase", True)  # noqa: B010 -- no attribute that its type knows
    with play, translation.override("en"):
        school, by = school_with_administrator()
        make_term(school)
        for step in [("roster", first, FIRST_DAY), *steps]:
            with time_machine.travel(moment(step[2]), tick=False):
                before = on_record()
                if brought(school, by, step) is not None:
                    undo = undone(by, at=moment(step[2], 10))
                    assert set(changed(before)) <= left_by_movements(undo)
                    brought(school, by, step)
        transaction.set_rollback(True)
