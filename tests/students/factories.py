"""Files of a school as bytes, for the tests of imports."""

from __future__ import annotations

import datetime as dt
from collections.abc import Sequence

from starrating.text import Level
from students.imports.importer import ROSTER as ROSTER_FILES, STAFF_MATRIX
from students.imports.pipeline.flow import AnyPreview
from students.imports.pipeline.importer import Preview
from students.imports.roster.file import RosterLine
from students.imports.roster.plan import RosterPlan
from students.imports.staff.cells import StaffCell
from students.imports.staff.plan import StaffPlan
from students.models import School, User
from tests.factories import make_administrator, make_school, moment
from tests.hostile.making.content import ROSTER, Grid, csv_text, xlsx
from tests.imports import imported, looked_at

TODAY = dt.date(2025, 10, 10)
FIRST_DAY = dt.date(2025, 9, 1)
STAFF_HEADER = ("班级", "班主任", "语文", "数学")
MATRIX: Grid = (STAFF_HEADER, ("七年级(1)班", "李岚", "李岚", "张伟"), ("七年级(2)班", "周敏", "李岚", ""))


def csv(grid: Grid) -> tuple[str, bytes]:
    return "名册.csv", csv_text(grid).encode()


def book(grid: Grid) -> tuple[str, bytes]:
    return "名册.xlsx", xlsx(grid)


def school_with_administrator() -> tuple[School, User]:
    school = make_school()
    return school, make_administrator(school)


def preview_roster(
    school: School,
    grid: Grid = ROSTER,
    *,
    today: dt.date = TODAY,
    renames: frozenset[str] = frozenset(),
    taken: Sequence[str] = (),
) -> Preview[RosterLine, RosterPlan]:
    """What a roster would do; ``renames`` and ``taken`` are the numbers of the rows that are ticked."""
    ticked = {"rename": sorted(renames), "take": list(taken)}
    return looked_at(ROSTER_FILES, [csv(grid)], school, at=moment(today), by=None, starts_on=FIRST_DAY, **ticked)


def import_roster(
    school: School,
    by: User,
    grid: Grid = ROSTER,
    *,
    today: dt.date = TODAY,
    renames: frozenset[str] = frozenset(),
    taken: Sequence[str] = (),
) -> Preview[RosterLine, RosterPlan]:
    preview = preview_roster(school, grid, today=today, renames=renames, taken=taken)
    return imported(ROSTER_FILES, preview, by=by)


def preview_staff(school: School, grid: Grid = MATRIX, *, today: dt.date = TODAY) -> Preview[StaffCell, StaffPlan]:
    return looked_at(STAFF_MATRIX, [csv(grid)], school, at=moment(today), starts_on=FIRST_DAY)


def import_staff(
    school: School, by: User, grid: Grid = MATRIX, *, today: dt.date = TODAY
) -> Preview[StaffCell, StaffPlan]:
    return imported(STAFF_MATRIX, preview_staff(school, grid, today=today), by=by)


def said(preview: AnyPreview, level: Level) -> Sequence[str]:
    """Place and sentence of every finding of a level."""
    return [str(one) for one in preview.findings if one.level is level]
