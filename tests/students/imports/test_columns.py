"""Answers about columns: asked once, remembered by office or administrator, shown, forgotten."""

from __future__ import annotations

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.utils import translation

from starrating.operations.models import AuditEvent
from starrating.text import Level
from students.imports.columns.verbs import forget, remember
from students.imports.importer import ROSTER as ROSTER_FILES
from students.models import ColumnMeaning, Student
from tests.clients import FormClient
from tests.factories import make_administrator, make_class, make_homeroom, make_office, make_school, moment
from tests.hidden import key_in
from tests.hostile.making.content import csv_text, xlsx
from tests.imports import looked_at
from tests.refusals import refused
from tests.students.factories import FIRST_DAY, TODAY, csv, said

pytestmark = pytest.mark.django_db

AT = moment(TODAY)
GRID = (("证号", "姓名", "班级", "宿舍"), ("20250101", "林晓雯", "七年级(1)班", "3号楼"))


@pytest.fixture(autouse=True)
def in_english() -> object:
    with translation.override("en"):
        yield


def test_the_office_and_an_administrator_say_what_a_column_is() -> None:
    school = make_school()
    for by in (make_office(school), make_administrator(school)):
        assert remember(school, "roster", {"证 号": "学号"}, by=by, at=AT) == (1 if by.name == "周立新" else 0)
    assert remember(school, "roster", {"证号": "座号"}, by=by, at=AT) == 1
    meaning = ColumnMeaning.objects.get()
    assert (meaning.header, meaning.field) == ("证号", "座号")
    assert AuditEvent.objects.filter(action="column.remembered").count() == 2


def test_others_say_nothing_for_the_school() -> None:
    school = make_school()
    teacher = make_homeroom(make_class(school))
    with refused("role"):
        remember(school, "roster", {"证号": "学号"}, by=teacher, at=AT)
    with refused("role"):
        remember(make_school("other"), "roster", {"证号": "学号"}, by=make_office(school), at=AT)
    assert not ColumnMeaning.objects.exists()


def test_what_is_remembered_is_read_and_said_in_every_preview() -> None:
    school = make_school()
    remember(school, "roster", {"证号": "学号", "宿舍": ""}, by=make_office(school), at=AT)
    preview = looked_at(ROSTER_FILES, [csv(GRID)], school, at=AT, starts_on=FIRST_DAY)
    assert [row.number for row in preview.plan.fresh] == ["20250101"]
    notes = "\n".join(said(preview, Level.NOTE))
    assert "证号 is read as 学号, as said on 10 October" in notes
    assert "宿舍 is left out, as said on 10 October" in notes
    assert not preview.source.questions


def test_what_is_said_beside_a_file_wins_over_what_is_remembered() -> None:
    school = make_school()
    remember(school, "roster", {"证号": "座号"}, by=make_office(school), at=AT)
    preview = looked_at(ROSTER_FILES, [csv(GRID)], school, at=AT, starts_on=FIRST_DAY, column=["证号=学号"])
    assert [row.number for row in preview.plan.fresh] == ["20250101"]


def test_another_kind_and_another_school_know_nothing_of_it() -> None:
    school, other = make_school(), make_school("other")
    remember(school, "staff", {"证号": "学号"}, by=make_office(school), at=AT)
    remember(other, "roster", {"证号": "学号"}, by=make_office(other), at=AT)
    assert looked_at(ROSTER_FILES, [csv(GRID)], school, at=AT, starts_on=FIRST_DAY).blocked


def test_a_column_that_is_forgotten_is_asked_again() -> None:
    school = make_school()
    office = make_office(school)
    remember(school, "roster", {"证号": "学号"}, by=office, at=AT)
    meaning = ColumnMeaning.objects.get()
    forget(meaning, by=office, at=AT)
    with refused("gone"):
        forget(meaning, by=office, at=AT)
    preview = looked_at(ROSTER_FILES, [csv(GRID)], school, at=AT, starts_on=FIRST_DAY)
    assert [(one.header, one.blocks) for one in preview.source.questions] == [("证号", True), ("宿舍", True)]
    assert AuditEvent.objects.filter(action="column.forgotten").count() == 1


def test_a_question_is_answered_on_the_preview_and_then_imported() -> None:
    school = make_school()
    client = FormClient()
    client.force_login(make_office(school))
    file = SimpleUploadedFile("名册.csv", csv_text(GRID).encode())
    preview = client.post("/import/roster/", {"file": file, "starts_on": "2025-09-01"}, follow=True)
    where = preview.redirect_chain[-1][0]
    assert [one.header for one in preview.context["page"].preview.source.questions] == ["证号", "宿舍"]
    answers = {"reading": "1", "again": "1", "column": ["证号=学号", "宿舍="], "idempotency_key": key_in(preview)}
    again = client.post(f"{where}confirm", {**answers, "digest": "x"}, follow=True)
    page = again.context["page"]
    assert not page.preview.blocked
    assert set(ColumnMeaning.objects.values_list("shown", "field")) == {("证号", "学号"), ("宿舍", "")}
    client.post(f"{where}confirm", {"digest": page.preview.digest, "idempotency_key": key_in(again)})
    assert Student.objects.get(number="20250101").name == "林晓雯"
    listed = client.get("/import/columns/").content.decode()
    assert all(word in listed for word in ("证号", "学号", "宿舍", "周立新"))


def test_hidden_rows_are_read_when_ticked() -> None:
    school = make_school()
    client = FormClient()
    client.force_login(make_office(school))
    rows = (("学号", "姓名", "班级"), ("1", "林晓雯", "七年级(1)班"), ("2", "赵一鸣", "七年级(1)班"))
    content = xlsx(rows, lambda _book, sheet: sheet.set_row(2, None, None, {"hidden": True}))  # type: ignore[attr-defined]
    preview = client.post("/import/roster/", {"file": SimpleUploadedFile("名册.xlsx", content)}, follow=True)
    where = preview.redirect_chain[-1][0]
    assert len(preview.context["page"].preview.plan.fresh) == 1
    answers = {"reading": "1", "hidden": "1", "digest": "x", "idempotency_key": key_in(preview)}
    again = client.post(f"{where}confirm", answers, follow=True)
    assert len(again.context["page"].preview.plan.fresh) == 2
