"""The box of first steps and its preview: answers, files that wait, and where it leads."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterator
from typing import Any

import pytest
import time_machine
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client
from django.urls import reverse
from django.utils import timezone

from awards.models import Nomination
from starrating.operations import job_running, uploads
from starrating.operations.models import Job, Upload, UploadState
from students.imports.pipeline import background
from students.models import ColumnMeaning, School, Student, User
from tests.awards.first_files.test_together import FILES
from tests.factories import make_administrator, make_class, make_homeroom, make_office, make_school, make_term, moment
from tests.hostile.making.content import HEADER, PUPILS, csv_text
from tests.hostile.test_folders import packed_as
from tests.students.staff_factories import client_of, keyed

pytestmark = pytest.mark.django_db
DAY = dt.date(2025, 10, 8)
UPLOAD = "awards:together_upload"


@pytest.fixture(autouse=True)
def in_october() -> Iterator[None]:
    with time_machine.travel(moment(DAY)):
        yield


@pytest.fixture
def school() -> School:
    return make_school()


@pytest.fixture
def by(school: School) -> User:
    return make_administrator(school)


@pytest.fixture
def client(by: User) -> Client:
    return client_of(by)


def dropped(client: Client, files: dict[str, bytes]) -> str:
    """Where the box leads to."""
    sent = [SimpleUploadedFile(name, content) for name, content in files.items()]
    answer = client.post(reverse(UPLOAD), {"file": sent})
    assert answer.status_code == 302, answer.content.decode()
    return answer["Location"]


def form_of(client: Client, address: str, **said: object) -> dict[str, object]:
    """What the preview's form sends, with what is said there."""
    page = client.get(address).context["page"]
    kinds = [one.answer for one in page.preview.source.told if not one.waits]
    shown = {"digest": page.preview.digest, "reading": "1", "kind": kinds, "kind_was": kinds}
    return keyed(**{**shown, **said})


def confirmed(client: Client, address: str, **said: object) -> Any:
    return client.post(f"{address}confirm", form_of(client, address, **said))


def test_a_folder_of_everything_is_confirmed_once_and_leads_to_the_guide(client: Client, school: School) -> None:
    make_term(school)
    address = dropped(client, {"学校.zip": packed_as(FILES)})
    answer = confirmed(client, address)
    assert answer["Location"] == reverse("awards:guide")
    assert Student.objects.filter(school=school).count() == 6
    assert Nomination.objects.count() == 3
    assert set(Upload.objects.values_list("state", flat=True)) == {UploadState.APPLIED}
    assert not Upload.objects.exclude(content=b"").exists()
    page = client.get(reverse("awards:guide"))
    assert page.context["waiting"] == []


def test_confirmed_twice_it_is_one_import(client: Client, school: School) -> None:
    address = dropped(client, FILES)
    form = form_of(client, address)
    first, second = (client.post(f"{address}confirm", form) for _time in range(2))
    assert first["Location"] == second["Location"]
    assert Student.objects.filter(school=school).count() == 6
    assert Upload.objects.filter(state=UploadState.WAITING).count() == 1


def test_a_sheet_waits_and_is_the_next_step_once_the_term_is_open(client: Client, school: School, by: User) -> None:
    # The first of the files, for which all others stand.
    files = {"9月.xlsx": FILES["9月.xlsx"], **FILES}
    with time_machine.travel(moment(dt.date(2025, 9, 2))):
        client = client_of(by)
        confirmed(client, dropped(client, files))
        head, waits = Upload.objects.filter(head__isnull=True).order_by("pk")
        assert (head.state, bytes(head.content)) == (UploadState.DROPPED, b"")
        assert (waits.state, waits.filename) == (UploadState.WAITING, "9月.xlsx")
        assert bytes(waits.content) == FILES["9月.xlsx"]
        assert client.get(reverse("awards:guide")).context["waiting"] == [waits]
        make_term(school)
        confirmed(client, reverse("awards:together_preview", args=[waits.pk]))
        assert client.get(reverse("awards:guide")).context["waiting"] == []
    assert Nomination.objects.count() == 3


def test_what_waits_is_forgotten_after_two_days(client: Client, school: School, by: User) -> None:
    confirmed(client, dropped(client, FILES))
    with time_machine.travel(moment(DAY + dt.timedelta(days=3))):
        late = client_of(by)
        assert late.get(reverse("awards:guide")).context["waiting"] == []
        uploads.keep([("a.csv", b"1")], kind="roster", school_id=school.pk, by=by, at=timezone.now())
    assert not Upload.objects.exclude(kind="roster").exclude(content=b"").exists()


def test_another_kind_is_said_on_the_preview_and_nothing_is_written_yet(client: Client) -> None:
    address = dropped(client, FILES)
    page = client.get(address).context["page"]
    kinds = [one.answer for one in page.preview.source.told if not one.waits]
    answer = confirmed(client, address, kind=["0=", *kinds[1:]])
    assert answer["Location"] == address
    assert not Student.objects.exists()
    assert client.get(address).context["page"].preview.source.told[0].choice == ""
    confirmed(client, address)
    assert Student.objects.count() == 3


def test_a_column_is_asked_by_kind_and_remembered(client: Client, school: School) -> None:
    grid = ((*HEADER, "宿舍楼"), *((*row, "东楼") for row in PUPILS))
    address = dropped(client, {"七1.csv": csv_text(grid).encode(), "任课表.csv": FILES["任课表.csv"]})
    page = client.get(address)
    assert 'value="roster:宿舍楼=' in page.content.decode()
    confirmed(client, address, column=["roster:宿舍楼=小组"])
    remembered = ColumnMeaning.objects.get()
    assert (remembered.kind, remembered.shown, remembered.field) == ("roster", "宿舍楼", "小组")


def test_a_large_drop_is_the_workers(client: Client, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(background, "AT_ONCE", 5)
    address = dropped(client, FILES)
    answer = confirmed(client, address)
    job = Job.objects.get()
    assert answer["Location"] == reverse("own_file", args=[job.pk])
    assert job_running.work_once()
    assert Student.objects.count() == 6
    waited = client.get(reverse("own_file", args=[job.pk]), {"waited": "1"})
    assert waited["Location"] == reverse("awards:guide")
    assert client.get(reverse("own_file", args=[job.pk])).status_code == 200


def test_a_drop_that_is_dropped_is_forgotten(client: Client) -> None:
    address = dropped(client, FILES)
    client.post(f"{address}drop")
    assert set(Upload.objects.values_list("state", flat=True)) == {UploadState.DROPPED}


def test_others_have_no_box(school: School) -> None:
    for user in (make_office(school), make_homeroom(make_class(school))):
        assert client_of(user).get(reverse(UPLOAD)).status_code == 403
