"""What only some may read stands nowhere else: on no page, list, paper or file of anybody."""

from __future__ import annotations

import io
import logging
import zipfile
from collections.abc import Iterator
from typing import Any
from unittest import mock
from urllib.parse import urlencode

import pytest
import time_machine
from django.db import transaction
from django.urls import reverse

from reports.lists.taking import exports
from tests.clients import FormClient
from tests.factories import moment
from tests.project.routes.matrix_rules import methods_of
from tests.project.routes.matrix_world import OWN, TODAY, Thing, Town, make_town
from tests.project.routes.test_matrix import GUARDED, address, kind_of
from tests.reports.lists_world import query_of
from tests.security.tools.playing import chance, is_long, say, size
from tests.security.tools.secrets import PLACES, plant

CSV = {"format": "csv"}
OTHER = "homeroom of the other class"
READERS = ("pupil", "leader", "committee", "homeroom", "subject", OTHER, "office", "administrator")
KEEPERS = {"office", "administrator"}
NEAR, FAR = {"homeroom", *KEEPERS}, {OTHER, *KEEPERS}
# Who may read it of the own class, and of the other one. A homeroom teacher reads the own class alone.
MAY_READ: dict[str, tuple[set[str], set[str]]] = {
    # Asked for by a form of its own, and on record; a day of birth is no list's and no paper's.
    "guardian's phone": (set(), set()),
    "day of birth": (set(), set()),
    "guardian's name": (NEAR, FAR),
    "facts of a violation": (NEAR, FAR),
    "statement of a violation": (NEAR, FAR),
    "place of a violation": (NEAR, FAR),
    "ground of a punishment": (KEEPERS, KEEPERS),
    "reason of a movement": (KEEPERS, KEEPERS),
    "proof of a movement": (KEEPERS, KEEPERS),
    "proof of a credit": (KEEPERS, KEEPERS),
    "who objects": (NEAR, FAR),
    "how to reach who objects": (NEAR, FAR),
    # In this school the one pupil has objected to both.
    "facts of an objection": ({"pupil", *NEAR}, {"pupil", *FAR}),
    "question of a guardian": (KEEPERS, KEEPERS),
    "statement of a pupil": ({"pupil", *NEAR}, FAR),
    "opinion of a teacher": ({"subject", *NEAR}, {"subject", *FAR}),
    # Who teaches the class, and the pupil whom it is about; nobody who works for the whole school.
    "fact between months": ({"pupil", "homeroom", "subject"}, {OTHER}),
    "reason of a decision": (NEAR, FAR),
    "reason of a return": ({"subject", *NEAR}, FAR),
    "reason of an entry": (KEEPERS, KEEPERS),
    # A homeroom teacher is called by the office.
    "phone of an account": (NEAR, FAR),
}
# The one page on which it is looked at to be put right, on record.
PUT_RIGHT = {("day of birth", "reports:rights")}
# So many of them each of these reads somewhere: the search finds what is there.
FEWEST = 8
# Addresses that only take forms, and give a file.
FILES = ("reports:term_workbook", "reports:ledger_file")


@pytest.fixture(scope="module")
def town(db: None) -> Iterator[Town]:
    logging.disable(logging.CRITICAL)
    with time_machine.travel(moment(TODAY), tick=False):
        yield make_town()
    logging.disable(logging.NOTSET)


@pytest.fixture(scope="module")
def planted(town: Town) -> dict[str, dict[str, tuple[str, ...]]]:
    return plant(town)


def things_of(route: str, town: Town) -> list[Thing]:
    """One thing in each state of the own class and of the other."""
    kind = kind_of(route)
    things = town.things[kind] if kind else [Thing({})]
    near = [thing for thing in things if thing.place in ("", *PLACES)]
    return list({(thing.place, thing.state, thing.owner): thing for thing in near}.values())


def asked(town: Town, who: str) -> list[tuple[str, str, dict[str, str] | None]]:
    """Give every page and file: its route, its address, and the form that asks for it where there is one."""
    pages = [
        (route, address(route, thing), None)
        for route in GUARDED
        if "GET" in methods_of(route)
        for thing in things_of(route, town)
    ]
    lists = [
        (f"list {key}", f"{reverse('reports:list_file', args=[key])}?{urlencode(query_of(town, key, place))}", CSV)
        for key in exports()
        for place in PLACES
    ]
    files = [(route, address(route, thing), {"format": "xlsx"}) for route in FILES for thing in things_of(route, town)]
    return [*pages, *lists, *files]


def read(town: Town, who: str, some: int = 100_000) -> Iterator[tuple[str, str, str]]:
    """Give what somebody reads at every address; a paper is read as what the typesetter is given."""
    client = FormClient(headers={"accept-language": "zh-hans"}, raise_request_exception=False)
    client.force_login(town.people[who])
    every = asked(town, who)
    with mock.patch("reports.typesetting.typeset._run", side_effect=lambda _arguments, content, _what: content):
        for route, path, form in chance(f"planted {who}").sample(every, min(some, len(every))):
            with transaction.atomic():
                answer = client.get(path) if form is None else client.post(path, form)
                transaction.set_rollback(True)
            yield route, path, text_of(answer)


def text_of(answer: Any) -> str:
    content = b"".join(answer.streaming_content) if answer.streaming else answer.content
    if content.startswith(b"PK\x03\x04"):
        with zipfile.ZipFile(io.BytesIO(content)) as parts:
            content = b"\n".join(parts.read(name) for name in parts.namelist())
    return str(content.decode(errors="replace"))


@pytest.mark.parametrize("who", READERS)
def test_a_secret_stands_only_where_its_readers_are(
    town: Town, planted: dict[str, dict[str, tuple[str, ...]]], who: str
) -> None:
    """Turns red where a page shows a column to more than it is meant for, or forgets whose class it is."""
    wrong, looked, seen = set(), 0, set()
    for route, path, text in read(town, who, size("PLANTED", short=40, long=100_000)):
        looked += 1
        for name, places in planted.items():
            for place, marks in places.items():
                if any(mark in text for mark in marks):
                    seen.add((name, place))
                    meant = KEEPERS if (name, route) in PUT_RIGHT else MAY_READ[name][place != OWN]
                    if who not in meant:
                        wrong.add(f"{name} of the {place} stands at {route}, {path}")
    say(f"planted: {who} read {looked} addresses and {len(seen)} of {2 * len(planted)} secrets, {len(wrong)} not meant")
    assert sorted(wrong) == []
    if is_long() and who in NEAR | FAR:
        assert len(seen) >= FEWEST


def test_every_secret_has_its_readers(planted: dict[str, dict[str, tuple[str, ...]]]) -> None:
    assert set(planted) == set(MAY_READ)
    assert sum(map(bool, planted.values())) > len(planted) / 2
