"""Consents and photos: recorded, withdrawn, kept, refused; and every hostile picture."""

from __future__ import annotations

import datetime as dt
import io
import zipfile
from collections.abc import Iterator
from dataclasses import dataclass

import pytest
import time_machine
from django.core.files.storage import default_storage
from django.core.files.uploadedfile import SimpleUploadedFile
from django.db import connection
from django.test import Client, TestCase
from django.test.utils import CaptureQueriesContext

from starrating.operations.models import AuditEvent
from students.consents import photo_files, photos, verbs as consents
from students.consents.photo_files import Sent
from students.consents.verbs import Given
from students.models import Consent, ConsentScope, Photo, SchoolClass, Student, User
from students.privacy.rules import TEXT_VERSION
from tests.clients import FormClient
from tests.factories import (
    make_class,
    make_consent,
    make_homeroom,
    make_office,
    make_photo,
    make_school,
    make_students,
    make_term,
    moment,
    picture,
)
from tests.refusals import refused

pytestmark = pytest.mark.django_db

TODAY = dt.date(2025, 10, 9)
NOW = moment(TODAY)


@dataclass
class Class:
    room: SchoolClass
    pupils: list[Student]
    teacher: User
    stranger: User
    clerk: User


@pytest.fixture
def seven() -> Iterator[Class]:
    with time_machine.travel(NOW, tick=False):
        school = make_school()
        make_term(school)
        room, other = make_class(school), make_class(school, number=2)
        pupils = make_students(room, 4)
        make_students(other, 1)
        yield Class(room, pupils, make_homeroom(room), make_homeroom(other, "李静"), make_office(school))


def client_of(user: User) -> Client:
    client = FormClient(headers={"accept-language": "en"})
    client.force_login(user)
    return client


def given(pupil: Student, scope: ConsentScope = ConsentScope.PHOTO, by: str = "王芳") -> Given:
    return Given(pupil, scope, by)


def test_a_signed_form_is_recorded_once(seven: Class) -> None:
    forms = [given(seven.pupils[0]), given(seven.pupils[0], ConsentScope.PUBLICATION)]
    assert consents.record(forms, TODAY, by=seven.teacher, at=NOW) == 2
    assert consents.record(forms, TODAY, by=seven.teacher, at=NOW) == 0
    assert AuditEvent.objects.filter(action="consent.given").count() == 2
    row = Consent.objects.get(student=seven.pupils[0], scope="photo")
    assert (row.given_by, row.given_on, row.text_version) == ("王芳", TODAY, TEXT_VERSION)


@pytest.mark.parametrize(("by", "day", "code"), [("", TODAY, "who"), ("王芳", dt.date(2025, 10, 10), "day")])
def test_a_form_that_says_too_little_is_refused(seven: Class, by: str, day: dt.date, code: str) -> None:
    with refused(code):
        consents.record([given(seven.pupils[1]), given(seven.pupils[0], by=by)], day, by=seven.teacher, at=NOW)
    assert not Consent.objects.exists()


def test_a_teacher_of_another_class_may_do_nothing(seven: Class) -> None:
    consent, photo = make_consent(seven.pupils[0]), make_photo(seven.pupils[0], by=seven.teacher)
    with refused("role"):
        consents.record([given(seven.pupils[1])], TODAY, by=seven.stranger, at=NOW)
    with refused("role"):
        consents.withdraw(consent, by=seven.stranger, at=NOW)
    with refused("role"):
        photos.keep(seven.pupils[0], picture(), by=seven.stranger, at=NOW)
    with refused("role"):
        photos.remove(photo, by=seven.stranger, at=NOW)
    assert Photo.objects.get().pk == photo.pk


def test_no_photo_without_consent(seven: Class) -> None:
    with refused("consent"):
        photos.keep(seven.pupils[0], picture(), by=seven.teacher, at=NOW)
    make_consent(seven.pupils[0], ConsentScope.PUBLICATION)
    with refused("consent"):
        photos.keep(seven.pupils[0], picture(), by=seven.teacher, at=NOW)
    assert not Photo.objects.exists()


def test_a_photo_is_kept_replaced_and_goes_with_its_consent(seven: Class) -> None:
    pupil = seven.pupils[0]
    consent = make_consent(pupil)
    assert photos.keep(pupil, picture(), by=seven.teacher, at=NOW)
    assert not photos.keep(pupil, picture(), by=seven.teacher, at=NOW)
    first = str(Photo.objects.get().file.name)
    with TestCase.captureOnCommitCallbacks(execute=True):
        assert photos.keep(pupil, picture(colour="red"), by=seven.teacher, at=NOW)
    second = str(Photo.objects.get().file.name)
    assert (default_storage.exists(first), default_storage.exists(second)) == (False, True)
    with TestCase.captureOnCommitCallbacks(execute=True):
        consents.withdraw(consent, by=seven.teacher, at=NOW)
        consents.withdraw(consent, by=seven.teacher, at=NOW)
    assert (Photo.objects.exists(), default_storage.exists(second)) == (False, False)
    about = AuditEvent.objects.filter(action__regex=r"^(photo|consent)\.").order_by("pk")
    told = list(about.values_list("action", flat=True))
    assert told == ["photo.kept", "photo.kept", "consent.withdrawn", "photo.removed"]


def test_a_photo_is_served_to_who_reaches_the_pupil_and_to_nobody_else(seven: Class) -> None:
    pupil = seven.pupils[0]
    consent = make_consent(pupil)
    photos.keep(pupil, picture(), by=seven.teacher, at=NOW)
    address = f"/photos/{Photo.objects.get().key}.jpg"
    for user, status in ((seven.teacher, 200), (seven.clerk, 200), (seven.stranger, 404)):
        answer = client_of(user).get(address)
        assert answer.status_code == status
        if status == 200:
            assert (answer["Content-Type"], answer["Cache-Control"]) == ("image/jpeg", "no-store")
            assert answer["Cross-Origin-Resource-Policy"] == "same-origin"
            assert answer["X-Content-Type-Options"] == "nosniff"
    assert Client().get(address).status_code == 302
    # Straight from the folder it is not served at all.
    assert client_of(seven.clerk).get(f"/media/{Photo.objects.get().file.name}").status_code == 404
    Consent.objects.filter(pk=consent.pk).update(withdrawn_on=TODAY)
    assert client_of(seven.teacher).get(address).status_code == 404


def test_the_page_of_consents(seven: Class) -> None:
    client, pupil = client_of(seven.teacher), seven.pupils[1]
    page = f"/classes/{seven.room.pk}/consents/"
    sent = {f"photo-{pupil.pk}": "on", f"by-{pupil.pk}": "王芳", "day": "2025-10-08", "idempotency_key": "a"}
    answer = client.post(f"{page}record", sent, follow=True)
    assert "1 consent was recorded." in answer.content.decode()
    row = Consent.objects.get()
    assert (row.student_id, row.scope, row.given_on) == (pupil.pk, "photo", dt.date(2025, 10, 8))
    assert f"withdraw-{row.pk}" in answer.content.decode()
    answer = client.post(f"/consents/{row.pk}/withdraw", {"idempotency_key": "b"}, follow=True)
    assert "The consent has ended." in answer.content.decode()
    assert client_of(seven.stranger).get(page).status_code == 404


def test_the_page_of_consents_asks_no_more_for_more_pupils(seven: Class) -> None:
    client, page = client_of(seven.teacher), f"/classes/{seven.room.pk}/consents/"
    client.get(page)
    counts = []
    for _ in range(2):
        with CaptureQueriesContext(connection) as asked:
            client.get(page)
        counts.append(len(asked))
        for pupil in make_students(seven.room, 5):
            make_consent(pupil)
            make_photo(pupil, by=seven.teacher)
    assert counts[0] == counts[1]


def archive(files: dict[str, bytes]) -> bytes:
    stream = io.BytesIO()
    with zipfile.ZipFile(stream, "w") as packed:
        for name, content in files.items():
            packed.writestr(name, content)
    return stream.getvalue()


def test_photos_by_number_in_an_archive(seven: Class) -> None:
    one, two, three, _four = seven.pupils
    for pupil in (one, two):
        make_consent(pupil)
    content = archive(
        {
            f"七年级1班/{one.number}.jpg": picture(),
            f"{two.number}.PNG": picture(kind="PNG"),
            f"{three.number}.jpg": picture(),
            "nobody.jpg": picture(),
            "__MACOSX/._x.jpg": b"?",
            "Thumbs.db": b"?",
        }
    )
    files = {"pictures": [SimpleUploadedFile("a.zip", content), SimpleUploadedFile("b.jpg", b"<svg/>")]}
    answer = client_of(seven.teacher).post("/photos/add", files)
    text = answer.content.decode()
    assert Photo.objects.count() == 2
    assert "2 photos were added" in text
    for sentence in ("No guardian has agreed", "No pupil of yours has the number nobody", "has the number b."):
        assert sentence in text
    again = client_of(seven.teacher).post("/photos/add", {"pictures": [SimpleUploadedFile("a.zip", content)]})
    assert "2 were there already." in again.content.decode()


def test_an_archive_that_is_none_or_too_large_is_told(seven: Class) -> None:
    pupils = {pupil.number: pupil for pupil in seven.pupils}
    for content in (b"PK\x03\x04nonsense", archive({f"{n}.jpg": b"" for n in range(3001)}), _bomb(), _torn()):
        taken = photo_files.take([Sent("a.zip", content)], pupils, by=seven.teacher, at=NOW)
        assert taken.new == 0
        assert [one.name for one in taken.refused] == ["a.zip"]


def _bomb() -> bytes:
    stream = io.BytesIO()
    with zipfile.ZipFile(stream, "w", zipfile.ZIP_DEFLATED) as packed:
        for number in range(20):
            packed.writestr(f"{number}.jpg", b"\0" * (4 * 1024 * 1024))
    return stream.getvalue()


def _torn() -> bytes:
    """An archive whose directory is whole and whose compressed bytes are not."""
    stream = io.BytesIO()
    with zipfile.ZipFile(stream, "w", zipfile.ZIP_DEFLATED) as packed:
        packed.writestr("1.jpg", bytes(range(256)) * 40)
    content = bytearray(stream.getvalue())
    content[40:60] = b"\xff" * 20
    return bytes(content)
