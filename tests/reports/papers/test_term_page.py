"""The guardian's page has the stair of the pupil's own page, in the numbers of its table, and draws nothing taken."""

from __future__ import annotations

import pytest

from awards.models import StarItem
from tests.awards.settlement_factories import Ended, make_ended
from tests.reports.factories import signed_in
from tests.reports.papers.reading import pages_of, text_of
from tests.reports.papers.test_paper_files import plant

pytestmark = pytest.mark.django_db


def guardians_page(ended: Ended) -> str:
    address = f"/papers/{ended.term.pk}/classes/{ended.classes[0].pk}/pages/"
    return text_of(signed_in(ended.clerk).get(address).content)


def test_the_guardian_s_page_draws_the_same_stair() -> None:
    text = guardians_page(make_ended((14,), classes=1))
    # Twelve stars in the first month, two in the next: what each added, and the next level's line.
    items = StarItem.objects.ordinary().count()
    assert f"+{items}" in text
    assert f"+{14 - items}" in text
    assert "二星级学生15" in text
    assert "三星级学生" not in text.replace("晋级为", "")


def test_the_guardian_s_page_has_no_drawing_where_stars_were_taken() -> None:
    ended = make_ended((14,), classes=1)
    plant(ended.pupils[0], ended.term)
    text = guardians_page(ended)
    assert "+" not in text
    # The one number of the table remains, as before.
    assert text.count("\u2212") == 1


def test_once_settled_no_star_of_the_term_is_promised_any_more() -> None:
    ended = make_ended((14,), classes=1)
    assert "再得1颗星，可晋级为“二星级学生”。" in guardians_page(ended)
    ended.settle()
    text = guardians_page(ended)
    assert "本学期评星已结束，下学期从零开始。" in text
    assert "再得" not in text


def test_many_stars_leave_no_room_and_the_page_stays_one() -> None:
    ended = make_ended((14, 3), classes=1)
    scheme = ended.term.pinned.scheme
    last = StarItem.objects.filter(scheme=scheme).latest("order")
    StarItem.objects.bulk_create(
        StarItem(
            group=last.group,
            scheme=scheme,
            code=f"more-{number}",
            name=f"第{number}星",
            short_name=f"{number}",
            order=last.order + number,
        )
        for number in range(1, 9)
    )
    address = f"/papers/{ended.term.pk}/classes/{ended.classes[0].pk}/pages/"
    pages = pages_of(signed_in(ended.clerk).get(address).content)
    assert len(pages) == 2
    assert all("家长签名" in page and "+" not in page for page in pages)
