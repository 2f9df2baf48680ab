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
from awards.sheets import entering
from awards.sheets.entering import Change
from starrating.operations.idempotency import FIELD, once
from starrating.operations.models import AuditEvent, IdempotencyKey
from students.models import User
from students.pupils import movements
from tests.factories import (
    FILING_DAY,
    items_of,
    make_class,
    make_office,
    make_school,
    make_submitted,
    make_user,
    moment,
    pupils_of,
)
from tests.guarantees.factories import at_once, kinds, make_world, students_of

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
