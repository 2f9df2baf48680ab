"""Pages of a school in the middle of a month are valid HTML: lists with something on them, previews, the door."""

from __future__ import annotations

from pathlib import Path

import pytest
import time_machine
from django.http import HttpResponse
from django.template.loader import render_to_string
from django.test import Client, RequestFactory
from django.utils import translation

from students.models import School
from tests.awards.board_factories import TODAY
from tests.browser.looks.test_pages import FILED, PLACES, WHO, account, make_board_of_pages
from tests.factories import moment
from tests.project.pages.nu_checker import LANGUAGES, Folder, checker, faults_in


@pytest.fixture
def folder(tmp_path: Path) -> Folder:
    return Folder(tmp_path)


@pytest.fixture
def jar() -> Path:
    return checker()


@pytest.mark.django_db
@pytest.mark.parametrize("language", LANGUAGES)
def test_pages_of_a_busy_school(jar: Path, folder: Folder, language: str) -> None:
    """Lists with something on them, previews of files, the door."""
    with time_machine.travel(moment(TODAY)):
        board = make_board_of_pages()
        for who in WHO:
            client = Client(headers={"Accept-Language": language})
            client.force_login(account(board, who))
            for name, place in PLACES.items():
                if place.who == who:
                    folder.add(name, client.get(place.path(board), follow=True))
        School.objects.update(public_pages=True)
        public = f"/public/{board.school.code}/"
        shown = f"{public}{board.sheets[FILED].pk}/"
        for path in ("/sign-in", "/sign-out", "/no-such-page", "/check/2222222222/", public, shown):
            folder.add(path, Client(headers={"Accept-Language": language}).get(path))
    with translation.override(language):
        for name in ("400", "400_host", "403", "403_csrf", "500"):
            folder.add(name, HttpResponse(render_to_string(f"{name}.html", request=RequestFactory().get("/"))))
    assert faults_in(folder.path, jar) == ""
