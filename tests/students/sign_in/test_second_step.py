"""The second step of signing in: a code from the phone or a recovery code, each good once, and slowed down."""

from __future__ import annotations

from base64 import b32decode
from binascii import hexlify
from collections.abc import Iterator
from functools import partial

import pytest
import time_machine
from django.test import Client
from django_otp.oath import totp
from django_otp.plugins.otp_totp.models import TOTPDevice
from time_machine import Traveller

from starrating.operations.models import AuditEvent
from students.models import User
from students.sessions import second_step
from tests.factories import PASSWORD, make_administrator, make_class, make_homeroom, make_office, make_school, moment
from tests.guarantees.factories import at_once, kinds
from tests.refusals import refused
from tests.students.pupil_factories import try_to_sign_in
from tests.students.staff_factories import NOW, TODAY, client_of, keyed

pytestmark = pytest.mark.django_db
KEY = "3132333435363738393031323334353637383930"
HALF_A_MINUTE = 30


@pytest.fixture(autouse=True)
def clock() -> Iterator[Traveller]:
    with time_machine.travel(moment(TODAY), tick=False) as traveller:
        yield traveller


@pytest.fixture
def clerk() -> User:
    return make_office(make_school())


def code_now(key: str = KEY) -> str:
    return f"{totp(bytes.fromhex(key)):06d}"


def wrong_code() -> str:
    return f"{(int(code_now()) + 1) % 1_000_000:06d}"


def turned_on(user: User, clock: Traveller) -> list[str]:
    """With the next code already fresh again; gives the recovery codes."""
    codes = second_step.turn_on(user, KEY, code_now(), at=NOW)
    clock.shift(2 * HALF_A_MINUTE)
    return codes


def with_password(user: User, client: Client | None = None) -> Client:
    client = client or Client()
    answer = client.post("/sign-in", {"username": user.username, "password": PASSWORD})
    assert answer.headers["Location"] == "/sign-in/code"
    return client


def test_it_is_set_up_with_a_picture_and_a_first_code(clerk: User, clock: Traveller) -> None:
    client = client_of(clerk)
    page = client.get("/account/second-step")
    assert page.context["picture"].startswith("data:image/svg+xml")
    key = hexlify(b32decode(page.context["secret"].replace(" ", ""))).decode()
    address = second_step.setup_address(clerk, key)
    assert address.startswith("otpauth://totp/")
    assert client.post("/account/second-step", {"code": "000000"}).status_code == 422
    assert not second_step.is_on(clerk)
    shown = client.post("/account/second-step", {"code": code_now(key)})
    codes = shown.context["codes"]
    assert (len(set(codes)), shown.headers["Cache-Control"]) == (8, "no-store")
    later = client.get("/account/second-step").content.decode()
    assert not [code for code in codes if code in later]
    events = "".join(f"{event.old}{event.new}" for event in AuditEvent.objects.filter(action__startswith="second_step"))
    assert (key in events, codes[0] in events) == (False, False)


def test_sessions_without_a_code_end_when_the_second_step_begins(clerk: User) -> None:
    """Red without the end of the others in `turn_on`; who turns it on goes on."""
    own, other = Client(), Client()
    for client in (own, other):
        assert try_to_sign_in(client, clerk.username, PASSWORD) == 302
        assert client.get("/account").status_code == 200
    secret = own.get("/account/second-step").context["secret"]
    key = hexlify(b32decode(secret.replace(" ", ""))).decode()
    assert own.post("/account/second-step", {"code": code_now(key)}).context["codes"]
    assert [client.get("/account").status_code for client in (own, other)] == [200, 302]


def test_without_the_code_there_is_no_session(clerk: User, clock: Traveller) -> None:
    turned_on(clerk, clock)
    client = with_password(clerk)
    assert client.get("/account").headers["Location"].startswith("/sign-in")
    assert client.post("/sign-in/code", {"code": wrong_code()}).status_code == 422
    assert client.get("/account").status_code == 302
    assert client.post("/sign-in/code", {"code": code_now()}).headers["Location"] == "/"
    assert client.get("/account").status_code == 200


def test_a_code_is_good_once(clerk: User, clock: Traveller) -> None:
    codes = turned_on(clerk, clock)
    used = code_now()
    for typed, answer in ((used, 302), (used, 422), (codes[0].upper(), 302), (codes[0], 422)):
        assert with_password(clerk).post("/sign-in/code", {"code": typed}).status_code == answer, typed
    assert second_step.recovery_codes_left(clerk) == 7
    assert AuditEvent.objects.filter(action="second_step.recovery_used").count() == 1


@pytest.mark.django_db(transaction=True)
def test_a_code_sent_many_times_at_once_is_good_once(clerk: User, clock: Traveller) -> None:
    """Red on PostgreSQL without the lock on the phone and on the recovery codes."""
    codes = turned_on(clerk, clock)
    for code in (code_now(), codes[0]):
        answers = at_once(*[partial(second_step.check, clerk, code, at=NOW)] * 6)
        assert kinds(answers) == ["NoneType"] + ["code"] * 5


def test_wrong_codes_slow_down_like_wrong_passwords(clerk: User, clock: Traveller) -> None:
    turned_on(clerk, clock)
    client = with_password(clerk)
    for _n in range(5):
        client.post("/sign-in/code", {"code": wrong_code()}, REMOTE_ADDR="10.9.9.9")
    assert client.post("/sign-in/code", {"code": code_now()}).status_code == 422, "from anywhere"
    clock.shift(3 * 60)
    assert client.post("/sign-in/code", {"code": code_now()}).status_code == 302


def test_the_password_is_waited_for_ten_minutes_and_must_stay_the_same(clerk: User, clock: Traveller) -> None:
    turned_on(clerk, clock)
    late, changed = with_password(clerk), with_password(clerk)
    clerk.set_password("quiet river stone 47")
    clerk.save()
    assert changed.post("/sign-in/code", {"code": code_now()}).headers["Location"] == "/sign-in"
    clerk.set_password(PASSWORD)
    clerk.save()
    clock.shift(11 * 60)
    assert late.post("/sign-in/code", {"code": code_now()}).headers["Location"] == "/sign-in"
    assert Client().get("/sign-in/code").headers["Location"] == "/sign-in"


def test_a_trusted_device_is_asked_again_after_a_month(clerk: User, clock: Traveller) -> None:
    turned_on(clerk, clock)
    client = with_password(clerk)
    client.post("/sign-in/code", {"code": code_now(), "trust": "on"})
    client.post("/sign-out")
    assert try_to_sign_in(client, clerk.username, PASSWORD) == 302
    assert client.get("/account").status_code == 200, "no code here"
    with_password(clerk)  # A code is asked for on any other device.
    client.post("/sign-out")
    clock.shift(30 * 24 * 60 * 60 + 1)
    with_password(clerk, client)


def test_it_takes_password_and_code_to_turn_it_off(clerk: User, clock: Traveller) -> None:
    codes = turned_on(clerk, clock)
    client = client_of(clerk)
    for password, code in (("wrong", code_now()), (PASSWORD, wrong_code())):
        form = {"off-password": password, "off-code": code}
        assert client.post("/account/second-step/off", form).status_code == 422
        assert second_step.is_on(clerk)
    form = {"new-password": PASSWORD, "new-code": codes[0]}
    fresh = client.post("/account/second-step/recovery", form).context["codes"]
    assert not set(fresh) & set(codes)
    form = {"off-password": PASSWORD, "off-code": fresh[0]}
    assert client.post("/account/second-step/off", form).headers["Location"] == "/account"
    assert not second_step.is_on(clerk)
    left = AuditEvent.objects.filter(action__startswith="second_step").order_by("pk")
    assert [(event.action.partition(".")[2], event.actor_id, event.target_id) for event in left] == [
        (what, clerk.pk, str(clerk.pk)) for what in ("on", "recovery_used", "recovery_made", "recovery_used", "off")
    ]
    assert try_to_sign_in(Client(), clerk.username, PASSWORD) == 302


def test_an_administrator_takes_it_away_of_a_colleague(clerk: User, clock: Traveller) -> None:
    assert clerk.school is not None
    turned_on(clerk, clock)
    administrator = make_administrator(clerk.school)
    for by in (clerk, make_homeroom(make_class(clerk.school)), make_administrator(make_school())):
        with refused("role"):
            second_step.take_away(clerk, by=by, at=NOW)
    client = client_of(administrator)
    assert "take-second-step" in client.get(f"/accounts/{clerk.pk}/").content.decode()
    client.post(f"/accounts/{clerk.pk}/second-step/end", keyed())
    assert not TOTPDevice.objects.exists()
    event = AuditEvent.objects.get(action="second_step.taken_away")
    assert (event.actor_id, event.target_id) == (administrator.pk, str(clerk.pk))
    second_step.turn_on(administrator, KEY, code_now(), at=NOW)
    with refused("own"):
        second_step.take_away(administrator, by=administrator, at=NOW)


def test_it_is_for_office_and_administrators(clerk: User) -> None:
    assert clerk.school is not None
    teacher = make_homeroom(make_class(clerk.school))
    assert client_of(teacher).get("/account/second-step").status_code == 403
    assert "second-step" not in client_of(teacher).get("/account").content.decode()
    with refused("role"):
        second_step.turn_on(teacher, KEY, code_now(), at=NOW)
