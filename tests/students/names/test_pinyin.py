"""Readings by which a typed shorthand finds a name."""

import pytest
from hypothesis import given, strategies as st

from students.names.pinyin import MAX_READINGS, SURNAMES, full_pinyin, initials, search_text, syllables


@pytest.mark.parametrize(
    ("name", "pinyin", "letters"),
    [
        ("张三", ("zhangsan",), ("zs",)),
        ("单鑫", ("shanxin", "danxin"), ("sx", "dx")),
        ("仇刚", ("qiugang", "chougang"), ("qg", "cg")),
        ("解佳兰", ("xiejialan", "jiejialan"), ("xjl", "jjl")),
        ("查婷", ("zhating", "chating"), ("zt", "ct")),
        ("朴一", ("piaoyi", "puyi"), ("py",)),
        ("区静", ("oujing", "qujing"), ("oj", "qj")),
        ("曾云雨", ("zengyunyu", "cengyunyu"), ("zyy", "cyy")),
        ("翟明", ("zhaiming", "diming"), ("zm", "dm")),
        ("盖平", ("geping", "gaiping"), ("gp",)),
        ("尉迟恭", ("yuchigong", "weichigong"), ("ycg", "wcg")),
        ("万俟雪", ("moqixue", "wansixue"), ("mqx", "wsx")),
        ("欧阳轩", ("ouyangxuan",), ("oyx",)),
        ("吕布", ("lvbu", "lubu", "lyubu"), ("lb",)),
        ("陈女略", ("chennvlve", "chennvlue", "chennvlyue", "chennulve", "chennulue", "chennulyue"), ("cnl",)),
        ("李  明", ("liming",), ("lm",)),
        ("阿依古丽•吐尔逊", ("ayigulituerxun",), ("aygltex",)),
        ("金博䶮", ("jinboyan",), ("jby",)),
        ("上官诗𫖯", ("shangguanshifu",), ("sgsf",)),
        ("张\ue000三", ("zhangsan",), ("zs",)),
        ("José Lee", ("joselee",), ("jl",)),
        ("12", (), ()),
        ("", (), ()),
    ],
)
def test_readings(name: str, pinyin: tuple[str, ...], letters: tuple[str, ...]) -> None:
    assert full_pinyin(name) == pinyin
    assert initials(name) == letters


def test_a_given_name_with_two_readings_keeps_both() -> None:
    assert set(initials("王乐")) == {"wl", "wy"}
    assert set(full_pinyin("刘晟")) == {"liusheng", "liucheng"}


@pytest.mark.parametrize("surname", SURNAMES)
def test_every_listed_surname_is_found_by_each_of_its_readings(surname: str) -> None:
    assert full_pinyin(f"{surname}明") == tuple(f"{reading}ming" for reading in SURNAMES[surname])


def test_a_surname_is_only_read_so_at_the_front() -> None:
    assert full_pinyin("王曾") == ("wangceng",)


@given(st.text(max_size=30))
def test_readings_are_few_and_plain_letters(name: str) -> None:
    for readings in (full_pinyin(name), initials(name)):
        assert len(readings) <= MAX_READINGS
        assert all(reading.isascii() and reading.isalpha() and reading.islower() for reading in readings)


@pytest.mark.parametrize(
    ("readings", "length", "text"),
    [
        (("shanxin", "danxin"), 80, "shanxin danxin"),
        (("shanxin", "danxin"), 13, "shanxin"),
        (("a",), 0, ""),
        ((), 9, ""),
    ],
)
def test_readings_are_stored_whole_or_not_at_all(readings: tuple[str, ...], length: int, text: str) -> None:
    assert search_text(readings, length) == text


@pytest.mark.parametrize(
    ("reading", "letters", "cut"),
    [
        ("zhangsan", "zs", ("zhang", "san")),
        ("xian", "xa", ("xi", "an")),
        ("fangan", "fg", ("fan", "gan")),
        ("fangan", "fa", ("fang", "an")),
        ("nannan", "nn", ("nan", "nan")),
        ("eryi", "ey", ("er", "yi")),
        ("lvbu", "lb", ("lv", "bu")),
        ("zhangsan", "ls", ()),
        ("", "", ()),
    ],
)
def test_a_reading_is_cut_where_its_initials_say(reading: str, letters: str, cut: tuple[str, ...]) -> None:
    assert syllables(reading, letters) == cut
