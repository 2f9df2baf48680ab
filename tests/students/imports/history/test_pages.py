"""The list of imports, the page of one and undoing it there, by commands, and who sees what."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterator
from io import StringIO

import pytest
import time_machine
from django.core.files.uploadedfile import SimpleUploadedFile
from django.core.management import CommandError, call_command
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from starrating.operations import uploads
from starrating.operations.models import Upload, UploadState
from students.models import FileImport, School, Student, User
from tests.factories import make_class, make_consent, make_homeroom, make_office, moment
from tests.hostile.making.content import ROSTER, csv_text
from tests.students.factories import FIRST_DAY, TODAY, import_roster, import_staff, school_with_administrator
from tests.students.imports.history.factories import last_run
from tests.students.staff_factories import client_of, keyed

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def _today() -> Iterator[None]:
    with time_machine.travel(moment(TODAY, 12), tick=False):
        yield


@pytest.fixture
def school() -> School:
    return school_with_administrator()[0]


@pytest.fixture
def administrator(school: School) -> User:
    return User.objects.get(school=school)


def page_of(run: FileImport) -> str:
    return reverse("students:file_import", args=[run.pk])


def undo_on_screen(client: Client, run: FileImport, *, reason: str = "选错了文件") -> str:
    """Look at the page and press its button; gives what the next page says."""
    page = client.get(page_of(run))
    form = keyed(reason=reason, digest=page.context["form"].initial["digest"])
    return client.post(reverse("students:take_back_import", args=[run.pk]), form, follow=True).content.decode()


def bring_on_screen(client: Client) -> Upload:
    file = SimpleUploadedFile("新生名册.csv", csv_text(ROSTER).encode())
    sent = {"file": file, "term": "", "starts_on": FIRST_DAY.isoformat()}
    answer = client.post(reverse("students:roster_upload"), sent)
    shown = client.get(answer.headers["Location"]).context["page"]
    confirm = reverse("students:roster_confirm", args=[shown.upload.pk])
    assert client.post(confirm, keyed(digest=shown.preview.digest)).status_code == 302
    return Upload.objects.get(pk=shown.upload.pk)


def test_a_file_is_confirmed_looked_at_and_undone(administrator: User) -> None:
    client = client_of(administrator)
    upload = bring_on_screen(client)
    run = last_run()
    assert (upload.run, upload.state) == (run, UploadState.APPLIED)
    listed = client.get(reverse("students:imports"), {"kind": "roster"}).content.decode()
    assert "新生名册.csv" in listed
    page = client.get(page_of(run)).content.decode()
    assert "林晓雯 20250101" in page
    assert "已撤销9项，保留0项。" in undo_on_screen(client, run)
    assert Student.objects.count() == 0
    upload.refresh_from_db()
    assert (upload.state, upload.filename) == (UploadState.TAKEN_BACK, "")
    after = client.get(page_of(run)).content.decode()
    assert "选错了文件" in after
    assert "新生名册" not in after
    assert run.digests[0][:12] in after
    # Undone, the file is one that was never imported.
    assert uploads.earlier(upload, [upload.sha256]) == []


def test_without_a_reason_nothing_is_undone(school: School, administrator: User) -> None:
    import_roster(school, administrator)
    undo_on_screen(client_of(administrator), last_run(), reason=" ")
    assert Student.objects.count() == 3


def test_what_stays_is_named_with_its_reason_before_it_is_confirmed(school: School, administrator: User) -> None:
    import_roster(school, administrator)
    make_consent(Student.objects.get(number="20250101"))
    page = client_of(administrator).get(page_of(last_run())).context["page"]
    assert [item.why for item in page.stays.items if item.name == "林晓雯 20250101"] == ["已用于：同意书。"]
    assert "已撤销" in undo_on_screen(client_of(administrator), last_run())
    assert Student.objects.get().number == "20250101"


def test_who_sees_which(school: School, administrator: User) -> None:
    clerk, colleague = make_office(school), make_office(school, "郑国安")
    teacher = make_homeroom(make_class(school, 9))
    import_roster(school, clerk)
    run = last_run()
    _elsewhere, stranger = school_with_administrator()
    seen = {
        user.name: client_of(user).get(page_of(run)).status_code for user in (administrator, clerk, colleague, teacher)
    }
    assert seen == {administrator.name: 200, clerk.name: 200, "郑国安": 200, teacher.name: 404}
    assert client_of(stranger).get(page_of(run)).status_code == 404
    assert client_of(colleague).get(page_of(run)).context["form"] is None
    answer = client_of(stranger).post(
        reverse("students:take_back_import", args=[run.pk]), keyed(reason="x", digest="x")
    )
    assert answer.status_code == 404
    client_of(colleague).post(reverse("students:take_back_import", args=[run.pk]), keyed(reason="x", digest="x"))
    assert Student.objects.count() == 3


def test_the_list_is_searched_and_paged_in_as_many_queries(school: School, administrator: User) -> None:
    client = client_of(administrator)
    import_roster(school, administrator)
    import_staff(school, administrator)
    client.get(reverse("students:imports"))
    with CaptureQueriesContext(connection) as few:
        client.get(reverse("students:imports"))
    first = last_run("roster")
    for number in range(60):
        FileImport.objects.create(
            school=school,
            kind="staff",
            by=administrator,
            at=first.at - dt.timedelta(days=number),
            names=f"{number}.csv",
        )
    with CaptureQueriesContext(connection) as many:
        page = client.get(reverse("students:imports"))
    assert len(many) <= len(few)
    assert page.context["page_obj"].paginator.count == 62
    assert len(page.context["page_obj"]) == 30

    def found(**asked: str) -> int:
        return int(client.get(reverse("students:imports"), asked).context["page_obj"].paginator.count)

    assert (found(kind="roster"), found(text="7.csv"), found(text=administrator.name)) == (1, 6, 62)
    assert found(text="没有这个人") == 0


def test_commands_list_and_undo(school: School, administrator: User) -> None:
    import_roster(school, administrator)
    run = last_run()
    out = StringIO()
    call_command("imports", "--school", school.code, stdout=out)
    assert str(run.pk) in out.getvalue()
    call_command("take_back_import", str(run.pk), "--school", school.code, "--dry-run", stdout=out)
    assert Student.objects.count() == 3
    with pytest.raises(CommandError):
        call_command("take_back_import", str(run.pk), "--school", school.code, stdout=out)
    elsewhere, _by = school_with_administrator()
    with pytest.raises(CommandError):
        call_command("take_back_import", str(run.pk), "--school", elsewhere.code, "--reason", "选错了", stdout=out)
    call_command("take_back_import", str(run.pk), "--school", school.code, "--reason", "选错了", stdout=out)
    assert Student.objects.count() == 0
