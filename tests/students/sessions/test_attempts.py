"""Failed tries slow down, for one account at one place: nobody locks anybody else out, and nothing tells who exists."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterator
from functools import partial

import pytest
import time_machine
from django.contrib.auth import authenticate
from django.test import Client, RequestFactory
from time_machine import Traveller

from starrating.refused import Refused
from students.models import KnownDevice, SignInTries, User
from students.sessions import attempts
from tests.factories import PASSWORD, make_class, make_school, make_students, make_user, moment
from tests.guarantees.factories import at_once
from tests.students.pupil_factories import make_pupil_user, try_to_sign_in

pytestmark = pytest.mark.django_db
DAY = dt.date(2025, 10, 10)
ELSEWHERE = "10.2.2.2"


@pytest.fixture
def clock() -> Iterator[Traveller]:
    with time_machine.travel(moment(DAY), tick=False) as traveller:
        yield traveller


@pytest.fixture
def teacher() -> User:
    return make_user(make_school())


def wrong(client: Client, user: User, times: int = 1, address: str = "10.1.1.1") -> list[int]:
    return [try_to_sign_in(client, user.username, "wrong", address) for _n in range(times)]


def test_five_are_free_then_it_takes_longer_and_longer(clock: Traveller, teacher: User) -> None:
    client = Client()
    assert wrong(client, teacher, 5) == [200, 200, 200, 200, 429]
    for minutes in (1, 5, 15, 15):
        clock.shift(minutes * 60 - 1)
        assert try_to_sign_in(client, teacher.username, PASSWORD) == 429, "the right one has to wait as well"
        clock.shift(1)
        assert wrong(client, teacher) == [429], "evaluated, and the next wait begins"
    clock.shift(15 * 60)
    assert try_to_sign_in(client, teacher.username, PASSWORD) == 302
    assert not SignInTries.objects.exists(), "who comes in begins anew"


def test_nobody_asks_for_a_password_past_the_wait(clock: Traveller, teacher: User) -> None:
    request = RequestFactory().post("/", REMOTE_ADDR="10.1.1.1")
    assert authenticate(request, username=teacher.username, password=PASSWORD) == teacher
    wrong(Client(), teacher, 4)
    assert authenticate(request, username=teacher.username, password=PASSWORD) is None
    with pytest.raises(TypeError):
        authenticate(username=teacher.username, password=PASSWORD)


def test_the_page_says_how_long(clock: Traveller, teacher: User) -> None:
    client = Client()
    wrong(client, teacher, 5)
    clock.shift(10)
    answer = client.post("/sign-in", {"username": teacher.username, "password": "wrong"}, REMOTE_ADDR="10.1.1.1")
    assert (answer.status_code, answer.context["minutes"]) == (429, 1)


def test_the_next_morning_begins_anew(clock: Traveller, teacher: User) -> None:
    client = Client()
    wrong(client, teacher, 5)
    clock.shift(12 * 60 * 60 + 1)
    assert wrong(client, teacher, 5) == [200, 200, 200, 200, 429]
    clock.shift(13 * 60 * 60)
    wrong(Client(), make_user(teacher.school))
    assert SignInTries.objects.count() == 1, "old rows go"


def test_an_hour_of_guessing_is_ten_guesses(clock: Traveller) -> None:
    """However many try, and however often, from one address."""
    minutes = (moment(DAY) + dt.timedelta(minutes=minute) for minute in range(60))
    made = [attempts.begin("teacher", "address:10.1.1.1", at=at) for at in minutes for _client in range(10)]
    assert sum(one.allowed for one in made) == 10


def test_wrong_tries_elsewhere_do_not_lock_the_own_computer(clock: Traveller, teacher: User) -> None:
    own = Client()
    assert try_to_sign_in(own, teacher.username, PASSWORD) == 302
    own.post("/sign-out")
    wrong(Client(), teacher, 5)
    assert try_to_sign_in(Client(), teacher.username, PASSWORD) == 429, "a device never seen, same address"
    assert try_to_sign_in(Client(), teacher.username, PASSWORD, ELSEWHERE) == 302, "another classroom"
    assert try_to_sign_in(own, teacher.username, PASSWORD) == 302, "a device that is known, same address"


def test_a_known_device_counts_for_itself_wherever_it_is(clock: Traveller, teacher: User) -> None:
    own = Client()
    try_to_sign_in(own, teacher.username, PASSWORD)
    own.post("/sign-out")
    assert wrong(own, teacher, 5)[-1] == 429
    assert try_to_sign_in(own, teacher.username, PASSWORD, ELSEWHERE) == 429
    assert try_to_sign_in(Client(), teacher.username, PASSWORD) == 302


def test_pupils_behind_one_address_do_not_lock_each_other(clock: Traveller) -> None:
    school_class = make_class(make_school())
    first, second = (make_pupil_user(student) for student in make_students(school_class, 2))
    shared = Client()
    wrong(shared, first, 6)
    assert try_to_sign_in(shared, second.username, PASSWORD) == 302


def test_number_and_account_name_are_one_account(clock: Traveller) -> None:
    (student,) = make_students(make_class(make_school()), 1)
    user, client = make_pupil_user(student), Client()
    wrong(client, user, 3)
    assert [try_to_sign_in(client, student.number, "wrong") for _n in range(2)] == [200, 429]


def test_accounts_that_do_not_exist_behave_alike(clock: Traveller, teacher: User) -> None:
    closed = make_user(teacher.school)
    User.objects.filter(pk=closed.pk).update(is_active=False)
    answers = []
    for name in (teacher.username, closed.username, "nobody"):
        client = Client()
        pages = [client.post("/sign-in", {"username": name, "password": "wrong"}) for _n in range(6)]
        texts = [page.content.decode().replace(name, "-") for page in pages]
        tokens = [page.context["csrf_token"] for page in pages]
        shown = [text.replace(str(token), "-") for text, token in zip(texts, tokens, strict=True)]
        answers.append(([page.status_code for page in pages], shown))
    assert answers[0] == answers[1] == answers[2]


def test_what_is_typed_into_the_name_is_not_kept(clock: Traveller) -> None:
    try_to_sign_in(Client(), "my-secret-password", "wrong")
    row = SignInTries.objects.get()
    assert "secret" not in f"{row.account}{row.place}"


def test_a_device_number_of_ones_own_making_is_not_taken_over(clock: Traveller, teacher: User) -> None:
    planted = "A" * 43
    client = Client()
    client.cookies["device"] = planted
    try_to_sign_in(client, teacher.username, PASSWORD)
    assert client.cookies["device"].value not in {"", planted}
    assert len(client.cookies["device"].value) == 43
    device = KnownDevice.objects.get()
    assert (device.user, device.device == client.cookies["device"].value) == (teacher, False)
    clock.shift(181 * 24 * 60 * 60)
    try_to_sign_in(Client(), teacher.username, PASSWORD)
    assert KnownDevice.objects.filter(pk=device.pk).count() == 0, "not used for half a year"


@pytest.mark.django_db(transaction=True)
def test_many_tries_at_one_moment_are_many_tries() -> None:
    begin = partial(attempts.begin, "somebody", "address:10.1.1.1", at=moment(DAY))
    made = [one for one in at_once(*[begin] * 8) if isinstance(one, attempts.Try)]
    assert sum(one.allowed for one in made) == attempts.FREE
    assert len(made) == 8
    assert not [one for one in made if isinstance(one, Refused)]
