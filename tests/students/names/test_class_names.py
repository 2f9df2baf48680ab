"""Every way a class is written leads to one class; what leads to none is refused, with the nearest name to show."""

import pytest
from hypothesis import given, strategies as st

from students.names.class_names import (
    ParsedClass,
    alias_key,
    class_name,
    class_name_in,
    grade_name,
    grade_number,
    nearest,
    parse_class_name,
)

JUNIOR = [
    ("七年级(3)班", 2025, 3),
    ("七年级（３）班", 2025, 3),
    ("７年级（３）班", 2025, 3),
    ("七 年 级 (3) 班\u3000", 2025, 3),
    ("七年级级(10)班", 2025, 10),
    ("七年级【3】班", 2025, 3),
    ("七年级3班", 2025, 3),
    ("七年级三班", 2025, 3),
    ("七年级第3班", 2025, 3),
    ("七年级十二班", 2025, 12),
    ("七年级二十三班", 2025, 23),
    ("七年级(三)班", 2025, 3),
    ("七年级㈢班", 2025, 3),
    ("七年级3", 2025, 3),
    ("初一(3)班", 2025, 3),
    ("初二(1)班", 2024, 1),
    ("初二三班", 2024, 3),
    ("初三年级(2)班", 2023, 2),
    ("初中二年级3班", 2024, 3),
    ("初2(3)班", 2024, 3),
    ("2025级1班", 2025, 1),
    ("25级(2)班", 2025, 2),
    ("2023级十班", 2023, 10),
    ("2025级七年级(1)班", 2025, 1),
    ("2026届(3)班", 2023, 3),
    ("7年级1班", 2025, 1),
    ("7年3班", 2025, 3),
    ("七3班", 2025, 3),
    ("九(1)班", 2023, 1),
    ("九(1)", 2023, 1),
    ("八12", 2024, 12),
    ("7.3", 2025, 3),
    ("7-12", 2025, 12),
    ("7(3)班", 2025, 3),
    ("七一班", 2025, 1),
    ("三(2)班", 2023, 2),
    ("一1", 2025, 1),
]


@pytest.mark.parametrize(("text", "entry_year", "number"), JUNIOR)
def test_a_junior_school_reads(text: str, entry_year: int, number: int) -> None:
    assert parse_class_name(text, school_year=2025) == ParsedClass(entry_year, number)


@pytest.mark.parametrize(
    ("text", "first_grade", "last_grade", "school_year", "entry_year", "number"),
    [
        ("4年级1班", 1, 6, 2025, 2022, 1),
        ("六(2)", 1, 6, 2025, 2020, 2),
        ("一1", 1, 6, 2025, 2025, 1),
        ("一年级一班", 1, 6, 2025, 2025, 1),
        ("小学三年级2班", 1, 6, 2025, 2023, 2),
        ("2019级1班", 7, 9, 2020, 2019, 1),
        ("高三(3)班", 10, 12, 2025, 2023, 3),
        ("高二十班", 10, 12, 2025, 2024, 10),
        ("高中一年级(2)班", 10, 12, 2025, 2025, 2),
        ("十一年级(2)班", 10, 12, 2025, 2024, 2),
        ("三(2)班", 10, 12, 2025, 2023, 2),
        ("12.3", 10, 12, 2025, 2023, 3),
        ("初一(1)班", 6, 9, 2025, 2025, 1),
        ("初四(1)班", 6, 9, 2025, 2022, 1),
        ("六年级(1)班", 6, 9, 2025, 2025, 1),
        ("初一(1)班", 1, 9, 2025, 2019, 1),
        ("三(1)班", 1, 9, 2025, 2023, 1),
        ("高一(1)班", 7, 12, 2025, 2022, 1),
        ("初一(1)班", 7, 12, 2025, 2025, 1),
    ],
)
def test_other_schools_read(
    text: str, first_grade: int, last_grade: int, school_year: int, entry_year: int, number: int
) -> None:
    parsed = parse_class_name(text, school_year=school_year, first_grade=first_grade, last_grade=last_grade)
    assert parsed == ParsedClass(entry_year, number)


@pytest.mark.parametrize(
    ("text", "parsed"),
    [
        ("253班", ParsedClass(None, None, "253班")),
        ("２５３ 班", ParsedClass(None, None, "253班")),
        ("立志一班", ParsedClass(None, None, "立志一班")),
        ("703班", ParsedClass(2025, 3, "703班")),
        ("701", ParsedClass(2025, 1, "701")),
        ("０７０１", ParsedClass(None, None, "0701")),
        ("741", ParsedClass(None, None, "741")),
        ("700", ParsedClass(None, None, "700")),
        ("十一班", ParsedClass(None, None, "十一班")),
        ("七十班", ParsedClass(None, None, "七十班")),
        ("71", ParsedClass(None, None, "71")),
        ("七年级立志班", ParsedClass(2025, None, "立志班")),
        ("七年级А班", ParsedClass(2025, None, "А班")),
        ("七年级(1O)班", ParsedClass(2025, None, "(1O)班")),
        ("七年级(一〇)班", ParsedClass(2025, None, "(一〇)班")),
    ],
)
def test_what_is_not_certainly_a_number_is_an_own_name(text: str, parsed: ParsedClass) -> None:
    assert parse_class_name(text, school_year=2025) == parsed


@pytest.mark.parametrize(
    "text",
    [
        "",
        " ",
        "班",
        "()",
        "七年级",
        "七年级班",
        "七年级(0)班",
        "一年级一班",
        "六年级(1)班",
        "高三(3)班",
        "初四(1)班",
        "六(2)",
        "2019级1班",
        "2026级1班",
        "2025届1班",
        "2024级七年级(1)班",
        "10.1",
    ],
)
def test_a_class_that_the_school_cannot_have_is_refused(text: str) -> None:
    assert parse_class_name(text, school_year=2025) is None


def test_a_short_form_is_not_guessed_in_a_school_of_two_stages() -> None:
    assert parse_class_name("三(2)班", school_year=2025, first_grade=7, last_grade=12) is None


@given(st.text(max_size=20))
def test_no_text_breaks_the_reading(text: str) -> None:
    parsed = parse_class_name(text, school_year=2025)
    assert parsed is None or parsed.alias or parsed.number


@given(
    grade=st.integers(7, 9),
    number=st.integers(1, 99),
    style=st.sampled_from(["numeral", "stage"]),
    pattern=st.sampled_from(
        ["{grade}({number})班", "{grade}{number}班", "{grade}（{number}）班", "{grade}第{number}班"]
    ),
)
def test_a_shown_name_is_read_as_its_own_class(grade: int, number: int, style: str, pattern: str) -> None:
    shown = class_name(pattern, grade_name(grade, style), number)
    parsed = parse_class_name(shown, school_year=2025)
    assert parsed is not None
    assert parsed.entry_year is not None
    assert (grade_number(parsed.entry_year, 2025, 7), parsed.number) == (grade, number)


@pytest.mark.parametrize(
    ("title", "name"),
    [
        ("第十中学2025级七年级(1)班学生名册", "2025级七年级(1)班"),
        ("第七中学 八年级（12）班 花名册", "八年级(12)班"),
        ("XX中学初一3班评星表", "初一3班"),
        ("2024级3班名单", "2024级3班"),
        ("第十中学2025年9月班级评星表", None),
        ("", None),
    ],
)
def test_a_title_gives_its_class(title: str, name: str | None) -> None:
    assert class_name_in(title) == name


@pytest.mark.parametrize(
    ("entry_year", "school_year", "first_grade", "grade"),
    [(2025, 2025, 7, 7), (2023, 2025, 7, 9), (2025, 2025, 1, 1), (2024, 2026, 10, 12)],
)
def test_the_grade_follows_from_the_entry_year(entry_year: int, school_year: int, first_grade: int, grade: int) -> None:
    assert grade_number(entry_year, school_year, first_grade) == grade


@pytest.mark.parametrize(
    ("number", "style", "first_grade", "name"),
    [
        (7, "numeral", 7, "七年级"),
        (7, "stage", 7, "初一"),
        (9, "stage", 7, "初三"),
        (6, "stage", 6, "初一"),
        (9, "stage", 6, "初四"),
        (1, "stage", 1, "一年级"),
        (6, "stage", 1, "六年级"),
        (7, "stage", 1, "初一"),
        (10, "numeral", 10, "高一"),
        (12, "stage", 10, "高三"),
    ],
)
def test_a_grade_is_named(number: int, style: str, first_grade: int, name: str) -> None:
    assert grade_name(number, style, first_grade=first_grade) == name


@pytest.mark.parametrize(
    ("pattern", "alias", "name"),
    [
        ("{grade}({number})班", "", "七年级(3)班"),
        ("", "", "七年级(3)班"),
        ("{grade}({number})班", "立志班", "立志班"),
        ("{grade}{alias}", "立志班", "七年级立志班"),
        ("{grade.__class__}{number}", "", "{grade.__class__}3"),
    ],
)
def test_a_class_is_named(pattern: str, alias: str, name: str) -> None:
    assert class_name(pattern, "七年级", 3, alias) == name


@pytest.mark.parametrize(("one", "other"), [("253班", "２５３"), ("立志 班", "立志班"), ("a班", "A班")])
def test_spellings_of_an_own_name_agree(one: str, other: str) -> None:
    assert alias_key(one) == alias_key(other)


def test_look_alike_letters_stay_different_names() -> None:
    assert alias_key("A班") != alias_key("А班")


@pytest.mark.parametrize(
    ("text", "names", "name"),
    [
        ("七年级А班", ["七年级B班", "七年级A班"], "七年级A班"),
        ("七年级(1O)班", ["七年级(1)班", "七年级(10)班"], "七年级(10)班"),
        ("七年级(一〇)班", ["七年级(1)班", "七年级(10)班"], "七年级(10)班"),
        ("立志1班", ["明德一班", "立志一班"], "立志一班"),
        ("立至班", ["明德班", "立志班"], "立志班"),
        ("教工食堂", ["七年级(1)班"], None),
        ("七年级(1)班", [], None),
    ],
)
def test_the_nearest_name_is_suggested(text: str, names: list[str], name: str | None) -> None:
    assert nearest(text, names) == name
