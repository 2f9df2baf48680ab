"""A sentence with a last day says that this day counts: until the end of 2 December, 12月2日（含当天）, 截止日, 最迟.

Every last day of the program is one on which the thing can still be done, as the tests of each deadline hold.
"""

import re
from collections.abc import Iterator

import polib
import pytest

from tests.project.source import ROOT

CATALOGUE = ROOT / "locale" / "zh_Hans" / "LC_MESSAGES" / "django.po"

DAY = r"%\((?:day|due|until|last|ends|end|date)\)s"
# By, until and before a day leave the day itself open; so do 前, 止 and 为止, and 至 but in a range of two days.
VAGUE_ENGLISH = re.compile(rf"\b(?:by|until|till|before) {DAY}")
VAGUE_CHINESE = re.compile(
    rf"{DAY}(?:之|以)?前|{DAY}截?止|到{DAY}(?!（含当天|结束|再试)|(?<![s截])至{DAY}(?!（含当天|，含当天)"
)
# These name a time of day, not a day.
MOMENTS = {"The file is ready. It is kept until %(until)s.", "%(fingerprint)s, from %(made)s until %(until)s."}


def vague(english: str, chinese: str) -> bool:
    return bool(VAGUE_ENGLISH.search(english) or VAGUE_CHINESE.search(chinese))


@pytest.mark.parametrize(
    ("english", "chinese", "wrong"),
    [
        ("until the end of %(day)s", "至%(day)s（含当天）", False),
        ("Due on %(due)s", "截止日：%(due)s", False),
        ("%(first)s to %(last)s", "%(first)s至%(last)s", False),
        ("Answer by the end of %(day)s.", "请最迟在%(day)s答复。", False),
        ("Answer by %(day)s.", "", True),
        ("before %(due)s", "", True),
        ("", "%(day)s前答复", True),
        ("", "%(day)s之前答复", True),
        ("", "到%(day)s为止", True),
        ("", "%(due)s截止上报", True),
        ("", "公示至%(day)s", True),
    ],
)
def test_a_last_day_that_may_or_may_not_count_is_found(english: str, chinese: str, wrong: bool) -> None:
    assert vague(english, chinese) is wrong


def texts() -> Iterator[tuple[str, str]]:
    for entry in polib.pofile(str(CATALOGUE)):
        if not entry.obsolete:
            yield entry.msgid, entry.msgstr or entry.msgstr_plural[0]
            if entry.msgid_plural:
                yield entry.msgid_plural, entry.msgstr_plural[0]


def test_every_last_day_says_that_it_counts() -> None:
    assert {english for english, chinese in texts() if vague(english, chinese)} == MOMENTS
