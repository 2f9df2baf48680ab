"""settle_term: works, shows without writing, refuses whole, changes nothing the second time."""

from __future__ import annotations

import io
from collections.abc import Iterator

import pytest
import time_machine
from django.core.management import CommandError, call_command
from django.utils import translation

from awards.models import ClassRound, Entitlement, SheetState, TermLevel
from starrating.operations.models import AuditEvent, AuditSource
from students.models import TermState
from tests.awards.settlement_factories import NOW, Ended, make_ended

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def in_english_at_the_end_of_the_term() -> Iterator[None]:
    with translation.override("en"), time_machine.travel(NOW, tick=False):
        yield


@pytest.fixture
def ended() -> Ended:
    return make_ended([32, 26, 3, 1], alone=True)


def run(*arguments: str) -> list[str]:
    out = io.StringIO()
    call_command("settle_term", *arguments, stdout=out)
    return out.getvalue().splitlines()


def rows() -> tuple[int, int, int]:
    return TermLevel.objects.count(), Entitlement.objects.count(), AuditEvent.objects.count()


def test_a_term_is_settled_and_told_in_one_line(ended: Ended) -> None:
    lines = run("2025-1")
    assert "levels frozen: 4, corrected: 0; entitlements added: 10, withdrawn: 0" in lines[0]
    assert [line.strip() for line in lines[1:3]] == ["五星级学生: 1", "四星级学生: 1"]
    assert lines[-1].strip() == "without a level: 2"
    ended.term.refresh_from_db()
    assert ended.term.state == TermState.SETTLED
    event = AuditEvent.objects.get(action="term.settled")
    assert (event.source, event.actor_id) == (AuditSource.COMMAND, ended.administrator.pk)


def test_twice_does_nothing(ended: Ended) -> None:
    run("2025-1")
    before = rows()
    assert run("2025-1") == ["Nothing to do: the term is settled already."]
    assert rows() == before


def test_a_trial_run_writes_nothing(ended: Ended) -> None:
    before = rows()
    assert "levels frozen: 4" in run("2025-1", "--dry-run")[0]
    assert rows() == before
    ended.term.refresh_from_db()
    assert ended.term.state == TermState.OPEN


def test_what_blocks_is_told_and_nothing_is_written(ended: Ended) -> None:
    ClassRound.objects.filter(round__label="2025-10").update(state=SheetState.RETURNED)
    before = rows()
    out = io.StringIO()
    with pytest.raises(CommandError) as error:
        call_command("settle_term", "2025-1", stdout=out)
    assert error.value.returncode == 1
    assert "October: 2 classes have not submitted again (七年级(1)班 and 七年级(2)班)" in out.getvalue()
    assert rows() == before


def test_an_unknown_term_and_somebody_who_may_not(ended: Ended) -> None:
    with pytest.raises(CommandError, match="There is no term 2031-1"):
        run("2031-1")
    with pytest.raises(CommandError, match="It is done by: administrator"):
        run("2025-1", "--by", ended.clerk.username)
    assert not TermLevel.objects.filter(term=ended.term).exists()
