"""Long names on papers: broken behind the dot into two lines that can be read, and whole."""

from __future__ import annotations

import re

import pytest

from reports.notices.notices import class_notices
from reports.papers.notices import notices_pdf
from reports.papers.sheets_and_slips import month_sheets_pdf, slips_pdf
from reports.typesetting.typeset import typeset
from reports.typesetting.wordings import filled_labels
from students.models import Student
from tests.factories import FILING_DAY, make_filed, pupils_of
from tests.reports.papers.reading import by_poppler, text_of

pytestmark = pytest.mark.django_db

LONG = [
    "阿卜杜热合曼·麦麦提图尔荪江",
    "阿卜杜热西提江尼亚孜·买买提依明江艾合买提",
    "买买提艾力江·阿卜杜热西·买买提依明江努尔",
]
_WORD = re.compile(r'yMin="([\d.]+)".*yMax="([\d.]+)">([^<]*)<')


def lines_of(pdf: bytes, name: str) -> list[tuple[str, float]]:
    """Give the lines in which the name stands, from the top, each with its height in points."""
    words = _WORD.findall(by_poppler("pdftotext", "-bbox", "-", "-", of=pdf))
    found = [(text, float(bottom) - float(top)) for top, bottom, text in words]
    return [(text, height) for text, height in found if len(text) > 1 and (text in name or name in text)]


def is_readable(pdf: bytes, name: str, lines: int) -> bool:
    found = lines_of(pdf, name)
    assert name in text_of(pdf)
    return len(found) >= lines and min(height for _text, height in found) >= 7.95


@pytest.mark.parametrize("name", LONG)
def test_a_long_name_can_be_read_on_the_class_s_papers(name: str) -> None:
    assert len(name) <= 22
    sheet = make_filed()
    pupil = pupils_of(sheet)[0]
    Student.objects.filter(pk=pupil.pk).update(name=name)
    # Two lines on the sheet, two on its back.
    assert is_readable(month_sheets_pdf([sheet], filled=True), name, 4)
    assert is_readable(slips_pdf([sheet], named=True), name, 2)
    assert is_readable(notices_pdf("第十中学", class_notices([sheet], FILING_DAY)), name, 1)


@pytest.mark.parametrize("name", LONG)
@pytest.mark.parametrize("others", [0, 8, 60])
def test_a_long_name_can_be_read_on_the_board(name: str, others: int) -> None:
    rows = [{"name": one, "class": "七年级(1)班", "photo": ""} for one in (name, *["王小明"] * others)]
    levels = [{"level": "五星级学生", "stars": 5, "rows": rows}]
    words = filled_labels("honour_board", 单位="颗星", 量词="颗")
    board = typeset("honour_board", {"school": "第十中学", "term": "", "labels": words, "levels": levels})
    assert is_readable(board, name, 2)
