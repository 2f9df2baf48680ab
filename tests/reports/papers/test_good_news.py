"""Good-news slips of a month: final stars by name for the class's own people, and no number of anything."""

from __future__ import annotations

import datetime as dt

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.utils import translation

from awards.exams import verbs as exams
from awards.models import ClassRound, StarEntry, StarItem
from awards.sheets import corrections
from reports.papers.good_news import good_news_pdf
from students.models import Student, User
from tests.awards.exam_factories import NOW as EXAM_DAY, first_in_total, make_grade, set_scheme, spec_of
from tests.awards.settlement_factories import make_final_sheet
from tests.factories import (
    fill,
    items_of,
    make_class,
    make_filed,
    make_final,
    make_homeroom,
    make_office,
    make_school,
    make_students,
    moment,
    pupils_of,
)
from tests.reports.factories import signed_in
from tests.reports.papers.rare import RARE
from tests.reports.papers.reading import pages_of, text_of

pytestmark = pytest.mark.django_db
DAY = dt.date(2025, 10, 20)


@pytest.fixture
def sheet() -> ClassRound:
    return make_final()


def office(sheet: ClassRound) -> Client:
    return signed_in(make_office(sheet.school_class.school))


def address(sheet: ClassRound) -> str:
    return f"/papers/sheets/{sheet.pk}/good-news/"


def slips(sheet: ClassRound) -> str:
    answer = office(sheet).get(address(sheet))
    assert answer["Content-Type"] == "application/pdf"
    return text_of(answer.content)


def test_each_pupil_of_the_class_has_a_slip_and_nobody_goes_without(sheet: ClassRound) -> None:
    text = slips(sheet)
    pupils = [pupil.name for pupil in pupils_of(sheet)]
    assert [f"{name}同学" in text for name in pupils] == [True] * 8
    assert (text.count("喜报"), text.count("七年级(1)班"), text.count("文明星")) == (8, 8, 3)
    assert (text.count("你在9月评星活动中获得"), text.count("9月里")) == (3, 5)
    assert text.count("下一颗星在等你") == 5
    assert text.count("二〇二五年十月十二日") == 8
    assert "爱心星" not in text
    assert not any(word in text for word in ("颗数", "累计", "合计", "排名", "星级"))


def test_names_come_out_whole_whatever_their_characters(sheet: ClassRound) -> None:
    names = ["阿卜杜热西提·买买提依明江·努尔艾力·玉山", f"{RARE[0]}〇", RARE[1:4]]
    for pupil, name in zip(pupils_of(sheet), names, strict=False):
        Student.objects.filter(pk=pupil.pk).update(name=name)
    text = slips(sheet)
    assert [name for name in names if f"{name}同学" not in text] == []


def test_of_two_with_one_name_each_carries_the_seat(sheet: ClassRound) -> None:
    first, second, third = pupils_of(sheet)[:3]
    Student.objects.filter(pk__in=[first.pk, second.pk]).update(name="王伟")
    text = slips(sheet)
    assert "王伟（1号）同学" in text
    assert "王伟（2号）同学" in text
    assert f"{third.name}同学" in text


def test_before_the_month_is_final_there_is_no_good_news() -> None:
    sheet = make_filed()
    client = office(sheet)
    for place in (address(sheet), f"/papers/rounds/{sheet.round_id}/sheets/good-news/"):
        answer = client.get(place, follow=True)
        assert answer.redirect_chain[0][0] == "/papers/"
        assert "生效后才能打印" in answer.content.decode()
    assert "good-news" not in client.get("/papers/").content.decode()


def test_a_star_taken_back_or_not_for_the_public_is_on_no_slip(sheet: ClassRound) -> None:
    first, second = pupils_of(sheet)[:2]
    corrections.reverse(
        StarEntry.objects.get(student=first),
        reason="填错",
        by=make_office(sheet.school_class.school, "周二"),
        at=moment(DAY),
    )
    text = slips(sheet)
    assert text.count("文明星") == 2
    assert first.name in text
    assert second.name in text
    StarItem.objects.filter(pk=items_of(sheet)[0].pk).update(public=False)
    answer = office(sheet).get(address(sheet), follow=True)
    assert "没有可以写在喜报上的星" in answer.content.decode()


@pytest.mark.parametrize("switched_on", [False, True])
def test_champion_stars_only_where_the_school_names_them(switched_on: bool) -> None:
    grade = make_grade()
    set_scheme(grade.term, champion_public=switched_on)
    winner = grade.pupils[0]
    exams.confirm(spec_of(grade), first_in_total(winner), by=grade.clerk, at=EXAM_DAY)
    entry = StarEntry.objects.get(student=winner)
    sheet = make_final_sheet(entry.round, grade.classes[0])
    sheet.save()
    answer = signed_in(grade.clerk).get(address(sheet))
    if switched_on:
        assert "年组状元星" in text_of(answer.content)
    else:
        assert answer.status_code == 302


def test_for_the_own_class_and_the_office(sheet: ClassRound) -> None:
    teacher = User.objects.get(staffings__school_class=sheet.school_class, staffings__role="homeroom")
    assert signed_in(teacher).get(address(sheet)).status_code == 200
    other = make_homeroom(make_class(sheet.school_class.school, 9), name="何老师")
    assert signed_in(other).get(address(sheet)).status_code == 404
    assert signed_in(make_office(make_school())).get(address(sheet)).status_code == 404
    assert address(sheet) in signed_in(teacher).get("/papers/").content.decode()


def test_each_class_has_pages_of_its_own_and_no_more_statements_are_asked(sheet: ClassRound) -> None:
    school = sheet.school_class.school
    with CaptureQueriesContext(connection) as few:
        _pdf([sheet])
    others = []
    for number in (2, 3):
        school_class = make_class(school, number)
        make_students(school_class, 4)
        other = ClassRound.objects.create(round=sheet.round, school_class=school_class)
        fill(other, make_homeroom(school_class, name=f"老师{number}"))
        others.append(other)
    _end(others)
    with CaptureQueriesContext(connection) as many:
        content = _pdf([sheet, *others])
    assert len(many) == len(few)
    pages = pages_of(content)
    # Each class is cut by itself.
    assert [page.count("同学") for page in pages] == [8, 4, 4]


def _end(sheets: list[ClassRound]) -> None:
    """Their lines are stars, as when a notice has run out."""
    for sheet in sheets:
        StarEntry.objects.bulk_create(
            StarEntry(
                term=sheet.round.term,
                round=sheet.round,
                student=line.student,
                school_class=sheet.school_class,
                item=line.item,
                stars=1,
                source="nomination",
                nomination=line,
                entered_at=moment(DAY),
            )
            for line in sheet.nominations.all()
        )
        ClassRound.objects.filter(pk=sheet.pk).update(
            state="final",
            final_at=moment(DAY),
            filing_number=f"2025-09-9{sheet.school_class.number}",
            notice_from=DAY,
            notice_until=DAY,
        )


def _pdf(sheets: list[ClassRound]) -> bytes:
    found = ClassRound.objects.filter(pk__in=[sheet.pk for sheet in sheets]).select_related(
        "round__term__pinned__scheme", "round__term__school", "school_class__school"
    )
    with translation.override("zh-hans"):
        return good_news_pdf(list(found.in_paper_order()))
