"""A staff matrix undone: tasks as before, accounts that nobody has used gone or closed."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterator

import pytest
from django.utils import translation

from students.accounts.passwords import issue_passwords
from students.imports.history.reversal import Fate
from students.models import SchoolClass, Staffing, StaffingRole, Subject, User
from students.staffing import verbs as staffing
from tests.factories import make_homeroom, make_user, moment
from tests.refusals import refused
from tests.students.factories import FIRST_DAY, STAFF_HEADER, TODAY, import_staff, school_with_administrator
from tests.students.imports.history.factories import LATER, changed, looked_back, on_record, staying, undone

pytestmark = pytest.mark.django_db
TOMORROW = LATER + dt.timedelta(days=1)
OTHER = (STAFF_HEADER, ("七年级(1)班", "周敏", "周敏", "张伟"))


@pytest.fixture(autouse=True)
def _in_english() -> Iterator[None]:
    with translation.override("en"):
        yield


def test_what_a_first_matrix_brought_goes_whole() -> None:
    school, by = school_with_administrator()
    before = on_record()
    import_staff(school, by)
    assert (User.objects.count(), Staffing.objects.count(), Subject.objects.count()) == (4, 5, 2)
    undone(by)
    assert changed(before) == {}


def test_who_taught_before_teaches_again_whether_the_task_had_ended_or_had_not_held_a_day() -> None:
    school, by = school_with_administrator()
    import_staff(school, by, today=FIRST_DAY)
    before = on_record()
    import_staff(school, by, OTHER, today=TODAY)
    assert Staffing.objects.filter(ends_on__isnull=False).count() == 2
    undone(by)
    assert changed(before) == {}
    import_staff(school, by, OTHER, today=FIRST_DAY)
    assert Staffing.objects.filter(user__username="lilan", school_class__number=1).count() == 0
    undone(by, at=moment(FIRST_DAY, 15))
    assert changed(before) == {}


def test_a_task_that_somebody_has_ended_since_stays_with_what_it_replaced() -> None:
    school, by = school_with_administrator()
    import_staff(school, by, today=FIRST_DAY)
    import_staff(school, by, OTHER, today=TODAY)
    task = Staffing.objects.get(role=StaffingRole.HOMEROOM, school_class__number=1, ends_on=None)
    staffing.assign_homeroom(
        task.school_class, make_user(school, "何青"), starts_on=TOMORROW.date(), by=by, at=TOMORROW
    )
    undo = undone(by, at=TOMORROW)
    assert "Changed since the import." in staying(undo).values()
    now = Staffing.objects.get(role=StaffingRole.HOMEROOM, school_class__number=1, ends_on=None)
    assert now.user.name == "何青"
    # The lessons are another matter.
    lesson = Staffing.objects.get(subject__name="语文", school_class__number=1, ends_on=None)
    assert lesson.user.username == "lilan"


def test_an_account_with_a_slip_is_closed_and_who_has_signed_in_stays() -> None:
    school, by = school_with_administrator()
    import_staff(school, by)
    slip, came = User.objects.get(username="lilan"), User.objects.get(username="zhangwei")
    issue_passwords([slip, came], by=by, at=LATER)
    User.objects.filter(pk=came.pk).update(last_login=LATER)
    seen = looked_back(by)
    assert {item.name: item.fate for item in seen.items if item.table == "accounts"} == {
        "李岚 lilan": Fate.CLOSED,
        "张伟 zhangwei": Fate.STAYS,
        "周敏 zhoumin": Fate.GOES,
    }
    undo = undone(by)
    assert staying(undo) == {"张伟 zhangwei": "Has signed in."}
    slip.refresh_from_db()
    assert (slip.is_active, slip.has_usable_password()) == (False, False)
    assert not User.objects.filter(username="zhoumin").exists()
    assert User.objects.get(pk=came.pk).is_active
    assert (SchoolClass.objects.count(), Staffing.objects.count()) == (0, 0)


def test_a_place_that_somebody_else_has_taken_is_not_given_twice() -> None:
    school, by = school_with_administrator()
    import_staff(school, by, today=FIRST_DAY)
    import_staff(school, by, OTHER, today=TODAY)
    task = Staffing.objects.get(role=StaffingRole.HOMEROOM, school_class__number=1, ends_on=None)
    Staffing.objects.filter(pk=task.pk).delete()
    make_homeroom(task.school_class, "何青")
    undo = undone(by)
    assert "Somebody else holds this place or task now." in staying(undo).values()
    assert Staffing.objects.filter(role=StaffingRole.HOMEROOM, school_class__number=1, ends_on=None).count() == 1


def test_nothing_left_to_undo_is_a_refusal() -> None:
    school, by = school_with_administrator()
    import_staff(school, by)
    User.objects.exclude(pk=by.pk).update(last_login=moment(TODAY))
    Staffing.objects.update(starts_on=TODAY)
    with refused("stands"):
        undone(by)
