"""Pages of classes and of both imports: who sees what, how many queries, each step once."""

from __future__ import annotations

from collections.abc import Iterator

import pytest
import time_machine
from django.core.files.uploadedfile import SimpleUploadedFile
from django.db import connection
from django.http import HttpResponseBase
from django.test import Client
from django.test.utils import CaptureQueriesContext

from starrating.operations.models import Upload, UploadState
from students.models import School, SchoolClass, Staffing, Student, User
from tests.clients import FormClient
from tests.factories import make_administrator, make_class, make_homeroom, make_office, make_school, make_students
from tests.hidden import hidden
from tests.hostile.making.content import HEADER, PUPILS, ROSTER, Grid, changed, csv_text
from tests.students.factories import MATRIX, import_roster

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def _in_the_first_term() -> Iterator[None]:
    with time_machine.travel("2025-10-10 08:00+08:00"):
        yield


def client_of(user: User) -> Client:
    client = FormClient()
    client.force_login(user)
    return client


def upload(client: Client, grid: Grid = ROSTER, kind: str = "roster") -> str:
    """The address of the preview."""
    file = SimpleUploadedFile("名册.csv", csv_text(grid).encode())
    answer = client.post(f"/import/{kind}/", {"file": file, "starts_on": "2025-09-01"})
    return str(answer.headers["Location"])


def confirm(client: Client, address: str, **more: str) -> HttpResponseBase:
    page = client.get(address)
    form = {"digest": hidden(page, "digest"), "idempotency_key": hidden(page, "idempotency_key"), **more}
    return client.post(f"{address}confirm", form)


def test_a_class_says_that_nobody_can_enter_its_sheet() -> None:
    school_class = make_class(make_school())
    client, address = client_of(make_administrator(school_class.school)), f"/classes/{school_class.pk}/"
    said = "这个班的评星表没有人能录入"
    assert said in client.get(address).content.decode()
    teacher = make_homeroom(school_class, "李岚")
    assert said not in client.get(address).content.decode()
    User.objects.filter(pk=teacher.pk).update(is_active=False)
    assert said in client.get(address).content.decode()
    assert "李岚（已停用）" in client.get("/classes/").content.decode()


def test_a_teacher_sees_own_classes_only() -> None:
    school = make_school()
    mine, other = make_class(school, 1), make_class(school, 2)
    make_students(mine, 3)
    client = client_of(make_homeroom(mine))
    shown = client.get("/classes/").content.decode()
    assert ("七年级(1)班" in shown, "七年级(2)班" in shown) == (True, False)
    assert client.get(f"/classes/{mine.pk}/").status_code == 200
    assert client.get(f"/classes/{other.pk}/").status_code == 404


def test_classes_that_left_or_are_still_to_come_are_not_listed() -> None:
    school = make_school()
    for year in (2022, 2023, 2025, 2026):
        make_students(make_class(school, 1, entry_year=year), 1)
    page = client_of(make_administrator(school)).get("/classes/")
    listed = [row.name for block in page.context["page"].grades for row in block.classes]
    assert listed == ["七年级(1)班", "九年级(1)班"]
    taught = SchoolClass.objects.taught_in(school, 2025).values_list("entry_year", flat=True)
    assert list(taught) == [2025, 2023]


def test_a_class_of_another_school_is_not_there() -> None:
    foreign = make_class(make_school())
    assert client_of(make_administrator(make_school())).get(f"/classes/{foreign.pk}/").status_code == 404


@pytest.mark.parametrize("address", ["/import/roster/", "/import/staff/", "/import/roster/template"])
def test_importing_is_not_for_teachers(address: str) -> None:
    assert client_of(make_homeroom(make_class(make_school()))).get(address).status_code == 403


def _queries(client: Client, address: str) -> int:
    client.get(address)
    with CaptureQueriesContext(connection) as queries:
        assert client.get(address).status_code == 200
    return len(queries)


def test_lists_take_the_same_queries_whatever_the_size() -> None:
    school = make_school()
    first = make_class(school, 1)
    make_students(first, 2)
    make_homeroom(first)
    client = client_of(make_administrator(school))
    addresses = ("/classes/", f"/classes/{first.pk}/", "/accounts/")
    before = [_queries(client, address) for address in addresses]
    for number in range(2, 8):
        make_students(make_class(school, number), 2)
        make_homeroom(school.classes.get(number=number))
    make_students(first, 20)
    assert [_queries(client, address) for address in addresses] == before
    assert max(before) <= 12


def test_a_roster_from_upload_to_pupils() -> None:
    school = make_school()
    client = client_of(make_office(school))
    address = upload(client)
    page = client.get(address).content.decode()
    assert "七年级(1)班" in page
    assert not Student.objects.exists()
    assert confirm(client, address).headers["Location"] == "/classes/"
    assert Student.objects.filter(school=school).count() == 3
    kept = Upload.objects.get()
    assert (kept.state, bytes(kept.content)) == (UploadState.APPLIED, b"")


def test_confirming_twice_imports_once() -> None:
    client = client_of(make_administrator(make_school()))
    address = upload(client)
    page = client.get(address)
    form = {"digest": hidden(page, "digest"), "idempotency_key": hidden(page, "idempotency_key")}
    answers = [client.post(f"{address}confirm", form) for _n in range(2)]
    assert [answer.status_code for answer in answers] == [302, 302]
    assert Student.objects.count() == 3


def test_the_same_file_again_is_told() -> None:
    client = client_of(make_administrator(make_school()))
    confirm(client, upload(client))
    page = client.get(upload(client))
    assert page.context["page"].earlier is not None
    assert not page.context["page"].preview.writes


def test_a_database_that_changed_asks_for_another_look() -> None:
    school = make_school()
    administrator = make_administrator(school)
    client = client_of(administrator)
    address = upload(client)
    page = client.get(address)
    form = {"digest": hidden(page, "digest"), "idempotency_key": hidden(page, "idempotency_key")}
    import_roster(school, administrator, [HEADER, PUPILS[0]])
    assert client.post(f"{address}confirm", form).headers["Location"] == address
    assert Student.objects.count() == 1
    assert Upload.objects.get().state == UploadState.WAITING


def test_a_name_is_taken_only_when_ticked() -> None:
    school = make_school()
    administrator = make_administrator(school)
    import_roster(school, administrator)
    client = client_of(administrator)
    grid = changed(2, 2, "林小文")
    confirm(client, upload(client, grid))
    assert Student.objects.get(number="20250101").name == "林晓雯"
    confirm(client, upload(client, grid), rename="20250101")
    assert Student.objects.get(number="20250101").name == "林小文"


def test_a_file_with_errors_cannot_be_confirmed() -> None:
    client = client_of(make_administrator(make_school()))
    address = upload(client, changed(3, 1, "20250101"))
    assert 'form="confirm"' not in client.get(address).content.decode()
    assert confirm(client, address).headers["Location"] == address
    assert not Student.objects.exists()


def test_an_unreadable_file_says_why() -> None:
    client = client_of(make_administrator(make_school()))
    file = SimpleUploadedFile("名册.xlsx", b"PK\x03\x04 not a workbook")
    answer = client.post("/import/roster/", {"file": file}, follow=True)
    assert answer.status_code == 200
    assert answer.context["page"].preview.blocked


def test_dropping_lets_the_bytes_go() -> None:
    client = client_of(make_administrator(make_school()))
    address = upload(client)
    client.post(f"{address}drop")
    assert bytes(Upload.objects.get().content) == b""
    assert client.get(address).headers["Location"] == "/classes/"


def test_anothers_upload_is_not_there() -> None:
    school = make_school()
    address = upload(client_of(make_administrator(school)))
    other = client_of(make_office(school))
    assert other.get(address).status_code == 404
    assert other.post(f"{address}confirm").status_code == 404


def test_an_upload_of_one_kind_is_not_confirmed_as_another() -> None:
    client = client_of(make_administrator(make_school()))
    address = upload(client).replace("roster", "staff")
    assert client.get(address).status_code == 404


def test_the_staff_matrix_from_upload_to_accounts() -> None:
    school = make_school()
    client = client_of(make_administrator(school))
    address = upload(client, MATRIX, "staff")
    assert "lilan" in client.get(address).content.decode()
    confirm(client, address)
    assert Staffing.objects.filter(user__school=school).count() == 5
    assert "李岚" in client.get("/accounts/").content.decode()


def test_the_template_imports_nothing_until_it_is_filled_in() -> None:
    school: School = make_school()
    client = client_of(make_administrator(school))
    content = client.get("/import/roster/template").content
    answer = client.post("/import/roster/", {"file": SimpleUploadedFile("空.xlsx", content)}, follow=True)
    assert list(answer.context["page"].preview.plan.rows) == []
    assert answer.context["page"].preview.blocked
