"""Measures a class that declares: fifty phones and the classroom's computer, against the program as a school runs it.

Server and worker of ``manage.py run``, a database of their own, passwords hashed as in earnest; the phones run on the
same machine and take their share of it. Run by ``make bench``; prints, and judges only that nothing went wrong.
"""

from __future__ import annotations

import re
import time
import urllib.error
import urllib.parse
import urllib.request
from collections import Counter
from concurrent.futures import ThreadPoolExecutor
from http.cookiejar import CookieJar

import pytest
from django.contrib.auth.hashers import Argon2PasswordHasher
from django.db import connection

from awards.models import ClassRound, LineState, Nomination, StarItem
from students.models import User
from tests.factories import PASSWORD, items_of, make_sheet, make_user, pupils_of

pytestmark = pytest.mark.django_db(transaction=True)

PUPILS, AT_THE_COMPUTER, CAP = 50, 10, 4


class Browser:
    """What a browser sends: pages with what they need, cookies, the hidden fields of forms."""

    def __init__(self, address: str) -> None:
        self.address = address
        self.opener = urllib.request.build_opener(urllib.request.HTTPCookieProcessor(CookieJar()))
        self.kept: set[str] = set()

    def page(self, path: str, form: list[tuple[str, object]] | None = None) -> tuple[int, str]:
        data = urllib.parse.urlencode(form).encode() if form is not None else None
        try:
            with self.opener.open(f"{self.address}{path}", data, timeout=120) as answer:
                status, text = answer.status, answer.read().decode()
        except urllib.error.HTTPError as refused:
            status, text = refused.code, refused.read().decode()
        for asset in set(re.findall(r'(?:href|src)="(/static/[^"]+)"', text)) - self.kept:
            self.opener.open(f"{self.address}{asset}", timeout=120).read()
            self.kept.add(asset)
        return status, text

    def sign_in(self, user: User) -> None:
        _status, text = self.page("/sign-in")
        form = [("csrfmiddlewaretoken", hidden(text, "csrfmiddlewaretoken")), ("username", user.username)]
        status, text = self.page("/sign-in", [*form, ("password", PASSWORD)])
        assert status == 200
        assert "/sign-out" in text

    def sign_out(self) -> None:
        _status, text = self.page("/my-month/")
        self.page("/sign-out", [("csrfmiddlewaretoken", hidden(text, "csrfmiddlewaretoken"))])

    def declare(self, sheet: ClassRound, wanted: list[StarItem]) -> int:
        _status, text = self.page("/my-month/")
        names = ("csrfmiddlewaretoken", "idempotency_key", "shown")
        form = [(name, hidden(text.partition('class="choose"')[2], name)) for name in names]
        form += [("on", str(item.pk)) for item in wanted]
        form += [(f"statement-{item.pk}", "这个月每天都坚持做到了") for item in wanted]
        return self.page(f"/my-month/{sheet.pk}/declare", [*form])[0]


def hidden(text: str, name: str) -> str:
    found = re.search(rf'name="{name}" value="([^"]*)"', text)
    assert found is not None, name
    return found[1]


def test_a_class_declares(address: str) -> None:
    sheet = make_sheet(pupils=PUPILS)
    items, users = items_of(sheet), [make_user(student.school, student.name) for student in pupils_of(sheet)]
    password = Argon2PasswordHasher().encode(PASSWORD, "a salt of sixteen")
    for user, student in zip(users, pupils_of(sheet), strict=True):
        user.student, user.password = student, password
        user.save(update_fields=["student", "password"])

    def five(number: int) -> list[StarItem]:
        return [items[(number + step) % len(items)] for step in range(CAP + 1)]

    def phone(number: int) -> tuple[int, float]:
        begun = time.perf_counter()
        browser = Browser(address)
        browser.sign_in(users[number])
        return browser.declare(sheet, five(number)), time.perf_counter() - begun

    def computer() -> list[int]:
        browser, answers = Browser(address), []
        for number in range(AT_THE_COMPUTER):
            browser.sign_in(users[number])
            answers.append(browser.declare(sheet, five(number)))
            browser.sign_out()
        return answers

    begun = time.perf_counter()
    with ThreadPoolExecutor(PUPILS + 1) as pool:
        shared = pool.submit(computer)
        told = list(pool.map(phone, range(PUPILS)))
        seconds_of_phones = time.perf_counter() - begun
        answers = [status for status, _seconds in told] + shared.result()
    seconds = time.perf_counter() - begun
    slowest = max(spent for _status, spent in told)
    print(f"\n{connection.vendor}: {PUPILS} phones at once, {AT_THE_COMPUTER} pupils in turn at one computer")  # noqa: T201
    print(f"  phones {seconds_of_phones:.1f} s (slowest {slowest:.1f} s), everything {seconds:.1f} s")  # noqa: T201
    assert set(answers) == {422}, "four are saved, and the fifth is answered with why"
    lines = Nomination.objects.filter(class_round=sheet, state=LineState.PROPOSED)
    assert Counter(lines.values_list("student", flat=True)) == {user.student_id: CAP for user in users}
