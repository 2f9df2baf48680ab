"""Days in Chinese numerals, as certificates and old forms have them: 二〇一四年三月五日."""

import re

_DIGITS = str.maketrans("〇○零Ｏ一二三四五六七八九", "0000123456789")
_YEAR = re.compile(r"[〇○零ＯO0一二三四五六七八九]{4}(?=年)")
_PART = re.compile(
    r"(?:(?P<tens>[二三]?)十(?P<ones>[一二三四五六七八九]?)|(?P<two>[廿卅])(?P<behind>[一二三四五六七八九]?)|(?P<one>[一二三四五六七八九]))(?=[月日号])"
)
_TENS = {"廿": 2, "卅": 3}


def day_in_digits(text: str) -> str:
    """Write year, month and day of a day in Chinese numerals as digits: 2014年3月5日. Any other text stays."""
    return _PART.sub(_number, _YEAR.sub(lambda found: found[0].replace("O", "0").translate(_DIGITS), text))


def _number(found: re.Match[str]) -> str:
    ones = found["ones"] or found["behind"] or found["one"] or "0"
    tens = _TENS.get(found["two"] or "", 0)
    if found["tens"] is not None:
        tens = int((found["tens"] or "一").translate(_DIGITS))
    return str(tens * 10 + int(ones.translate(_DIGITS)))
