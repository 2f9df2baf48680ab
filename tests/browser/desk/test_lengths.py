"""On a phone no page is wider than the screen or longer than eight screens, in a school as large as there are.

Whatever links lead to from the first pages of those who work there is measured, in the demonstration's states.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator
from urllib.parse import parse_qs, urlsplit

import pytest
import time_machine
from django.urls import Resolver404, resolve
from playwright.sync_api import Error, Page
from pytest_django.fixtures import Settings
from pytest_django.live_server_helper import LiveServer

from awards.demo.build import Demo, build
from awards.demo.months import Fate
from students.models import User
from tests.browser.conftest import SignIn
from tests.browser.looks.test_no_page_forgotten import FILES
from tests.factories import make_user, moment
from tests.lock_order import Watch
from tests.pictures.take import TODAY

pytestmark = pytest.mark.django_db(transaction=True)

WIDTH, HEIGHT, SCREENS = 360, 740, 8
PUPILS, STAFF = 75, 135
# Pages of one kind that are measured: the first that links lead to for each account, for three accounts.
OF_A_KIND, ACCOUNTS = 1, 3
SIZE = "[document.documentElement.scrollWidth, document.documentElement.scrollHeight]"
LINKS = "[...document.querySelectorAll('a[href]:not([download], [target])')].map(one => one.href)"
Kind = tuple[str, tuple[str, ...]]


@pytest.fixture
def demo(settings: Settings, locks: Watch) -> Iterator[Demo]:
    """The demonstration as a school sees it, with the largest classes and staff."""
    settings.SERVES_OTHERS = True
    with time_machine.travel(moment(TODAY)):
        made = build(at=moment(TODAY), pupils=PUPILS)
        # One transaction makes a year of acts: their order says nothing of the order in which each locks.
        locks.wrong.clear()
        for number in range(STAFF - User.objects.filter(school=made.school, student=None).count()):
            make_user(made.school, f"欧阳若{number:03d}")
        yield made


def who_works_there(demo: Demo) -> list[User]:
    """Whoever sees most first: what was measured for one is not for the next."""
    staff = demo.staff
    office = [staff.administrator, *staff.clerks[:1], *([staff.headmaster] if staff.headmaster else [])]
    teachers = [demo.homeroom_of(fate)[1] for fate in (Fate.BEGUN, Fate.ON_SCREEN, Fate.RETURNED, Fate.IN_NOTICE)]
    voices = demo.voices
    return [one.user for one in (*office, *teachers, voices.leaders[0], voices.cadres[0], voices.others[0])]


def kind_of(address: str) -> Kind | None:
    """A page's view and the names of what is asked of it; none for what is no page of the program."""
    parts = urlsplit(address)
    try:
        view = resolve(parts.path).view_name
    except Resolver404:
        return None
    return None if view in FILES or view.startswith("admin:") else (view, tuple(sorted(parse_qs(parts.query))))


def too_large(page: Page, address: str) -> list[str]:
    width, height = page.evaluate(SIZE)
    wide = [f"{address}: {width} px wide"] if width > WIDTH else []
    return wide + ([f"{address}: {height / HEIGHT:.1f} screens"] if height > SCREENS * HEIGHT else [])


def walk(page: Page, base: str, seen: Counter[Kind]) -> Iterator[str]:
    """Follow the links from the first page, and say of each kind of page what is too large."""
    waiting, known = [f"{base}/"], {f"{base}/"}
    mine: Counter[Kind] = Counter()
    while waiting:
        address = waiting.pop(0)
        kind = kind_of(address)
        if kind is None or mine[kind] >= OF_A_KIND or seen[kind] >= ACCOUNTS:
            continue
        mine[kind] += 1
        try:
            page.goto(address)
        except Error:
            # A file, which is no page.
            continue
        yield from too_large(page, address.removeprefix(base))
        found = {link.partition("#")[0] for link in page.evaluate(LINKS) if link.startswith(f"{base}/")}
        waiting += sorted(found - known)
        known |= found
    seen.update(mine)


def test_no_page_of_a_large_school_is_longer_than_eight_screens_of_a_phone(
    signed_in_page: SignIn, live_server: LiveServer, demo: Demo
) -> None:
    seen: Counter[Kind] = Counter()
    faults = []
    for user in who_works_there(demo):
        page = signed_in_page(user)
        page.set_viewport_size({"width": WIDTH, "height": HEIGHT})
        faults += [f"{user.name} {fault}" for fault in walk(page, live_server.url, seen)]
        page.close()
    assert "\n".join(faults) == ""
    assert len(seen) > 100
