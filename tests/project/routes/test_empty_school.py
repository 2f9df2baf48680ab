"""A school without any term: no page fails, and none leaves its reader without a word on what comes next."""

from __future__ import annotations

import datetime as dt
import re
from collections.abc import Iterator

import pytest
import time_machine
from django.test import Client
from django.urls import NoReverseMatch, reverse

from students.models import Staffing, StaffingRole, Subject, User
from students.permits.reach import may_go
from students.permits.roles import standing_of
from students.permits.rows import permits
from tests.factories import (
    make_administrator,
    make_class,
    make_homeroom,
    make_office,
    make_school,
    make_students,
    make_user,
    moment,
)

pytestmark = pytest.mark.django_db

TODAY = dt.date(2025, 10, 9)
# What a reader can go on by: a link, a button, or a sentence in the place of the list.
WAYS = re.compile(r'href="/|<button|class="empty"|class="soft"|role="status"')


def people() -> dict[str, User]:
    """One of each role, in a class with one pupil; no scheme, no term, no sheet."""
    school = make_school()
    room = make_class(school)
    [child] = make_students(room, 1)
    pupil = make_user(school, child.name)
    pupil.student = child
    pupil.save(update_fields=["student"])
    subject = make_user(school, "何卓")
    taught = Subject.objects.create(school=school, name="语文")
    Staffing.objects.create(
        user=subject, school_class=room, role=StaffingRole.SUBJECT, subject=taught, starts_on=dt.date(2025, 9, 1)
    )
    return {
        "administrator": make_administrator(school),
        "office": make_office(school),
        "homeroom": make_homeroom(room),
        "subject": subject,
        "pupil": pupil,
        "nobody": make_user(school, "无职"),
    }


def pages_for(user: User) -> Iterator[str]:
    """Every address without a number that the user may open."""
    standing = standing_of(user, TODAY)
    for permit in permits().values():
        if may_go(standing, permit.action):
            try:
                yield reverse(permit.action)
            except NoReverseMatch:
                continue


@pytest.mark.parametrize("who", ["administrator", "office", "homeroom", "subject", "pupil", "nobody"])
def test_no_page_of_an_empty_school_is_a_dead_end(who: str) -> None:
    user = people()[who]
    client = Client(headers={"accept-language": "en"})
    client.force_login(user)
    seen, dead = 0, []
    with time_machine.travel(moment(TODAY)):
        for path in pages_for(user):
            answer = client.get(path, follow=True)
            if answer.status_code == 405:
                continue
            assert answer.status_code in (200, 404), path
            main = answer.content.decode(errors="replace").partition("<main")[2].partition("</main>")[0]
            seen += 1
            if "text/html" in answer["Content-Type"] and not WAYS.search(main):
                dead.append(path)
    assert dead == []
    assert seen >= 5
