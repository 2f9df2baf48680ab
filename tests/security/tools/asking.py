"""Everything that a role is offered: its addresses with what fills them, and the forms of its pages."""

from __future__ import annotations

import random
import re
from collections.abc import Iterator
from dataclasses import dataclass

from django.urls import reverse

from tests.project.routes.matrix_rules import expected, may, methods_of
from tests.project.routes.matrix_world import Thing, Town
from tests.project.routes.test_matrix import GUARDED, address, kind_of
from tests.project.source import ROOT, modules
from tests.security.tools.pages import Form, forms_of
from tests.security.tools.twins import Twins


@dataclass(frozen=True)
class Offer:
    """A form that somebody's page has, with the route of that page."""

    who: str
    page: str
    form: Form


def addresses(route: str, town: Town) -> list[str]:
    """Give the address of a guarded route for each thing of the school that fills it."""
    kind = kind_of(route)
    return [address(route, thing) for thing in (town.things[kind] if kind else [Thing({})])]


def pages_of(who: str, twins: Twins) -> Iterator[tuple[str, str]]:
    """Give the pages that somebody may see: of each route one in every state."""
    for route in GUARDED:
        if "GET" not in methods_of(route) or not may(who, route):
            continue
        kind = kind_of(route)
        things = twins.ours.things[kind] if kind else [Thing({}, anywhere=True)]
        served = [thing for thing in things if expected(who, route, "GET", thing) == "served"]
        # The state of a thing decides what its page offers.
        for thing in {(thing.state, thing.owner): thing for thing in served}.values():
            yield route, address(route, thing)


def offers(who: str, twins: Twins, most: int, chance: random.Random) -> list[Offer]:
    """Give the forms and links of somebody's pages, each shape once; of more pages than ``most``, those of some."""
    pages = [("sign_in", reverse("sign_in"))] if who == "anonymous" else list(pages_of(who, twins))
    found: dict[object, Offer] = {}
    for route, page in chance.sample(pages, min(most, len(pages))):
        answer = twins.ask(who, "GET", page)
        if answer.response.headers.get("Content-Type", "").startswith("text/html"):
            for form in forms_of(page, answer.text):
                found.setdefault(form.shape, Offer(who, route, form))
    return list(found.values())


def parameters() -> list[str]:
    """Give every name that the program reads from the part of an address behind the question mark."""
    read = re.compile(r'GET(?:\.get\(|\.getlist\(|\[)"(\w+)"')
    return sorted({name for one in modules() for name in read.findall((ROOT / one.path).read_text(encoding="utf-8"))})
