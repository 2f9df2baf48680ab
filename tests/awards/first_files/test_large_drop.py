"""A whole school at once: as many statements as for one class, and a time that somebody waits for."""

from __future__ import annotations

import datetime as dt
import time

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from awards.first_files.importer import TOGETHER
from awards.models import ClassRound, Nomination
from students.models import School, Staffing, Student
from tests.awards.month_files import rows_of, workbook
from tests.factories import make_administrator, make_school, make_term, moment
from tests.hostile.making.content import HEADER, csv_text
from tests.imports import imported, looked_at

pytestmark = pytest.mark.django_db
NOW = moment(dt.date(2025, 10, 8))
GRADES = (("七", 2025), ("八", 2024), ("九", 2023))
SURNAMES, GIVEN = "赵钱孙李周吴郑王冯陈褚卫", "安博晨丹恩芳国涵佳凯岚"


def whole_school(classes: int, pupils: int) -> list[tuple[str, bytes]]:
    """Three rosters, the staff matrix and September's sheets of a school with so many classes in each grade."""
    files: list[tuple[str, bytes]] = []
    staff: list[tuple[str, ...]] = [("班级", "班主任", "语文", "数学")]
    sheets = {}
    for grade, year in GRADES:
        rows = [HEADER]
        for room in range(1, classes + 1):
            name = f"{grade}年级({room})班"
            own = [(f"{year}{room:02d}{seat:02d}", person(seat)) for seat in range(1, pupils + 1)]
            rows += [(number, called, "女", name, number[-2:], "1") for number, called in own]
            # Teachers have a name each: by letters, which no other is like.
            staff.append((name, *(f"{subject}老{grade}{number_in_words(room)}" for subject in "甲乙丙")))
            sheets[name] = rows_of(name, {"文明星": "、".join(called for _number, called in own[:3])})
        files.append((f"{grade}年级.csv", csv_text(rows).encode()))
    return [*files, ("任课表.csv", csv_text(staff).encode()), ("9月.xlsx", workbook(sheets))]


def person(seat: int) -> str:
    return f"{SURNAMES[seat % 12]}{GIVEN[seat // 12]}{GIVEN[seat % 11]}"


def number_in_words(number: int) -> str:
    return "一二三四五六七八九十"[min(number, 10) - 1] + ("" if number <= 10 else "一二"[number - 11])


def statements(school: School, files: list[tuple[str, bytes]]) -> int:
    by = make_administrator(school)
    with CaptureQueriesContext(connection) as found:
        preview = looked_at(TOGETHER, files, school, by=by, at=NOW)
    assert not preview.blocked, [str(one) for one in preview.findings][:5]
    return len(found)


def test_a_preview_asks_as_much_for_a_school_as_for_three_classes() -> None:
    few, many = make_school(), make_school()
    for school in (few, many):
        make_term(school)
    assert statements(many, whole_school(12, 48)) == statements(few, whole_school(1, 3))


def test_a_school_is_there_within_a_minute() -> None:
    school = make_school()
    make_term(school)
    by = make_administrator(school)
    files = whole_school(12, 48)
    preview = looked_at(TOGETHER, files, school, by=by, at=NOW)
    begun = time.monotonic()
    imported(TOGETHER, preview, by=by)
    assert time.monotonic() - begun < 60
    assert Student.objects.filter(school=school).count() == 36 * 48
    assert Staffing.objects.filter(school_class__school=school).count() == 36 * 3
    assert ClassRound.objects.count() == 36
    assert Nomination.objects.count() == 36 * 3
    with CaptureQueriesContext(connection) as again:
        assert not looked_at(TOGETHER, files, school, by=by, at=NOW).writes
    assert len(again) < 60
