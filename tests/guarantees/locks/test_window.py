"""The guardian's window by two at once: tries, codes, questions and answers."""

from __future__ import annotations

from collections.abc import Iterator
from functools import partial

import pytest
import time_machine
from django.test import override_settings

from awards.models import WindowCode, WindowMatter, WindowVisit
from reports.window import matters, opening, verbs
from starrating.operations.models import AuditEvent
from tests.guarantees.locks.interleaving import code as refusal, interleaved
from tests.reports.window.factories import ADDRESS, NOW, make_windowed

pytestmark = pytest.mark.django_db(transaction=True)


reached = override_settings(PUBLIC_ADDRESS=ADDRESS)


@pytest.fixture(autouse=True)
def _now() -> Iterator[None]:
    with time_machine.travel(NOW, tick=False):
        yield


@reached
def test_wrong_answers_at_once_are_all_counted() -> None:
    windowed = make_windowed()
    slip = windowed.slip()
    WindowCode.objects.update(tries=4)
    wrong = partial(opening.open_window, slip.code, "0000", at=NOW)
    right = partial(opening.open_window, slip.code, windowed.pupil.number[-4:], at=NOW)
    assert interleaved(wrong, right) == (None, None)
    assert windowed.code().tries == 5
    assert AuditEvent.objects.filter(action="window.code_dead").count() == 1


@reached
def test_a_code_revoked_while_it_is_opened_shows_nothing_afterwards() -> None:
    windowed = make_windowed()
    slip = windowed.slip()
    opened = partial(opening.open_window, slip.code, windowed.pupil.number[-4:], at=NOW)
    revoked = partial(verbs.revoke, windowed.pupil, by=windowed.administrator, at=NOW)
    secret, count = interleaved(opened, revoked)
    assert count == 1
    assert WindowVisit.objects.count() == 1
    assert opening.visit_of(str(secret), NOW) is None


@reached
def test_a_code_is_revoked_once() -> None:
    windowed = make_windowed()
    windowed.slip()
    revoke = partial(verbs.revoke, windowed.pupil, by=windowed.administrator, at=NOW)
    assert interleaved(revoke, revoke) == (1, 0)
    assert AuditEvent.objects.filter(action="window.code_revoked").count() == 1


@reached
def test_of_two_who_print_at_once_the_second_s_codes_are_good() -> None:
    windowed = make_windowed()
    first, second = interleaved(windowed.slip, windowed.slip)
    four = windowed.pupil.number[-4:]
    assert opening.open_window(first.code, four, at=NOW) is None  # type: ignore[attr-defined]
    assert opening.open_window(second.code, four, at=NOW)  # type: ignore[attr-defined]


@reached
def test_the_record_of_the_window_says_what_stood_before_each_change() -> None:
    windowed = make_windowed()
    change = partial(verbs.change, windowed.pupil.school, is_on=True, by=windowed.administrator, at=NOW)
    interleaved(partial(change, days=7), partial(change, days=8))
    old = [event.old["days"] for event in AuditEvent.objects.filter(action="window.changed").order_by("pk")]
    assert old[1:] == [14, 7]


@reached
def test_the_fourth_matter_waits_for_the_third() -> None:
    windowed = make_windowed()
    windowed.slip()
    held = windowed.code()
    for number in ("1", "2"):
        matters.ask(held, "为什么没有星？", key=number, at=NOW)
    _third, fourth = interleaved(
        partial(matters.ask, held, "第三问", key="3", at=NOW), partial(matters.ask, held, "第四问", key="4", at=NOW)
    )
    assert refusal(fourth) == "three"
    assert WindowMatter.objects.count() == 3


@reached
def test_a_question_is_answered_once() -> None:
    windowed = make_windowed()
    windowed.slip()
    asked = matters.ask(windowed.code(), "为什么没有星？", key="1", at=NOW)
    answer = partial(matters.answer, asked, by=windowed.notice.clerk, at=NOW)
    _one, other = interleaved(partial(answer, "一"), partial(answer, "二"))
    assert refusal(other) == "answered"
