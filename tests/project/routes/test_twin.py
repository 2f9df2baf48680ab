"""A school beside this one, called and peopled alike, changes no page of this one."""

from __future__ import annotations

import re
from collections.abc import Iterator
from unittest import mock

import pytest
import time_machine
from django.test import Client

from students.models import Term
from tests.factories import moment
from tests.project.routes.matrix_rules import may, methods_of
from tests.project.routes.matrix_world import OWN, TODAY, Thing, Town, make_town
from tests.project.routes.test_matrix import GUARDED, address, kind_of
from tests.surroundings import make_twin

# What every answer has anew: tokens of forms, keys of forms, nonces of the page policy, numbers of pages of errors; and
# what waits for the seal, which is one for all schools of an installation.
ANEW = re.compile(
    r"[0-9A-Za-z]{64}|[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}|nonce=\"[^\"]+\"|(?<=Error \d{3}, number )\d{8}\b"
    r"|Rows: \d+, the oldest of [^<]+"
)


@pytest.fixture
def town(db: None) -> Iterator[Town]:
    papers = mock.patch("reports.typesetting.typeset._run", return_value=b"%PDF-")
    with papers, time_machine.travel(moment(TODAY), tick=False):
        yield make_town()


def addresses(town: Town, who: str) -> dict[str, str]:
    """Every page that this person may read, on the first thing of its kind that is the own class's."""
    found = {}
    for route in GUARDED:
        if "GET" in methods_of(route) and may(who, route):
            kind = kind_of(route)
            things = town.things[kind] if kind else [Thing({})]
            own = [thing for thing in things if thing.place in ("", OWN)]
            found[route] = address(route, (own or things)[0])
    return found


def read(client: Client, page: str) -> tuple[int, str]:
    answer = client.get(page)
    content = b"".join(answer.streaming_content) if answer.streaming else answer.content  # type: ignore[attr-defined]
    return answer.status_code, ANEW.sub("", content.decode("utf-8", "replace"))


@pytest.mark.parametrize("who", ["administrator", "homeroom", "pupil"])
def test_no_page_changes_with_a_school_that_looks_the_same(town: Town, who: str) -> None:
    client = Client(headers={"accept-language": "en"})
    client.force_login(town.people[who])
    pages = addresses(town, who)
    # The second reading: the first of all notes the session down.
    before = [{route: read(client, page) for route, page in pages.items()} for _time in range(2)][1]
    term = Term.objects.select_related("pinned__scheme", "school").filter(school=town.school).latest("starts_on")
    make_twin(term, town.classes[OWN], town.pupils[OWN])
    after = {route: read(client, page) for route, page in pages.items()}
    assert sum(status == 200 for status, _text in before.values()) > 0.5 * len(pages)
    assert [route for route in pages if before[route] != after[route]] == []
