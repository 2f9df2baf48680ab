"""Papers that are cut are in order once cut, and all papers of a class come in one file."""

from __future__ import annotations

from operator import itemgetter

import pytest
import time_machine

from awards.models import ClassRound, Round
from awards.rules.entitlements import RewardKind
from reports.honours.papers import honours_pdf
from reports.models import IssuedDocument
from reports.papers.sheets_and_slips import slips_pdf
from reports.typesetting.stacking import stacked
from reports.typesetting.wordings import preset
from students.models import Student
from tests.awards.settlement_factories import make_ended
from tests.factories import FILING_DAY, make_class, make_filed, make_homeroom, make_office, moment, pupils_of
from tests.reports.factories import signed_in
from tests.reports.papers.reading import IMPRINT, pages_of, recipient

pytestmark = pytest.mark.django_db


def rows(count: int, of: str = "1") -> list[dict[str, object]]:
    return [{"class": of, "seat": seat} for seat in range(1, count + 1)]


@pytest.mark.parametrize("to_a_page", [2, 8])
@pytest.mark.parametrize("count", [1, 2, 7, 8, 9, 50])
def test_cut_piles_laid_on_each_other_are_in_order(count: int, to_a_page: int) -> None:
    everybody = rows(count) + rows(3, of="2")
    set_ = stacked(everybody, to_a_page, itemgetter("class"), nobody=None)
    of_first = set_[: -(-count // to_a_page) * to_a_page]
    piles = [of_first[place::to_a_page] for place in range(to_a_page)]
    assert [row for pile in piles for row in pile if row] == everybody[:count]
    assert len(set_) % to_a_page == 0


def test_slips_and_letters_are_set_for_cutting() -> None:
    sheet = make_filed()
    names = [pupil.name for pupil in pupils_of(sheet)]
    assert len(names) == 8
    pages = pages_of(slips_pdf([sheet], named=True))
    assert [[name for name in names if name in page] for page in pages] == [
        [names[place], names[place + 4]] for place in range(4)
    ]
    people = [recipient(f"王{place}号", code=f"C{place}") for place in range(5)]
    letters = pages_of(honours_pdf(RewardKind.LETTER, people, preset(RewardKind.LETTER), IMPRINT))
    found = [[one.name for one in people if f"班{one.name}同学" in page] for page in letters]
    assert found == [["王0号", "王3号"], ["王1号", "王4号"], ["王2号"]]


def test_a_class_s_meeting_has_one_file_with_the_last_notice() -> None:
    last = make_filed()
    round_ = Round.objects.filter(term=last.round.term, starts_on__gt=last.round.starts_on)[0]
    sheet = ClassRound.objects.create(round=round_, school_class=last.school_class)
    clerk = signed_in(make_office(last.school_class.school))
    teacher = signed_in(make_homeroom(make_class(last.school_class.school, 7)))
    address = f"/papers/sheets/{sheet.pk}/pack/"
    with time_machine.travel(moment(FILING_DAY), tick=False):
        pages = pages_of(clerk.get(address).content)
        assert teacher.get(address).status_code == 404
    assert len(pages) == 2 + 4 + 1
    assert f"{round_.month_name}班级评星表" in pages[0]
    assert "评议时参考" in pages[1]
    assert all("评星自报表" in page for page in pages[2:6])
    assert "2025年9月评星结果" in pages[6]
    first = signed_in(make_office(last.school_class.school)).get(f"/papers/sheets/{last.pk}/pack/")
    assert len(pages_of(first.content)) == 6


def test_at_the_end_of_a_term_a_list_says_which_paper_goes_to_whom() -> None:
    ended = make_ended((32, 26, 21, 3), classes=1)
    for pupil, name in zip(ended.pupils, ("赵安然", "孙丹青", "钱博文", "李可心"), strict=True):
        Student.objects.filter(pk=pupil.pk).update(name=name)
    address = f"/papers/{ended.term.pk}/classes/{ended.classes[0].pk}/pack/"
    clerk = signed_in(ended.clerk)
    assert clerk.post(address).status_code == 302
    ended.settle()
    assert address in clerk.get(f"/papers/{ended.term.pk}/letters/").content.decode()
    answer = clerk.post(address)
    assert answer["Content-Type"] == "application/pdf"
    cover, *pages = pages_of(answer.content)
    assert "期末材料发放清单" in cover
    for name, papers in (("赵安然", "√喜0001荣0001家0001邀0001"), ("孙丹青", "√喜0002荣0002"), ("李可心", "√")):
        assert f"{name}{papers}" in cover
    # A guardian's page each, letters two to a page, two certificates, a title and an invitation.
    assert len(pages) == 4 + 2 + 2 + 1 + 1
    in_order = Student.objects.filter(enrolments__school_class=ended.classes[0]).order_by("pk")
    assert all(pupil.name in page for page, pupil in zip(pages, in_order, strict=False))
    assert IssuedDocument.objects.count() == 3 + 2 + 1 + 1
    clerk.post(address)
    assert IssuedDocument.objects.count() == 7
    assert signed_in(make_homeroom(ended.classes[0])).post(address).status_code == 403
