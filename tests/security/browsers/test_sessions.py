"""A cookie that somebody copied is worth nothing once its owner is out: tried by requests alone.

Each way out names what, taken away, lets the copy live: CONTROL is that line of the program.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import dataclass

import pytest
import time_machine
from django.conf import settings
from django.contrib.sessions.models import Session
from django.test import Client
from django.urls import reverse
from time_machine import Traveller

from students.models import SchoolRole, SchoolRoleKind, User
from tests.clients import FormClient
from tests.factories import PASSWORD, make_administrator, make_office, make_school, moment
from tests.students.staff_factories import TODAY

pytestmark = pytest.mark.django_db
NEW = "quiet river 47"


@pytest.fixture(autouse=True)
def clock() -> Iterator[Traveller]:
    with time_machine.travel(moment(TODAY), tick=False) as traveller:
        yield traveller


@dataclass
class Theft:
    """A clerk at the own computer, an administrator, and somebody with a copy of the clerk's cookie."""

    clerk: User
    own: Client
    administrator: Client
    copy: Client

    @property
    def is_alive(self) -> bool:
        answer = self.copy.get(reverse("own_account"))
        assert answer.status_code == 200 or answer.headers["Location"].startswith(reverse("sign_in"))
        return answer.status_code == 200

    def order(self, name: str, *args: object, **form: object) -> None:
        """Let the administrator send a form."""
        answer = self.administrator.post(reverse(name, args=args), form)
        assert answer.status_code in {200, 302}, answer.content.decode()


def come_in(user: User, password: str = PASSWORD) -> Client:
    client = FormClient()
    answer = client.post(reverse("sign_in"), {"username": user.username, "password": password})
    assert answer.status_code == 302
    client.get(reverse("own_account"))
    return client


@pytest.fixture
def theft() -> Theft:
    school = make_school()
    clerk, administrator = make_office(school), make_administrator(school)
    own = come_in(clerk)
    copy = FormClient()
    copy.cookies[settings.SESSION_COOKIE_NAME] = own.cookies[settings.SESSION_COOKIE_NAME].value
    made = Theft(clerk, own, come_in(administrator), copy)
    assert made.is_alive
    return made


def signs_out(theft: Theft) -> None:
    """CONTROL: `logout` in `sign_out`; a cookie that is only deleted lives on in the copy."""
    assert theft.own.post(reverse("sign_out")).status_code == 200


def changes_the_password(theft: Theft) -> None:
    """CONTROL: two lines, each holding alone: `sign_ins.drop` in `change_password`, Django's hash in a session."""
    form = {"old_password": PASSWORD, "new_password1": NEW, "new_password2": NEW}
    assert theft.own.post(reverse("change_password"), form).status_code == 302
    assert theft.own.get(reverse("own_account")).status_code == 200, "who changed it goes on"


def gets_a_new_slip(theft: Theft) -> None:
    """CONTROL: two lines again: `sign_ins.drop` where the slip comes into force, and the password's hash."""
    theft.order("students:issue_passwords", account=theft.clerk.pk)


def gets_a_role(theft: Theft) -> None:
    """CONTROL: `_sign_out` in `grant_role`."""
    role, day = SchoolRoleKind.ADMINISTRATOR.value, TODAY.isoformat()
    theft.order("students:grant_role", theft.clerk.pk, role=role, starts_on=day)


def loses_a_role(theft: Theft) -> None:
    """CONTROL: `_sign_out` in `end_role`."""
    theft.order("students:end_role", SchoolRole.objects.get(user=theft.clerk).pk, day=TODAY.isoformat())


def is_deactivated(theft: Theft) -> None:
    """CONTROL: `sign_ins.drop` in `close`, and `is_active`, which Django asks with each request."""
    theft.order("students:deactivate", theft.clerk.pk)


def is_signed_out_everywhere(theft: Theft) -> None:
    """CONTROL: `drop` in `end_all`."""
    theft.order("students:end_sessions", theft.clerk.pk)


def ends_the_session_from_another_browser(theft: Theft) -> None:
    """CONTROL: the deletion of the session itself in `end_others`."""
    come_in(theft.clerk).post(reverse("end_other_sessions"))


WAYS: list[Callable[[Theft], None]] = [
    signs_out,
    changes_the_password,
    gets_a_new_slip,
    gets_a_role,
    loses_a_role,
    is_deactivated,
    is_signed_out_everywhere,
    ends_the_session_from_another_browser,
]


@pytest.mark.parametrize("way", WAYS)
def test_a_copied_cookie_is_dead_once_its_owner(theft: Theft, way: Callable[[Theft], None]) -> None:
    way(theft)
    assert not theft.is_alive
    assert theft.copy.post(reverse("own_account"), {"phone": "13900000000"}).status_code == 302
    theft.clerk.refresh_from_db()
    assert theft.clerk.phone != "13900000000"


def test_a_copied_cookie_ends_with_idleness(theft: Theft, clock: Traveller) -> None:
    """CONTROL: `IdleSignOutMiddleware`."""
    clock.shift(settings.SESSION_IDLE_SECONDS + 1)
    assert not theft.is_alive


def test_a_busy_copy_ends_after_the_working_day(theft: Theft, clock: Traveller) -> None:
    """CONTROL: `AbsoluteSessionMiddleware`; Django alone lets a session that is used live for ever."""
    for _step in range(settings.SESSION_COOKIE_AGE // 1000):
        clock.shift(1000)
        assert theft.is_alive
    clock.shift(1000)
    assert not theft.is_alive


def test_the_number_of_a_session_changes_with_signing_in() -> None:
    """CONTROL: `login`, which draws a new key: whoever planted one before knows nothing (session fixation)."""
    user, client = make_office(make_school()), FormClient()
    client.get(reverse("sign_in"))
    planted = client.session
    planted["planted"] = True
    planted.save()
    client.cookies[settings.SESSION_COOKIE_NAME] = planted.session_key or ""
    client.post(reverse("sign_in"), {"username": user.username, "password": PASSWORD})
    assert client.cookies[settings.SESSION_COOKIE_NAME].value not in {"", planted.session_key}
    thief = FormClient()
    thief.cookies[settings.SESSION_COOKIE_NAME] = planted.session_key or ""
    assert thief.get(reverse("own_account")).status_code == 302


def test_a_made_up_cookie_opens_nothing_and_leaves_nothing() -> None:
    """CONTROL: Django's own rule that it takes over no key of the visitor's."""
    client = FormClient()
    client.cookies[settings.SESSION_COOKIE_NAME] = "a" * 32
    assert client.get(reverse("own_account")).status_code == 302
    assert not Session.objects.exists()


def test_a_right_that_is_gone_is_gone_with_the_next_request(theft: Theft) -> None:
    """CONTROL: `as_staff`, which reads the roles with each request: a page left open writes nothing more."""
    page = theft.own.get(reverse("awards:board"))
    assert page.status_code == 200
    SchoolRole.objects.filter(user=theft.clerk).delete()
    assert theft.own.get(reverse("awards:board")).status_code == 403
