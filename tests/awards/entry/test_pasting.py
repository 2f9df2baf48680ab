"""A text that names several stars, and names that nobody recognised: nothing lands elsewhere, nothing is lost."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterator
from typing import Any

import pytest
import time_machine

from awards.entry.headings import cut_by_star
from awards.models import ClassRound, Nomination, PendingName, StarItem
from awards.sheets import moves
from awards.sheets.facts import problems_of
from students.models import User
from tests.awards.entry_clients import names_under, sign_in
from tests.awards.steps_factories import at_the_review
from tests.factories import fill, items_of, make_homeroom, make_sheet, make_student, moment

pytestmark = pytest.mark.django_db
NAMES = ["张珊", "李明", "王欣怡", "陈晨", "周立", "韩梅", "王芳", "王芳"]


@pytest.fixture(autouse=True)
def in_the_month() -> Iterator[None]:
    with time_machine.travel(moment(dt.date(2025, 9, 29)), tick=False):
        yield


@pytest.fixture
def sheet() -> ClassRound:
    """A class with two 王芳."""
    sheet = make_sheet(pupils=1)
    for seat, name in enumerate(NAMES, start=2):
        make_student(sheet.school_class, name, seat=seat)
    return sheet


@pytest.fixture
def teacher(sheet: ClassRound) -> User:
    return make_homeroom(sheet.school_class)


@pytest.fixture
def stars(sheet: ClassRound) -> list[StarItem]:
    return items_of(sheet)


def enter(sheet: ClassRound, user: User, star: StarItem, names: str) -> Any:
    return sign_in(user).post(f"/sheets/{sheet.pk}/names", {"item": star.pk, "names": names})


def act(sheet: ClassRound, user: User, what: str, **body: Any) -> Any:
    return sign_in(user).post(f"/sheets/{sheet.pk}/{what}", body)


def page(sheet: ClassRound, user: User) -> str:
    return sign_in(user).get(f"/sheets/{sheet.pk}/").content.decode()


def waiting() -> list[tuple[str, str]]:
    return list(PendingName.objects.values_list("item__name", "text"))


def blocked(sheet: ClassRound) -> list[dict[str, object]]:
    found = problems_of([sheet])[sheet.pk]
    return [dict(problem.params) for problem in found if problem.code == "pending" and problem.blocks]


@pytest.mark.parametrize(
    ("text", "parts"),
    [
        ("张珊 李明", {"文明星": ["张珊", "李明"]}),
        ("文明星：张珊 李明", {"文明星": ["张珊", "李明"]}),
        ("文明星：张珊、李明 爱心星：陈晨", {"文明星": ["张珊", "李明"], "爱心星": ["陈晨"]}),
        ("1.文明星（2人）：张珊；2.爱心星(1名)：陈晨(5号)", {"文明星": ["张珊"], "爱心星": ["陈晨(5号)"]}),
        ("一、文明星\n张珊、李明\n二、爱心星\n陈晨", {"文明星": ["张珊", "李明"], "爱心星": ["陈晨"]}),
        ("【文明星】张珊【爱心星】陈晨", {"文明星": ["张珊"], "爱心星": ["陈晨"]}),
        ("文明:张珊 爱心:陈晨", {"文明星": ["张珊"], "爱心星": ["陈晨"]}),
        ("李明 爱心星 陈晨", {"文明星": ["李明"], "爱心星": ["陈晨"]}),
        ("爱心星——陈晨，1、2、3", {"爱心星": ["陈晨", "1", "2", "3"]}),
        ("张珊 状元星：李明", {"文明星": ["张珊"], "状元星": ["李明"]}),
        # The columns of the printed sheet: number, star, winners, their number.
        (
            "1\t文明星\t张珊、李明\t2\r\n2\t爱心星\t陈晨 周立\t2人\r\n3\t诚信星\t韩梅\t1\t\r\n",
            {"文明星": ["张珊", "李明"], "爱心星": ["陈晨", "周立"], "诚信星": ["韩梅"]},
        ),
        # A last number that does not count the names is asked about, and so are seats by cells.
        ("1\t文明星\t张珊\t5\n2\t爱心星\t3\t5\t2", {"文明星": ["张珊", "5"], "爱心星": ["3", "5", "2"]}),
        (
            "1. 文明星: 张珊 2. 爱心星: 陈晨 3、诚信星: 韩梅",
            {"文明星": ["张珊"], "爱心星": ["陈晨"], "诚信星": ["韩梅"]},
        ),
        (
            "一、文明星 张珊 二、爱心星 陈晨，(3)诚信星：韩梅",
            {"文明星": ["张珊"], "爱心星": ["陈晨"], "诚信星": ["韩梅"]},
        ),
        (
            "文明星：张珊(2)、爱心星：3、5、7、诚信星：韩梅",
            {"文明星": ["张珊(2)"], "爱心星": ["3", "5", "7"], "诚信星": ["韩梅"]},
        ),
        ("文明星 3 爱心星：陈晨；5 诚信星：韩梅", {"文明星": ["3"], "爱心星": ["陈晨", "5"], "诚信星": ["韩梅"]}),
        ("文明星：无\n爱心星（无）\n诚信星：空缺\n感恩星 —\n责任星：韩梅", {"责任星": ["韩梅"]}),
        ("1\t文明星\t无\t0\n2\t爱心星\t\t\n3\t诚信星\t韩梅\t1", {"诚信星": ["韩梅"]}),
    ],
)
def test_headings_are_recognised_wherever_they_stand(
    stars: list[StarItem], text: str, parts: dict[str, list[str]]
) -> None:
    found = cut_by_star(text, stars[0], stars, NAMES)
    assert {part.item.name if part.item else part.label or stars[0].name: list(part.names) for part in found} == parts


@pytest.mark.parametrize(
    ("text", "parts"),
    [
        ("张珊：感恩星、责任星", [("感恩星", "张珊"), ("责任星", "张珊")]),
        ("张珊 文明星 爱心星\n李明 诚信星", [("文明星", "张珊"), ("爱心星", "张珊"), ("诚信星", "李明")]),
        ("张珊：文明星、爱心星 李明：诚信星", [("文明星", "张珊"), ("爱心星", "张珊"), ("诚信星", "李明")]),
        ("九月\n1. 张珊 文明星\n2. 李明 诚信星", [("", "九月"), ("文明星", "张珊"), ("诚信星", "李明")]),
        (
            "1\t张珊\t文明星\t爱心星\t2\n2\t赵六\t诚信星\t1",
            [("文明星", "张珊"), ("爱心星", "张珊"), ("诚信星", "赵六")],
        ),
        ("张珊（文明星、爱心星）\n李明——诚信星", [("文明星", "张珊"), ("爱心星", "张珊"), ("诚信星", "李明")]),
        ("张珊：文明星、爱心星、李明：诚信星", [("文明星", "张珊"), ("爱心星", "张珊"), ("诚信星", "李明")]),
        ("张珊、李明：文明星", [("：", "张珊、李明：文明星")]),
        ("张珊 文明星 爱心星：\n李明 诚信星", [("：", "张珊 文明星 爱心星："), ("：", "李明 诚信星")]),
        ("张珊 文明星 爱心星 李明 诚信星", [("：", "张珊 文明星 爱心星 李明 诚信星")]),
        (
            "文明星：周立\n张珊 爱心星 诚信星\n李明\n感恩星：陈晨",
            [("文明星", "周立"), ("：", "张珊 爱心星 诚信星"), ("", "李明"), ("感恩星", "陈晨")],
        ),
        ("七年级 文明星\n张珊 李明", [("", "七年级"), ("文明星", "张珊"), ("文明星", "李明")]),
    ],
)
def test_a_pupil_s_own_stars_behind_the_name_are_read_or_kept_whole(
    stars: list[StarItem], text: str, parts: list[tuple[str, str]]
) -> None:
    found = cut_by_star(text, None, stars, NAMES)
    assert [(part.label, name) for part in found for name in part.names] == parts


def test_the_printed_sheet_is_read_with_the_names_of_its_columns(stars: list[StarItem]) -> None:
    found = cut_by_star("序号\t星名\t获星学生\t人数\n1\t文明星\t张珊、李明\t2\n", None, stars, NAMES)
    assert [(part.label, part.names) for part in found] == [("文明星", ("张珊", "李明"))]


def test_who_is_called_like_a_star_is_no_heading(stars: list[StarItem]) -> None:
    assert [part.names for part in cut_by_star("张珊 文明星", stars[1], stars, ["文明星"])] == [("张珊", "文明星")]


def test_another_stars_names_do_not_land_in_this_box(sheet: ClassRound, teacher: User, stars: list[StarItem]) -> None:
    answer = enter(sheet, teacher, stars[0], "文明星：张珊 李明 爱心星：陈晨 周里 王芳 状元星：韩梅")
    assert answer.status_code == 302
    assert not Nomination.objects.exists()
    text = page(sheet, teacher)
    assert 'id="pasted"' in text
    assert "没有“状元星”" in text
    assert waiting() == [
        ("文明星", "张珊"),
        ("文明星", "李明"),
        ("爱心星", "陈晨"),
        ("爱心星", "周里"),
        ("爱心星", "王芳"),
        ("文明星", "状元星：韩梅"),
    ]


def test_one_confirmation_enters_what_is_certain_and_the_rest_is_asked_one_by_one(
    sheet: ClassRound, teacher: User, stars: list[StarItem]
) -> None:
    act(sheet, teacher, "paste", text="九月 文明星：张珊 李明\n爱心星：陈晨 王芳 王欣仪")
    act(sheet, teacher, "settle", certain="on")
    assert names_under(sheet, stars[0]) == ["张珊", "李明"]
    assert names_under(sheet, stars[1]) == ["陈晨"]
    assert waiting() == [("文明星", "：九月"), ("爱心星", "王芳"), ("爱心星", "王欣仪")]
    namesake = sheet.school_class.enrolments.get(seat=9).student
    _lead, fang, unknown = PendingName.objects.order_by("pk")
    assert f'value="{namesake.pk}:{fang.pk}"' in page(sheet, teacher)
    act(sheet, teacher, "settle", pick=f"{namesake.pk}:{fang.pk}")
    assert Nomination.objects.placed().filter(student=namesake, item=stars[1]).exists()
    act(sheet, teacher, "drop", drop=f"{unknown.pk} {_lead.pk}")
    assert waiting() == []


def test_a_number_in_a_pasted_month_is_asked_about_and_never_confirmed_with_the_rest(
    sheet: ClassRound, teacher: User, stars: list[StarItem]
) -> None:
    act(sheet, teacher, "paste", text="文明星：张珊 3\n爱心星：5号")
    text = page(sheet, teacher)
    assert "“3”是座号吗？" in text
    assert "填入这2个姓名" in text
    assert "陈晨（5号）" in text
    act(sheet, teacher, "settle", certain="on")
    assert names_under(sheet, stars[0]) == ["张珊"]
    assert names_under(sheet, stars[1]) == ["陈晨"]
    three = PendingName.objects.get()
    act(sheet, teacher, "settle", pick=f"{sheet.school_class.enrolments.get(seat=3).student_id}:{three.pk}")
    assert names_under(sheet, stars[0]) == ["张珊", "李明"]


def test_a_row_of_the_printed_sheet_in_a_stars_own_box_enters_no_count(
    sheet: ClassRound, teacher: User, stars: list[StarItem]
) -> None:
    enter(sheet, teacher, stars[0], "1 文明星 张珊 3")
    assert not Nomination.objects.exists()
    assert waiting() == [("文明星", "张珊"), ("文明星", "3")]


def test_a_line_not_understood_waits_whole_and_says_what_to_do(
    sheet: ClassRound, teacher: User, stars: list[StarItem]
) -> None:
    act(sheet, teacher, "paste", text="张珊、李明：文明星")
    text = page(sheet, teacher)
    assert '<span class="chip chip--warning">张珊、李明：文明星</span>' in text
    assert "请先写星名、再写获星学生，重新粘贴" in text
    act(sheet, teacher, "settle", certain="on")
    assert not Nomination.objects.exists()
    assert waiting() == [("文明星", "：：张珊、李明：文明星")]


def test_a_colon_leaves_no_entry_without_a_name(sheet: ClassRound, teacher: User, stars: list[StarItem]) -> None:
    enter(sheet, teacher, stars[0], "赵六：爱心星：陈晨")
    assert waiting() == [("文明星", "赵六"), ("爱心星", "陈晨")]


def test_a_month_without_a_star_is_not_taken(sheet: ClassRound, teacher: User) -> None:
    """And the text stays where it was pasted."""
    answer = act(sheet, teacher, "paste", text="张珊 李明")
    text = answer.content.decode()
    assert (answer.status_code, waiting()) == (422, [])
    assert "没有星名" in text
    assert "张珊 李明</textarea>" in text


def test_a_month_of_nobody_is_not_taken(sheet: ClassRound, teacher: User) -> None:
    answer = act(sheet, teacher, "paste", text="文明星：无\n爱心星：（无）")
    assert (answer.status_code, waiting()) == (422, [])
    assert "没有学生姓名" in answer.content.decode()


def test_a_sixth_pasted_name_stays_with_its_reason(sheet: ClassRound, teacher: User, stars: list[StarItem]) -> None:
    act(sheet, teacher, "paste", text="爱心星：张珊 李明 王欣怡 陈晨 周立 韩梅")
    act(sheet, teacher, "settle", certain="on")
    assert len(names_under(sheet, stars[1])) == 5
    assert waiting() == [("爱心星", "韩梅")]
    assert "star__ask" in page(sheet, teacher)


def test_a_name_not_recognised_stays_through_reload_other_buttons_and_submission(
    sheet: ClassRound, teacher: User, stars: list[StarItem]
) -> None:
    enter(sheet, teacher, stars[7], "张珊 王欣仪 赵六 王芳")
    enter(sheet, teacher, stars[0], "李明")
    fill(sheet, teacher)
    assert waiting() == [("特长星", "王欣仪"), ("特长星", "赵六"), ("特长星", "王芳")]
    assert blocked(sheet) == [{"item": "特长星", "count": 3}]
    with pytest.raises(moves.Blocked):
        moves.submit(sheet, by=teacher, at=moment(sheet.round.ends_on))
    text = page(sheet, teacher)
    assert text.count("data-waiting>") == 3
    assert "特长星还有3个姓名没有认出来" in text
    for view in ("tiles", "grid"):
        found = sign_in(teacher).get(f"/sheets/{sheet.pk}/?view={view}").content.decode()
        assert f"?view=stars#waiting-{stars[7].pk}" in found


def test_a_refusal_beside_it_hides_no_name_that_waits(sheet: ClassRound, teacher: User, stars: list[StarItem]) -> None:
    answer = enter(sheet, teacher, stars[0], "赵六 张珊 李明 王欣怡 陈晨 周立 韩梅")
    text = answer.content.decode()
    assert answer.status_code == 422
    assert "star__no" in text
    assert '<span class="chip chip--warning">赵六</span>' in text


def test_a_kept_name_is_one_chip_however_often_it_is_typed(
    sheet: ClassRound, teacher: User, stars: list[StarItem]
) -> None:
    for _time in range(2):
        enter(sheet, teacher, stars[0], "赵六 赵六")
    assert waiting() == [("文明星", "赵六")]


def test_nothing_is_kept_where_names_come_by_the_shortlist() -> None:
    work = at_the_review()
    sign_in(work.teacher).post(f"/sheets/{work.sheet.pk}/paste", {"text": "文明星：赵六"})
    enter(work.sheet, work.teacher, work.items[0], "赵六")
    assert waiting() == []


def test_the_checks_do_not_say_nobody_while_names_wait(sheet: ClassRound, teacher: User, stars: list[StarItem]) -> None:
    enter(sheet, teacher, stars[0], "赵六")
    assert "empty" not in [problem.code for problem in problems_of([sheet])[sheet.pk]]
