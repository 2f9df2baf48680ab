"""The empty forms: what is in them, and that a form filled in and brought back does what it says."""

from __future__ import annotations

import datetime as dt
import io
from collections.abc import Iterator

import pytest
import time_machine
from django.test import Client
from django.urls import reverse
from openpyxl import Workbook, load_workbook

from awards.models import Champion, Violation
from starrating.cells.headers import INSTRUCTIONS
from starrating.text import Level
from students.models import Enrolment, Staffing, Student, Subject
from tests.awards.board_clients import client_of
from tests.awards.exam_factories import Grade, make_grade
from tests.awards.form_clients import brought, confirmed, filled, form_of, posted, ranked
from tests.factories import make_administrator, make_class, make_homeroom, moment

pytestmark = pytest.mark.django_db

CLASS = "七年级(1)班"
START = {"starts_on": "2025-09-01"}
# Each kind by what its addresses' names begin with, and what its file is uploaded with besides.
KINDS = {"students:roster": START, "students:staff": START, "students:groups": {}, "awards:violations": {}}
ROUTES = [*(f"{kind}_template" for kind in KINDS), "awards:exam_template"]


@pytest.fixture(autouse=True)
def on_the_day() -> Iterator[None]:
    with time_machine.travel(moment(dt.date(2025, 11, 20)), tick=False):
        yield


@pytest.fixture
def grade() -> Grade:
    return make_grade()


@pytest.fixture
def client(grade: Grade) -> Client:
    return client_of(make_administrator(grade.school))


def choices(book: Workbook) -> dict[str, list[str]]:
    """What may be chosen under each heading."""
    sheet, lists = book.worksheets[0], book[INSTRUCTIONS]
    found = {}
    for rule in sheet.data_validations.dataValidation:
        column = next(iter(rule.sqref.ranges)).min_col
        cells = lists[rule.formula1.partition("!")[2].replace("$", "")]
        found[str(sheet.cell(1, column).value)] = [str(cell.value) for (cell,) in cells]
    return found


@pytest.mark.parametrize("route", ROUTES)
def test_every_form_is_text_with_one_example_and_instructions(client: Client, route: str) -> None:
    book = form_of(client, route)
    sheet, instructions = book.worksheets
    assert sheet.max_row == 2
    headings = [cell.value for cell in sheet[1]]
    assert all(headings)
    assert len(set(headings)) == len(headings)
    assert all(cell.number_format == "@" for row in sheet.iter_rows() for cell in row)
    # What is typed below the example is text as well.
    assert sheet.column_dimensions["A"].number_format == "@"
    assert instructions.title == INSTRUCTIONS
    assert sum(1 for (cell,) in instructions.iter_rows(max_col=1) if cell.value) >= 4
    assert CLASS in choices(book)["班级"]


def test_a_list_longer_than_a_validation_may_hold_is_whole(client: Client, grade: Grade) -> None:
    for number in range(3, 41):
        make_class(grade.school, number)
    assert len(choices(form_of(client, "students:groups_template"))["班级"]) == 40


def test_choices_are_the_schools_own(client: Client, grade: Grade) -> None:
    assert {"打架", "吸烟"} <= set(choices(form_of(client, "awards:violations_template"))["违纪类型"])
    Subject.objects.create(school=grade.school, name="国学")
    for route in ("awards:exam_template", "students:staff_template"):
        headings = [cell.value for cell in form_of(client, route).worksheets[0][1]]
        assert headings[-1] == "国学"
        assert "语文" not in headings


@pytest.mark.parametrize("kind", KINDS)
def test_a_form_with_nothing_filled_in_is_a_note_and_no_row(client: Client, kind: str) -> None:
    preview = brought(client, f"{kind}_upload", filled(form_of(client, f"{kind}_template"), []), **KINDS[kind])
    page = preview.context["page"]
    assert preview.status_code == 200
    assert not page.preview.writes
    assert [one.level for one in page.preview.findings if one.level is not Level.NOTE] == []
    text = preview.content.decode()
    assert "The example row" in text
    assert "no row to import" in text
    assert "Import as shown" not in text


def test_an_empty_sheet_of_scores_is_a_note_and_nobody_wins(client: Client) -> None:
    page = ranked(client, filled(form_of(client, "awards:exam_template"), [])).context["page"]
    assert [*page.changes.added, *page.changes.removed] == []
    assert [one.level for one in page.findings] == [Level.NOTE]


def test_roster(client: Client) -> None:
    row = {"学号": "0088", "姓名": "欧阳若兮", "性别": "女", "班级": "七年级(2)班", "座号": "9"}
    preview = brought(
        client, "students:roster_upload", filled(form_of(client, "students:roster_template"), [row]), **START
    )
    confirmed(client, "students:roster", preview)
    found = Enrolment.objects.get(student__number="0088")
    assert (found.student.name, found.school_class.number, found.seat) == ("欧阳若兮", 2, 9)


def test_staff(client: Client) -> None:
    rows = [{"班级": CLASS, "班主任": "李岚", "数学": "张伟、周敏"}]
    preview = brought(
        client, "students:staff_upload", filled(form_of(client, "students:staff_template"), rows), **START
    )
    confirmed(client, "students:staff", preview)
    found = Staffing.objects.values_list("school_class__number", "user__name", "subject__name")
    assert set(found) == {(1, "李岚", None), (1, "张伟", "数学"), (1, "周敏", "数学")}


def test_groups(client: Client, grade: Grade) -> None:
    name = grade.pupils[0].name
    rows = [{"班级": CLASS, "姓名": name, "小组": "飞鹰组", "组长": "是"}]
    preview = brought(client, "students:groups_upload", filled(form_of(client, "students:groups_template"), rows))
    confirmed(client, "students:groups", preview)
    group = Enrolment.objects.get(student=grade.pupils[0]).group
    assert group is not None
    assert str(group) == "飞鹰组"


def test_violations(client: Client, grade: Grade) -> None:
    pupil = grade.pupils[3]
    row = {"日期": "2025-10-21", "学号": pupil.number, "姓名": pupil.name, "违纪类型": "吸烟", "情况说明": "属实"}
    preview = brought(client, "awards:violations_upload", filled(form_of(client, "awards:violations_template"), [row]))
    confirmed(client, "awards:violations", preview)
    found = Violation.objects.get()
    assert (found.student, found.ground.name, found.happened_on) == (pupil, "吸烟", dt.date(2025, 10, 21))


def test_scores_with_subjects_that_were_not_examined(client: Client, grade: Grade) -> None:
    rows = [
        {
            "班级": f"七年级({1 + place // 3})班",
            "学号": pupil.number,
            "姓名": pupil.name,
            "语文": str(90 - place),
            "数学": "缺考",
        }
        for place, pupil in enumerate(grade.pupils)
    ]
    preview = ranked(client, filled(form_of(client, "awards:exam_template"), rows))
    page = preview.context["page"]
    warned = [one for one in page.findings if one.level is Level.WARNING]
    # All subjects of the form but the two that something stands under.
    assert len(warned) == 10
    posted(client, preview)
    won = {(one.student, str(one.subject)) for one in Champion.objects.exclude(subject=None)}
    assert (grade.pupils[0], "语文") in won
    assert "数学" not in {subject for _student, subject in won}


def test_a_subject_that_stayed_empty_keeps_nobody_out_of_the_total(client: Client, grade: Grade) -> None:
    rows = [
        {"学号": pupil.number, "姓名": pupil.name, "语文": str(90 - place), "数学": "80"}
        for place, pupil in enumerate(grade.pupils)
    ]
    page = ranked(client, filled(form_of(client, "awards:exam_template"), rows)).context["page"]
    totals = [row for row in page.changes.added if not row.subject]
    assert grade.pupils[0].number in {row.student.number for row in totals}


@pytest.mark.parametrize("route", ROUTES)
def test_others_get_no_form(client: Client, grade: Grade, route: str) -> None:
    assert client_of(make_homeroom(grade.classes[0])).get(reverse(route)).status_code == 403


@pytest.mark.parametrize("kind", [*KINDS, "awards:exam"])
def test_the_upload_page_leads_to_its_form(client: Client, kind: str) -> None:
    page = client.get(reverse(f"{kind}_upload")).content.decode()
    assert f'href="{reverse(f"{kind}_template")}"' in page


def test_one_whose_name_begins_as_the_example_is_no_example(client: Client) -> None:
    row = {"学号": "例外", "姓名": "例如", "班级": CLASS}
    content = filled(form_of(client, "students:roster_template"), [row])
    page = brought(client, "students:roster_upload", content, **START).context["page"]
    assert [one.level for one in page.preview.findings if one.level is Level.ERROR]
    assert not Student.objects.filter(name="例如").exists()
    assert load_workbook(io.BytesIO(content)).sheetnames[1] == INSTRUCTIONS
