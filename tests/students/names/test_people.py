"""Whom a typed or imported token means, in a class of invented people."""

import pytest
from hypothesis import given, strategies as st

from students.names.people import Ambiguous, Found, Person, Roster, Unknown
from students.names.pinyin import full_pinyin, initials

NAMES = [
    "张三",
    "张珊",
    "李明",
    "王欣怡",
    "王芳",
    "单鑫",
    "阿依古丽·吐尔逊",
    "金博䶮",
    "张思雨",
    "陈晨",
    "孙浩华",
    "王芳",
]


def person(seat: int | None, name: str, number: str = "") -> Person:
    readings, letters = " ".join(full_pinyin(name)), " ".join(initials(name))
    return Person(seat or 99, number or f"202501{seat or 99:02}", name, seat, readings, letters)


ROSTER = Roster([person(seat, name) for seat, name in enumerate(NAMES, start=1)])


@pytest.mark.parametrize(
    ("token", "seat"),
    [
        ("李明", 3),
        ("李  明", 3),
        (" 李明\u3000", 3),
        ("阿依古丽•吐尔逊", 7),
        ("阿依古丽.吐尔逊", 7),
        ("金博䶮", 8),
        ("王芳(12号)", 12),
        ("王芳（12）", 12),
        ("王芳（１２号）", 12),
        ("王芳 ( 5 號 )", 5),
        ("12号王芳", 12),
        ("12 王芳", 12),
        ("王芳5", 5),
        ("王芳5号", 5),
        ("王芳(20250112)", 12),
        ("12号", 12),
        ("12 号", 12),
        ("(5号)", 5),
        ("5", 5),
        ("05", 5),
        ("５", 5),
        ("20250106", 6),
        ("２０２５０１０６", 6),
        ("lm", 3),
        ("LM", 3),
        ("ｌｍ", 3),
        ("wxy", 4),
        ("liming", 3),
        ("li ming", 3),
        ("Li-Ming", 3),
        ("lim", 3),
        ("lming", 3),
        ("zhangsan", 1),
        ("sx", 6),
        ("dx", 6),
        ("shanxin", 6),
        ("danxin", 6),
        ("chc", 10),
        ("shh", 11),
        ("wf12", 12),
        ("zsy", 9),
    ],
)
def test_one_person_is_found(token: str, seat: int) -> None:
    resolution = ROSTER.resolve(token)
    assert isinstance(resolution, Found)
    assert resolution.person.seat == seat


@pytest.mark.parametrize(
    ("token", "seats", "exact"),
    [
        ("王芳", [5, 12], True),
        ("zs", [1, 2], True),
        ("wf", [5, 12], True),
        ("zhs", [1, 2], True),
        ("wangfang", [5, 12], True),
        ("王欣", [4], False),
        ("欣怡", [4], False),
        ("wx", [4], False),
        ("aygl", [7], False),
        ("wang", [4, 5, 12], False),
        ("王芳(3号)", [3, 5, 12], False),
        ("李明(4号)", [3, 4], False),
        ("李明(77号)", [3], False),
    ],
)
def test_a_doubt_asks_with_the_candidates_in_seat_order(token: str, seats: list[int], exact: bool) -> None:
    resolution = ROSTER.resolve(token)
    assert isinstance(resolution, Ambiguous)
    assert ([candidate.seat for candidate in resolution.candidates], resolution.exact) == (seats, exact)


@pytest.mark.parametrize(
    ("token", "similar"),
    [
        ("赵钱孙", []),
        ("王欣宜", [4]),
        ("李名", [3]),
        ("李芳", []),
        ("qq", []),
        ("77号", []),
        ("20259999", []),
        ("赵六(3号)", []),
        ("李明和王芳", []),
        ("", []),
        ("?", []),
    ],
)
def test_nobody_is_unknown_with_those_who_are_like_it(token: str, similar: list[int]) -> None:
    assert ROSTER.resolve(token) == Unknown(token, tuple(one for one in ROSTER.people if one.seat in similar))


def test_a_whole_name_beats_a_beginning() -> None:
    roster = Roster([person(1, "张三"), person(2, "张三丰"), person(3, "赵世")])
    assert roster.resolve("张三") == Found(roster.people[0])
    assert roster.resolve("zsf") == Found(roster.people[1])
    assert roster.resolve("zhangsan") == Found(roster.people[0])
    assert roster.resolve("zhaoshi") == Found(roster.people[2])


def test_whole_initials_beat_mixed_ones() -> None:
    roster = Roster([person(1, "沈浩"), person(2, "孙浩华")])
    assert roster.resolve("shh") == Found(roster.people[1])
    assert roster.resolve("shhao") == Found(roster.people[0])


def test_digits_that_are_a_number_and_a_seat_ask_unless_they_say_seat() -> None:
    roster = Roster([person(1, "张三", number="2"), person(2, "李明", number="1")])
    assert roster.resolve("2") == Ambiguous("2", roster.people, exact=True)
    assert roster.resolve("2号") == Found(roster.people[1])


def test_a_number_keeps_its_leading_zeros() -> None:
    roster = Roster([person(1, "张三", number="0012"), person(2, "李明", number="00012")])
    assert roster.resolve("0012") == Found(roster.people[0])
    assert isinstance(roster.resolve("12"), Unknown)


def test_two_pupils_on_one_seat_ask() -> None:
    roster = Roster([Person(1, "a", "张三", 4), Person(2, "b", "李明", 4)])
    assert isinstance(roster.resolve("4号"), Ambiguous)
    assert roster.resolve("李明(4号)") == Found(roster.people[1])


def test_a_pupil_without_a_seat_comes_last_and_no_seat_confirms_him() -> None:
    roster = Roster([person(None, "张三"), person(3, "李明")])
    assert [one.name for one in roster.people] == ["李明", "张三"]
    assert isinstance(roster.resolve("张三(5号)"), Ambiguous)


@pytest.mark.parametrize("typed", ["lvbu", "lubu", "lyubu", "lüb", "lyub", "LU B"])
def test_an_umlaut_is_typed_in_any_of_its_ways(typed: str) -> None:
    roster = Roster([person(1, "吕布"), person(2, "卢俊义")])
    assert roster.resolve(typed) == Found(roster.people[0])


@pytest.mark.parametrize("typed", ["阿卜杜热合曼", "阿卜杜・热合曼", "阿卜杜热合曼(2号)"])
def test_a_name_is_found_with_or_without_its_dot(typed: str) -> None:
    roster = Roster([person(1, "李明"), person(2, "阿卜杜·热合曼")])
    assert roster.resolve(typed) == Found(roster.people[1])


def test_a_name_without_a_dot_is_found_by_one_with_it() -> None:
    roster = Roster([person(1, "李明"), person(2, "阿卜杜热合曼")])
    assert roster.resolve("阿卜杜·热合曼") == Found(roster.people[1])


def test_letters_are_no_shorthand_in_a_file() -> None:
    assert isinstance(ROSTER.resolve("lm", pinyin=False), Unknown)
    assert isinstance(ROSTER.resolve("lm3", pinyin=False), Unknown)
    assert isinstance(ROSTER.resolve("李明", pinyin=False), Found)


def test_a_latin_name_is_found_before_initials() -> None:
    roster = Roster([person(1, "Lm"), person(2, "李明"), person(3, "Anna Maria")])
    assert roster.resolve("lm") == Found(roster.people[0])
    assert roster.resolve("anna  maria") == Found(roster.people[2])


@given(st.text(max_size=20))
def test_no_token_breaks_the_roster(token: str) -> None:
    assert isinstance(ROSTER.resolve(token), Found | Ambiguous | Unknown)
