"""Two people credit, take back or join at the same time: it happens once."""

from __future__ import annotations

import datetime as dt
from functools import partial

import pytest
from django.db.models import Sum

from awards.models import StarEntry
from awards.movements.credit import credit_transfer, join_records, withdraw_credit
from students.models import Movement
from students.pupils import movements
from students.pupils.movements import Newcomer
from tests.factories import make_class, make_final, make_office, make_school, make_student, make_term, moment, pupils_of
from tests.guarantees.factories import at_once, kinds

pytestmark = pytest.mark.django_db(transaction=True)

DAY = dt.date(2025, 10, 20)
NOW = moment(dt.date(2025, 10, 21))


def make_arrival() -> Movement:
    school = make_school()
    make_term(school)
    newcomer = Newcomer("20259901", "陶乐怡")
    return movements.transfer_in(newcomer, make_class(school), on=DAY, by=make_office(school), at=NOW)


def test_a_transfer_is_credited_once_and_taken_back_once() -> None:
    arrival = make_arrival()
    credit = partial(credit_transfer, arrival, 5, proof="证明", by=arrival.by, at=NOW)
    assert kinds(at_once(credit, credit)) == ["StarEntry", "twice"]
    withdraw = partial(withdraw_credit, StarEntry.objects.get(), reason="数字有误", by=arrival.by, at=NOW)
    assert kinds(at_once(withdraw, withdraw)) == ["NoneType", "twice"]
    assert StarEntry.objects.aggregate(total=Sum("stars"))["total"] == 0


def test_stars_are_carried_over_once() -> None:
    sheet = make_final()
    clerk = make_office(sheet.school_class.school)
    second, kept = pupils_of(sheet)[0], make_student(sheet.school_class, "另一条记录")
    stars = StarEntry.objects.get(student=second).stars
    join = partial(join_records, second, kept, on=DAY, reason="重复建档", by=clerk, at=NOW)
    assert kinds(at_once(join, join)) == ["Joined", "merged"]
    assert StarEntry.objects.filter(student=kept).aggregate(total=Sum("stars"))["total"] == stars
