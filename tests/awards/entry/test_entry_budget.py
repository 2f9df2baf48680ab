"""What a page and a save cost, everything counted: session, account, standing, the answer itself."""

from __future__ import annotations

import datetime as dt
import gzip
from collections.abc import Iterator

import pytest
import time_machine
from django.db import connection
from django.test.utils import CaptureQueriesContext

from awards.models import Nomination
from tests.awards.entry_clients import sign_in, statements
from tests.factories import (
    items_of,
    make_class,
    make_homeroom,
    make_school,
    make_sheet,
    make_students,
    moment,
    pupils_of,
)

pytestmark = pytest.mark.django_db

PAGE, CELL, WHOLE = 13, 12, 25


@pytest.fixture(autouse=True)
def in_the_month() -> Iterator[None]:
    with time_machine.travel(moment(dt.date(2025, 9, 29)), tick=False):
        yield


def cells_of_all(pupils: list[int], stars: list[int], quota: int = 5) -> list[str]:
    """Five names under every star, each pupil under at most two of them."""
    chosen = iter(pupils * 2)
    return [f"{next(chosen)}:{star}:1" for star in stars for _ in range(quota)]


@pytest.mark.parametrize("view", ["stars", "tiles", "grid"])
def test_the_page_asks_as_much_for_five_pupils_as_for_sixty(view: str) -> None:
    asked = []
    for size in (5, 60):
        school_class = make_class(make_school())
        make_students(school_class, size)
        sheet = make_sheet(school_class)
        client = sign_in(make_homeroom(school_class))
        client.get(f"/sheets/{sheet.pk}/?view={view}")
        with CaptureQueriesContext(connection) as queries:
            assert client.get(f"/sheets/{sheet.pk}/?view={view}").status_code == 200
        asked.append(len(statements(queries.captured_queries)))
    assert asked[0] == asked[1]
    assert asked[1] <= PAGE


@pytest.mark.parametrize(("headers", "behind"), [({"X-Part": "true"}, 0), ({"X-Part": "true"}, 1), ({}, 0)])
def test_saving_a_cell(headers: dict[str, str], behind: int) -> None:
    """Also when a colleague has changed the sheet meanwhile, which the answer tells."""
    sheet = make_sheet(pupils=48)
    client = sign_in(make_homeroom(sheet.school_class))
    client.get(f"/sheets/{sheet.pk}/")
    cell = f"{pupils_of(sheet)[0].pk}:{items_of(sheet)[0].pk}:1"
    with CaptureQueriesContext(connection) as queries:
        client.post(f"/sheets/{sheet.pk}/cells", {"cell": cell, "seen": sheet.version + behind}, headers=headers)
    assert Nomination.objects.placed().count() == 1
    assert len(statements(queries.captured_queries)) <= CELL


def test_saving_a_line_of_names() -> None:
    sheet = make_sheet(pupils=48)
    client = sign_in(make_homeroom(sheet.school_class))
    client.get(f"/sheets/{sheet.pk}/")
    body = {"item": items_of(sheet)[0].pk, "names": "1、2、3、4、5", "seen": sheet.version}
    with CaptureQueriesContext(connection) as queries:
        client.post(f"/sheets/{sheet.pk}/names", body, headers={"X-Part": "true"})
    assert Nomination.objects.placed().count() == 5
    assert len(statements(queries.captured_queries)) <= CELL


def test_saving_a_whole_sheet_in_one_request() -> None:
    sheet = make_sheet(pupils=48)
    client = sign_in(make_homeroom(sheet.school_class))
    client.get(f"/sheets/{sheet.pk}/")
    cells = cells_of_all([pupil.pk for pupil in pupils_of(sheet)], [star.pk for star in items_of(sheet)])
    with CaptureQueriesContext(connection) as queries:
        client.post(f"/sheets/{sheet.pk}/cells", {"cell": cells, "seen": sheet.version}, headers={"X-Part": "true"})
    assert Nomination.objects.placed().count() == 55
    assert len(statements(queries.captured_queries)) <= WHOLE


@pytest.mark.parametrize(("view", "limit"), [("stars", 60_000), ("tiles", 60_000), ("grid", 60_000)])
def test_the_page_is_light(view: str, limit: int) -> None:
    sheet = make_sheet(pupils=60)
    client = sign_in(make_homeroom(sheet.school_class))
    cells = cells_of_all([pupil.pk for pupil in pupils_of(sheet)], [star.pk for star in items_of(sheet)])
    client.post(f"/sheets/{sheet.pk}/cells", {"cell": cells})
    page = client.get(f"/sheets/{sheet.pk}/?view={view}").content
    assert len(gzip.compress(page)) <= limit
