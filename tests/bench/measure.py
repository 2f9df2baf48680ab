"""Measures what a school waits for, at 36 classes of 48. Run by ``make bench``; prints, judges nothing.

Times are of this machine and of one run; the start of a command (about a second of loading) is not part of them.
"""

from __future__ import annotations

import io
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from itertools import count

import pytest
import xlsxwriter
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from awards.models import ClassRound, Round
from awards.sheet_files.importer import SHEETS
from awards.sheets import moves
from awards.terms import opening
from reports.terms.facts import facts_of
from starrating.cells.reader import read_workbook
from students.imports.importer import ROSTER
from students.models import School, SchoolClass, Student, User
from students.names.people import Person, Roster
from students.names.pinyin import full_pinyin, initials
from tests.awards.month_files import STARS, rows_of, workbook
from tests.factories import TERM_START, make_administrator, make_office, make_school, make_term, moment
from tests.imports import imported, looked_at

pytestmark = pytest.mark.django_db

GRADES = {2025: "七年级", 2024: "八年级", 2023: "九年级"}
CLASSES, PUPILS = 12, 48
SURNAMES = "赵钱孙李周吴郑王冯陈褚卫蒋沈韩杨朱秦尤许何吕施张孔曹严华金魏陶姜"
FIRST, SECOND = "明芳欣怡浩宇轩梓涵诗", "英伟强磊军洋艳勇杰娟"


@contextmanager
def timed(what: str) -> Iterator[None]:
    started = time.perf_counter()
    with CaptureQueriesContext(connection) as queries:
        yield
    seconds = time.perf_counter() - started
    print(f"  {what:<58}{seconds:8.3f} s {len(queries):6d} queries")  # noqa: T201 - the figures are the purpose


def names() -> Iterator[str]:
    return (SURNAMES[number % 32] + FIRST[number // 32 % 10] + SECOND[number // 320 % 10] for number in count())


def roster_file() -> bytes:
    """A sheet a class under a title, as schools have it."""
    buffer = io.BytesIO()
    book = xlsxwriter.Workbook(buffer, {"in_memory": True})
    name = names()
    for entry_year, grade in GRADES.items():
        for number in range(1, CLASSES + 1):
            sheet = book.add_worksheet(f"{grade}({number})班")
            sheet.write_row(0, 0, [f"{grade}({number})班学生名册"])
            sheet.write_row(1, 0, ["学号", "姓名", "性别", "座号", "小组"])
            for seat in range(1, PUPILS + 1):
                row = [f"{entry_year}{number:02d}{seat:02d}", next(name), "女", seat, f"第{(seat + 6) // 7}组"]
                sheet.write_row(seat + 1, 0, row)
    book.close()
    return buffer.getvalue()


def sheets_file() -> bytes:
    """The sheets of all classes for September: 55 names each."""
    rows = {}
    for school_class in SchoolClass.objects.select_related("school"):
        pupils = list(
            Student.objects.filter(enrolments__school_class=school_class).values_list("name", "enrolments__seat")
        )
        winners = {
            star: "、".join(f"{name}({seat}号)" for name, seat in (pupils * 2)[at * 4 : at * 4 + 5])
            for at, star in enumerate(STARS)
        }
        rows[school_class.name_in(2025)] = rows_of(school_class.name_in(2025), winners)
    return workbook(rows)


def import_roster(school: School, content: bytes, by: User) -> None:
    imported(ROSTER, looked_at(ROSTER, [("名册.xlsx", content)], school, at=moment(TERM_START)), by=by)


def test_figures(admin_page: Callable[[User], Client]) -> None:
    school = make_school()
    make_term(school)
    administrator, clerk = make_administrator(school), make_office(school)
    content = roster_file()
    print(f"\n{connection.vendor}, {CLASSES * 3} classes of {PUPILS}")  # noqa: T201
    with timed("read a roster workbook of 36 sheets"):
        read_workbook(content, "名册.xlsx")
    with timed("import the roster of 1,728 pupils"):
        import_roster(school, content, administrator)
    with timed("import the same roster again"):
        import_roster(school, content, administrator)
    round_ = Round.objects.get(label="2025-09")
    month = moment(round_.ends_on)
    opening.open_round(round_, by=administrator, at=month)
    paper = sheets_file()
    with timed("import a month of 36 sheets of 55 names"):
        files, by = [("2025-09.xlsx", paper)], administrator
        imported(SHEETS, looked_at(SHEETS, files, school, by=by, at=month, round=round_.pk), by=by)
    sheets = list(ClassRound.objects.filter(round=round_))
    with timed("submit 36 sheets, one by one"):
        for sheet in sheets:
            moves.submit(sheet, by=administrator, at=month)
    office = admin_page(clerk)
    with timed("the board, 36 submitted sheets"):
        assert office.get(reverse("awards:board"), {"round": round_.pk}).status_code == 200
    with timed("file 36 sheets in one action"):
        moves.register_many(
            round_, [sheet.pk for sheet in sheets], on=round_.due_on, by=clerk, at=moment(round_.due_on)
        )
    with timed("let 36 notices take effect"):
        assert moves.finalize_due(at=moment(TERM_START.replace(month=12))) == len(sheets)
    with timed("the facts of the term's workbook"):
        facts_of(round_.term, round_.ends_on)
    page = admin_page(administrator)
    for view in ("stars", "tiles", "grid"):
        with timed(f"a class's sheet as {view}, 48 pupils"):
            assert page.get(reverse("awards:sheet", args=[sheets[0].pk]), {"view": view}).status_code == 200


def test_names() -> None:
    name = names()
    many = [next(name) for _ in range(10_000)]
    with timed("pinyin of 10,000 names"):
        for one in many:
            full_pinyin(one)
            initials(one)
    people = [Person(seat, str(seat), one, seat) for seat, one in enumerate(many[:75], start=1)]
    roster = Roster(people)
    with timed("resolve 50 typed names among 75 pupils"):
        for one in many[:50]:
            roster.resolve(one)


@pytest.fixture
def admin_page() -> Callable[[User], Client]:
    def signed_in(user: User) -> Client:
        client = Client()
        client.force_login(user)
        return client

    return signed_in
