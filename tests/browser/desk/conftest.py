"""A class at its desk on the last day of a month."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterator

import pytest
import time_machine

from awards.models import ClassRound
from tests.factories import make_class, make_school, make_sheet, make_student, moment


@pytest.fixture
def sheet(transactional_db: None) -> Iterator[ClassRound]:
    """The empty sheet of three pupils."""
    with time_machine.travel(moment(dt.date(2025, 9, 30))):
        school_class = make_class(make_school(), 3)
        for seat, name in enumerate(["王欣怡", "李明", "张珊"], start=1):
            make_student(school_class, name, seat=seat)
        yield make_sheet(school_class)
