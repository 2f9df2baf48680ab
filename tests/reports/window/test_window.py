"""The guardian's window: what opens it, for how long, and that nobody learns why it does not."""

from __future__ import annotations

import datetime as dt
import re
from collections.abc import Iterator

import pytest
import time_machine
from django.test import Client
from django.urls import reverse
from pytest_django.fixtures import Settings

from awards.models import Window, WindowCode, WindowVisit
from awards.models.window import MOST_TRIES
from reports.window import opening, verbs
from reports.window.codes import BITS, answers, digest, draw, is_right
from starrating.operations.models import AuditEvent
from students.models import Consent, ConsentScope, Guardian
from tests.factories import make_class, make_homeroom, make_school
from tests.refusals import refused
from tests.reports.window.factories import NOW, Windowed, encrypted, guardian, looking, make_windowed, seen, sent

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def _school() -> Iterator[None]:
    with encrypted(), time_machine.travel(NOW, tick=False):
        yield


@pytest.fixture
def windowed() -> Windowed:
    return make_windowed()


def last_four(windowed: Windowed) -> str:
    return windowed.pupil.number[-4:]


def test_a_code_has_128_bits_and_is_read_however_it_is_typed() -> None:
    code = draw()
    assert BITS == 128
    assert len(code.replace("-", "")) * 5 >= BITS
    assert len({draw() for _one in range(1000)}) == 1000
    assert digest(code) == digest(code.lower().replace("-", " "))
    assert digest("0112") == digest("oil2") == digest("Ｏil２")
    assert digest(code) != digest(code[:-1])


def test_a_database_put_back_under_another_key_opens_nothing(windowed: Windowed, settings: Settings) -> None:
    slip, before = windowed.slip(), settings.SECRET_KEY
    settings.SECRET_KEY = "another installation's"
    assert sent(guardian(), slip.code, last_four(windowed)).status_code == 422
    settings.SECRET_KEY = before
    assert sent(guardian(), slip.code, last_four(windowed)).status_code == 302


def test_what_is_asked_stands_on_no_paper() -> None:
    assert answers("20250713", ["139 0000-1234", "110"]) == ["0713", "1234"]
    assert answers("13", []) == []
    assert is_right("0713", ["0713"])
    assert is_right("２０２５０７１３", ["0713"])
    assert not is_right("071", ["0713"])
    assert not is_right("", [])


def test_it_is_off_by_default_and_not_turned_on_without_tls(settings: Settings) -> None:
    school = make_school()
    assert not Window().is_on
    windowed = make_windowed()
    assert not Window.objects.filter(school=school).exists()
    school_class = windowed.notice.sheet.school_class
    for address in ("", "http://stars.school.example"):
        settings.PUBLIC_ADDRESS = address
        with refused("tls"):
            verbs.change(school_class.school, is_on=True, days=7, by=windowed.administrator, at=NOW)
        with refused("tls"):
            windowed.slips()


def test_it_is_the_administrator_s_to_turn_on_and_the_class_s_to_print(windowed: Windowed) -> None:
    school_class = windowed.notice.sheet.school_class
    with refused("role"):
        verbs.change(school_class.school, is_on=False, days=14, by=windowed.notice.clerk, at=NOW)
    with refused("days"):
        verbs.change(school_class.school, is_on=True, days=61, by=windowed.administrator, at=NOW)
    verbs.issue(school_class, by=windowed.notice.homeroom, at=NOW)
    stranger = make_homeroom(make_class(school_class.school, 9))
    with refused("role"):
        verbs.issue(school_class, by=stranger, at=NOW)
    with refused("role"):
        verbs.revoke(windowed.pupil, by=stranger, at=NOW)
    verbs.change(school_class.school, is_on=False, days=14, by=windowed.administrator, at=NOW)
    with refused("off"):
        windowed.slips()


def test_only_with_consent(windowed: Windowed) -> None:
    assert [slip.place.student for slip in windowed.slips()] == [windowed.pupil]
    client = looking(windowed.slip())
    for scope in (ConsentScope.WINDOW, ConsentScope.PROCESSING):
        consent = Consent.objects.filter(student=windowed.pupil, scope=scope)
        seen(client)
        consent.update(withdrawn_on=NOW.date())
        assert client.get(reverse("reports:window_child"), secure=True).status_code == 302
        with refused("nobody"):
            windowed.slips()
        consent.update(withdrawn_on=None)


def test_the_code_is_kept_as_a_digest_and_exchanged_for_a_cookie(windowed: Windowed) -> None:
    slip = windowed.slip()
    kept = [str(row) for row in [*WindowCode.objects.values(), *AuditEvent.objects.values()]]
    plain = slip.code.replace("-", "")
    assert [row for row in kept if slip.code in row or plain in row] == []
    client = guardian()
    answer = sent(client, slip.code, last_four(windowed))
    assert answer.headers["Location"] == reverse("reports:window_child")
    cookie = client.cookies["__Host-window"]
    assert (cookie["secure"], cookie["httponly"], cookie["samesite"], cookie["path"]) == (True, True, "Strict", "/")
    assert (cookie["domain"], cookie["max-age"], cookie["expires"]) == ("", "", "")
    assert "sessionid" not in client.cookies
    assert cookie.value not in str(WindowVisit.objects.values().get())
    assert windowed.pupil.name in seen(client)


def test_a_guardian_s_phone_is_right_too_and_nothing_else(windowed: Windowed) -> None:
    Guardian.objects.create(student=windowed.pupil, name="王芳", phone="13911112468")
    code = windowed.slip().code
    assert sent(guardian(), code, "2468").status_code == 302
    for wrong in ("1111", "", "0000000000", last_four(windowed)[:3]):
        assert sent(guardian(), code, wrong).status_code == 422


def test_it_lasts_the_days_that_the_school_sets_from_handing_out(windowed: Windowed) -> None:
    slip, four = windowed.slip(), last_four(windowed)
    for days, status in ((14, 302), (15, 422)):
        with time_machine.travel(NOW + dt.timedelta(days=days), tick=False):
            assert sent(guardian(), slip.code, four).status_code == status


def test_five_wrong_answers_and_the_code_is_dead_until_a_new_one(windowed: Windowed) -> None:
    slip, four = windowed.slip(), last_four(windowed)
    client = looking(slip)
    for _one in range(MOST_TRIES - 1):
        assert sent(guardian(), slip.code, "0000").status_code == 422
    assert sent(guardian(), slip.code, four).status_code == 302
    assert sent(guardian(), slip.code, "0000").status_code == 422
    assert sent(guardian(), slip.code, four).status_code == 422
    assert client.get(reverse("reports:window_child"), secure=True).status_code == 302
    assert windowed.code().tries == MOST_TRIES
    assert AuditEvent.objects.filter(action="window.code_dead", student_key=windowed.pupil.pk).count() == 1
    looking(windowed.slip())
    assert sent(guardian(), slip.code, four).status_code == 422


def test_unknown_over_revoked_and_wrong_are_answered_alike(windowed: Windowed) -> None:
    four = last_four(windowed)
    old = windowed.slip()
    revoked = windowed.slip()
    verbs.revoke(windowed.pupil, by=windowed.administrator, at=NOW)
    over = windowed.slip(at=NOW - dt.timedelta(days=15))
    given = {(code, four) for code in (draw(), old.code, revoked.code, over.code, "", "x" * 60, "x" * 600)}
    live = windowed.slip()
    said = {
        (answer.status_code, re.sub(r'(value|nonce)="[^"]*"', "", answer.content.decode()))
        for answer in (sent(guardian(), *one) for one in (*given, (live.code, "0000"), (live.code, "")))
    }
    assert len(said) == 1
    assert next(iter(said))[0] == 422


def test_it_is_revoked_by_child_and_by_class_and_who_looks_sees_nothing_more(windowed: Windowed) -> None:
    for revoke in (
        lambda: verbs.revoke(windowed.pupil, by=windowed.administrator, at=NOW),
        lambda: verbs.revoke_class(windowed.notice.sheet.school_class, by=windowed.notice.homeroom, at=NOW),
        lambda: verbs.change(windowed.pupil.school, is_on=False, days=14, by=windowed.administrator, at=NOW),
    ):
        client = looking(windowed.slip())
        seen(client)
        revoke()
        assert client.get(reverse("reports:window_child"), secure=True).status_code == 302
        asked = client.post(reverse("reports:window_ask"), {"text": "还能问吗"}, secure=True)
        assert asked.headers["Location"] == reverse("reports:window_door")


def test_a_look_ends_after_an_hour_or_by_leaving(windowed: Windowed) -> None:
    slip = windowed.slip()
    client = looking(slip)
    with time_machine.travel(NOW + opening.LASTS, tick=False):
        assert client.get(reverse("reports:window_child"), secure=True).status_code == 302
    client = looking(slip)
    copied = client.cookies["__Host-window"].value
    left = client.post(reverse("reports:window_leave"), secure=True)
    assert left.cookies["__Host-window"].value == ""
    thief = Client()
    thief.cookies["__Host-window"] = copied
    assert thief.get(reverse("reports:window_child"), secure=True).status_code == 302
    assert WindowVisit.objects.count() == 1


def test_looks_of_one_code_do_not_grow_without_end(windowed: Windowed) -> None:
    slip = windowed.slip()
    clients = [looking(slip) for _one in range(12)]
    assert WindowVisit.objects.count() == 10
    seen(clients[-1])
    assert clients[0].get(reverse("reports:window_child"), secure=True).status_code == 302


def test_nothing_without_tls(windowed: Windowed) -> None:
    slip = windowed.slip()
    client = looking(slip)
    for page in ("window_door", "window_child"):
        answer = client.get(reverse(f"reports:{page}"))
        assert answer.status_code == 403
        assert windowed.pupil.name not in answer.content.decode()
    assert client.post(reverse("reports:window_open"), {"code": slip.code, "answer": "0"}).status_code == 403
    assert windowed.code().tries == 0


def test_every_answer_is_kept_nowhere_and_found_by_nobody(windowed: Windowed) -> None:
    slip = windowed.slip()
    client = looking(slip)
    for page in ("window_door", "window_child"):
        answer = client.get(reverse(f"reports:{page}"), secure=True)
        assert "no-store" in answer.headers["Cache-Control"]
        assert answer.headers["X-Robots-Tag"] == "noindex, nofollow"
        assert answer.headers["Referrer-Policy"] == "same-origin"
        assert "default-src 'none'" in answer.headers["Content-Security-Policy"]
        assert slip.code not in answer.content.decode()


def test_who_tries_codes_from_one_address_waits(windowed: Windowed) -> None:
    slip = windowed.slip()
    for _one in range(30):
        assert sent(guardian(), draw(), "0000").status_code == 422
    assert sent(guardian(), slip.code, last_four(windowed)).status_code == 429
    assert sent(guardian(), slip.code, last_four(windowed), REMOTE_ADDR="192.0.2.9").status_code == 302


def test_no_bit_of_a_code_may_differ(windowed: Windowed) -> None:
    slip = windowed.slip()
    alphabet = "0123456789ABCDEFGHJKMNPQRSTVWXYZ"
    for place, letter in enumerate(slip.code):
        if letter == "-":
            continue
        other = alphabet[alphabet.index(letter) ^ 1]
        changed = slip.code[:place] + other + slip.code[place + 1 :]
        assert opening.open_window(changed, last_four(windowed), at=NOW) is None
    assert windowed.code().tries == 0
