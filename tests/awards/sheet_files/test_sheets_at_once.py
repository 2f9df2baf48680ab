"""The sheet of one class brought in twice at the same time, on either database."""

from __future__ import annotations

import datetime as dt
from functools import partial

import pytest

from awards.models import Nomination
from awards.sheet_files.importer import SHEETS
from tests.awards.month_files import one_class
from tests.factories import make_homeroom, make_sheet, moment, pupils_of
from tests.guarantees.factories import at_once, kinds
from tests.imports import imported, looked_at

pytestmark = pytest.mark.django_db(transaction=True)


def test_of_one_class_the_second_is_told_to_look_again() -> None:
    sheet = make_sheet()
    teacher = make_homeroom(sheet.school_class)
    file = ("2025-09.xlsx", one_class({"文明星": pupils_of(sheet)[0].name}, sheet.school_class.name_in(2025)))
    at = moment(dt.date(2025, 9, 30))
    preview = looked_at(SHEETS, [file], sheet.school_class.school, at=at, by=teacher, round=sheet.round_id)
    assert not preview.blocked
    assert kinds(at_once(*[partial(imported, SHEETS, preview, by=teacher)] * 2)) == ["Preview", "stale"]
    assert Nomination.objects.filter(class_round=sheet).count() == 1
