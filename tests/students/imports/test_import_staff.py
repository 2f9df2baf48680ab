"""The staff matrix: who gets an account, whose task begins and ends when."""

from __future__ import annotations

import datetime as dt

import pytest
from django.utils import translation

from starrating.operations.models import AuditEvent
from starrating.text import Level
from students.imports.importer import STAFF_MATRIX
from students.imports.pipeline.plan import RowState
from students.models import SchoolClass, Staffing, StaffingRole, Subject, User
from tests.factories import make_class, make_homeroom, make_user
from tests.imports import imported
from tests.refusals import refused
from tests.students.factories import (
    FIRST_DAY,
    MATRIX,
    STAFF_HEADER,
    TODAY,
    import_staff,
    preview_staff,
    said,
    school_with_administrator,
)

pytestmark = pytest.mark.django_db


def tasks(class_number: int) -> list[tuple[str, str, dt.date, dt.date | None]]:
    rows = Staffing.objects.filter(school_class__number=class_number).select_related("user", "subject")
    ordered = rows.order_by("role", "subject__order", "starts_on")
    return [(row.subject.name if row.subject else "", row.user.name, row.starts_on, row.ends_on) for row in ordered]


def test_one_name_in_several_cells_is_one_person() -> None:
    school, by = school_with_administrator()
    preview = import_staff(school, by)
    assert [one.username for one in preview.plan.new_accounts] == ["lilan", "zhangwei", "zhoumin"]
    assert tasks(1) == [
        ("", "李岚", FIRST_DAY, None),
        ("语文", "李岚", FIRST_DAY, None),
        ("数学", "张伟", FIRST_DAY, None),
    ]
    user = User.objects.get(username="lilan")
    assert (user.school, user.initials, user.has_usable_password()) == (school, "ll", False)
    assert list(Subject.objects.values_list("name", flat=True)) == ["语文", "数学"]
    assert SchoolClass.objects.count() == 2
    assert AuditEvent.objects.get(action="staff.imported").new["accounts"] == ["lilan", "zhangwei", "zhoumin"]


def test_the_same_file_again_changes_nothing() -> None:
    school, by = school_with_administrator()
    import_staff(school, by)
    again = import_staff(school, by)
    assert (again.writes, again.plan.counts[RowState.UNCHANGED]) == (False, 5)
    assert AuditEvent.objects.filter(action="staff.imported").count() == 1


def test_account_names_are_unique_in_the_installation() -> None:
    make_user(None, "李兰", username="lilan")
    school, by = school_with_administrator()
    assert import_staff(school, by).plan.new_accounts[0].username == "lilan2"


def test_a_known_teacher_is_found_by_name() -> None:
    school, by = school_with_administrator()
    known = make_homeroom(make_class(school), "李岚")
    preview = import_staff(school, by)
    assert [one.name for one in preview.plan.new_accounts] == ["张伟", "周敏"]
    assert Staffing.objects.get(school_class__number=2, subject__name="语文").user == known


def test_a_tag_tells_two_people_of_one_name_apart() -> None:
    school, by = school_with_administrator()
    grid = [STAFF_HEADER, ("七年级(1)班", "李静(大)", "李静（小）", "李静(大)")]
    import_staff(school, by, grid)
    assert sorted(User.objects.filter(name__startswith="李静").values_list("name", "username")) == [
        ("李静(大)", "lijing"),
        ("李静(小)", "lijing2"),
    ]
    assert not import_staff(school, by, grid).writes


def test_two_accounts_of_one_name_are_asked_about_and_settled_by_the_account_name() -> None:
    school, by = school_with_administrator()
    make_user(school, "李静", username="lijing")
    second = make_user(school, "李静", username="lijing2")
    with translation.override("en"):
        blocked = preview_staff(school, [STAFF_HEADER, ("七年级(1)班", "李静", "", "")])
        assert "Several accounts are called 李静" in said(blocked, Level.ERROR)[0]
    import_staff(school, by, [STAFF_HEADER, ("七年级(1)班", "李静(lijing2)", "", "")])
    assert Staffing.objects.get().user == second


def test_a_new_homeroom_teacher_takes_over_the_day_after_the_old_one() -> None:
    school, by = school_with_administrator()
    import_staff(school, by)
    grid = [STAFF_HEADER, ("七年级(1)班", "钱宁", "李岚", "张伟"), MATRIX[2]]
    preview = import_staff(school, by, grid)
    assert [(row.shown_before, row.shown, row.changes_on) for row in preview.plan.changed] == [("李岚", "钱宁", TODAY)]
    assert tasks(1)[:2] == [("", "李岚", FIRST_DAY, TODAY - dt.timedelta(days=1)), ("", "钱宁", TODAY, None)]
    told = AuditEvent.objects.filter(action="staff.imported").latest("pk").new["changed"]
    assert (told[0]["old"], told[0]["new"]) == (["lilan"], ["qianning"])


def test_a_task_that_began_today_is_put_right_in_place() -> None:
    school, by = school_with_administrator()
    import_staff(school, by, today=FIRST_DAY)
    grid = [STAFF_HEADER, ("七年级(1)班", "钱宁", "李岚", "张伟")]
    import_staff(school, by, grid, today=FIRST_DAY)
    assert tasks(1)[0] == ("", "钱宁", FIRST_DAY, None)


def test_an_empty_cell_ends_nothing() -> None:
    school, by = school_with_administrator()
    import_staff(school, by)
    preview = import_staff(school, by, [STAFF_HEADER, ("七年级(1)班", "", "李岚", "待定")])
    assert not preview.writes
    assert len([text for text in said(preview, Level.NOTE) if "李岚" in text or "张伟" in text]) == 2
    assert Staffing.objects.filter(ends_on__isnull=False).count() == 0


def test_two_subject_teachers_in_one_cell() -> None:
    school, by = school_with_administrator()
    import_staff(school, by, [STAFF_HEADER, ("七年级(1)班", "", "李岚/张伟", "")])
    assert Staffing.objects.filter(subject__name="语文", role=StaffingRole.SUBJECT).count() == 2


@pytest.mark.parametrize(
    "grid",
    [
        [STAFF_HEADER, ("七年级(1)班", "李岚、张伟", "", "")],
        [STAFF_HEADER, ("七年级(1)班", "李岚", "", ""), ("七(1)班", "", "李岚", "")],
        [STAFF_HEADER, ("七年级(А)班", "李岚", "", "")],
        [("班主任", "语文"), ("李岚", "张伟")],
    ],
    ids=["two-homeroom-teachers", "class-twice", "look-alike-class", "no-class-column"],
)
def test_what_blocks(grid: list[tuple[str, ...]]) -> None:
    school, by = school_with_administrator()
    preview = preview_staff(school, grid)
    assert preview.blocked
    with refused("blocked"):
        imported(STAFF_MATRIX, preview, by=by)
    assert not Staffing.objects.exists()


def test_a_preview_from_before_a_change_must_be_looked_at_again() -> None:
    school, by = school_with_administrator()
    old = preview_staff(school)
    import_staff(school, by, MATRIX[:2])
    with refused("stale"):
        imported(STAFF_MATRIX, old, by=by)
