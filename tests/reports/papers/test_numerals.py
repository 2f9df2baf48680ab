"""Chinese numerals of dates."""

import datetime as dt

import pytest

from reports.typesetting.placeholders import chinese_day, chinese_month, chinese_number, chinese_year


@pytest.mark.parametrize(
    ("day", "shown"),
    [
        (dt.date(2012, 4, 10), "二〇一二年四月十日"),
        (dt.date(2005, 3, 21), "二〇〇五年三月二十一日"),
        (dt.date(2025, 7, 10), "二〇二五年七月十日"),
        (dt.date(2026, 1, 1), "二〇二六年一月一日"),
        (dt.date(2026, 10, 20), "二〇二六年十月二十日"),
        (dt.date(2026, 11, 11), "二〇二六年十一月十一日"),
        (dt.date(2026, 12, 31), "二〇二六年十二月三十一日"),
        (dt.date(2030, 2, 28), "二〇三〇年二月二十八日"),
        (dt.date(2100, 9, 9), "二一〇〇年九月九日"),
    ],
)
def test_a_day(day: dt.date, shown: str) -> None:
    assert chinese_day(day) == shown
    assert chinese_month(day) == shown[: shown.index("月") + 1]
    assert "\u25cb" not in shown
    assert "0" not in shown


def test_every_day_and_month_has_its_own_name() -> None:
    assert len({chinese_number(number) for number in range(1, 100)}) == 99
    assert chinese_year(2000) == "二〇〇〇"


@pytest.mark.parametrize("number", [0, -1, 100])
def test_other_numbers_are_no_day(number: int) -> None:
    with pytest.raises(ValueError, match=str(number)):
        chinese_number(number)
