"""Named placeholders such as {姓名}, filled when a paper is made, and numbers as Chinese papers write them."""

import datetime as dt
import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass

# A piece of wording as the layouts take it: plain text, or a value to be kept on one line.
Run = str | dict[str, str]

_PLACEHOLDER = re.compile(r"\{([^{}]*)\}")


@dataclass(frozen=True)
class Fault:
    """What is wrong with a wording: the placeholder that is unknown, or a brace that stands alone (no name)."""

    name: str


def faults(text: str, known: Sequence[str]) -> list[Fault]:
    """Find every placeholder that is not among ``known``, each once, and a brace without its partner."""
    found = [Fault(name) for name in dict.fromkeys(_PLACEHOLDER.findall(text)) if name not in known]
    rest = _PLACEHOLDER.sub("", text)
    return found + ([Fault("")] if "{" in rest or "}" in rest else [])


def fill(text: str, values: Mapping[str, str]) -> list[Run]:
    """Fill one paragraph with its values; nothing in a value is read again. Raises KeyError for an unknown name."""
    runs: list[Run] = []
    for place, piece in enumerate(_PLACEHOLDER.split(text)):
        if place % 2:
            runs.append({"value": values[piece]})
        elif piece:
            runs.append(piece)
    return runs


def paragraphs(text: str, values: Mapping[str, str]) -> list[list[Run]]:
    """Give each line as a paragraph; one whose placeholder has nothing to say is left out: no stars, no list."""
    return [fill(line, values) for line in text.splitlines() if line.strip() and not _is_empty(line, values)]


def _is_empty(line: str, values: Mapping[str, str]) -> bool:
    return any(not values[name] for name in _PLACEHOLDER.findall(line))


# The nought of a year is U+3007, not a circle and not a letter.
_NOON, _EVENING = 12, 18
_DIGITS = "〇一二三四五六七八九"


def chinese_year(year: int) -> str:
    """Write a year digit by digit: 2025 is 二〇二五."""
    return "".join(_DIGITS[int(digit)] for digit in str(year))


def chinese_number(number: int) -> str:
    """Write a number from 1 to 99 as it is spoken: 10 is 十, 21 is 二十一. Raises ValueError for others."""
    if not 1 <= number <= 99:
        raise ValueError(number)
    tens, ones = divmod(number, 10)
    ten = "" if tens == 0 else "十" if tens == 1 else f"{_DIGITS[tens]}十"
    return ten + (_DIGITS[ones] if ones else "")


def chinese_day(day: dt.date) -> str:
    """Write a day: the year digit by digit, month and day as numbers."""
    return f"{chinese_month(day)}{chinese_number(day.day)}日"


def chinese_month(day: dt.date) -> str:
    """Write a day's month without the day, as certificates have it."""
    return f"{chinese_year(day.year)}年{chinese_number(day.month)}月"


def said_moment(day: dt.date, time: dt.time) -> str:
    """Write a day and an hour as invitations do: 2026年3月2日（星期一）上午9:00."""
    part = "上午" if time.hour < _NOON else "中午" if time.hour == _NOON else "下午" if time.hour < _EVENING else "晚上"
    hour = time.hour if time.hour <= _NOON else time.hour - _NOON
    weekday = "一二三四五六日"[day.weekday()]
    return f"{day.year}年{day.month}月{day.day}日（星期{weekday}）{part}{hour}:{time.minute:02d}"
