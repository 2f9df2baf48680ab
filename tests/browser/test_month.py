"""A month by hand, from the slip with the password to the pupil's total, each person at a computer of their own."""

from __future__ import annotations

import datetime as dt
from collections import defaultdict
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
import time_machine
from playwright.sync_api import Browser, Page, expect
from pytest_django.live_server_helper import LiveServer

from awards.models import ClassRound, Nomination, SheetState, StarEntry
from awards.sheets import moves
from students.accounts import passwords
from students.models import Student, User
from students.names.people import Person
from tests.browser.letters import clear_initials
from tests.factories import (
    FILING_DAY,
    items_of,
    make_administrator,
    make_class,
    make_homeroom,
    make_office,
    make_sheet,
    make_students,
    make_submitted,
    moment,
)
from tests.reports.papers.reading import by_poppler

pytestmark = pytest.mark.django_db(transaction=True)

PUPILS = 36
STARS, NAMES_A_STAR = 11, 5
# Initials of two or three letters and a key between: what 55 names may cost, everything included.
KEYS = 4 * STARS * NAMES_A_STAR
OWN_PASSWORD = "qiu-yue-ri-ji-2025"
LAST_DAY = dt.date(2025, 9, 30)
# After three working days from the day of filing.
NOTICE_OVER = dt.date(2025, 10, 14)
A4 = "594.96 x 841.92 pts (A4)"

Computer = Callable[[], Page]


@pytest.fixture
def computer(browser: Browser, browser_context_args: dict[str, Any]) -> Computer:
    """``computer()`` is a browser that nobody has signed in at yet."""
    return lambda: browser.new_context(**browser_context_args).new_page()


@pytest.fixture
def sheet() -> ClassRound:
    """The class's open sheet, in a school where another class has handed in already."""
    other = make_submitted()
    school_class = make_class(other.school_class.school, 3)
    make_students(school_class, PUPILS)
    return make_sheet(school_class)


@pytest.fixture
def teacher(sheet: ClassRound) -> User:
    return make_homeroom(sheet.school_class, name="方静怡")


def test_a_month_from_the_slip_to_the_total(
    live_server: LiveServer, computer: Computer, sheet: ClassRound, teacher: User, tmp_path: Path
) -> None:
    with time_machine.travel(moment(LAST_DAY, 15)):
        page = computer()
        sign_in_with_slip(page, live_server.url, teacher)
        winners = enter_names(page, sheet)
        submit(page, sheet)
    with time_machine.travel(moment(FILING_DAY)):
        clerk = make_office(sheet.school_class.school)
        office = computer()
        sign_in(office, live_server.url, clerk.username, slip_of(clerk))
        own_password(office)
        file_everything(office, sheet)
        office.goto(f"{live_server.url}/notices/class/{sheet.pk}/")
        assert_on_one_page(office, winners, tmp_path / "notice.pdf")
    with time_machine.travel(moment(NOTICE_OVER)):
        moves.finalize_due(at=moment(NOTICE_OVER))
        page = computer()
        sign_in(page, live_server.url, teacher.username, OWN_PASSWORD)
        assert_totals(page, live_server.url, sheet, winners)


def slip_of(user: User) -> str:
    """The one-time password on the slip that the administrator prints."""
    administrator = make_administrator(user.school) if user.school else None
    return passwords.issue_passwords([user], by=administrator, at=moment(LAST_DAY))[0].password


def sign_in(page: Page, address: str, username: str, password: str) -> None:
    page.goto(address)
    page.locator("input[name=username]").fill(username)
    page.locator("input[name=password]").fill(password)
    page.keyboard.press("Enter")
    page.wait_for_url(lambda url: "sign-in" not in url)


def own_password(page: Page) -> None:
    for name in ("new_password1", "new_password2"):
        page.locator(f"input[name={name}]").fill(OWN_PASSWORD)
    page.keyboard.press("Enter")
    page.wait_for_url(lambda url: "password" not in url)


def sign_in_with_slip(page: Page, address: str, teacher: User) -> None:
    """The password must be changed, once: the next sign-in leads to the work itself."""
    sign_in(page, address, teacher.username, slip_of(teacher))
    expect(page).to_have_url(f"{address}/password")
    page.goto(f"{address}/sheets/")
    expect(page).to_have_url(f"{address}/password")
    own_password(page)
    page.locator("details.menu summary").click()
    page.locator("form[action='/sign-out'] button").first.click()
    sign_in(page, address, teacher.username, OWN_PASSWORD)


def enter_names(page: Page, sheet: ClassRound) -> dict[int, list[Person]]:
    """Eleven stars of five names by initials, typed without a look at the mouse; gives whom each star went to."""
    page.wait_for_url(f"**/sheets/{sheet.pk}/")
    typed = [*clear_initials(sheet).items()]
    winners: dict[int, list[Person]] = {}
    keys = 0
    for number, item in enumerate(items_of(sheet)):
        # The next five, round and round: nobody gets more than two.
        chosen = [typed[(number * NAMES_A_STAR + place) % len(typed)] for place in range(NAMES_A_STAR)]
        expect(page.locator(f"#names-{item.pk}")).to_be_focused()
        line = " ".join(letters for letters, _person in chosen)
        page.keyboard.type(line)
        page.keyboard.press("Enter")
        expect(page.locator(f"#star-{item.pk} .counter")).to_contain_text(f"{NAMES_A_STAR}/{NAMES_A_STAR}")
        winners[item.pk] = [person for _letters, person in chosen]
        keys += len(line) + 1
    print(f"{keys} keys for {STARS * NAMES_A_STAR} names")  # noqa: T201 -- shown with -s: a figure to quote
    assert len(winners) == STARS
    assert keys <= KEYS
    rows = Nomination.objects.placed().filter(class_round=sheet).values_list("item", "student")
    assert sorted(rows) == sorted((item, person.pk) for item, people in winners.items() for person in people)
    return winners


def submit(page: Page, sheet: ClassRound) -> None:
    page.locator("#steps button[name=all]").click()
    expect(page.locator("#steps .held--done")).not_to_have_count(0)
    page.locator("a[href='#submit-dialog']").click()
    page.locator("#submit-dialog form button").click()
    expect(page.locator(".page-head .state--submitted")).to_be_visible()
    sheet.refresh_from_db()
    assert sheet.state == SheetState.SUBMITTED


def file_everything(page: Page, sheet: ClassRound) -> None:
    """The office finds both classes clean, none of them chosen in advance, and files them at one press."""
    page.wait_for_url("**/board/")
    rows = page.locator("#submitted tbody tr")
    expect(rows).to_have_count(2)
    expect(rows.locator(".found--none")).to_have_count(2)
    expect(rows.locator("input[name=sheets]:checked")).to_have_count(0)
    page.locator("#submitted .file-bar .btn-primary").click()
    expect(page.locator("#filed .tile--in_notice")).to_have_count(2)
    expect(page.locator("#submitted")).to_have_count(0)
    filed = ClassRound.objects.filter(round=sheet.round, state=SheetState.IN_NOTICE)
    assert len({row.filing_number for row in filed}) == 2


def assert_on_one_page(page: Page, winners: dict[int, list[Person]], path: Path) -> None:
    """The notice as printed: one sheet of A4 on which every name can be read as text."""
    shown = page.locator(".notice tbody tr").all_inner_texts()
    assert len(shown) == STARS
    page.pdf(path=path, prefer_css_page_size=True)
    facts = by_poppler("pdfinfo", path)
    assert A4 in facts
    assert "Pages:           1\n" in facts
    text = by_poppler("pdftotext", "-layout", path, "-")
    for row, people in zip(shown, winners.values(), strict=True):
        for person in people:
            assert person.name in row
            assert person.name in text


def assert_totals(page: Page, address: str, sheet: ClassRound, winners: dict[int, list[Person]]) -> None:
    """Each star is in the ledger once, and the page of a pupil with two says which they are."""
    stars = defaultdict(list)
    for item, people in winners.items():
        for person in people:
            stars[person.pk].append(item)
    entries = StarEntry.objects.filter(student__enrolments__school_class=sheet.school_class)
    assert sorted(entries.values_list("student", "item")) == sorted(
        (student, item) for student, items in stars.items() for item in items
    )
    student = Student.objects.get(pk=next(pk for pk, items in stars.items() if len(items) == 2))
    page.goto(f"{address}/classes/{sheet.school_class_id}/totals/")
    page.get_by_role("link", name=student.name, exact=True).click()
    expect(page.locator("h1")).to_have_text(student.name)
    expect(page.locator(".star-sum .stars")).to_contain_text("2")
    expect(page.locator("main")).to_contain_text("2 = ")
    sheet.refresh_from_db()
    names = {item.pk: item.name for item in items_of(sheet)}
    lines = page.locator(".star-lines tbody tr")
    expect(lines).to_have_count(2)
    for item in stars[student.pk]:
        expect(lines.filter(has_text=names[item])).to_contain_text(str(sheet.filing_number))
