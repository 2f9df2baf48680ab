"""Groups, leaders and cadres from a file: looked at first, then arranged whole or not at all."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterator
from io import StringIO
from pathlib import Path

import pytest
import time_machine
from django.core.files.uploadedfile import SimpleUploadedFile
from django.core.management import CommandError, call_command
from django.urls import reverse

from starrating.text import Level
from students.groups import verbs as groups
from students.groups.committee import members_on
from students.imports.groups.file import GroupLine
from students.imports.groups.plan import GroupsPlan
from students.imports.importer import GROUPS
from students.imports.pipeline.importer import Preview
from students.imports.pipeline.plan import RowState
from students.models import CommitteeMember, Enrolment, GroupLeader, School, SchoolClass, StudentGroup, User
from tests.awards.board_clients import said
from tests.factories import make_administrator, make_class, make_homeroom, make_school, make_student, moment
from tests.hidden import key_in
from tests.hostile.making.content import Grid, csv_text, xlsx
from tests.imports import imported, looked_at
from tests.refusals import refused
from tests.students.factories import TODAY
from tests.students.staff_factories import client_of

pytestmark = pytest.mark.django_db
HEADER = ("班级", "学号", "姓名", "小组", "组长", "班干部/评委")
FILE: Grid = (
    HEADER,
    ("七年级(1)班", "001", "赵安然", "第1组", "是", ""),
    ("七年级(1)班", "002", "钱博文", "1", "", "是"),
    ("七年级(1)班", "003", "孙晨曦", "飞鹰组", "√", "是"),
    ("七年级(1)班", "", "李丹青", "飞鹰组", "", "否"),
)


@pytest.fixture(autouse=True)
def _today() -> Iterator[None]:
    with time_machine.travel(moment(TODAY), tick=False):
        yield


def make_pupils() -> tuple[School, User, SchoolClass]:
    school = make_school()
    administrator = make_administrator(school)
    school_class = make_class(school)
    for number, name in enumerate(("赵安然", "钱博文", "孙晨曦", "李丹青", "周恩泽"), start=1):
        make_student(school_class, name, seat=number, number=f"00{number}")
    return school, administrator, school_class


def read(school: School, grid: Grid = FILE) -> Preview[GroupLine, GroupsPlan]:
    return looked_at(GROUPS, [("小组.csv", csv_text(grid).encode())], school, at=moment(TODAY))


def arranged(school_class: SchoolClass) -> dict[str, list[str]]:
    rows = Enrolment.objects.of_class(school_class, TODAY).select_related("group")
    return {
        str(group): [row.student.name for row in rows if row.group_id == group.pk]
        for group in StudentGroup.objects.order_by("number")
    }


def test_a_file_is_arranged_as_its_preview_shows_and_the_second_time_changes_nothing() -> None:
    school, administrator, school_class = make_pupils()
    preview = read(school)
    assert (preview.blocked, preview.plan.counts[RowState.NEW]) == (False, 4)
    assert not StudentGroup.objects.exists()
    imported(GROUPS, preview, by=administrator)
    names = arranged(school_class)
    assert list(names.values()) == [["赵安然", "钱博文"], ["孙晨曦", "李丹青"]]
    assert [member.student.name for member in members_on(school_class, TODAY)] == ["赵安然", "孙晨曦", "钱博文"]
    again = read(school)
    assert (again.writes, again.plan.counts[RowState.UNCHANGED]) == (False, 4)


def test_an_empty_cell_takes_nothing_away_and_another_leader_follows() -> None:
    school, administrator, school_class = make_pupils()
    imported(GROUPS, read(school), by=administrator)
    changed: Grid = (
        HEADER,
        ("七年级(1)班", "002", "钱博文", "1", "是", ""),
        ("七年级(1)班", "001", "赵安然", "飞鹰组", "", ""),
    )
    preview = read(school, changed)
    assert [row.state for row in preview.plan.rows] == [RowState.NEW, RowState.CHANGED]
    imported(GROUPS, preview, by=administrator)
    leaders = GroupLeader.objects.active_on(TODAY).order_by("group__number")
    assert [row.student.name for row in leaders] == ["钱博文", "孙晨曦"]
    assert "赵安然" in arranged(school_class)["飞鹰组"]


def test_who_led_or_was_a_cadre_before_is_named_again() -> None:
    school, administrator, school_class = make_pupils()
    imported(GROUPS, read(school), by=administrator)
    for offices in (GroupLeader.objects.all(), CommitteeMember.objects.all()):
        offices.update(starts_on=TODAY - dt.timedelta(days=9), ends_on=TODAY - dt.timedelta(days=1))
    again = read(school)
    assert again.plan.counts[RowState.UNCHANGED] == 1
    imported(GROUPS, again, by=administrator)
    assert [member.student.name for member in members_on(school_class, TODAY)] == ["赵安然", "孙晨曦", "钱博文"]


@pytest.mark.parametrize(
    "row",
    [
        ("八年级(9)班", "001", "赵安然", "1", "", ""),
        ("七年级(1)班", "999", "赵安然", "1", "", ""),
        ("七年级(1)班", "002", "赵安然", "1", "", ""),
        ("七年级(1)班", "", "没有人", "1", "", ""),
        ("七年级(1)班", "", "重名生", "1", "", ""),
        ("七年级(1)班", "001", "赵安然", "", "是", ""),
        ("七年级(1)班", "001", "赵安然", "0", "", ""),
    ],
)
def test_what_cannot_be_is_an_error_with_its_place(row: tuple[str, ...]) -> None:
    school, administrator, school_class = make_pupils()
    for seat in (8, 9):
        make_student(school_class, "重名生", seat=seat)
    preview = read(school, (HEADER, row))
    errors = [one for one in preview.findings if one.level is Level.ERROR]
    assert (preview.blocked, len(errors), errors[0].place.row) == (True, 1, 2)
    with refused("blocked"):
        imported(GROUPS, preview, by=administrator)


def test_two_leaders_of_a_group_and_a_pupil_on_two_rows_are_errors() -> None:
    school, _administrator, _class = make_pupils()
    two: Grid = (*FILE, ("七年级(1)班", "005", "周恩泽", "1", "是", ""), ("七年级(1)班", "001", "赵安然", "1", "", ""))
    assert sum(one.level is Level.ERROR for one in read(school, two).findings) == 2


def test_a_preview_that_is_old_and_a_class_of_another_are_refused() -> None:
    school, administrator, school_class = make_pupils()
    preview = read(school)
    teacher = make_homeroom(make_class(school, 2))
    with refused("role"):
        imported(GROUPS, preview, by=teacher)
    rows = Enrolment.objects.of_class(school_class, TODAY)
    group = groups.make_group(school_class, "新", by=administrator, at=moment(TODAY))
    groups.put_in_group(group, [rows[0].student], on=TODAY, by=administrator, at=moment(TODAY))
    with refused("stale"):
        imported(GROUPS, preview, by=administrator)


def test_on_screen_upload_look_confirm() -> None:
    _school, administrator, school_class = make_pupils()
    client = client_of(administrator)
    upload = reverse("students:groups_upload")
    assert client.get(upload).status_code == 200
    response = client.post(upload, {"file": SimpleUploadedFile("小组.xlsx", xlsx(FILE))})
    page = client.get(response.headers["Location"])
    assert page.status_code == 200
    assert "孙晨曦" in page.content.decode()
    shown = page.context["page"]
    confirm = reverse("students:groups_confirm", args=[shown.upload.pk])
    form = {"idempotency_key": key_in(page), "digest": shown.preview.digest}
    answers = [client.post(confirm, form) for _time in ("sent", "sent again")]
    assert len({(answer.headers["Location"], said(answer)[-1]) for answer in answers}) == 1, "one answer for one form"
    assert len(arranged(school_class)) == 2
    again = client.post(upload, {"file": SimpleUploadedFile("小组.xlsx", xlsx(FILE))})
    assert client.post(again.headers["Location"] + "drop").status_code == 302
    assert client_of(make_homeroom(school_class)).get(upload).status_code == 403


def test_the_command_shows_and_with_confirm_arranges(tmp_path: Path) -> None:
    school, _administrator, school_class = make_pupils()
    path = tmp_path / "小组.csv"
    path.write_bytes(csv_text(FILE).encode())
    out = StringIO()
    call_command("import_groups", str(path), "--school", school.code, stdout=out)
    assert not StudentGroup.objects.exists()
    call_command("import_groups", str(path), "--school", school.code, "--confirm", stdout=out)
    assert len(arranged(school_class)) == 2
    path.write_bytes(csv_text((HEADER, ("七年级(1)班", "", "没有人", "1", "", ""))).encode())
    with pytest.raises(CommandError):
        call_command("import_groups", str(path), "--school", school.code, "--confirm", stdout=out)
