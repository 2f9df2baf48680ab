"""The term's workbook in a spreadsheet program: opened, written anew, and every cell still says the same."""

from __future__ import annotations

import subprocess
from io import BytesIO
from pathlib import Path

import pytest
from django.utils import translation
from openpyxl import Workbook, load_workbook

from reports.access import terms_of
from reports.terms import exports
from tests.awards.settlement_factories import LATER, make_ended
from tests.factories import make_student
from tests.reports.factories import formulas
from tests.tools import need

pytestmark = pytest.mark.django_db


@pytest.fixture(scope="session")
def soffice() -> str:
    return need("office")


def converted(soffice: str, content: bytes, folder: Path) -> Workbook:
    source = folder / "term.xlsx"
    source.write_bytes(content)
    profile = f"-env:UserInstallation=file://{folder / 'profile'}"
    command = [soffice, "--headless", profile, "--convert-to", "xlsx:Calc MS Excel 2007 XML"]
    subprocess.run([*command, "--outdir", str(folder / "out"), str(source)], check=True, capture_output=True)
    return load_workbook(folder / "out" / "term.xlsx")


def cells(book: Workbook) -> dict[str, list[tuple[object, ...]]]:
    """Empty text and no text are one: a spreadsheet program keeps no empty strings."""
    return {
        sheet.title: [
            tuple(value if value != "" else None for value in row) for row in sheet.iter_rows(values_only=True)
        ]
        for sheet in book.worksheets
    }


def test_every_cell_survives_a_trip(soffice: str, tmp_path: Path) -> None:
    ended = make_ended((32, 26, 21, 16, 11, 3))
    for seat, text in enumerate(("=1+1", "0012", "@SUM(A1)", "1e5"), start=40):
        make_student(ended.classes[0], f"{text}生", seat=seat, number=f"00{seat}")
    ended.settle()
    stream = BytesIO()
    with translation.override("zh-hans"):
        term = terms_of(ended.school).get(pk=ended.term.pk)
        exports.term_workbook(term, stream, by=ended.administrator, at=LATER)
    ours = load_workbook(BytesIO(stream.getvalue()))
    theirs = converted(soffice, stream.getvalue(), tmp_path)
    assert cells(theirs) == cells(ours)
    assert formulas(theirs) == []
    assert len(ours.sheetnames) == 8
    assert "0040" in {row[3] for row in cells(theirs)["学生明细"]}
