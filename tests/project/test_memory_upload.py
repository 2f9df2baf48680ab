"""Uploaded files in memory alone: up to the limit they arrive whole, above it they are refused, never written down."""

from __future__ import annotations

import tempfile
from typing import Any, NoReturn

import pytest
from django.conf import settings
from django.core.files.uploadedfile import InMemoryUploadedFile, SimpleUploadedFile
from django.test import RequestFactory
from django.urls import reverse

from starrating.cells.child.limits import MAX_BYTES
from starrating.server.application import LARGEST
from tests.awards.board_clients import client_of
from tests.awards.exam_factories import HELD, NAME, make_grade

MB = 1024 * 1024


@pytest.fixture(autouse=True)
def no_temporary_file(monkeypatch: pytest.MonkeyPatch) -> None:
    """Whoever makes one on the way fails the test."""

    def refuse(*args: Any, **options: Any) -> NoReturn:
        pytest.fail("A temporary file was made.")

    for name in ("NamedTemporaryFile", "TemporaryFile", "SpooledTemporaryFile", "mkstemp"):
        monkeypatch.setattr(tempfile, name, refuse)
    monkeypatch.setattr("django.core.files.uploadedfile.tempfile.NamedTemporaryFile", refuse)


def sent(*contents: bytes) -> list[InMemoryUploadedFile]:
    files = [SimpleUploadedFile(f"{number}.xlsx", content) for number, content in enumerate(contents)]
    request = RequestFactory().post("/", {"scores": files})
    found: Any = request.FILES.getlist("scores")
    return list(found)


@pytest.mark.parametrize("sizes", [(10,), (4 * MB,), (MAX_BYTES, MAX_BYTES, MAX_BYTES)])
def test_what_can_be_read_arrives_whole(sizes: tuple[int, ...]) -> None:
    contents = [bytes([number + 65]) * size for number, size in enumerate(sizes)]
    found = sent(*contents)
    assert [file.read() for file in found] == contents
    assert {type(file) for file in found} == {InMemoryUploadedFile}


def test_a_larger_request_arrives_empty_and_too_large() -> None:
    found = sent(b"x" * settings.FILE_UPLOAD_MAX_MEMORY_SIZE, b"y")
    assert [file.read() for file in found] == [b"", b""]
    assert [(file.size or 0) > settings.FILE_UPLOAD_MAX_MEMORY_SIZE for file in found] == [True, True]


@pytest.mark.django_db
@pytest.mark.parametrize(
    ("sizes", "said"),
    [((MAX_BYTES + 1,), "5 MB"), ((settings.FILE_UPLOAD_MAX_MEMORY_SIZE,), "5 MB"), ((MAX_BYTES,) * 5, "24 MB")],
)
def test_too_large_is_told_on_the_form(sizes: tuple[int, ...], said: str) -> None:
    files = [SimpleUploadedFile(f"{number}.xlsx", b"x" * size) for number, size in enumerate(sizes)]
    data = {"kind": "monthly", "name": NAME, "held_on": HELD.isoformat(), "scores": files}
    response = client_of(make_grade().clerk).post(reverse("awards:exam_upload"), data)
    assert response.status_code == 422
    assert said in response.content.decode()


def test_the_server_takes_such_a_request_and_no_much_larger_one() -> None:
    assert 0 < LARGEST - settings.FILE_UPLOAD_MAX_MEMORY_SIZE <= MB
