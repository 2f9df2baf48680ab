"""What pages weigh over the wire: as the program sends them, compressed, with everything that they name.

Bytes need no clock, so these budgets hold in every run; the times are measured by ``make bench``.
"""

from __future__ import annotations

import gzip
import re
from collections.abc import Iterator
from pathlib import Path
from urllib.parse import urljoin

import pytest
from django.conf import settings
from django.core.management import call_command
from django.http.response import HttpResponseBase
from django.test import Client, override_settings

from awards.models import ClassRound
from students.models import User
from tests.factories import fill, make_class, make_homeroom, make_school, make_sheet, make_students

pytestmark = pytest.mark.django_db

PAGE_BUDGET, GRID_BUDGET = 100_000, 60_000
PUPILS = 48
NAMED = re.compile(r"""(?:href|src|srcset)="(/static/[^"]+)"|url\(["']?(?!data:)([^"')]+)""")


class Wire:
    """A browser that begins with an empty cache: it counts what comes, headers included, and asks for no file twice."""

    def __init__(self, user: User | None = None) -> None:
        # Without TLS browsers do not ask for Brotli, which makes files a quarter smaller.
        self.client = Client(headers={"Accept-Encoding": "gzip, deflate"})
        if user is not None:
            self.client.force_login(user)
        self.kept: set[str] = set()

    def fetched(self, address: str) -> int:
        """Bytes of one answer and of what it names that did not come before."""
        answer = self.client.get(address, follow=True)
        assert answer.status_code == 200, address
        body = body_of(answer)
        headers = sum(len(f"{name}: {value}\r\n") for name, value in answer.headers.items())
        content = gzip.decompress(body) if answer.headers.get("Content-Encoding") == "gzip" else body
        return len(body) + headers + sum(self.named(content, address))

    def named(self, content: bytes, base: str) -> Iterator[int]:
        for quoted, in_style in NAMED.findall(content.decode(errors="ignore")):
            address = urljoin(base, quoted or in_style).partition("#")[0]
            # The font of rare characters comes only with a page that has one: tests/browser/looks tries that.
            if address.startswith("/static/") and not address.endswith(".woff2") and address not in self.kept:
                self.kept.add(address)
                yield self.fetched(address)


def body_of(answer: HttpResponseBase) -> bytes:
    return b"".join(answer) if answer.streaming else answer.getvalue()


@pytest.fixture(scope="module", autouse=True)
def _served(tmp_path_factory: pytest.TempPathFactory) -> Iterator[None]:
    """Static files as an installation serves them: hashed and compressed beforehand."""
    folder: Path = tmp_path_factory.mktemp("static")
    kept = {"BACKEND": settings.STATICFILES_STORAGE_WHEN_SERVED}
    served = override_settings(STORAGES={**settings.STORAGES, "staticfiles": kept}, STATIC_ROOT=folder)
    with served, pytest.MonkeyPatch.context() as patch:
        # Nobody here asks for Brotli, which takes two thirds of the time of collecting.
        patch.setattr("whitenoise.compress.brotli_installed", False)
        call_command("collectstatic", interactive=False, verbosity=0)
        yield


@pytest.fixture
def sheet() -> ClassRound:
    school_class = make_class(make_school(), 3)
    make_students(school_class, PUPILS)
    return make_sheet(school_class)


@pytest.fixture
def teacher(sheet: ClassRound) -> User:
    return make_homeroom(sheet.school_class)


def test_the_door(client: Client) -> None:
    assert Wire().fetched("/sign-in") <= PAGE_BUDGET


def test_the_first_page_after_the_door_with_an_empty_cache(teacher: User) -> None:
    assert Wire(teacher).fetched("/") <= PAGE_BUDGET


@pytest.mark.parametrize("view", ["stars", "tiles"])
def test_a_full_sheet(sheet: ClassRound, teacher: User, view: str) -> None:
    fill(sheet, teacher, names=5)
    assert Wire(teacher).fetched(f"/sheets/{sheet.pk}/?view={view}") <= PAGE_BUDGET


def test_the_grid_of_a_large_class(sheet: ClassRound, teacher: User) -> None:
    """The page alone is held to less than what comes with it, which the browser has from the pages before."""
    fill(sheet, teacher, names=5)
    wire = Wire(teacher)
    answer = wire.client.get(f"/sheets/{sheet.pk}/?view=grid")
    assert answer.headers["Content-Encoding"] == "gzip"
    assert len(answer.content) <= GRID_BUDGET
    assert wire.fetched(f"/sheets/{sheet.pk}/?view=grid") <= PAGE_BUDGET


def test_files_are_sent_as_they_are(client: Client, sheet: ClassRound, teacher: User) -> None:
    client.force_login(teacher)
    answer = client.get(f"/sheets/files/form/{sheet.round_id}", headers={"Accept-Encoding": "gzip"})
    assert answer.status_code == 200
    assert "Content-Encoding" not in answer.headers
