"""Where each list is asked for in the town of the matrix: its page, and what stands behind its address."""

from __future__ import annotations

import csv
import io
from collections.abc import Mapping
from typing import Any
from urllib.parse import urlencode

from django.test import Client
from django.urls import reverse
from openpyxl import load_workbook

from awards.models import SheetState
from starrating.operations import readings
from students.models import User
from tests.clients import FormClient
from tests.factories import moment
from tests.project.routes.matrix_world import OWN, SETTLED, TODAY, Town

# What its page is an address of.
OF: dict[str, tuple[str, str]] = {
    "register": ("round", SheetState.FINAL),
    "champions": ("exam", ""),
    "roster": ("class", ""),
    "groups": ("class", ""),
    "consents": ("class", ""),
    "totals": ("class", ""),
    "pupil": ("student", ""),
    "rewards": ("term", SETTLED),
    "near": ("term", SETTLED),
    "corrections": ("term", SETTLED),
    "papers": ("term", SETTLED),
    "eligibility": ("term", SETTLED),
    "call-list": ("ceremony", ""),
    "invitations": ("ceremony", ""),
}


def read_by_office(town: Town) -> None:
    """The office was shown a violation of the own class's first pupil."""
    shown: readings.Shown = {"by": town.people["office"], "school_id": town.school.pk, "at": moment(TODAY)}
    with readings.sitting(f"town {town.school.pk}"):
        readings.record("awards:violation", 1, town.pupils[OWN][0].pk, shown)


def key_of(town: Town, kind: str, state: str = "", place: str = OWN) -> int:
    """The first of the town's things of a kind; of the own class where it is a class's."""
    things = [thing for thing in town.things[kind] if thing.place in ("", place) and state in ("", thing.state)]
    return int(next(iter(things[0].args.values())))


def query_of(town: Town, key: str, place: str = OWN) -> dict[str, object]:
    """What the button of the list's page puts into the address."""
    if key == "levels":
        return {"of": town.classes[place].pk, "in_term": key_of(town, "term", SETTLED), "day": "2025-07-04"}
    if key == "pupil-readings":
        return {"number": town.pupils[place][0].number, "since": "2025-09-01"}
    if key == "account-readings":
        return {"username": town.people["office"].username, "since": "2025-09-01"}
    if key in OF:
        return {"of": key_of(town, *OF[key], place=place)}
    return {}


def page_of(town: Town, action: str, key: str) -> str:
    """The page on which the list is shown."""
    query = query_of(town, key)
    if key == "levels":
        return f"{reverse(action, args=[query['in_term'], query['of']])}?day={query['day']}"
    if key.endswith("-readings"):
        return f"{reverse(action)}?{urlencode(query)}"
    return reverse(action, args=[query["of"]] if "of" in query else [])


def ask(client: Client, key: str, query: Mapping[str, object] | None = None, kind: str = "csv") -> Any:
    return client.post(f"{reverse('reports:list_file', args=[key])}?{urlencode(query or {})}", {"format": kind})


def english(user: User) -> Client:
    client = FormClient(headers={"accept-language": "en"})
    client.force_login(user)
    return client


def csv_rows(answer: Any) -> list[list[str]]:
    assert answer.status_code == 200, answer.content
    return list(csv.reader(io.StringIO(answer.content.decode("utf-8-sig"), newline="")))


def book_rows(answer: Any) -> list[list[object]]:
    """The workbook read back by another program than the one that wrote it."""
    assert answer.status_code == 200, answer.content
    sheet = load_workbook(io.BytesIO(answer.content)).worksheets[0]
    return [[cell.value for cell in row] for row in sheet.iter_rows()]
