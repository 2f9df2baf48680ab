"""Two administrators at the same time, on either database."""

from __future__ import annotations

import datetime as dt
from functools import partial

import pytest

from students.models import SchoolRole, Staffing
from students.permits import school_roles
from students.staffing import verbs as staffing
from tests.factories import make_administrator, make_user
from tests.guarantees.factories import at_once, kinds
from tests.students.staff_factories import NOW, TODAY, staffed

pytestmark = pytest.mark.django_db(transaction=True)


def test_two_administrators_cannot_end_each_other() -> None:
    at = staffed()
    second = make_administrator(at.school, "赵敏")
    other = SchoolRole.objects.select_related("user__school").get(user=second)
    jobs = [
        partial(school_roles.end_role, at.role, ends_on=TODAY, by=second, at=NOW),
        partial(school_roles.end_role, other, ends_on=TODAY, by=at.administrator, at=NOW),
    ]
    assert kinds(at_once(*jobs)) == ["NoneType", "last_administrator"]
    assert SchoolRole.objects.filter(role="administrator", ends_on=None).count() == 1


def test_a_class_gets_one_successor() -> None:
    at = staffed()
    tomorrow = TODAY + dt.timedelta(days=1)
    jobs = [
        partial(
            staffing.assign_homeroom,
            at.school_class,
            make_user(at.school, name),
            starts_on=tomorrow,
            by=at.administrator,
            at=NOW,
        )
        for name in ("王芳", "赵敏")
    ]
    assert kinds(at_once(*jobs)) == ["Staffing", "Staffing"]
    assert Staffing.objects.active_on(tomorrow).count() == 1
    assert Staffing.objects.active_on(TODAY).get().user == at.homeroom
