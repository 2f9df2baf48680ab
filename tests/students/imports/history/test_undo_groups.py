"""Groups undone: who sat where sits there again, who led leads again."""

from __future__ import annotations

from collections.abc import Iterator

import pytest
import time_machine
from django.utils import translation

from students.groups import verbs as groups
from students.groups.committee import members_on
from students.imports.importer import GROUPS
from students.models import StudentGroup
from tests.factories import moment
from tests.imports import imported
from tests.students.factories import TODAY
from tests.students.imports.history.factories import LATER, changed, on_record, staying, undone
from tests.students.imports.test_import_groups import HEADER, make_pupils, read

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def _today() -> Iterator[None]:
    with time_machine.travel(moment(TODAY), tick=False), translation.override("en"):
        yield


def test_what_a_first_file_arranged_is_as_before() -> None:
    school, by, _school_class = make_pupils()
    before = on_record()
    imported(GROUPS, read(school), by=by)
    assert StudentGroup.objects.count() == 2
    undone(by)
    assert changed(before) == {}


def test_another_leader_and_another_group_are_as_before() -> None:
    school, by, school_class = make_pupils()
    imported(GROUPS, read(school), by=by)
    before, members = on_record(), members_on(school_class, TODAY)
    grid = (
        HEADER,
        ("七年级(1)班", "001", "赵安然", "飞鹰组", "是", ""),
        ("七年级(1)班", "002", "钱博文", "1", "是", ""),
        ("七年级(1)班", "005", "周恩泽", "9", "", "是"),
    )
    imported(GROUPS, read(school, grid), by=by)
    assert members_on(school_class, TODAY) != members
    undone(by)
    assert changed(before) == {}
    assert members_on(school_class, TODAY) == members


def test_who_was_put_elsewhere_since_stays_there_and_the_groups_of_the_file_go() -> None:
    school, by, school_class = make_pupils()
    imported(GROUPS, read(school), by=by)
    moved = school_class.enrolments.get(student__number="002").student
    group = groups.make_group(school_class, "海燕组", by=by, at=LATER)
    groups.put_in_group(group, [moved], on=TODAY, by=by, at=LATER)
    undone(by)
    assert moved.enrolments.get(ends_on=None).group == group
    assert [str(one) for one in StudentGroup.objects.all()] == ["海燕组"]


def test_a_leader_named_since_keeps_place_and_group() -> None:
    school, by, school_class = make_pupils()
    imported(GROUPS, read(school), by=by)
    leader = school_class.enrolments.get(student__number="002").student
    group = StudentGroup.objects.get(number=1)
    groups.name_leader(group, leader, on=TODAY, by=by, at=LATER)
    undo = undone(by)
    assert staying(undo)["2025级1班 Group 1"] == "In use: group leaders."
    assert leader.enrolments.get(ends_on=None).group == group
    assert [str(one) for one in StudentGroup.objects.all()] == ["Group 1"]
