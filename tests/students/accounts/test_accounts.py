"""One-time passwords and the password of one's own."""

from __future__ import annotations

import math

import pytest
import time_machine
from django.test import Client
from django.utils import timezone
from pytest_django.fixtures import Settings

from starrating.operations.models import AuditEvent
from students.accounts import passwords
from students.models import SignInTries, User
from students.sessions import one_time
from tests.clients import FormClient
from tests.factories import PASSWORD, make_administrator, make_class, make_homeroom, make_office, make_school, make_user
from tests.refusals import refused

pytestmark = pytest.mark.django_db
OWN = "quiet river stone 47"


def issue(users: list[User], by: User | None) -> list[passwords.Slip]:
    return passwords.issue_passwords(users, by=by, at=timezone.now())


def signed_in(user: User, password: str) -> Client:
    client = FormClient()
    client.post("/sign-in", {"username": user.username, "password": password})
    return client


def test_a_slip_opens_the_door_and_only_the_password_page() -> None:
    school = make_school()
    teacher = make_homeroom(make_class(school))
    (slip,) = issue([teacher], make_administrator(school))
    client = signed_in(teacher, slip.password)
    assert client.get("/classes/").headers["Location"] == "/password"
    answer = client.post("/password", {"new_password1": OWN, "new_password2": OWN})
    assert answer.status_code == 302
    assert client.get("/classes/").status_code == 200
    teacher.refresh_from_db()
    assert (teacher.must_change_password, teacher.check_password(OWN)) == (False, True)


def test_issuing_is_recorded_without_the_password() -> None:
    school = make_school()
    teacher, administrator = make_user(school), make_administrator(school)
    (slip,) = issue([teacher], administrator)
    event = AuditEvent.objects.get(action="password.issued")
    assert (event.actor_id, event.target_id) == (administrator.pk, str(teacher.pk))
    assert slip.password not in f"{event.old}{event.new}{event.reason}{slip!r}"
    assert not teacher.check_password(slip.password), "the object in hand is the old one"
    teacher.refresh_from_db()
    assert teacher.check_password(slip.password)


def test_passwords_are_long_readable_and_all_different() -> None:
    drawn = {one_time.one_time_password() for _n in range(200)} | {one_time.pupil_password() for _n in range(200)}
    assert len(drawn) == 400
    letters = len(one_time.one_time_password().replace("-", ""))
    assert letters * math.log2(len(set(one_time.ALPHABET))) >= 60
    assert sum(math.log2(len(set(letters))) for group in one_time.PUPIL_GROUPS for letters in group) >= 40
    assert not set("il1o0IO") & set(one_time.ALPHABET)
    assert not set("l1o0IO") & set("".join(drawn))


@pytest.mark.parametrize("kind", ["administrator", "another school", "teacher"])
def test_whom_the_office_or_a_teacher_may_not_reset(kind: str) -> None:
    school = make_school()
    clerk = make_office(school)
    target, by = {
        "administrator": lambda: (make_administrator(school), clerk),
        "another school": lambda: (make_user(make_school()), clerk),
        "teacher": lambda: (make_user(school), make_homeroom(make_class(school))),
    }[kind]()
    with refused("not_allowed"):
        issue([target], by)
    target.refresh_from_db()
    assert target.check_password(PASSWORD)


def test_a_new_slip_ends_sessions_and_the_lock() -> None:
    school = make_school()
    teacher = make_homeroom(make_class(school))
    client = signed_in(teacher, PASSWORD)
    for _n in range(5):
        signed_in(teacher, "wrong")
    assert SignInTries.objects.exists()
    (slip,) = issue([teacher], make_administrator(school))
    assert client.get("/classes/").status_code == 302
    assert signed_in(teacher, slip.password).get("/password").status_code == 200


@pytest.mark.parametrize(
    "password", ["short", "1234567890123", "password123", "liming2013", "aa123456789", "ninechars"]
)
def test_weak_passwords_are_refused(password: str) -> None:
    user = make_user(make_school(), "李明", username="liming2013")
    client = signed_in(user, PASSWORD)
    answer = client.post("/password", {"old_password": PASSWORD, "new_password1": password, "new_password2": password})
    assert answer.status_code == 422
    user.refresh_from_db()
    assert user.check_password(PASSWORD)


@pytest.mark.parametrize(("old", "new"), [("wrong", OWN), (PASSWORD, PASSWORD)], ids=["wrong old", "same again"])
def test_the_old_password_is_asked_for_and_not_taken_again(old: str, new: str) -> None:
    user = make_user(make_school())
    client = signed_in(user, PASSWORD)
    answer = client.post("/password", {"old_password": old, "new_password1": new, "new_password2": new})
    assert answer.status_code == 422


def test_the_door_does_not_tell_which_accounts_exist() -> None:
    user = make_user(make_school())
    closed = make_user(make_school())
    User.objects.filter(pk=closed.pk).update(is_active=False)
    pages = [
        Client().post("/sign-in", {"username": name, "password": password})
        for name, password in ((user.username, "wrong"), ("nobody", "wrong"), (closed.username, PASSWORD))
    ]
    assert {page.status_code for page in pages} == {200}
    assert len({str(page.context["form"].non_field_errors()) for page in pages}) == 1


def test_signing_out_is_a_post_and_empties_the_browser() -> None:
    client = signed_in(make_user(make_school()), PASSWORD)
    assert client.get("/sign-out").status_code == 405
    answer = client.post("/sign-out")
    assert '"cache"' in answer.headers["Clear-Site-Data"]
    assert client.get("/password").status_code == 302


def test_a_session_left_alone_ends_and_one_in_use_stays() -> None:
    user = make_user(make_school())
    with time_machine.travel("2025-10-10 08:00+08:00", tick=False) as clock:
        client = signed_in(user, PASSWORD)
        client.get("/password")
        for _n in range(3):
            clock.shift(25 * 60)
            assert client.get("/password").status_code == 200
        clock.shift(31 * 60)
        assert client.get("/password").headers["Location"].startswith("/sign-in")


def test_without_a_school_the_door_says_how_to_begin() -> None:
    assert "setup_school" in Client().get("/sign-in").content.decode()
    make_school()
    assert "setup_school" not in Client().get("/sign-in").content.decode()


def test_slips_are_shown_once() -> None:
    school = make_school()
    administrator = make_administrator(school)
    User.objects.filter(pk=administrator.pk).update(last_login=timezone.now())
    teacher = make_user(school)
    client = FormClient()
    client.force_login(administrator)
    form = {"account": [str(teacher.pk)], "idempotency_key": "one"}
    first = client.post("/accounts/passwords", form)
    assert teacher.username in first.content.decode()
    teacher.refresh_from_db()
    kept = teacher.password
    again = client.post("/accounts/passwords", form)
    assert (again.status_code, again.headers["Location"]) == (302, "/accounts/")
    teacher.refresh_from_db()
    assert teacher.password == kept


def test_a_slip_whose_address_leads_nowhere_costs_no_password(settings: Settings) -> None:
    settings.ALLOWED_HOSTS = ["*"]
    school = make_school()
    administrator, teacher = make_administrator(school), make_user(school)
    User.objects.filter(pk=administrator.pk).update(last_login=timezone.now())
    before = User.objects.get(pk=teacher.pk).password
    client = FormClient()
    client.force_login(administrator)
    form = {"account": [str(teacher.pk)], "idempotency_key": "nowhere"}
    answer = client.post("/accounts/passwords", form, headers={"host": "localhost:8000"})
    assert (answer.status_code, answer.headers["Location"]) == (302, "/accounts/")
    page = client.get("/accounts/").content.decode()
    assert "http://localhost:8000" in page
    teacher.refresh_from_db()
    assert teacher.password == before


def test_slips_for_all_who_never_came_leave_the_others_alone() -> None:
    school = make_school()
    administrator, never, came = make_administrator(school), make_user(school), make_user(school)
    client = FormClient()
    client.force_login(administrator)
    User.objects.filter(pk=came.pk).update(last_login=timezone.now())
    answer = client.post("/accounts/passwords", {"waiting": "1", "idempotency_key": "two"})
    assert [slip.typed for slip in answer.context["slips"]] == [never.username]


def test_accounts_page_is_for_office_and_administrator() -> None:
    school = make_school()
    client = FormClient()
    client.force_login(make_homeroom(make_class(school)))
    assert client.get("/accounts/").status_code == 403
    assert client.post("/accounts/passwords", {"waiting": "1"}).status_code == 403
