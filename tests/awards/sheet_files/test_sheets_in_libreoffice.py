"""A month's form in a spreadsheet program: saved in its formats, filled in, saved as .xlsx or .xls, brought back."""

from __future__ import annotations

import io
import subprocess
from collections.abc import Iterator
from pathlib import Path

import pytest
import time_machine
from django.test import Client
from django.urls import reverse
from openpyxl import load_workbook

from awards.models import ClassRound, Nomination
from starrating.text import Level
from students.models import Student
from tests.awards.board_clients import client_of
from tests.awards.form_clients import brought, confirmed
from tests.factories import make_homeroom, make_sheet, moment, pupils_of
from tests.tools import need

pytestmark = pytest.mark.django_db


@pytest.fixture(scope="session")
def soffice() -> str:
    return need("office")


@pytest.fixture
def sheet() -> ClassRound:
    return make_sheet()


@pytest.fixture(autouse=True)
def on_the_day(sheet: ClassRound) -> Iterator[None]:
    with time_machine.travel(moment(sheet.round.ends_on), tick=False):
        yield


@pytest.fixture
def client(sheet: ClassRound) -> Client:
    return client_of(make_homeroom(sheet.school_class))


def saved_as(soffice: str, content: bytes, ending: str, wanted: str, folder: Path) -> bytes:
    """The workbook opened in LibreOffice and saved in another format."""
    source = folder / f"sheet.{ending}"
    source.write_bytes(content)
    # One profile for all tests: making one takes longer than the work.
    profile = f"-env:UserInstallation=file://{folder.parent / 'libreoffice-profile'}"
    command = [soffice, "--headless", profile, "--convert-to", wanted, "--outdir", str(folder / "out"), str(source)]
    subprocess.run(command, check=True, capture_output=True)
    return (folder / "out" / f"sheet.{wanted.partition(':')[0]}").read_bytes()


def filled(content: bytes, star: str, names: str) -> bytes:
    """The names written in the cell beside a star."""
    book = load_workbook(io.BytesIO(content))
    for row in book.worksheets[0].iter_rows(min_row=3):
        if row[1].value == star:
            row[2].value = names
    stream = io.BytesIO()
    book.save(stream)
    return stream.getvalue()


@pytest.mark.parametrize("last", ["xlsx:Calc MS Excel 2007 XML", "xls:MS Excel 97"])
def test_filled_in_and_brought_back(soffice: str, sheet: ClassRound, client: Client, last: str, tmp_path: Path) -> None:
    form = client.get(reverse("awards:sheets_form", args=[sheet.round_id])).content
    as_ods = saved_as(soffice, form, "xlsx", "ods", tmp_path)
    as_xlsx = saved_as(soffice, as_ods, "ods", "xlsx:Calc MS Excel 2007 XML", tmp_path)
    first, second, *_others = pupils_of(sheet)
    names = filled(as_xlsx, "文明星", f"{first.name}、{second.name}")
    content = saved_as(soffice, names, "xlsx", last, tmp_path)
    preview = brought(client, "awards:sheets_upload", content, round=str(sheet.round_id))
    page = preview.context["page"]
    assert [str(one) for one in page.preview.findings if one.level is Level.ERROR] == []
    confirmed(client, "awards:sheets", preview)
    won = Nomination.objects.filter(class_round=sheet, item__name="文明星").values_list("student__name", flat=True)
    assert set(won) == {first.name, second.name}
    assert Student.objects.count() == len(pupils_of(sheet))


def test_a_form_that_went_through_unfilled_changes_nothing(
    soffice: str, sheet: ClassRound, client: Client, tmp_path: Path
) -> None:
    form = client.get(reverse("awards:sheets_form", args=[sheet.round_id])).content
    content = saved_as(soffice, form, "xlsx", "ods", tmp_path)
    preview = brought(client, "awards:sheets_upload", content, round=str(sheet.round_id))
    page = preview.context["page"]
    assert [str(one) for one in page.preview.findings if one.level is Level.ERROR] == []
    confirmed(client, "awards:sheets", preview)
    assert not Nomination.objects.exists()
