"""What a guardian sees: the own child's stars with their reasons, nothing of others, of deductions what was told."""

from __future__ import annotations

from collections.abc import Iterator

import pytest
import time_machine
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from awards.models import ClassRound, Nomination, Round, StarEntry
from awards.sheets import moves
from reports.stars.pupil_page import pupil_page
from students.permits.roles import Standing
from tests.awards.settlement_factories import give, make_final_sheet
from tests.awards.voice_factories import NOTICE_OVER
from tests.reports.factories import signed_in
from tests.reports.window.factories import LATER, NOW, Windowed, confirmed, encrypted, looking, make_windowed, seen

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def _school() -> Iterator[None]:
    with encrypted(), time_machine.travel(NOW, tick=False):
        yield


@pytest.fixture
def windowed() -> Windowed:
    return make_windowed()


def stars_count() -> None:
    moves.finalize_due(at=NOTICE_OVER)


def test_the_stars_with_their_reasons_and_the_next_step(windowed: Windowed) -> None:
    Nomination.objects.filter(pk=windowed.notice.lines[0].pk).update(statement="每天擦黑板，从不忘记")
    stars_count()
    with time_machine.travel(LATER, tick=False):
        page = seen(looking(windowed.slip(at=LATER)))
    entry = StarEntry.objects.get(student=windowed.pupil)
    assert windowed.pupil.name in page
    assert entry.item is not None
    assert entry.item.name in page
    assert "每天擦黑板，从不忘记" in page
    assert windowed.notice.homeroom.name in page
    step = pupil_page(
        windowed.pupil, windowed.notice.sheet.round.term, Standing(None), LATER.date(), deductions=True
    ).next_step
    assert step
    assert step.split("“")[0][:5] in page
    assert "policy" in page


def test_nothing_of_anybody_else_and_no_way_into_the_program(windowed: Windowed) -> None:
    stars_count()
    with time_machine.travel(LATER, tick=False):
        page = seen(looking(windowed.slip(at=LATER)))
    others = [line.student.name for line in windowed.notice.lines[1:]]
    assert [name for name in others if name in page] == []
    assert windowed.pupil.number not in page
    main = page.split("<main")[1]
    ways = [part.split('"')[0] for part in main.split('href="')[1:]]
    assert [way for way in ways if not way.startswith("#")] == []


@pytest.mark.parametrize("told", [True, False])
def test_of_a_deduction_what_the_guardian_was_told_and_no_facts(windowed: Windowed, told: bool) -> None:
    stars_count()
    violation = confirmed(windowed, told=told)
    with time_machine.travel(LATER, tick=False):
        page = seen(looking(windowed.slip(at=LATER)))
    facts = ("打架的经过不该出现", "操场后面", "核实属实", "学生自己的说法", "2025-10-10")
    for secret in (*facts, f"{violation.ground.name}："):
        assert secret not in page
    total = StarEntry.objects.filter(student=windowed.pupil)
    won, balance = sum(row.stars for row in total if row.stars > 0), sum(row.stars for row in total)
    assert won != balance
    assert ("Stars deducted" in page) is told
    assert ("You were told on 11 October" in page) is told
    shown = page.split("window__sum")[1].split("</b>")[0].split("<b>")[1]
    assert shown == (str(balance) if balance >= 0 else f"−{-balance}") if told else str(won)


def test_the_school_sees_the_same_page_beforehand(windowed: Windowed) -> None:
    address = reverse("reports:window_preview", args=[windowed.pupil.pk])
    page = signed_in(windowed.notice.homeroom).get(address).content.decode()
    assert windowed.pupil.name in page
    assert "/window/ask" not in page


def test_the_number_of_statements_does_not_grow_with_the_stars(windowed: Windowed) -> None:
    stars_count()
    term, home = windowed.notice.sheet.round.term, windowed.notice.sheet.school_class
    empty = [round_ for round_ in Round.objects.filter(term=term) if round_ != windowed.notice.sheet.round]
    ClassRound.objects.bulk_create(make_final_sheet(round_, home) for round_ in empty)
    counted = []
    with time_machine.travel(LATER, tick=False):
        client = looking(windowed.slip(at=LATER))
        for _more in range(2):
            with CaptureQueriesContext(connection) as found:
                seen(client)
            counted.append(len(found))
            give(term, windowed.pupil, 8)
    assert counted[0] == counted[1] <= 60
