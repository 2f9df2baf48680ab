"""Files of a school as bytes, for the tests of imports."""

from __future__ import annotations

import datetime as dt
from collections.abc import Sequence

from django.utils import timezone

from starrating.text import Level
from students.imports.roster import verbs as roster
from students.imports.roster.preview import RosterPreview
from students.imports.staff import verbs as staff
from students.imports.staff.preview import StaffPreview
from students.models import School, User
from tests.factories import make_administrator, make_school
from tests.hostile.making.content import ROSTER, Grid, csv_text, xlsx

TODAY = dt.date(2025, 10, 10)
FIRST_DAY = dt.date(2025, 9, 1)
STAFF_HEADER = ("班级", "班主任", "语文", "数学")
MATRIX: Grid = (
    STAFF_HEADER,
    ("七年级(1)班", "李岚", "李岚", "张伟"),
    ("七年级(2)班", "周敏", "李岚", ""),
)


def csv(grid: Grid) -> tuple[str, bytes]:
    return "名册.csv", csv_text(grid).encode()


def book(grid: Grid) -> tuple[str, bytes]:
    return "名册.xlsx", xlsx(grid)


def school_with_administrator() -> tuple[School, User]:
    school = make_school()
    return school, make_administrator(school)


def preview_roster(
    school: School, grid: Grid = ROSTER, *, today: dt.date = TODAY, renames: frozenset[str] = frozenset()
) -> RosterPreview:
    return roster.read_roster([csv(grid)], school, starts_on=FIRST_DAY, today=today, renames=renames)


def import_roster(
    school: School, by: User, grid: Grid = ROSTER, *, today: dt.date = TODAY, renames: frozenset[str] = frozenset()
) -> RosterPreview:
    preview = preview_roster(school, grid, today=today, renames=renames)
    return roster.apply_roster(preview, by=by, at=timezone.now())


def preview_staff(school: School, grid: Grid = MATRIX, *, today: dt.date = TODAY) -> StaffPreview:
    return staff.read_staff([csv(grid)], school, starts_on=FIRST_DAY, today=today)


def import_staff(school: School, by: User, grid: Grid = MATRIX, *, today: dt.date = TODAY) -> StaffPreview:
    return staff.apply_staff(preview_staff(school, grid, today=today), by=by, at=timezone.now())


def said(preview: RosterPreview | StaffPreview, level: Level) -> Sequence[str]:
    """Place and sentence of every finding of a level."""
    return [str(one) for one in preview.findings if one.level is level]
