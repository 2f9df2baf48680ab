"""Failed tries slow down, for one account at one place: nobody locks anybody else out, and nothing tells who exists."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterator
from functools import partial

import pytest
import time_machine
from django.contrib.auth import authenticate
from django.contrib.auth.hashers import MD5PasswordHasher
from django.test import Client, RequestFactory
from django.utils import timezone
from time_machine import Traveller

from starrating.refused import Refused
from starrating.web.address import network
from students.accounts import passwords
from students.models import KnownDevice, SignInTries, User
from students.sessions import attempts
from students.sessions.attempts import ADDRESS
from students.sessions.throttle import EVERYBODY_NEW
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


def tries_of(user: User) -> int:
    return SignInTries.objects.filter(account=attempts._checksum(user.username)).count()


def test_five_are_free_then_it_takes_longer(clock: Traveller, teacher: User) -> None:
    client = Client()
    assert wrong(client, teacher, 5) == [200, 200, 200, 200, 429]
    for minutes in (3, 12, 12):
        clock.shift(minutes * 60 - 1)
        assert try_to_sign_in(client, teacher.username, PASSWORD) == 429, "the right one has to wait as well"
        clock.shift(1)
        assert wrong(client, teacher) == [429], "evaluated, and the next wait begins"
    clock.shift(12 * 60)
    assert try_to_sign_in(client, teacher.username, PASSWORD) == 302
    assert tries_of(teacher) == 0, "who comes in begins anew"


def test_nobody_asks_for_a_password_past_the_wait(clock: Traveller, teacher: User) -> None:
    request = RequestFactory().post("/", REMOTE_ADDR="10.1.1.1")
    assert authenticate(request, username=teacher.username, password=PASSWORD) == teacher
    wrong(Client(), teacher, 4)
    assert authenticate(request, username=teacher.username, password=PASSWORD) is None
    with pytest.raises(TypeError):
        authenticate(username=teacher.username, password=PASSWORD)


def test_the_page_says_how_long_till_when_and_what_helps(clock: Traveller, teacher: User) -> None:
    client = Client()
    wrong(client, teacher, 5)
    clock.shift(70)
    answer = client.post("/sign-in", {"username": teacher.username, "password": "wrong"}, REMOTE_ADDR="10.1.1.1")
    assert (answer.status_code, answer.context["minutes"], answer["Retry-After"]) == (429, 2, "110")
    until = timezone.localtime() + dt.timedelta(minutes=2)
    assert f"{until:%H:%M}" in answer.content.decode()


def test_failures_are_forgotten_one_by_one(clock: Traveller, teacher: User) -> None:
    client = Client()
    wrong(client, teacher, 5)
    clock.shift(24 * 60)
    assert wrong(client, teacher, 2) == [200, 429], "two were forgotten, so that the second is the fifth again"
    clock.shift(60 * 60)
    assert wrong(client, teacher, 5) == [200, 200, 200, 200, 429], "an hour later all are"
    clock.shift(60 * 60 + 1)
    wrong(Client(), make_user(teacher.school))
    assert tries_of(teacher) == 0, "old rows go"


def test_guessing_comes_to_ten_in_an_hour_and_five_in_each_after_it(clock: Traveller) -> None:
    """However many try, and however often, from one address."""
    minutes = (moment(DAY) + dt.timedelta(minutes=minute) for minute in range(180))
    made = [[attempts.begin("teacher", "address:10.1.1.1", at=at) for _client in range(10)] for at in minutes]
    by_hour = [sum(one.allowed for minute in made[hour * 60 : hour * 60 + 60] for one in minute) for hour in range(3)]
    assert by_hour == [10, 5, 5]


def test_a_classmate_who_keeps_trying_keeps_the_teacher_out_for_the_stated_wait_at_most(
    clock: Traveller, teacher: User
) -> None:
    """One wrong try in fifteen minutes, all day long: red where failures are not forgotten, or a wait takes as long."""
    known, classmate = Client(), Client()
    assert try_to_sign_in(known, teacher.username, PASSWORD) == 302
    KnownDevice.objects.update(address="")
    wrong(classmate, teacher, 7)
    for _quarter in range(30):
        wrong(classmate, teacher)
        known.post("/sign-out")
        assert try_to_sign_in(known, teacher.username, PASSWORD) == 302, "a device that is known"
        KnownDevice.objects.update(address="")
        # Whoever comes now is told till when; the next wrong try is made in a quarter of an hour.
        wait = attempts.wait_left(teacher.username, "address:10.1.1.1", at=timezone.now())
        assert wait <= dt.timedelta(minutes=12)
        clock.shift(15 * 60)
    assert wait == attempts.NO_TIME, "in the end nobody waits"
    wrong(classmate, teacher)
    assert try_to_sign_in(Client(), teacher.username, PASSWORD) == 302


def test_a_new_slip_opens_at_once_whoever_keeps_trying(clock: Traveller, teacher: User) -> None:
    """Red where the wait is asked before the one-time password."""
    (slip,) = passwords.issue_passwords([teacher], by=None, at=moment(DAY))
    assert set(wrong(Client(), teacher, 9)[4:]) == {429}
    assert try_to_sign_in(Client(), teacher.username, "wrong") == 429
    owner = Client()
    assert try_to_sign_in(owner, teacher.username, slip.password) == 302
    new = {"new_password1": "quiet river 47", "new_password2": "quiet river 47"}
    assert owner.post("/password", new).status_code == 302
    wrong(Client(), teacher, 9)
    owner.post("/sign-out")
    assert try_to_sign_in(owner, teacher.username, "quiet river 47") == 302, "known from now on"
    assert try_to_sign_in(Client(), teacher.username, "quiet river 47") == 429, "an own password has to wait"


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


def test_a_wrong_present_password_is_a_try_too(clock: Traveller, teacher: User) -> None:
    """Red where the page of the own password only compares."""
    client = Client()
    try_to_sign_in(client, teacher.username, PASSWORD)
    new = {"new_password1": "quiet river 47", "new_password2": "quiet river 47"}
    codes = []
    for old in ["wrong"] * 5 + [PASSWORD]:
        form = client.post("/password", {"old_password": old, **new}).context["form"]
        codes.append(form.errors.as_data()["old_password"][0].code)
    assert codes == ["password_incorrect"] * 5 + ["wait"]
    clock.shift(3 * 60)
    assert client.post("/password", {"old_password": PASSWORD, **new}).status_code == 302


def test_one_password_over_many_accounts_is_slowed(clock: Traveller) -> None:
    """Red without the count by address. Who is known there, by device or by address, does not wait for it."""
    school = make_school()
    pupils = [make_pupil_user(student) for student in make_students(make_class(school), 45)]
    others = [make_pupil_user(student) for student in make_students(make_class(school, 2), 45)]
    known, was_here, new = (make_user(school) for _n in range(3))
    own = Client()
    assert try_to_sign_in(own, known.username, PASSWORD) == 302
    own.post("/sign-out")
    assert try_to_sign_in(Client(), was_here.username, PASSWORD) == 302
    guessed = [try_to_sign_in(Client(), user.username, "woaini2025") for user in pupils]
    assert guessed == [200] * 29 + [429] * 16
    # The password of all these is right.
    assert {try_to_sign_in(Client(), user.username, PASSWORD) for user in others} == {429}
    assert try_to_sign_in(own, known.username, PASSWORD) == 302
    assert try_to_sign_in(Client(), was_here.username, PASSWORD) == 302
    assert try_to_sign_in(Client(), new.username, PASSWORD) == 429
    assert try_to_sign_in(Client(), new.username, PASSWORD, ELSEWHERE) == 302
    clock.shift(60)
    assert try_to_sign_in(Client(), others[0].username, PASSWORD) == 302, "a minute at most"
    in_the_hour = 0
    for _step in range(360):
        clock.shift(10)
        in_the_hour += attempts.begin(EVERYBODY_NEW, "address:10.1.1.1", at=timezone.now(), rule=ADDRESS).allowed
    assert in_the_hour <= 180


def test_a_school_that_signs_in_at_eight_o_clock_does_not_wait(clock: Traveller) -> None:
    """Forty-five new pupils behind one address, each of whom mistypes once now and then."""
    users = [make_pupil_user(student) for student in make_students(make_class(make_school()), 45)]
    for number, user in enumerate(users):
        clock.shift(5)
        if number % 2:
            assert try_to_sign_in(Client(), user.username, "wrong") == 200
        assert try_to_sign_in(Client(), user.username, PASSWORD) == 302
    row = SignInTries.objects.get(place="address:10.1.1.1", account=attempts._checksum(EVERYBODY_NEW))
    assert row.forgotten_at - timezone.now() < 22 * ADDRESS.forgets_one_in


def test_of_two_at_the_same_moment_the_later_may_be_counted_first() -> None:
    at = moment(dt.date(2026, 9, 1))
    first = attempts.begin(EVERYBODY_NEW, "address:10.0.0.1", at=at + dt.timedelta(seconds=1), rule=ADDRESS)
    second = attempts.begin(EVERYBODY_NEW, "address:10.0.0.1", at=at, rule=ADDRESS)
    assert (first.allowed, second.allowed) == (True, True)


def test_while_an_address_waits_the_answer_does_not_tell_who_has_been_there(clock: Traveller, teacher: User) -> None:
    assert try_to_sign_in(Client(), teacher.username, PASSWORD) == 302
    for number in range(30):
        try_to_sign_in(Client(), f"guess{number}", "wrong")
    answers = []
    for name in (teacher.username, "nobody"):
        client = Client()
        form = {"username": name, "password": "wrong"}
        pages = [client.post("/sign-in", form, REMOTE_ADDR="10.1.1.1") for _n in range(6)]
        answers.append([(page.status_code, page.context["minutes"]) for page in pages])
    assert answers[0] == answers[1]
    assert answers[0][0] == (429, 1)


def test_every_answer_takes_one_look_at_a_password(
    clock: Traveller, teacher: User, monkeypatch: pytest.MonkeyPatch
) -> None:
    """The time of an answer is that of the hash: it is the same for an account that waits, and for none at all."""
    looks: list[str] = []
    encode = MD5PasswordHasher.encode

    def counted(self: MD5PasswordHasher, password: str, salt: str) -> str:
        looks.append(password)
        return encode(self, password, salt)

    monkeypatch.setattr(MD5PasswordHasher, "encode", counted)
    client = Client()
    for name in (teacher.username, "nobody"):
        for _n in range(7):
            try_to_sign_in(client, name, "wrong")
            assert len(looks) == 1
            looks.clear()


def test_thousands_of_guesses_do_not_fill_the_table(clock: Traveller) -> None:
    """A name that is tried once is forgotten after twelve minutes: what there is are the last 720, one a second."""
    for second in range(1500):
        at = moment(DAY) + dt.timedelta(seconds=second)
        attempts.begin(f"guess{second}", "address:10.1.1.1", at=at)
    assert SignInTries.objects.count() <= 721


@pytest.mark.parametrize(
    ("address", "counted"),
    [("10.1.1.1", "10.1.1.1"), ("2001:db8:1:2:3:4:5:6", "2001:db8:1:2::/64"), ("unknown", "unknown"), ("", "")],
)
def test_a_house_is_one_address(address: str, counted: str) -> None:
    assert network(RequestFactory().get("/", REMOTE_ADDR=address)) == counted


def test_what_is_typed_into_the_name_is_not_kept(clock: Traveller) -> None:
    try_to_sign_in(Client(), "my-secret-password", "wrong")
    assert [row for row in SignInTries.objects.values_list("account", "place") if "secret" in "".join(row)] == []


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
    assert sum(one.allowed for one in made) == attempts.ACCOUNT.free
    assert len(made) == 8
    assert not [one for one in made if isinstance(one, Refused)]
