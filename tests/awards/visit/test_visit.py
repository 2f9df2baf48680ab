"""Looking around: in the demonstration alone, at its own computer, by accounts that it made, and on record."""

from __future__ import annotations

import datetime as dt
from typing import Any

import pytest
from django.test import Client
from django.urls import reverse
from pytest_django import Settings

from awards.visit.places import MADE, Place, note_places
from awards.visit.walk import STEPS, WALK
from starrating.operations import audit
from starrating.operations.models import AuditEvent
from starrating.server.environ import FORWARDED
from students.models import School, User
from tests.factories import make_administrator, make_class, make_homeroom, make_office, make_school, make_user

pytestmark = pytest.mark.django_db

HERE: dict[str, Any] = {"HTTP_HOST": "127.0.0.1:8000", "REMOTE_ADDR": "127.0.0.1"}
CARD = 'class="visit"'
NOW = dt.datetime(2026, 1, 1, tzinfo=dt.UTC)


@pytest.fixture
def school() -> School:
    return make_school("demo")


@pytest.fixture
def people(school: School) -> dict[Place, User]:
    """The accounts that the demonstration has put on record."""
    found = {
        Place.ADMINISTRATOR: make_administrator(school),
        Place.CLERK: make_office(school),
        Place.TEACHER: make_homeroom(make_class(school)),
    }
    note_places(school, found, at=NOW)
    return found


def visitor(**more: Any) -> Client:
    return Client(headers={"accept-language": "en"}, **(HERE | more))


def look(client: Client, place: str = "clerk") -> Any:
    return client.post(reverse("awards:look_as", args=[place]))


def signed_in(client: Client) -> int | None:
    key = client.session.get("_auth_user_id")
    return int(key) if key else None


def test_a_visitor_looks_in_one_place_and_then_in_another(people: dict[Place, User]) -> None:
    client = visitor()
    assert CARD in client.get(reverse("sign_in")).content.decode()
    answer = look(client)
    assert (answer.status_code, answer.headers["Location"]) == (302, reverse("home"))
    assert signed_in(client) == people[Place.CLERK].pk
    first = client.session.session_key
    look(client, "administrator")
    assert signed_in(client) == people[Place.ADMINISTRATOR].pk
    assert client.session.session_key != first
    assert not Client().session.__class__(first).exists(first or "")


def test_each_look_is_on_record_with_who_it_was_before(people: dict[Place, User]) -> None:
    client = visitor()
    for place in ("clerk", "clerk", "administrator"):
        look(client, place)
    events = AuditEvent.objects.filter(action="demonstration.looked_as").order_by("pk")
    clerk, administrator = people[Place.CLERK].pk, people[Place.ADMINISTRATOR].pk
    assert [(event.actor_id, event.target_id, event.new) for event in events] == [
        (None, str(clerk), {"looked_as": "clerk"}),
        (clerk, str(administrator), {"looked_as": "administrator"}),
    ]
    assert {event.address for event in events} == {"127.0.0.1"}


@pytest.mark.parametrize(
    "more",
    [
        {"REMOTE_ADDR": "192.168.1.7"},
        {"REMOTE_ADDR": ""},
        {"HTTP_HOST": "testserver"},
        {"HTTP_X_FORWARDED_FOR": "127.0.0.1"},
        {"HTTP_X_REAL_IP": "127.0.0.1"},
        {"HTTP_FORWARDED": "for=127.0.0.1"},
        {"HTTP_VIA": "1.1 proxy"},
        {FORWARDED: True},
        {"REMOTE_ADDR": "203.0.113.9", "HTTP_X_FORWARDED_FOR": "127.0.0.1"},
    ],
    ids=str,
)
def test_from_elsewhere_or_through_a_proxy_there_is_no_such_address(people: dict[Place, User], more: Any) -> None:
    nothing_is_there(visitor(**more))


@pytest.mark.parametrize("name", ["BEHIND_PROXY", "SERVES_OTHERS", "INSECURE_LAN"])
def test_an_installation_that_serves_others_has_no_such_address(
    people: dict[Place, User], settings: Settings, name: str
) -> None:
    setattr(settings, name, True)
    nothing_is_there(visitor())


def nothing_is_there(client: Client) -> None:
    for method in ("get", "post", "head", "put"):
        for address in (reverse("awards:look_as", args=["clerk"]), reverse("awards:walk")):
            assert getattr(client, method)(address).status_code == 404
    assert signed_in(client) is None
    assert CARD not in client.get(reverse("sign_in")).content.decode()
    assert not AuditEvent.objects.filter(action="demonstration.looked_as").exists()


def test_a_school_that_is_not_the_demonstrations_has_no_such_address(school: School) -> None:
    """The name alone, or accounts that are called alike, make no demonstration."""
    make_office(school)
    nothing_is_there(visitor())


def test_a_second_school_ends_it_for_good(people: dict[Place, User]) -> None:
    client = visitor()
    look(client)
    make_school("real")
    assert look(client, "administrator").status_code == 404
    assert CARD not in client.get(reverse("own_account")).content.decode()
    assert signed_in(client) == people[Place.CLERK].pk


def test_what_somebody_says_of_an_own_school_opens_nothing(school: School) -> None:
    """Only the program itself notes places: an event in somebody's name counts for nothing."""
    clerk = make_office(school)
    told: Any = {"at": NOW, "school_id": school.pk, "new": {"as_clerk": clerk.pk}}
    audit.record(MADE, school, by=clerk, **told)
    nothing_is_there(visitor())
    audit.record(MADE, school, by=None, **told)
    assert look(visitor()).status_code == 302


def test_no_other_account_is_ever_taken(people: dict[Place, User], school: School) -> None:
    other = make_user(school)
    for place in ("pupil", str(other.pk), other.username, "headmaster"):
        assert look(visitor(), place).status_code == 404


def test_an_account_with_a_password_or_a_code_to_come_is_left_alone(
    people: dict[Place, User], monkeypatch: pytest.MonkeyPatch
) -> None:
    user = people[Place.CLERK]
    for change in ({"is_active": False}, {"must_change_password": True}, {"is_superuser": True}):
        kept = {name: getattr(user, name) for name in change}
        User.objects.filter(pk=user.pk).update(**change)
        assert look(visitor()).status_code == 404, change
        User.objects.filter(pk=user.pk).update(**kept)
    monkeypatch.setattr("students.sessions.second_step.is_on", lambda one: one.pk == user.pk)
    assert look(visitor()).status_code == 404
    assert look(visitor(), "administrator").status_code == 302


def test_it_is_sent_by_the_demonstrations_own_page(people: dict[Place, User]) -> None:
    client = Client(enforce_csrf_checks=True, **HERE)
    assert look(client).status_code == 403
    assert visitor().get(reverse("awards:look_as", args=["clerk"])).status_code == 405
    assert signed_in(client) is None


def test_nothing_leads_away_from_the_program(people: dict[Place, User]) -> None:
    client = visitor(HTTP_REFERER="https://evil.example/page")
    address = reverse("awards:look_as", args=["clerk"])
    for more in ({"next": "https://evil.example"}, {"back": "//evil.example"}):
        assert client.post(address, more).headers["Location"] == reverse("home")
        assert client.post(reverse("awards:walk"), {"step": len(STEPS)} | more).headers["Location"].startswith("/")


def test_the_walk_goes_on_in_the_place_that_each_step_is_seen_from(people: dict[Place, User]) -> None:
    client, address = visitor(), reverse("awards:walk")
    assert "Begin the walk" in client.get(reverse("sign_in")).content.decode()
    for number, step in enumerate(STEPS):
        if step.place not in people:
            continue
        assert client.post(address, {"step": number}).headers["Location"] == reverse(step.view)
        assert signed_in(client) == people[step.place].pk
        assert client.session[WALK] == number
    assert "10 of 10" in client.get(reverse("own_account")).content.decode()


def test_the_walk_is_left_and_taken_up_again(people: dict[Place, User]) -> None:
    client, address = visitor(), reverse("awards:walk")
    client.post(address, {"step": 0})
    client.post(address, {"step": len(STEPS)})
    page = client.get(reverse("own_account")).content.decode()
    assert (CARD in page, "data-walk" in page) == (True, False)
    look(client, "clerk")
    assert "data-walk" not in client.get(reverse("own_account")).content.decode()
    client.post(address, {"step": 0})
    assert "data-walk" in client.get(reverse("own_account")).content.decode()


@pytest.mark.parametrize("asked", ["-1", "x", "9" * 400, "٣", ""])
def test_a_step_that_is_none_begins_at_the_first(people: dict[Place, User], asked: str) -> None:
    client = visitor()
    assert client.post(reverse("awards:walk"), {"step": asked}).headers["Location"] == reverse(STEPS[0].view)
