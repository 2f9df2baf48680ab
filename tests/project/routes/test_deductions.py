"""Who may not open violations reads them nowhere: a deduction is planted, and everybody reads everything."""

from __future__ import annotations

import datetime as dt
import logging
import re
from collections.abc import Iterator
from typing import Any
from unittest import mock

import pytest
import time_machine
from django.db import transaction
from django.test import Client
from django.urls import reverse
from django.utils.html import strip_tags
from pytest_django.plugin import DjangoDbBlocker

from awards.models import Ground, Violation
from awards.violations import verbs as violations
from awards.violations.verbs import Incident
from reports.lists.taking import exports
from students.models import Student, Term
from tests.clients import FormClient
from tests.factories import moment
from tests.project.routes.matrix_rules import methods_of
from tests.project.routes.matrix_world import OWN, SETTLED, TODAY, Thing, Town, give_one, make_town
from tests.project.routes.test_matrix import GUARDED, address, kind_of
from tests.reports.lists_world import OF, query_of

MARKS = ("后楼梯口", "拿走同学的东西")
OTHERS = ["pupil", "leader", "committee", "subject", "homeroom of the other class"]
# The stars that were taken, and the balance of the pupil who has won one: as a number of their own.
TAKEN = re.compile(r"(?<![\w.-])[-\u2212]1[45](?![\w.-])|(?:Deducted|deduction|扣星)[^<]{0,30}[-\u2212]?15")


@pytest.fixture(scope="module")
def db(django_db_setup: None, django_db_blocker: DjangoDbBlocker) -> Iterator[None]:
    """In place of a transaction a test: one for all tests here, which is never committed."""
    with django_db_blocker.unblock(), transaction.atomic():
        yield
        transaction.set_rollback(True)


@pytest.fixture(scope="module")
def town(db: None) -> Iterator[Town]:
    logging.disable(logging.CRITICAL)
    with time_machine.travel(moment(TODAY), tick=False):
        made = make_town()
        plant(made)
        yield made
    logging.disable(logging.NOTSET)


def sufferer(town: Town) -> Student:
    """A pupil of the own class who has no account."""
    return town.pupils[OWN][3]


def plant(town: Town) -> Violation:
    pupil, clerk = sufferer(town), town.people["office"]
    term = Term.objects.get(school=town.school, starts_on__lte=TODAY, ends_on__gte=TODAY)
    give_one(term, pupil)
    incident = Incident(
        student=pupil,
        ground=Ground.objects.filter(scheme=term.pinned.scheme)[1],
        happened_on=dt.date(2025, 12, 4),
        facts=MARKS[1],
        place=MARKS[0],
        statement="对不起",
        guardian_told_on=dt.date(2025, 12, 4),
        guardian_told_how="电话",
    )
    proposed = violations.propose(incident, by=clerk, at=moment(TODAY))
    return violations.confirm(proposed, reason="情况属实", by=clerk, at=moment(TODAY))


def told(text: str, town: Town) -> list[str]:
    """What an answer gives away: the record, the number, or the ground beside the pupil's name."""
    pupil = sufferer(town)
    found = [mark for mark in MARKS if mark in text]
    found += TAKEN.findall(text)
    ground = Violation.objects.get(student=pupil).ground.name
    if pupil.name in text and ground in text:
        found.append(f"{ground} beside the name")
    return found


def client_for(town: Town, who: str) -> Client:
    client = FormClient(headers={"accept-language": "en"}, raise_request_exception=False)
    client.force_login(town.people[who])
    return client


def text_of(answer: Any) -> str:
    if answer.streaming:
        return str(b"".join(answer.streaming_content), errors="replace")
    return str(answer.content.decode(errors="replace"))


def things_of(route: str, town: Town) -> list[Thing]:
    kind = kind_of(route)
    own = [thing for thing in town.things[kind] if thing.place in ("", OWN)] if kind else [Thing({})]
    return [*own, Thing({"pk": sufferer(town).pk}, OWN)] if kind == "student" else own


def read_by(town: Town, who: str) -> dict[str, list[str]]:
    """What somebody reads of the deduction, by the address; a paper is read as what the typesetter is given."""
    client, found = client_for(town, who), {}
    with mock.patch("reports.typesetting.typeset._run", side_effect=lambda _arguments, content, _what: content):
        for route in GUARDED:
            if "GET" not in methods_of(route):
                continue
            for thing in things_of(route, town):
                with transaction.atomic():
                    answer = client.get(address(route, thing))
                    transaction.set_rollback(True)
                if given := told(text_of(answer), town):
                    found[address(route, thing)] = given
    return found


def lists_read_by(town: Town, who: str) -> dict[str, list[str]]:
    client, found = client_for(town, who), {}
    pupil = sufferer(town).pk
    for key in exports():
        queries = [query_of(town, key)]
        if OF.get(key, ("",))[0] == "student":
            queries.append({"of": pupil})
        for query in queries:
            path = _listed(key, query)
            if given := told(text_of(client.post(path, {"format": "csv"})), town):
                found[path] = given
    return found


def _listed(key: str, query: dict[str, object]) -> str:
    return f"{reverse('reports:list_file', args=[key])}?" + "&".join(f"{name}={value}" for name, value in query.items())


@pytest.mark.parametrize("who", OTHERS)
def test_whoever_may_not_open_violations_reads_none_anywhere(town: Town, who: str) -> None:
    assert read_by(town, who) == {}
    assert lists_read_by(town, who) == {}


@pytest.mark.parametrize("who", ["homeroom", "office"])
def test_whoever_may_open_them_reads_it_where_it_belongs(town: Town, who: str) -> None:
    """So that the test above would see one."""
    pages = read_by(town, who)
    assert reverse("reports:pupil", args=[sufferer(town).pk]) in pages
    assert reverse("reports:class_totals", args=[town.classes[OWN].pk]) in pages
    assert _listed("pupil", {"of": sufferer(town).pk}) in lists_read_by(town, who)


def test_numbers_below_nought_have_one_sign_on_pages_and_are_numbers_in_files(town: Town) -> None:
    client, pupil = client_for(town, "office"), sufferer(town)
    pages = [reverse("reports:pupil", args=[pupil.pk]), reverse("reports:class_totals", args=[town.classes[OWN].pk])]
    for page in pages:
        text = strip_tags("<main" + client.get(page).content.decode().split("<main")[1])
        assert "\u221214" in text
        assert not re.search(r"(?<![\w.-])-\d", text)
    assert "\u2212" not in text_of(client.post(_listed("totals", {"of": town.classes[OWN].pk}), {"format": "csv"}))


def test_a_subject_teacher_reads_what_was_won_and_no_level(town: Town) -> None:
    client = client_for(town, "subject")
    page = client.get(reverse("reports:pupil", args=[sufferer(town).pk])).context["page"]
    assert (page.total, page.level_name, page.next_step, len(page.lines)) == (1, "", "", 1)
    table = client.get(reverse("reports:class_totals", args=[town.classes[OWN].pk])).context["page"].table
    headings = [str(column.column.column_name) for column in table.columns]
    assert "Earned" in headings
    assert not {"Deducted", "Total", "Level (provisional)"} & set(headings)
    settled = next(thing.args for thing in town.things["class in a term"] if thing.state == SETTLED)
    table = client.get(reverse("awards:levels_on", kwargs=dict(settled))).context["table"]
    assert "Stars" not in [str(column.column.column_name) for column in table.columns]
