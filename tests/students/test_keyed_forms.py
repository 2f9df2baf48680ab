"""A form of the staff acts once for its key, and not at all without one."""

from __future__ import annotations

import pytest
from django.test import Client

from starrating.operations.idempotency import FIELD
from starrating.operations.models import AuditEvent
from students.models import User
from tests.awards.board_clients import client_of, said
from tests.students.staff_factories import staffed

pytestmark = pytest.mark.django_db
NO_KEY = "This form is incomplete. Please load the page again and send the form from there."


def test_without_a_key_a_message_says_so_and_nothing_happens() -> None:
    at = staffed()
    answer = client_of(at.administrator).post(f"/accounts/{at.office.pk}/deactivate", {FIELD: ""})
    assert said(answer) == [NO_KEY]
    assert User.objects.get(pk=at.office.pk).is_active


@pytest.mark.parametrize("address", ["/accounts/{}/details", "/accounts/add"])
def test_without_a_key_the_form_says_so_and_nothing_happens(address: str) -> None:
    """Of one view that uses ``tell``, and of one that uses ``once`` itself."""
    at = staffed()
    accounts = list(User.objects.order_by("pk").values("pk", "name"))
    form = {FIELD: "", "name": "李澜", "phone": "13900000002", "username": "lilan"}
    answer = client_of(at.administrator).post(address.format(at.homeroom.pk), form)
    assert NO_KEY in answer.content.decode()
    assert list(User.objects.order_by("pk").values("pk", "name")) == accounts


def deactivated(client: Client, user: User, key: str) -> tuple[list[str], int]:
    answer = client.post(f"/accounts/{user.pk}/deactivate", {FIELD: key})
    return said(answer)[-1:], AuditEvent.objects.filter(action="account.deactivated").count()


def test_the_same_key_acts_once_and_answers_the_same() -> None:
    at = staffed()
    client = client_of(at.administrator)
    first = deactivated(client, at.office, "one")
    User.objects.filter(pk=at.office.pk).update(is_active=True)
    assert deactivated(client, at.office, "one") == first
    assert User.objects.get(pk=at.office.pk).is_active, "not deactivated a second time"
    assert deactivated(client, at.office, "two")[1] == first[1] + 1
