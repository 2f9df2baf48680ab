"""The guardian's page has the stair of the pupil's own page, in the numbers of its table, and draws nothing taken."""

from __future__ import annotations

from unittest import mock

import pytest

from awards.models import ClassRound, SheetState, StarItem
from students.models import Student
from tests.awards.settlement_factories import Ended, make_ended
from tests.reports.factories import signed_in
from tests.reports.papers.reading import pages_of, text_of
from tests.reports.papers.test_paper_files import plant

pytestmark = pytest.mark.django_db


def handed_out(ended: Ended) -> str:
    address = f"/papers/{ended.term.pk}/classes/{ended.classes[0].pk}/pages/"
    return text_of(signed_in(ended.clerk).get(address).content)


def one_page(ended: Ended, pupil: Student) -> str:
    """What is printed on request, for one."""
    address = f"/papers/{ended.term.pk}/classes/{ended.classes[0].pk}/pages/{pupil.pk}/"
    return text_of(signed_in(ended.clerk).get(address).content)


def leave_open(ended: Ended) -> None:
    """The month of January is still under way."""
    ClassRound.objects.filter(round=ended.term.rounds.latest("starts_on")).update(state=SheetState.OPEN)


def test_the_guardian_s_page_draws_the_same_stair() -> None:
    ended = make_ended((14,), classes=1)
    text = handed_out(ended)
    # Eleven stars in the first month, three in the next: what each added.
    items = StarItem.objects.filter(scheme=ended.term.pinned.scheme).ordinary().count()
    assert f"+{items}" in text
    assert f"+{14 - items}" in text


def test_pages_that_are_handed_out_differ_in_nothing_but_the_stars_won() -> None:
    """No balance, level or step of anybody, and the same drawing for who has lost stars and who has none."""
    ended = make_ended((14, 14, 0, 3), classes=1)
    plant(ended.pupils[0], ended.term)
    with mock.patch("reports.papers.term_page.typeset_rows", return_value=b"%PDF-") as typeset:
        signed_in(ended.clerk).get(f"/papers/{ended.term.pk}/classes/{ended.classes[0].pk}/pages/")
    pages = {row["name"]: row for row in typeset.call_args.args[2]}
    rows = [pages[pupil.name] for pupil in ended.pupils]
    assert len(pages) == 4
    same = [{key: value for key, value in row.items() if key != "name"} for row in rows[:2]]
    assert same[0] == same[1]
    assert [row["total"] for row in rows] == [14, 14, 0, 3]
    assert [row["other"] for row in rows] == [0] * 4
    assert all(row["chart"]["steps"] for row in rows)
    assert {row[key] for row in rows for key in ("level", "taken", "balance", "step")} == {""}


def test_the_balance_is_printed_singly() -> None:
    ended = make_ended((14,), classes=1)
    plant(ended.pupils[0], ended.term)
    leave_open(ended)
    text, page = handed_out(ended), one_page(ended, ended.pupils[0])
    assert not any(word in text for word in ("\u2212", "扣", "7颗", "星级学生"))
    assert all(word in page for word in ("违纪扣星\u22127颗", "扣除后合计7颗", "再得3颗星，可晋级为“一星级学生”。"))


def test_no_level_is_promised_that_cannot_be_reached_any_more() -> None:
    ended = make_ended((14, 3), classes=1)
    near, far = ended.pupils
    # Every month is over, and the term is not settled yet.
    assert "再得" not in one_page(ended, near)
    assert "就在眼前" not in one_page(ended, near)
    leave_open(ended)
    assert "再得1颗星，可晋级为“二星级学生”。" in one_page(ended, near)
    text = one_page(ended, far)
    assert "再得" not in text
    assert "下一颗星就在眼前" in text


def test_once_settled_no_star_of_the_term_is_promised_any_more() -> None:
    ended = make_ended((14,), classes=1)
    ended.settle()
    for text in (handed_out(ended), one_page(ended, ended.pupils[0])):
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
