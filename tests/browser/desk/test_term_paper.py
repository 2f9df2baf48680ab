"""The headmaster's page of a term on paper: one sheet, however many classes and groups the school has."""

from __future__ import annotations

import datetime as dt
from pathlib import Path

import pytest
import time_machine
from pytest_django.live_server_helper import LiveServer

from awards.models import ClassRound
from students.models import Enrolment, StudentGroup
from tests.awards.settlement_factories import LATER, make_ended
from tests.browser.conftest import SignIn
from tests.factories import moment
from tests.reports.papers.reading import by_poppler

pytestmark = pytest.mark.django_db(transaction=True)
CLASSES, PUPILS, GROUPS, LATE = 36, 40, 8, 6
# What is smaller than this is not read at arm's length, in pixels of a screen at 96 to the inch.
EIGHT_POINTS = 8 * 96 / 72
SMALLER = """least => [...document.querySelectorAll("main *")]
    .filter(one => [...one.childNodes].some(node => node.nodeType === 3 && node.data.trim()))
    .filter(one => one.checkVisibility() && parseFloat(getComputedStyle(one).fontSize) < least - 0.1)
    .map(one => one.outerHTML.slice(0, 90))"""


def test_a_school_of_thirty_six_classes_is_printed_on_one_sheet(
    signed_in_page: SignIn, live_server: LiveServer, tmp_path: Path
) -> None:
    ended = make_ended([1] * CLASSES + [0] * CLASSES * (PUPILS - 1), classes=CLASSES, alone=True)
    for row in ended.classes:
        groups = [StudentGroup.objects.create(school_class=row, number=number + 1) for number in range(GROUPS)]
        places = Enrolment.objects.filter(school_class=row).order_by("seat", "pk")
        for number, place in enumerate(places):
            place.group = groups[number % GROUPS]
        Enrolment.objects.bulk_update(places, ["group"])
    for sheet in ClassRound.objects.filter(school_class__in=ended.classes[:LATE]).select_related("round"):
        late = moment(sheet.round.due_on + dt.timedelta(days=1))
        ClassRound.objects.filter(pk=sheet.pk).update(first_submitted_at=late)
    with time_machine.travel(LATER):
        page = signed_in_page(ended.administrator)
        page.goto(f"{live_server.url}/figures/page/")
        assert page.locator("tbody tr", has_text=f"第{GROUPS}组").count() == CLASSES
        file = tmp_path / "term.pdf"
        page.pdf(path=file, prefer_css_page_size=True)
        page.emulate_media(media="print")
        assert page.evaluate(SMALLER, EIGHT_POINTS) == []
    assert "Pages:           1\n" in by_poppler("pdfinfo", file)


@pytest.mark.parametrize("paper", ["A4", "A3"])
def test_the_scheme_for_the_wall_fills_two_sheets(
    signed_in_page: SignIn, live_server: LiveServer, tmp_path: Path, paper: str
) -> None:
    """On A3 the same in larger type, not a small page in the middle of a large one."""
    ended = make_ended(alone=True)
    page = signed_in_page(ended.administrator)
    page.goto(f"{live_server.url}/scheme/versions/{ended.term.pinned.scheme_id}/")
    file = tmp_path / f"{paper}.pdf"
    page.pdf(path=file, format=paper)
    facts = by_poppler("pdfinfo", file)
    assert "Pages:           2\n" in facts
    assert f"({paper})" in facts
    words = by_poppler("pdftotext", "-f", "1", "-l", "1", "-bbox", file, "-").split("<word ")[1:]
    places = [float(word.split('xMax="')[1].split('"')[0]) for word in words]
    width = {"A4": 595, "A3": 842}[paper]
    assert max(places) > 0.9 * width
