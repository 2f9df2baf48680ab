"""Accounts and school roles by hand: works, refused for others, twice, and never without an administrator."""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable
from functools import partial

import pytest
from django.test import Client

from starrating.operations.models import AuditEvent
from students.accounts import passwords, staff
from students.models import SchoolRole, SchoolRoleKind, User
from students.permits import school_roles
from students.permits.roles import Role, standing_of
from tests.factories import PASSWORD, make_administrator, make_class, make_school, make_student, make_user
from tests.refusals import refusal
from tests.students.factories import import_staff
from tests.students.staff_factories import NOW, TODAY, Staffed, client_of, staffed

pytestmark = pytest.mark.django_db
OTHERS = ["office", "homeroom", "another school"]
OFFICE, ADMINISTRATOR = SchoolRoleKind.OFFICE, SchoolRoleKind.ADMINISTRATOR
YESTERDAY = TODAY - dt.timedelta(days=1)


def add(at: Staffed, name: str = "王芳", **more: str) -> User:
    return staff.add_account(at.school, name, **more, by=at.administrator, at=NOW)


def test_an_added_account_waits_for_its_slip() -> None:
    at = staffed()
    user = add(at, phone="13900000001")
    assert (user.username, user.initials, user.phone) == ("wangfang", "wf", "13900000001")
    assert (user.has_usable_password(), user.must_change_password) == (False, True)
    event = AuditEvent.objects.get(action="account.added")
    assert (event.actor_id, event.target_id) == (at.administrator.pk, str(user.pk))
    (slip,) = passwords.issue_passwords([user], by=at.administrator, at=NOW)
    client = Client()
    client.post("/sign-in", {"username": user.username, "password": slip.password})
    assert client.get("/").headers["Location"] == "/password"


def test_an_account_is_called_as_the_import_calls_it() -> None:
    at = staffed()
    User.objects.create(username="wangfang", school=make_school())
    assert add(at, "王芳（小）").username == "wangfang2"
    import_staff(at.school, at.administrator, [("班级", "班主任"), ("七年级(2)班", "王芳(小)")])
    assert User.objects.filter(school=at.school, name__startswith="王芳").count() == 1


@pytest.mark.parametrize("name", ["李岚", " 李 岚 ", "", "\u202e王芳", "王" * 61])
def test_names_that_cannot_be_told_apart_or_read_are_refused(name: str) -> None:
    at = staffed()
    before = User.objects.count()
    assert refusal(lambda: add(at, name)) in ("twice", "name")
    assert User.objects.count() == before


@pytest.mark.parametrize("username", ["wang fang", "taken", "x" * 81])
def test_account_names_that_cannot_be(username: str) -> None:
    at = staffed()
    make_user(make_school(), username="taken")
    assert refusal(lambda: add(at, username=username)) == "username"


@pytest.mark.parametrize("who", OTHERS)
def test_accounts_and_roles_are_the_administrators(who: str) -> None:
    at = staffed()
    by, user = at.by(who), at.homeroom
    acts: list[Callable[[], object]] = [
        lambda: staff.add_account(at.school, "王芳", by=by, at=NOW),
        lambda: staff.change_details(user, name="李澜", phone="", by=by, at=NOW),
        lambda: staff.change_details(at.administrator, name=at.administrator.name, phone="1", by=by, at=NOW),
        lambda: staff.deactivate(user, by=by, at=NOW),
        lambda: staff.reactivate(user, by=by, at=NOW),
        lambda: (
            school_roles.grant_role(by, ADMINISTRATOR, starts_on=TODAY, by=by, at=NOW)
            if by.school == at.school
            else school_roles.grant_role(user, OFFICE, starts_on=TODAY, by=by, at=NOW)
        ),
        lambda: school_roles.end_role(at.role, ends_on=TODAY, by=by, at=NOW),
    ]
    assert [refusal(act) for act in acts] == ["role"] * len(acts)
    assert not AuditEvent.objects.exists()


def test_a_role_holds_between_its_days() -> None:
    at = staffed()
    row = school_roles.grant_role(at.homeroom, OFFICE, starts_on=TODAY, by=at.administrator, at=NOW)
    later = TODAY + dt.timedelta(days=30)
    school_roles.end_role(row, ends_on=later, by=at.administrator, at=NOW)
    held = [Role.OFFICE in standing_of(at.homeroom, day).school_roles for day in (YESTERDAY, TODAY, later)]
    assert held == [False, True, True]
    assert Role.OFFICE not in standing_of(at.homeroom, later + dt.timedelta(days=1)).school_roles
    kept = AuditEvent.objects.get(action="role.ended")
    assert (kept.old["until"], kept.new["until"]) == ("", later.isoformat())


def test_a_role_is_granted_and_ended_once() -> None:
    at = staffed()

    def grant() -> SchoolRole:
        return school_roles.grant_role(at.homeroom, OFFICE, starts_on=TODAY, by=at.administrator, at=NOW)

    def end() -> None:
        school_roles.end_role(row, ends_on=TODAY, by=at.administrator, at=NOW)

    row = grant()
    assert refusal(grant) == "twice"
    end()
    assert refusal(end) == "ended"


def test_a_role_given_by_mistake_goes_at_once() -> None:
    at = staffed()
    row = school_roles.grant_role(at.homeroom, ADMINISTRATOR, starts_on=TODAY, by=at.administrator, at=NOW)
    school_roles.end_role(row, ends_on=YESTERDAY, by=at.administrator, at=NOW)
    assert not standing_of(at.homeroom, TODAY).school_roles
    assert AuditEvent.objects.filter(action="role.ended", target_id=str(at.homeroom.pk)).exists()
    assert refusal(lambda: school_roles.end_role(row, ends_on=YESTERDAY, by=at.administrator, at=NOW)) == "ended"


def test_a_role_with_a_past_does_not_vanish() -> None:
    at = staffed()
    row = SchoolRole.objects.get(user=at.office)
    before = row.starts_on - dt.timedelta(days=1)
    assert refusal(lambda: school_roles.end_role(row, ends_on=before, by=at.administrator, at=NOW)) == "period"
    assert SchoolRole.objects.filter(pk=row.pk, ends_on=None).exists()


@pytest.mark.parametrize("other", ["none", "deactivated", "without password", "with an end", "of another school"])
def test_the_last_administrator_stays(other: str) -> None:
    at = staffed()
    second = make_administrator(make_school() if other == "of another school" else at.school)
    if other == "none":
        SchoolRole.objects.filter(user=second).delete()
    if other == "with an end":
        SchoolRole.objects.filter(user=second).update(ends_on=TODAY + dt.timedelta(days=3))
    if other == "deactivated":
        User.objects.filter(pk=second.pk).update(is_active=False)
    if other == "without password":
        second.set_unusable_password()
        second.save()
    for act in (
        lambda: school_roles.end_role(at.role, ends_on=TODAY, by=at.administrator, at=NOW),
        lambda: staff.deactivate(at.administrator, by=at.administrator, at=NOW),
    ):
        assert refusal(act) == "last_administrator"
    at.administrator.refresh_from_db()
    assert (at.administrator.is_active, at.role.ends_on) == (True, None)


def test_one_of_two_administrators_may_go() -> None:
    at = staffed()
    make_administrator(at.school)
    school_roles.end_role(at.role, ends_on=TODAY, by=at.administrator, at=NOW)
    assert at.role.ends_on == TODAY


def test_roles_are_for_active_staff_of_the_school() -> None:
    at = staffed()
    pupil = make_user(at.school, "林晓雯")
    User.objects.filter(pk=pupil.pk).update(student=make_student(make_class(at.school, 2), "林晓雯"))
    User.objects.filter(pk=at.homeroom.pk).update(is_active=False)
    grant = partial(school_roles.grant_role, role=OFFICE, starts_on=TODAY, by=at.administrator, at=NOW)
    codes = [refusal(partial(grant, user)) for user in (pupil, at.homeroom)]
    assert codes == ["not_staff", "inactive"]


def test_deactivation_ends_sessions_for_good() -> None:
    at = staffed()
    client = client_of(at.homeroom)
    assert client.get("/classes/").status_code == 200
    staff.deactivate(at.homeroom, by=at.administrator, at=NOW)
    assert client.get("/classes/").headers["Location"].startswith("/sign-in")
    assert refusal(lambda: staff.deactivate(at.homeroom, by=at.administrator, at=NOW)) == "twice"
    staff.reactivate(at.homeroom, by=at.administrator, at=NOW)
    assert client.get("/classes/").status_code == 302, "an old session does not come alive again"
    at.homeroom.refresh_from_db()
    assert not at.homeroom.check_password(PASSWORD)
    assert refusal(lambda: staff.reactivate(at.homeroom, by=at.administrator, at=NOW)) == "twice"
    told = AuditEvent.objects.filter(target_id=str(at.homeroom.pk)).order_by("pk").values_list("action", flat=True)
    assert list(told) == ["account.deactivated", "account.reactivated"]


def test_details_are_changed_with_what_they_were() -> None:
    at = staffed()
    staff.change_details(at.homeroom, name="李澜", phone="139 0000 0002", by=at.administrator, at=NOW)
    staff.change_details(at.homeroom, name="李澜", phone="139 0000 0002", by=at.administrator, at=NOW)
    event = AuditEvent.objects.get(action="account.changed")
    assert (event.old["name"], event.new["name"]) == ("李岚", "李澜")
    assert refusal(lambda: rename(at, at.office.name)) == "twice"


def rename(at: Staffed, name: str) -> User:
    return staff.change_details(at.homeroom, name=name, phone="", by=at.administrator, at=NOW)


def test_everybody_keeps_the_own_number_but_not_the_own_name() -> None:
    at = staffed()
    me = at.homeroom
    staff.change_details(me, name=me.name, phone="13900000003", by=me, at=NOW)
    me.refresh_from_db()
    assert me.phone == "13900000003"
    assert refusal(lambda: staff.change_details(me, name="李澜", phone="", by=me, at=NOW)) == "role"
