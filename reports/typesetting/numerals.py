"""Dates in Chinese numerals, as letters and certificates carry them (P3): 二〇二五年七月十日."""

import datetime as dt

# The nought of a year is U+3007, not a circle and not a letter.
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
