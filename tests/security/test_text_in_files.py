"""Whatever somebody types stays text when an office suite opens it and when a paper is typeset: both in earnest."""

from __future__ import annotations

import csv
import io
import subprocess
from pathlib import Path

import tablib
from pypdf import PdfReader

from awards.rules.entitlements import RewardKind
from reports.honours.papers import honours_pdf
from reports.typesetting.wordings import preset
from starrating.spreadsheets.formats import Workbook
from tests.reports.papers.reading import IMPRINT, recipient, text_of
from tests.security.tools.payloads import FORMULAS, SCRIPTS, SET
from tests.security.tools.playing import chance, size
from tests.tools import need


def test_an_office_suite_shows_the_text_and_calculates_nothing(tmp_path: Path) -> None:
    """Turns red with ``strings_to_formulas``: 1+1 would be 2."""
    soffice = need("office")
    typed = [one for one in FORMULAS if "\n" not in one and "\t" not in one]
    table = tablib.Dataset(*[(str(place), one) for place, one in enumerate(typed)], headers=["n", "text"], title="t")
    (tmp_path / "t.xlsx").write_bytes(Workbook().export_data(table))
    subprocess.run(
        [
            soffice,
            f"-env:UserInstallation=file://{tmp_path}/profile",
            "--headless",
            "--convert-to",
            "csv:Text - txt - csv (StarCalc):44,34,76",
            "--outdir",
            str(tmp_path),
            str(tmp_path / "t.xlsx"),
        ],
        capture_output=True,
        check=True,
        timeout=180,
    )
    shown = [row[1] for row in csv.reader((tmp_path / "t.csv").open(encoding="utf-8", newline=""))][1:]
    assert shown == typed


def test_papers_print_what_was_typed_and_fetch_nothing() -> None:
    """Turns red where a layout evaluates its text; typeset in earnest."""
    drawn = [*SET, *chance("papers").sample(SCRIPTS, size("PAPERS", short=4, long=40))]
    found = honours_pdf(RewardKind.LETTER, [recipient(name) for name in drawn], preset(RewardKind.LETTER), IMPRINT)
    pages = PdfReader(io.BytesIO(found))
    text = text_of(found)
    assert [one for one in drawn if "".join(one.split()) not in text] == []
    links = [str(note.get_object().get("/A", "")) for page in pages.pages for note in page.get("/Annots", [])]
    assert [link for link in links if "stars.example.cn" not in link] == []
    assert not any(word in str(pages.trailer["/Root"]) for word in ("/JavaScript", "/OpenAction", "/EmbeddedFiles"))
