"""Slips as pupils filled them in on screen."""

from __future__ import annotations

import pytest
import time_machine

from awards.models import LineSource, LineState, Nomination
from reports.papers.sheets_and_slips import filled_slips_pdf
from tests.awards.steps_factories import NOW, ClassAtWork, make_class_at_work
from tests.refusals import refused
from tests.reports.factories import signed_in
from tests.reports.papers.reading import pages_of

pytestmark = pytest.mark.django_db


def declares(work: ClassAtWork, pupil: int, item: int, sentence: str, source: str = LineSource.SELF) -> None:
    Nomination.objects.create(
        class_round=work.sheet,
        student=work.pupils[pupil],
        item=work.items[item],
        source=source,
        state=LineState.PROPOSED,
        statement=sentence,
    )


def test_stars_are_ticked_with_their_sentences() -> None:
    work = make_class_at_work()
    long = "每天早读前我都带领小组整理好书本和桌椅，" * 9
    declares(work, 1, 0, "帮助同学")
    declares(work, 1, 2, long)
    declares(work, 2, 1, "坚持值日")
    declares(work, 3, 1, "别人替我写的", LineSource.BEHALF)
    with time_machine.travel(NOW, tick=False):
        answer = signed_in(work.teacher).get(f"/papers/sheets/{work.sheet.pk}/filled-slips/")
    [page] = pages_of(answer.content)
    for pupil in (1, 2):
        assert work.pupils[pupil].name in page
    ticks = page.replace("内打√", "").count("√")
    assert ticks == 3
    for text in ("帮助同学", long, "坚持值日"):
        assert text in page
    assert work.pupils[3].name not in page
    assert "别人替我写的" not in page


def test_where_nobody_has_declared_it_is_said() -> None:
    work = make_class_at_work()
    with refused("none"):
        filled_slips_pdf([work.sheet])
    with time_machine.travel(NOW, tick=False):
        answer = signed_in(work.teacher).get(f"/papers/sheets/{work.sheet.pk}/filled-slips/", follow=True)
    assert answer.redirect_chain == [("/papers/", 302)]
