"""Django's admin writes by verbs or not at all; what it shows can be taken away, without whole rows."""

from __future__ import annotations

import re
from typing import Any

import pytest
from django.contrib import admin
from django.core.files.uploadedfile import SimpleUploadedFile
from django.db.models import Model
from django.test import Client
from django.utils import timezone

from awards.models import ClassRound, Decision, StarEntry
from starrating.operations.administration import ByVerbs, ReadOnly
from starrating.operations.models import AuditEvent
from starrating.operations.row_import import RowImport, VerbResource
from students.accounts import staff
from students.models import CalendarDay, School, Student, Subject, User
from students.school import settings, subjects
from tests.factories import make_class, make_final, make_office, make_school, make_student, make_user
from tests.project.test_admin import address, make_superuser
from tests.refusals import refused
from tests.reports.factories import HOSTILE, formulas, workbook
from tests.reports.lists_world import book_rows, csv_rows, english

pytestmark = pytest.mark.django_db
BY_VERBS = {School, Subject, CalendarDay, User}
IMPORTED: list[type[Model]] = [Subject, CalendarDay]


@pytest.fixture
def school() -> School:
    return make_school()


@pytest.fixture
def client(school: School) -> Client:
    return english(make_superuser(school))


def events(*actions: str) -> list[str]:
    return list(AuditEvent.objects.filter(action__in=actions).values_list("action", flat=True))


def test_each_table_is_read_only_or_written_by_verbs() -> None:
    for model, table in admin.site._registry.items():
        if model in BY_VERBS:
            assert isinstance(table, ByVerbs), model
            # The verb is the table's own; the way to it is nobody's to go round.
            assert type(table).write is not ByVerbs.write, model
            assert type(table).save_model is ByVerbs.save_model, model
            if isinstance(table, RowImport):
                assert table.resource_class_in.write is not VerbResource.write, model
            assert not table.list_editable, model
            assert not table.inlines, model
        else:
            assert isinstance(table, ReadOnly), model
            for permission in ("has_add_permission", "has_change_permission", "has_delete_permission"):
                assert getattr(type(table), permission) is getattr(ReadOnly, permission), model


def test_a_subject_is_added_and_changed_by_its_verbs(client: Client, school: School) -> None:
    client.post(address(Subject, "add"), {"school": school.pk, "name": " 语文 ", "order": 1})
    subject = Subject.objects.get()
    assert (subject.name, subject.order) == ("语文", 1)
    client.post(address(Subject, "change", subject.pk), {"name": "国文", "order": 2})
    subject.refresh_from_db()
    assert (subject.name, subject.order) == ("国文", 2)
    event = AuditEvent.objects.get(action="school.subject_changed")
    assert (event.old, event.new) == ({"name": "语文", "order": 1}, {"name": "国文", "order": 2})
    assert events("school.subject_added") == ["school.subject_added"]


def test_nothing_changed_leaves_no_trace(client: Client, school: School) -> None:
    subject = Subject.objects.create(school=school, name="语文", order=1)
    client.post(address(Subject, "change", subject.pk), {"name": "语文", "order": 1})
    assert events("school.subject_changed", "school.subject_added") == []


def test_what_the_verb_refuses_is_said_and_not_written(client: Client, school: School) -> None:
    data = {"name": school.name, "stage": "junior", "grade_style": "numeral", "office_name": school.office_name}
    data |= {"class_pattern": "{grade}班", "keep_contacts_months": "12", "keep_deeds_days": "30", "appeal_days": "15"}
    answer = client.post(address(School, "change", school.pk), data, follow=True)
    assert "{number}" in answer.content.decode()
    school.refresh_from_db()
    assert "{number}" in school.class_pattern
    assert events("school.changed") == []


def test_a_day_is_noted_and_forgotten_by_the_verbs_of_the_settings(client: Client, school: School) -> None:
    client.post(address(CalendarDay, "add"), {"school": school.pk, "day": "2025-10-01", "note": "国庆节"})
    day = CalendarDay.objects.get()
    assert (day.is_working, day.note) == (False, "国庆节")
    client.post(address(CalendarDay, "change", day.pk), {"is_working": "on", "note": "", "day": "2026-01-01"})
    day.refresh_from_db()
    assert (day.is_working, str(day.day)) == (True, "2025-10-01")
    client.post(address(CalendarDay, "delete", day.pk), {"post": "yes"})
    assert not CalendarDay.objects.exists()
    again = CalendarDay.objects.create(school=school, day="2025-10-02", is_working=False)
    chosen = {"action": "delete_selected", "_selected_action": [again.pk], "post": "yes"}
    client.post(address(CalendarDay, "changelist"), chosen)
    assert not CalendarDay.objects.exists()
    assert sorted(events("school.day_noted", "school.day_forgotten")) == [
        *["school.day_forgotten"] * 2,
        *["school.day_noted"] * 2,
    ]


def test_a_name_put_right_is_found_by_its_initials(client: Client, school: School) -> None:
    clerk = make_office(school, "周立新")
    client.post(address(User, "change", clerk.pk), {"name": "郑立新", "phone": "139", "username": "root"})
    clerk.refresh_from_db()
    assert (clerk.name, clerk.phone, clerk.username != "root") == ("郑立新", "139", True)
    assert "zlx" in clerk.initials
    assert events("account.changed") == ["account.changed"]


def test_a_pupil_s_account_is_only_shown(client: Client, school: School) -> None:
    user = make_user(school, "赵安然")
    user.student = make_student(make_class(school), "赵安然")
    user.save()
    assert client.post(address(User, "change", user.pk), {"name": "x", "phone": ""}).status_code == 403


def test_another_school_s_rows_are_not_written(client: Client) -> None:
    other = make_school()
    subject = Subject.objects.create(school=other, name="语文", order=1)
    client.post(address(Subject, "change", subject.pk), {"name": "数学", "order": 1})
    client.post(address(Subject, "add"), {"school": other.pk, "name": "英语", "order": 1})
    assert [row.name for row in Subject.objects.filter(school=other)] == ["语文"]


def test_the_verbs_refuse_whoever_is_no_superuser_of_the_school(school: School) -> None:
    clerk, stranger = make_office(school), make_superuser(make_school())
    now = timezone.now()
    subject = Subject.objects.create(school=school, name="语文", order=1)
    for by in (clerk, stranger):
        with refused("role"):
            subjects.add_subject(school, "数学", by=by, at=now)
        with refused("role"):
            subjects.change_subject(subject, name="数学", order=1, by=by, at=now)
        with refused("role"):
            settings.put_right(school, {"name": "x"}, by=by, at=now)
        with refused("role"):
            settings.note_day(school, now.date(), is_working=True, note="", by=by, at=now)
        with refused("role"):
            staff.change_details(make_office(school), name="郑一", phone="", by=by, at=now)
    with refused("subject"):
        subjects.add_subject(school, "语文", by=make_superuser(school), at=now)


def table(*rows: str) -> SimpleUploadedFile:
    return SimpleUploadedFile("rows.csv", "\n".join(rows).encode())


def preview(client: Client, model: type[Model], *rows: str) -> Any:
    return client.post(address(model, "import"), {"import_file": table(*rows), "format": "0", "resource": "0"})


def confirm(client: Client, model: type[Model], shown: Any) -> Any:
    form = shown.context["confirm_form"]
    return client.post(address(model, "process_import"), form.initial, follow=True)


def test_subjects_come_in_after_a_preview(client: Client, school: School) -> None:
    Subject.objects.create(school=school, name="语文", order=9)
    Subject.objects.create(school=school, name="美术", order=3)
    shown = preview(client, Subject, "name,order", "语文,1", "数学,2", "美术,3")
    assert "confirm_form" in shown.context
    assert sorted(Subject.objects.values_list("name", "order")) == [("美术", 3), ("语文", 9)]
    assert events("school.subject_added", "school.subject_changed") == []
    confirm(client, Subject, shown)
    assert sorted(Subject.objects.values_list("name", "order")) == [("数学", 2), ("美术", 3), ("语文", 1)]
    assert sorted(events("school.subject_added", "school.subject_changed")) == [
        "school.subject_added",
        "school.subject_changed",
    ]


def test_the_same_file_twice_changes_nothing(client: Client) -> None:
    for _turn in range(2):
        confirm(client, Subject, preview(client, Subject, "name,order", "语文,1"))
    assert events("school.subject_added", "school.subject_changed") == ["school.subject_added"]


def test_days_come_in_as_the_list_gives_them(client: Client, school: School) -> None:
    CalendarDay.objects.create(school=school, day="2025-10-01", is_working=False, note="国庆节")
    CalendarDay.objects.create(school=school, day="2025-10-11", is_working=True, note="")
    for kind in ("0", "1"):
        taken = client.post(address(CalendarDay, "export"), {"format": kind, "resource": "0"})
        CalendarDay.objects.all().delete()
        file = SimpleUploadedFile("days", taken.content)
        shown = client.post(address(CalendarDay, "import"), {"import_file": file, "format": "0", "resource": "0"})
        confirm(client, CalendarDay, shown)
        found = [(str(row.day), row.is_working, row.note) for row in CalendarDay.objects.all()]
        assert found == [("2025-10-01", False, "国庆节"), ("2025-10-11", True, "")], kind


@pytest.mark.parametrize(
    ("rows", "said"),
    [
        (("name,order", "语文,1", ",2"), "This field cannot be blank."),
        (("name,order,school", "语文,1,", "数学,2,elsewhere"), "This row is of another school. Delete the row."),
        (("name,place", "语文,1"), "These columns are not known: place."),
        (("name,order", "语文,many"), "is not a place in the order"),
    ],
)
def test_a_file_with_one_wrong_row_brings_nothing_in(client: Client, rows: tuple[str, ...], said: str) -> None:
    shown = preview(client, Subject, *rows)
    assert "confirm_form" not in shown.context
    page = shown.content.decode()
    assert said in re.sub(r"\s+", " ", page)
    assert "Traceback" not in page
    assert not Subject.objects.exists()


def test_what_can_no_longer_be_saved_is_said_and_nothing_is(client: Client, school: School) -> None:
    CalendarDay.objects.create(school=school, day="2025-10-01", is_working=False)
    data = {"import_file": table("day,is_working,note", "2025-10-02,1,x"), "format": "0", "resource": "0"}
    shown = client.post(address(CalendarDay, "import"), data)
    School.objects.filter(pk=school.pk).update(name="改名中学")
    other = make_school(name="改名中学")
    assert confirm(client, CalendarDay, shown).status_code == 200
    assert CalendarDay.objects.filter(school=school).count() == 2
    assert not CalendarDay.objects.filter(school=other).exists()


def test_a_superuser_no_more_confirms_nothing(client: Client) -> None:
    shown = preview(client, Subject, "name,order", "语文,1", "数学,2")
    User.objects.filter(is_superuser=True).update(is_superuser=False)
    assert confirm(client, Subject, shown).status_code == 403
    assert not Subject.objects.exists()


def test_a_preview_that_was_tampered_with_is_not_confirmed(client: Client) -> None:
    shown = preview(client, Subject, "name,order", "语文,1")
    shown.context["confirm_form"].initial["import_file_name"] += "x"
    assert "too old" in confirm(client, Subject, shown).content.decode()
    assert not Subject.objects.exists()


def test_what_is_no_table_is_refused(client: Client) -> None:
    file = SimpleUploadedFile("rows.xlsx", b"\x89PNG\r\n\x1a\n" + bytes(64))
    answer = client.post(address(Subject, "import"), {"import_file": file, "format": "0", "resource": "0"})
    assert "confirm_form" not in answer.context
    big = SimpleUploadedFile("rows.csv", b"name\n" + b"x\n" * 200_000)
    answer = client.post(address(Subject, "import"), {"import_file": big, "format": "0", "resource": "0"})
    assert "too large" in answer.content.decode()


def test_whoever_looks_after_all_schools_says_which(school: School) -> None:
    client = english(make_superuser(None))
    assert "confirm_form" not in preview(client, Subject, "name,order", "语文,1").context
    confirm(client, Subject, preview(client, Subject, "school,name,order", f"{school.code},语文,1"))
    assert Subject.objects.get().school == school


def test_every_list_of_the_admin_can_be_taken_away() -> None:
    make_final()
    client = english(make_superuser(None))
    for model in admin.site._registry:
        page = client.get(address(model, "export"))
        assert page.status_code == 200, model
        text = csv_rows(client.post(address(model, "export"), {"format": "1", "resource": "0"}))
        book = book_rows(client.post(address(model, "export"), {"format": "0", "resource": "0"}))
        assert len(text[0]) == len(admin.site._registry[model].list_display), model
        if model is not AuditEvent:
            assert len(text) == len(book) == model._default_manager.count() + 1, model
    assert len(events("list.exported")) == 2 * len(admin.site._registry)


def test_no_secret_is_in_a_file(client: Client, school: School) -> None:
    user = make_office(school)
    text = client.post(address(User, "export"), {"format": "1", "resource": "0"}).content.decode()
    assert user.username in text
    assert user.password not in text
    assert "argon2" not in text
    assert "pbkdf2" not in text


def test_a_file_of_the_admin_is_of_the_own_school_and_as_filtered(client: Client, school: School) -> None:
    make_final()
    make_student(make_class(school), "赵安然", number="0012")
    make_student(make_class(school, 2), "钱博文", number="0013")
    answer = client.post(address(Student, "export") + "?q=0012", {"format": "0", "resource": "0"})
    assert [row[:2] for row in book_rows(answer)[1:]] == [["0012", "赵安然"]]


def test_hostile_text_is_no_formula_in_a_file_of_the_admin(client: Client, school: School) -> None:
    for place, text in enumerate(HOSTILE):
        make_student(make_class(school, place + 1), text, number=f"{place}")
    answer = client.post(address(Student, "export"), {"format": "0", "resource": "0"})
    assert formulas(workbook(answer.content)) == []
    rows = csv_rows(client.post(address(Student, "export"), {"format": "1", "resource": "0"}))
    assert [cell for row in rows for cell in row if cell[:1] in tuple("=+-@\t\r\n")] == []


@pytest.mark.parametrize("model", [Decision, StarEntry, ClassRound, Student])
def test_history_is_never_brought_in(client: Client, model: type[Model]) -> None:
    assert client.get(f"{address(model, 'changelist')}import/").status_code in (302, 404)
    assert client.post(f"{address(model, 'changelist')}process_import/").status_code in (302, 403, 404)


def test_pages_of_files_have_no_style_and_no_script_of_their_own(client: Client, school: School) -> None:
    pages = [client.get(address(model, "import")) for model in IMPORTED]
    pages += [client.get(address(model, "export")) for model in admin.site._registry]
    Subject.objects.create(school=school, name="语文", order=2)
    pages.append(preview(client, Subject, "name,order", "语文,1", "<b>数学</b>,1"))
    shown = pages[-1].content.decode()
    assert "<del>2</del> <ins>1</ins>" in shown
    assert "&lt;b&gt;" in shown
    for page in pages:
        text = page.content.decode()
        assert re.findall(r"<[^>]+\s(?:style|on\w+)=", text) == []
        assert re.findall(r"<script(?![^>]*\bsrc=)[^>]*>", text) == []
        assert "<style" not in text


def test_nobody_but_a_superuser_comes_to_these_pages(school: School) -> None:
    client = english(make_office(school))
    for name in ("import", "export"):
        assert client.get(address(Subject, name), follow=True).status_code == 403
