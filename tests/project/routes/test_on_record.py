"""What is sensitive is planted, everybody reads everything: each answer that holds some of it has left its row."""

from __future__ import annotations

import logging
from collections.abc import Iterator
from typing import Any
from unittest import mock

import pytest
import time_machine
from django.test import Client
from django.urls import reverse
from pytest_django.plugin import DjangoDbBlocker

from awards.models import Appeal, FaultRecord, Objection, Punishment, Violation, WindowMatter
from reports.lists.taking import exports
from starrating.operations import audit
from starrating.operations.models import Reading
from students.models import Guardian
from students.permits.rows import permits
from tests.clients import FormClient
from tests.factories import moment
from tests.lock_order import taken_back
from tests.project.routes.matrix_rules import methods_of
from tests.project.routes.matrix_world import OWN, TODAY, Town, make_town
from tests.project.routes.test_deductions import text_of, things_of
from tests.project.routes.test_matrix import GUARDED, address
from tests.reports.lists_world import query_of

READERS = ["office", "administrator", "homeroom", "subject", "headmaster", "pupil"]
# What stands where, each found nowhere else.
FACTS, PLACE, GROUND = "在后楼梯口推了同学", "后楼梯口第三级", "多次夜不归宿"
OBJECTED, RAISER = "这颗星给错了人", "匿名家长周先生"
APPEALED, FAULT, QUESTION = "那天孩子不在学校", "上课传纸条两次", "孩子最近睡得好吗"
PHONE, AUDITED = "13955557777", "核对时补写的理由"
MARKS = (FACTS, PLACE, GROUND, OBJECTED, RAISER, APPEALED, FAULT, QUESTION, PHONE, AUDITED)


@pytest.fixture(scope="module")
def db(django_db_setup: None, django_db_blocker: DjangoDbBlocker) -> Iterator[None]:
    """In place of a transaction a test: one for all tests here, which is never committed."""
    with django_db_blocker.unblock(), taken_back():
        yield


@pytest.fixture(scope="module")
def town(db: None) -> Iterator[Town]:
    logging.disable(logging.CRITICAL)
    with time_machine.travel(moment(TODAY), tick=False):
        made = make_town()
        plant(made)
        yield made
    logging.disable(logging.NOTSET)


def plant(town: Town) -> None:
    Violation.objects.update(facts=FACTS, place=PLACE)
    Punishment.objects.update(ground=GROUND)
    Objection.objects.update(facts=OBJECTED, raised_by=RAISER)
    Appeal.objects.update(facts=APPEALED)
    for fault in FaultRecord.objects.all():
        FaultRecord.objects.filter(pk=fault.pk).update(note=f"{FAULT} {fault.pk}")
    WindowMatter.objects.update(text=QUESTION)
    Guardian.objects.update(phone=PHONE)
    clerk = town.people["office"]
    audit.record("x", town.school, school_id=town.school.pk, by=clerk, at=moment(TODAY), reason=AUDITED)


def client_for(town: Town, who: str) -> Client:
    client = FormClient(headers={"accept-language": "en"}, raise_request_exception=False)
    client.force_login(town.people[who])
    client.get(reverse("own_account"))
    return client


def unrecorded(client: Client, who: Any, asked: dict[str, Any]) -> tuple[set[str], list[str]]:
    """The marks that were seen, and the addresses that showed one and left nothing."""
    seen, wrong = set[str](), []
    for path, send in asked.items():
        with taken_back():
            answer = send(path)
            text = text_of(answer)
            found = {mark for mark in MARKS if mark in text}
            shown = found or answer.headers.get("Content-Type") == "image/jpeg"
            if shown and not Reading.objects.filter(account=who).exists():
                wrong.append(f"{path}: {found}")
            seen |= found
    return seen, wrong


def pages_for(client: Client, town: Town) -> dict[str, Any]:
    return {
        address(route, thing): client.get
        for route in GUARDED
        if "GET" in methods_of(route)
        for thing in things_of(route, town)
    }


def lists_for(client: Client, town: Town) -> dict[str, Any]:
    def path(key: str) -> str:
        return f"{reverse('reports:list_file', args=[key])}?" + "&".join(
            f"{name}={value}" for name, value in query_of(town, key).items()
        )

    return {path(key): lambda to: client.post(to, {"format": "csv"}) for key in exports()}


def acts_for(client: Client, town: Town) -> dict[str, Any]:
    """Every form of an address that shows something on record, sent with a reason and nothing else."""
    return {
        address(route, thing): lambda to: client.post(to, {"why": "ill"})
        for route in GUARDED
        if "POST" in methods_of(route) and permits()[route].on_record
        for thing in things_of(route, town)
    }


@pytest.mark.parametrize("who", READERS)
def test_whatever_is_shown_is_on_record(town: Town, who: str) -> None:
    client, person = client_for(town, who), town.people[who]
    with mock.patch("reports.typesetting.typeset._run", side_effect=lambda _arguments, content, _what: content):
        _seen, wrong = unrecorded(client, person, pages_for(client, town))
        _more, also = unrecorded(client, person, lists_for(client, town) | acts_for(client, town))
    assert wrong + also == []


def test_the_walk_sees_all_that_is_planted(town: Town) -> None:
    client, person = client_for(town, "administrator"), town.people["administrator"]
    asked = {path: client.get for route in ("awards:audit",) for path in [reverse(route)]} | acts_for(client, town)
    for route in GUARDED:
        if permits()[route].on_record and "GET" in methods_of(route):
            asked |= {address(route, thing): client.get for thing in things_of(route, town)}
    seen, _wrong = unrecorded(client, person, asked)
    assert seen == set(MARKS)
    assert OWN
