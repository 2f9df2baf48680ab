"""A refusal for want of a role says who has it, as the table of permits does."""

from __future__ import annotations

import pytest
from django.urls import reverse
from django.utils import translation

from students.permits.reach import demand_school, permit_for
from students.permits.refusals import names_of
from students.permits.roles import Role, Standing
from students.permits.rows import permits
from tests.awards.board_clients import client_of
from tests.refusals import refused
from tests.students.staff_factories import staffed


def test_every_row_names_somebody() -> None:
    assert [action for action, permit in permits().items() if not names_of(permit.who.keys())] == []


def test_roles_come_in_one_order_and_the_program_is_none_of_them() -> None:
    with translation.override("en"):
        assert names_of({Role.WORKER, Role.ADMINISTRATOR, Role.HOMEROOM}) == "homeroom teacher, administrator"


@pytest.mark.parametrize("action", ["awards:settle", "students:deactivate"])
def test_a_verb_says_whose_task_it_is(action: str) -> None:
    with translation.override("en"), refused("role") as no:
        demand_school(Standing(school_id=1), action, 1)
    permit = permit_for(action)
    with translation.override("en"):
        assert str(permit.label) in no.value.message
        assert no.value.message.endswith(f"It is done by: {names_of(permit.who.keys())}.")


@pytest.mark.django_db
def test_a_closed_page_says_whose_it_is() -> None:
    page = client_of(staffed().homeroom).get(reverse("awards:open_term"))
    assert page.status_code == 403
    assert "This page is for: administrator." in page.content.decode()
