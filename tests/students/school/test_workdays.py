"""Which days a school works when its calendar says nothing else."""

import datetime as dt

import pytest

from students.school.calendar import default_is_working, known_days


@pytest.mark.parametrize(
    ("day", "working"),
    [
        (dt.date(2025, 9, 1), True),
        (dt.date(2025, 9, 5), True),
        (dt.date(2025, 9, 6), False),
        (dt.date(2025, 9, 7), False),
        (dt.date(2025, 10, 1), True),
    ],
)
def test_only_the_weekday_counts(day: dt.date, working: bool) -> None:
    assert default_is_working(day) is working


def test_national_day_and_its_working_sunday_are_known() -> None:
    days = {known.day: known for known in known_days(2025)}
    assert not days[dt.date(2025, 10, 1)].is_working
    assert days[dt.date(2025, 10, 1)].note == "国庆节"
    assert days[dt.date(2025, 9, 28)].is_working
    assert days[dt.date(2025, 9, 28)].note == "国庆节调休"
    assert dt.date(2025, 10, 4) not in days, "a Saturday is free anyway"


def test_every_listed_day_differs_from_its_weekday_and_comes_once() -> None:
    known = known_days(2026)
    assert known == sorted(set(known))
    assert all(day.is_working is not default_is_working(day.day) for day in known)
    assert {day.day.year for day in known} == {2026}


@pytest.mark.parametrize("year", [1990, 2100])
def test_a_year_without_an_announcement_is_empty(year: int) -> None:
    assert known_days(year) == []
