"""Sheets from a file on screen: form, preview, confirmation; for whom, twice, and after a change."""

from __future__ import annotations

import datetime as dt
import io
import re
import zipfile
from collections.abc import Iterator

import pytest
import time_machine
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client
from django.urls import reverse

from awards.models import ClassRound, Nomination, Round
from awards.sheets import entering
from awards.sheets.entering import Change
from starrating.operations.models import AuditEvent, AuditSource, Upload, UploadState
from students.models import SchoolClass, User
from tests.awards.month_files import one_class
from tests.clients import FormClient
from tests.factories import (
    items_of,
    make_administrator,
    make_class,
    make_homeroom,
    make_office,
    make_sheet,
    make_student,
    moment,
    pupils_of,
)

pytestmark = pytest.mark.django_db
NOW = moment(dt.date(2025, 9, 30))
UPLOAD = "awards:sheets_upload"


@pytest.fixture(autouse=True)
def end_of_september() -> Iterator[None]:
    with time_machine.travel(NOW, tick=False):
        yield


@pytest.fixture
def sheet() -> ClassRound:
    return make_sheet(pupils=8)


def signed_in(user: User) -> Client:
    client = FormClient(headers={"accept-language": "en"})
    client.force_login(user)
    return client


def names(sheet: ClassRound, count: int) -> str:
    return "、".join(pupil.name for pupil in pupils_of(sheet)[:count])


def send(client: Client, sheet: ClassRound, content: bytes) -> Upload:
    file = SimpleUploadedFile("2025-09.xlsx", content)
    response = client.post(reverse(UPLOAD), {"round": sheet.round_id, "file": file})
    upload = Upload.objects.order_by("-pk").first()
    assert upload is not None
    assert response.headers["Location"] == reverse("awards:sheets_preview", args=[upload.pk])
    return upload


def confirmation(client: Client, upload: Upload) -> dict[str, str]:
    """The hidden fields of the preview's form, as a browser would send them."""
    page = client.get(reverse("awards:sheets_preview", args=[upload.pk])).content.decode()
    found = re.findall(r'<input type="hidden" name="(idempotency_key|digest)" value="([^"]+)">', page)
    return dict(found)


def confirm(client: Client, upload: Upload, fields: dict[str, str]) -> int:
    return client.post(reverse("awards:sheets_confirm", args=[upload.pk]), fields).status_code


def test_a_homeroom_teacher_brings_in_the_own_sheet(sheet: ClassRound) -> None:
    client = signed_in(make_homeroom(sheet.school_class))
    upload = send(client, sheet, one_class({"文明星": names(sheet, 3)}))
    assert not Nomination.objects.exists()
    fields = confirmation(client, upload)
    assert confirm(client, upload, fields) == 302
    assert Nomination.objects.count() == 3
    # Pressed twice: one effect.
    assert confirm(client, upload, fields) == 302
    assert AuditEvent.objects.filter(action="sheets.imported").count() == 1
    assert AuditEvent.objects.get(action="sheets.imported").source == AuditSource.WEB
    upload.refresh_from_db()
    assert (upload.state, bytes(upload.content)) == (UploadState.APPLIED, b"")


def test_findings_are_on_the_page_and_block(sheet: ClassRound) -> None:
    client = signed_in(make_administrator(sheet.school_class.school))
    upload = send(client, sheet, one_class({"文明星": "没有这人"}))
    page = client.get(reverse("awards:sheets_preview", args=[upload.pk])).content.decode()
    assert "没有这人" in page
    assert "C4" in page
    assert confirm(client, upload, confirmation(client, upload)) == 302
    assert not Nomination.objects.exists()


def test_a_sheet_of_another_class_is_refused(sheet: ClassRound) -> None:
    other = make_class(sheet.school_class.school, number=2)
    make_student(other, "冯海燕", seat=1)
    client = signed_in(make_homeroom(sheet.school_class))
    upload = send(client, sheet, one_class({"文明星": "冯海燕"}, "七年级(2)班"))
    confirm(client, upload, confirmation(client, upload))
    assert not Nomination.objects.exists()


def test_a_change_after_the_preview_is_looked_at_again(sheet: ClassRound) -> None:
    teacher = make_homeroom(sheet.school_class)
    client = signed_in(teacher)
    upload = send(client, sheet, one_class({"文明星": names(sheet, 3)}))
    fields = confirmation(client, upload)
    change = Change(pupils_of(sheet)[6].pk, items_of(sheet)[0].pk, wanted=True)
    entering.save_lines(sheet, [change], by=teacher, at=NOW)
    confirm(client, upload, fields)
    assert Nomination.objects.count() == 1
    upload.refresh_from_db()
    assert upload.state == UploadState.WAITING


def test_a_dropped_file_is_forgotten(sheet: ClassRound) -> None:
    client = signed_in(make_homeroom(sheet.school_class))
    upload = send(client, sheet, one_class({"文明星": names(sheet, 3)}))
    fields = confirmation(client, upload)
    client.post(reverse("awards:sheets_drop", args=[upload.pk]))
    confirm(client, upload, fields)
    assert not Nomination.objects.exists()
    assert bytes(Upload.objects.get().content) == b""


def test_somebody_elses_file_is_not_there(sheet: ClassRound) -> None:
    upload = send(signed_in(make_homeroom(sheet.school_class)), sheet, one_class({"文明星": names(sheet, 1)}))
    other = signed_in(make_administrator(sheet.school_class.school))
    assert other.get(reverse("awards:sheets_preview", args=[upload.pk])).status_code == 404
    assert other.post(reverse("awards:sheets_confirm", args=[upload.pk])).status_code == 404


def test_the_office_does_not_enter_but_may_take_the_form(sheet: ClassRound) -> None:
    client = signed_in(make_office(sheet.school_class.school))
    assert client.get(reverse(UPLOAD)).status_code == 403
    assert client.get(reverse("awards:sheets_form", args=[sheet.round_id])).status_code == 200


def test_a_round_that_has_not_begun_or_is_of_another_school_is_no_choice(sheet: ClassRound) -> None:
    client = signed_in(make_homeroom(sheet.school_class))
    foreign = make_sheet(make_class(make_sheet().school_class.school, number=3))
    later = Round.objects.get(term=sheet.round.term, label="2025-10")
    for pk in (later.pk, foreign.round_id):
        file = SimpleUploadedFile("a.xlsx", one_class({}))
        assert client.post(reverse(UPLOAD), {"round": pk, "file": file}).status_code == 422
    assert client.get(reverse("awards:sheets_form", args=[foreign.round_id])).status_code == 404


def form_of(client: Client, sheet: ClassRound) -> bytes:
    response = client.get(reverse("awards:sheets_form", args=[sheet.round_id]))
    assert "attachment" in response.headers["Content-Disposition"]
    return bytes(response.content)


def test_the_form_comes_back_as_it_went(sheet: ClassRound) -> None:
    namesake = make_student(sheet.school_class, pupils_of(sheet)[0].name, seat=20)
    teacher = make_homeroom(sheet.school_class)
    client = signed_in(teacher)
    upload = send(client, sheet, form_of(client, sheet))
    page = client.get(reverse("awards:sheets_preview", args=[upload.pk])).content.decode()
    assert "level--blocking" not in page
    item = items_of(sheet)[2]
    entering.save_lines(sheet, [Change(namesake.pk, item.pk, wanted=True)], by=teacher, at=NOW)
    filled = send(client, sheet, form_of(client, sheet))
    page = client.get(reverse("awards:sheets_preview", args=[filled.pk])).content.decode()
    assert "level--blocking" not in page
    assert "<ins>" not in page
    assert "<del>" not in page


def test_the_form_has_the_own_classes_only(sheet: ClassRound) -> None:
    other: SchoolClass = make_class(sheet.school_class.school, number=2)
    make_student(other, "冯海燕", seat=1)
    shown = [
        re.findall(r"七年级\(\d\)班", part_of(form_of(signed_in(user), sheet)))
        for user in (make_homeroom(sheet.school_class), make_administrator(other.school))
    ]
    assert [sorted(set(one)) for one in shown] == [["七年级(1)班"], ["七年级(1)班", "七年级(2)班"]]


def part_of(content: bytes) -> str:
    """The part of a workbook that names its sheets."""
    with zipfile.ZipFile(io.BytesIO(content)) as package:
        return package.read("xl/workbook.xml").decode()


def test_an_administrator_looks_at_the_month_just_entered(sheet: ClassRound) -> None:
    client = signed_in(make_administrator(sheet.school_class.school))
    upload = send(client, sheet, one_class({"文明星": names(sheet, 2)}))
    answer = client.post(reverse("awards:sheets_confirm", args=[upload.pk]), confirmation(client, upload))
    assert answer.headers["Location"] == f"{reverse('awards:board')}?round={sheet.round_id}"


def test_the_file_page_opens_on_the_month_of_the_sheet_it_was_left_for(sheet: ClassRound) -> None:
    client = signed_in(make_homeroom(sheet.school_class))
    page = client.get(reverse("awards:sheets_upload"), {"round": sheet.round_id}).content.decode()
    assert f'<option value="{sheet.round_id}" selected>' in page
