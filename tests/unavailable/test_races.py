"""Different acts on the same rows at the same moment, over real connections: no two wait for each other."""

from __future__ import annotations

import uuid
from collections import Counter
from functools import partial
from threading import Barrier
from typing import Any

import pytest
from django.db import connection
from django.test import Client
from django.urls import reverse
from django.utils import timezone

from awards.models import ClassRound, Decision, SheetState, Verdict
from awards.movements import stranded
from awards.settlement import verbs as settlement
from awards.sheet_files.importer import SHEETS
from awards.sheets import entering, moves
from awards.sheets.entering import Change
from starrating.operations.idempotency import FIELD, once
from starrating.operations.models import AuditEvent, IdempotencyKey
from students.models import TermState, User
from students.pupils import movements
from tests.awards.month_files import one_class
from tests.awards.settlement_factories import NOW as SETTLED_AT, make_ended
from tests.factories import (
    FILING_DAY,
    items_of,
    make_class,
    make_homeroom,
    make_office,
    make_school,
    make_sheet,
    make_submitted,
    make_user,
    moment,
    pupils_of,
)
from tests.guarantees.factories import LATER, at_once, kinds, make_world, students_of
from tests.imports import imported, looked_at

pytestmark = pytest.mark.django_db(transaction=True)

NOW = moment(FILING_DAY)
CLASSES = 10


def post(user: User, address: str, data: dict[str, Any]) -> int:
    client = Client(raise_request_exception=False)
    client.force_login(user)
    return client.post(address, {FIELD: str(uuid.uuid4()), **data}).status_code


def test_single_sheets_are_filed_while_a_colleague_files_many() -> None:
    """Fifty answers, none of them an error, each sheet filed once, the numbers without a gap."""
    school = make_school()
    sheets = [make_submitted(make_class(school, number=number)) for number in range(1, CLASSES + 1)]
    clerks = [make_office(school, f"经办{number}") for number in range(5)]
    today = timezone.localdate().isoformat()
    many = reverse("awards:file_sheets", args=[sheets[0].round_id])
    ones = [reverse("awards:file_sheet", args=[sheet.pk]) for sheet in sheets]
    pks = [sheet.pk for sheet in sheets]
    answers: list[object] = []
    for turn in range(5):
        jobs = [partial(post, clerks[0], many, {"sheets": pks[turn::5], "on": today})]
        jobs += [partial(post, clerks[1], many, {"sheets": pks[::-1], "on": today})]
        jobs += [partial(post, clerks[2 + n % 3], ones[(turn + n) % CLASSES], {"on": today}) for n in range(8)]
        answers += at_once(*jobs)
    assert answers == [302] * 50
    filed = ClassRound.objects.filter(state=SheetState.IN_NOTICE).order_by("filing_number")
    assert Decision.objects.filter(verdict=Verdict.FILED).count() == filed.count() == CLASSES
    assert [sheet.filing_number for sheet in filed] == [f"2025-09-{number:03d}" for number in range(1, CLASSES + 1)]


def test_a_term_is_settled_while_its_last_sheets_are_filed_and_take_effect() -> None:
    ended = make_ended()
    due, waiting = ClassRound.objects.filter(round__term=ended.term).order_by("-round__starts_on", "pk")[:2]
    at, day = SETTLED_AT, timezone.localdate(SETTLED_AT)
    ClassRound.objects.filter(pk=due.pk).update(state=SheetState.IN_NOTICE, final_at=None)
    blank = {"filing_number": None, "notice_from": None, "notice_until": None, "final_at": None}
    ClassRound.objects.filter(pk=waiting.pk).update(state=SheetState.SUBMITTED, **blank)
    settle = partial(settlement.settle, ended.term, by=ended.administrator, at=at)
    file = partial(moves.register, waiting, on=day, by=ended.clerk, at=at)
    answers: list[object] = [*at_once(settle, file, partial(moves.finalize_due, at=at), settle)]
    assert set(kinds(answers)) <= {"Settled", "blocked", "ClassRound", "int", "state", "settled"}
    ended.term.refresh_from_db()
    under_way = ClassRound.objects.filter(round__term=ended.term).exclude(state=SheetState.FINAL)
    assert ended.term.state == TermState.OPEN or not under_way.exists()


def test_sheets_come_from_a_file_while_others_are_filed() -> None:
    sheet = make_sheet()
    school = sheet.school_class.school
    filed = make_submitted(make_class(school, number=5))
    teacher = make_homeroom(sheet.school_class)
    name = pupils_of(sheet)[0].name
    file = ("2025-09.xlsx", one_class({"文明星": name}, sheet.school_class.name_in(2025)))
    preview = looked_at(SHEETS, [file], school, at=NOW, by=teacher, round=sheet.round_id)
    answers: list[object] = [
        *at_once(
            partial(imported, SHEETS, preview, by=teacher),
            partial(moves.register_many, sheet.round, [filed.pk], on=FILING_DAY, by=make_office(school), at=NOW),
            partial(moves.finalize_due, at=LATER),
        )
    ]
    assert set(kinds(answers)) <= {"Preview", "list", "int"}
    assert ClassRound.objects.get(pk=filed.pk).filing_number == "2025-09-001"


def test_a_pupil_is_moved_while_names_are_entered_and_the_sheet_goes() -> None:
    world = make_world()
    pupil, item = students_of(world.sheet)[0], items_of(world.sheet)[0]
    other = make_class(world.sheet.school_class.school, number=7)
    by, teacher = world.people["office"], world.people["homeroom"]
    move = partial(movements.change_class, pupil, other, on=FILING_DAY, by=by, at=NOW)
    watch = partial(stranded.watched, pupil, move, accepted=True, by=by, at=NOW)
    enter = partial(entering.save_lines, world.sheet, [Change(pupil.pk, item.pk, wanted=True)], by=teacher, at=NOW)
    for _turn in range(5):
        assert set(kinds(at_once(watch, enter, watch, enter))) <= {"Movement", "Saved", "same_class", "day"}
    assert AuditEvent.objects.filter(action="pupil.moved").count() <= 1
    assert len(pupils_of(world.sheet)) == len({*pupils_of(world.sheet)})


@pytest.mark.skipif(connection.vendor != "postgresql", reason="SQLite has one writer")
def test_what_a_real_deadlock_undoes_is_done_again() -> None:
    """Two that lock against each other, which the order forbids: the database ends one, and both are done."""
    first, second = make_user(None), make_user(None)
    both_hold_one, tries = Barrier(2), Counter[int]()

    def act(mine: User, other: User) -> dict[str, object]:
        tries[mine.pk] += 1
        User.objects.filter(pk=mine.pk).update(phone="1")
        if tries[mine.pk] == 1:
            both_hold_one.wait(20)
        User.objects.filter(pk=other.pk).update(phone="2")
        return {"done": mine.pk}

    jobs = [
        partial(once, user, "a-form", partial(act, user, other)) for user, other in ((first, second), (second, first))
    ]
    assert at_once(*jobs) == [{"done": first.pk}, {"done": second.pk}]
    assert sorted(tries.values()) == [1, 2]
    assert IdempotencyKey.objects.count() == 2
