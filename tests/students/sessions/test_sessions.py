"""Where somebody is signed in, and that what is ended has ended."""

from __future__ import annotations

from collections.abc import Iterator

import pytest
import time_machine
from django.conf import settings
from django.contrib.sessions.models import Session
from django.test import Client
from time_machine import Traveller

from starrating.operations.models import AuditEvent
from students.accounts import passwords
from students.models import SignIn, User
from students.sessions import sign_ins
from students.sessions.sign_ins import in_words
from tests.factories import PASSWORD, make_administrator, make_class, make_homeroom, make_office, make_school, moment
from tests.refusals import refused
from tests.students.pupil_factories import try_to_sign_in
from tests.students.staff_factories import NOW, TODAY, client_of, keyed

pytestmark = pytest.mark.django_db
EDGE = "Mozilla/5.0 (Windows NT 10.0; Win64; x64) AppleWebKit/537.36 (KHTML) Chrome/120.0 Safari/537.36 Edg/120.0"
PHONE = "Mozilla/5.0 (iPhone; CPU iPhone OS 17_0 like Mac OS X) AppleWebKit/605.1.15 MicroMessenger/8.0.42"


@pytest.fixture
def teacher() -> User:
    return make_homeroom(make_class(make_school()))


@pytest.fixture(autouse=True)
def clock() -> Iterator[Traveller]:
    with time_machine.travel(moment(TODAY), tick=False) as traveller:
        yield traveller


def come_in(user: User, agent: str = EDGE, address: str = "10.1.1.1") -> Client:
    client = Client(headers={"user-agent": agent}, REMOTE_ADDR=address)
    assert try_to_sign_in(client, user.username, PASSWORD, address) == 302
    assert client.get("/account").status_code == 200
    return client


def is_in(client: Client) -> bool:
    return client.get("/account").status_code == 200


def rows(client: Client) -> list[sign_ins.OpenSession]:
    found: list[sign_ins.OpenSession] = client.get("/account/sessions").context["sessions"]
    return found


def test_the_list_shows_device_place_and_time(teacher: User, clock: Traveller) -> None:
    phone = come_in(teacher, PHONE, "10.2.2.2")
    clock.shift(10 * 60)
    own = come_in(teacher)
    here, there = rows(own)
    assert (here.is_this, here.address, "Edge" in here.device, "Windows" in here.device) == (
        True,
        "10.1.1.1",
        True,
        True,
    )
    assert (there.is_this, there.address, "iPhone" in there.device) == (False, "10.2.2.2", True)
    assert there.since == there.last_seen_at == moment(TODAY)
    clock.shift(5 * 60)
    phone.get("/account")
    assert rows(own)[1].last_seen_at == moment(TODAY).replace(minute=15)
    assert EDGE not in own.get("/account/sessions").content.decode()


def test_one_is_ended_and_really_ends(teacher: User) -> None:
    phone, own = come_in(teacher, PHONE), come_in(teacher)
    stolen = Client()
    stolen.cookies["sessionid"] = phone.cookies["sessionid"].value
    assert is_in(stolen)
    row = rows(own)[1]
    assert own.post(f"/account/sessions/{row.pk}/end").status_code == 302
    assert [is_in(phone), is_in(stolen), is_in(own)] == [False, False, True]
    assert AuditEvent.objects.get(action="session.ended").actor_id == teacher.pk


def test_nobody_ends_anothers(teacher: User) -> None:
    come_in(teacher)
    row = SignIn.objects.get()
    other = make_administrator(make_school())
    assert client_of(other).post(f"/account/sessions/{row.pk}/end").status_code == 404
    with refused("not_mine"):
        sign_ins.end(row, by=other, at=NOW)
    with refused("role"):
        sign_ins.end_all(teacher, by=other, at=NOW)
    assert client_of(make_office(teacher.school)).post(f"/accounts/{teacher.pk}/sessions/end").status_code == 403  # type: ignore[arg-type]
    assert SignIn.objects.filter(pk=row.pk).exists()


def test_all_others_are_ended_at_once(teacher: User) -> None:
    others = [come_in(teacher) for _n in range(2)]
    own = come_in(teacher)
    own.post("/account/sessions/others/end", keyed())
    assert [is_in(one) for one in others] == [False, False]
    assert [row.is_this for row in rows(own)] == [True]


def test_the_administrator_ends_all_of_an_account(teacher: User) -> None:
    assert teacher.school is not None
    clients = [come_in(teacher) for _n in range(2)]
    administrator = client_of(make_administrator(teacher.school))
    page = administrator.get(f"/accounts/{teacher.pk}/")
    assert len(page.context["sessions"]) == 2
    administrator.post(f"/accounts/{teacher.pk}/sessions/end", keyed())
    assert [is_in(one) for one in clients] == [False, False]
    assert AuditEvent.objects.get(action="session.all_ended").old == {"sessions": 2}


def test_what_else_ends_sessions_takes_them_off_the_list(teacher: User, clock: Traveller) -> None:
    other, own = come_in(teacher), come_in(teacher)
    form = {"old_password": PASSWORD, "new_password1": "quiet river 47", "new_password2": "quiet river 47"}
    assert own.post("/password", form).status_code == 302
    assert (is_in(other), [row.is_this for row in rows(own)]) == (False, [True])
    passwords.issue_passwords([teacher], by=None, at=NOW)
    assert (is_in(own), SignIn.objects.count()) == (False, 0)
    teacher.set_password(PASSWORD)
    teacher.must_change_password = False
    teacher.save()
    own = come_in(teacher)
    own.post("/sign-out")
    assert SignIn.objects.count() == 0
    come_in(teacher)
    clock.shift(settings.SESSION_IDLE_SECONDS + 1)
    assert len(rows(come_in(teacher))) == 1, "who was idle for so long is out, and not on the list"


def test_the_sign_in_page_after_an_idle_session_clears_what_the_browser_kept(teacher: User, clock: Traveller) -> None:
    """Signing out by idleness does as the button; who only comes to sign in loses nothing, as after a crash."""
    client = come_in(teacher)
    assert "data-forget-unsent" not in Client().get("/sign-in").content.decode()
    clock.shift(settings.SESSION_IDLE_SECONDS + 1)
    answer = client.get("/", follow=True)
    assert "data-forget-unsent" in answer.content.decode()


def test_signing_out_leaves_language_and_device_and_nothing_else(teacher: User) -> None:
    client = come_in(teacher)
    client.post("/language", {"language": "en"})
    client.cookies["messages"] = "a-name"
    device = client.cookies["device"].value
    answer = client.post("/sign-out")
    assert {"cache", "storage"} <= set(answer.headers["Clear-Site-Data"].replace('"', "").split(", "))
    kept = {name for name, morsel in client.cookies.items() if morsel.value}
    assert kept == {settings.LANGUAGE_COOKIE_NAME, "device", "csrftoken"}
    assert client.cookies["device"].value == device
    assert Session.objects.count() == 0
    assert answer.headers["Cache-Control"] == "no-store"
    assert teacher.name not in answer.content.decode()


def test_a_page_left_open_cannot_write_for_the_next_person(teacher: User) -> None:
    client = Client(enforce_csrf_checks=True)
    client.get("/sign-in")

    def enter(user: User) -> str:
        form = {
            "username": user.username,
            "password": PASSWORD,
            "csrfmiddlewaretoken": client.cookies["csrftoken"].value,
        }
        assert client.post("/sign-in", form).status_code == 302
        return client.cookies["csrftoken"].value

    left_open = enter(teacher)
    client.post("/sign-out", {"csrfmiddlewaretoken": left_open})
    enter(make_office(make_school()))
    answer = client.post("/account", keyed(phone="13900000000", csrfmiddlewaretoken=left_open))
    assert answer.status_code == 403


@pytest.mark.parametrize(
    ("agent", "words"),
    [
        (EDGE, {"Edge", "Windows"}),
        (PHONE, {"iPhone"}),
        ("Mozilla/5.0 (Linux; Android 13) AppleWebKit/537.36 Chrome/110 Mobile Safari/537.36", {"Chrome"}),
        ("Mozilla/5.0 (X11; Linux x86_64; rv:120.0) Gecko/20100101 Firefox/120.0", {"Firefox", "Linux"}),
        ("curl/8", set()),
        ("", set()),
    ],
)
def test_a_browser_in_plain_words(agent: str, words: set[str]) -> None:
    found = in_words(agent)
    assert found
    assert all(word in found for word in words)
    assert "Mozilla" not in found
