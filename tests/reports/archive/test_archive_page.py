"""The archive on screen: settled terms of the own school, found by pupil, class and month, and taken away whole."""

from __future__ import annotations

import io
import zipfile

import pytest
from django.test import Client
from django.urls import reverse
from pytest_django import DjangoAssertNumQueries

from reports.archive.checking import layout
from starrating.operations.models import AuditEvent
from students.models import User
from tests.awards.settlement_factories import Ended, make_ended
from tests.clients import FormClient
from tests.factories import make_homeroom, make_office, make_school
from tests.reports.factories import made_in_the_background

pytestmark = pytest.mark.django_db


@pytest.fixture
def ended() -> Ended:
    made = make_ended()
    made.settle()
    return made


def signed_in(user: User) -> Client:
    client = FormClient()
    client.force_login(user)
    return client


def address(ended: Ended) -> str:
    return reverse("reports:archive_of_term", args=[ended.term.pk])


def test_the_archive_opens_at_the_term_last_settled(ended: Ended) -> None:
    client = signed_in(ended.clerk)
    assert client.get(reverse("reports:archive"), follow=True).redirect_chain == [(address(ended), 302)]


def test_without_a_settled_term_it_says_what_will_come() -> None:
    ended = make_ended(alone=True)
    client = signed_in(ended.clerk)
    assert client.get(reverse("reports:archive")).status_code == 200
    assert client.get(address(ended)).status_code == 404


@pytest.mark.parametrize("typed", ["name", "number", "initials"])
def test_a_pupil_is_found_by_name_number_and_initials(ended: Ended, typed: str) -> None:
    pupil = ended.pupils[0]
    wanted = {"name": pupil.name, "number": pupil.number, "initials": pupil.initials.split()[0]}[typed]
    answer = signed_in(ended.clerk).get(address(ended), {"pupil": wanted})
    found = answer.context["page"].found
    assert (pupil.pk, 32) in [(row.pk, row.total) for row in found]
    assert f"{reverse('reports:pupil', args=[pupil.pk])}?term={ended.term.pk}" in answer.content.decode()


def test_nobody_is_found_for_an_unknown_name(ended: Ended) -> None:
    answer = signed_in(ended.clerk).get(address(ended), {"pupil": "没有这个人"})
    assert answer.context["page"].found == []


def test_every_sheet_of_the_term_is_one_click_away(ended: Ended) -> None:
    page = signed_in(ended.clerk).get(address(ended)).context["page"]
    assert len(page.classes) == len(ended.classes)
    assert all(sheet is not None for line in page.classes for sheet in line.sheets)
    assert (page.pupils, page.stars, page.deducted) == (len(ended.pupils), 32 + 26 + 21 + 16 + 11 + 3, 0)


def test_the_number_of_queries_does_not_grow_with_the_school(
    django_assert_max_num_queries: DjangoAssertNumQueries, ended: Ended
) -> None:
    client = signed_in(ended.clerk)
    with django_assert_max_num_queries(22):
        client.get(address(ended), {"pupil": "2"})


def test_the_package_can_be_taken_away_and_that_leaves_a_trace(ended: Ended) -> None:
    address = reverse("reports:archive_package", args=[ended.term.pk])
    content = made_in_the_background(signed_in(ended.clerk), address)
    with zipfile.ZipFile(io.BytesIO(content)) as package:
        assert layout.MANIFEST in {name.partition("/")[2] for name in package.namelist()}
    assert AuditEvent.objects.filter(action="term.archived", actor=ended.clerk).count() == 1


def test_a_package_is_not_to_be_had_by_a_link(ended: Ended) -> None:
    client = signed_in(ended.clerk)
    assert client.get(reverse("reports:archive_package", args=[ended.term.pk])).status_code == 405


def test_it_is_the_offices_alone(ended: Ended) -> None:
    assert signed_in(make_homeroom(ended.classes[0])).get(address(ended)).status_code == 403
    stranger = make_office(make_school(name="别处中学"), "外校")
    assert signed_in(stranger).get(address(ended)).status_code == 404
