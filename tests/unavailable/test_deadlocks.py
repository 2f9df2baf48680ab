"""A deadlock is tried once more, where nothing of the first try is left; a lock that does not come is not."""

from __future__ import annotations

import datetime as dt
import uuid

import pytest
from django.core.management import call_command
from django.db import OperationalError, transaction
from django.test import Client
from django.urls import reverse

from awards.ledger.posting import post_lines
from awards.models import ClassRound, Decision, Nomination, SheetState, Verdict
from awards.sheets import entering, moves
from starrating.db.unavailable import trying_again
from starrating.operations.idempotency import FIELD, once
from starrating.operations.models import AuditEvent, IdempotencyKey
from tests.factories import make_filed, make_homeroom, make_office, make_sheet, make_submitted, make_user, pupils_of
from tests.guarantees.factories import LATER
from tests.unavailable.clients import client_of
from tests.unavailable.faults import failing, from_postgresql

pytestmark = pytest.mark.django_db(transaction=True)

DEADLOCK, LOCK_TIMEOUT = "40P01", "55P03"


def recall(client: Client, sheet: ClassRound, key: str) -> int:
    return client.post(reverse("awards:sheet_recall", args=[sheet.pk]), {FIELD: key}).status_code


def returned(client: Client, sheet: ClassRound, key: str) -> int:
    data = {FIELD: key, "reason": "请补齐签名"}
    return client.post(reverse("awards:return_sheet", args=[sheet.pk]), data).status_code


@pytest.mark.parametrize(("times", "status", "effects"), [(1, 302, 1), (2, 503, 0)])
def test_where_answers_are_told_a_deadlock_is_tried_once_more(
    monkeypatch: pytest.MonkeyPatch, times: int, status: int, effects: int
) -> None:
    sheet, key = make_submitted(), str(uuid.uuid4())
    clerk = client_of(make_office(sheet.school_class.school))
    monkeypatch.setattr(moves, "send_back", failing(times, lambda: from_postgresql(DEADLOCK), moves.send_back))
    assert returned(clerk, sheet, key) == status
    assert Decision.objects.filter(verdict=Verdict.RETURNED).count() == effects
    assert AuditEvent.objects.filter(action="sheet.returned").count() == effects
    # Sent again with the same key it is done, or has been.
    assert returned(clerk, sheet, key) == 302
    assert Decision.objects.filter(verdict=Verdict.RETURNED).count() == 1


def test_a_lock_that_does_not_come_is_told_at_once_and_frees_the_key(monkeypatch: pytest.MonkeyPatch) -> None:
    sheet, key = make_submitted(), str(uuid.uuid4())
    clerk = client_of(make_office(sheet.school_class.school))
    act = failing(1, lambda: from_postgresql(LOCK_TIMEOUT), moves.send_back)
    monkeypatch.setattr(moves, "send_back", act)
    data = {FIELD: key, "reason": "请补齐签名"}
    answer = clerk.post(reverse("awards:return_sheet", args=[sheet.pk]), data)
    assert answer.status_code == 503
    assert answer.headers["Retry-After"] == "5"
    assert not IdempotencyKey.objects.exists()
    assert clerk.post(reverse("awards:return_sheet", args=[sheet.pk]), data).status_code == 302


def test_a_page_that_holds_the_transaction_itself_is_tried_again_whole(monkeypatch: pytest.MonkeyPatch) -> None:
    sheet = make_submitted()
    teacher = client_of(sheet.school_class.staffings.get().user)
    monkeypatch.setattr(moves, "recall", failing(1, lambda: from_postgresql(DEADLOCK), moves.recall))
    assert recall(teacher, sheet, "a-form") == 302
    assert ClassRound.objects.get(pk=sheet.pk).state != SheetState.SUBMITTED
    assert Decision.objects.filter(verdict=Verdict.RECALLED).count() == 1


def test_a_cell_is_saved_after_a_deadlock(monkeypatch: pytest.MonkeyPatch) -> None:
    sheet = make_sheet()
    teacher = client_of(make_homeroom(sheet.school_class))
    item = sheet.round.term.pinned.scheme.items.order_by("order")[0]
    cell = f"{pupils_of(sheet)[0].pk}:{item.pk}:1"
    monkeypatch.setattr(entering, "save_lines", failing(1, lambda: from_postgresql(DEADLOCK), entering.save_lines))
    address = reverse("awards:sheet_cells", args=[sheet.pk])
    answer = teacher.post(address, {"cell": cell, "seen": 0}, headers={"X-Part": "true"})
    assert answer.status_code == 200
    assert Nomination.objects.placed().count() == 1


def test_what_the_program_does_by_itself_is_tried_again(monkeypatch: pytest.MonkeyPatch) -> None:
    sheet = make_filed()
    act = failing(1, lambda: from_postgresql(DEADLOCK), post_lines)
    monkeypatch.setattr("awards.sheets.moves.post_lines", act)
    assert moves.finalize_due(at=LATER) == 1
    assert ClassRound.objects.get(pk=sheet.pk).state == SheetState.FINAL


def test_a_command_is_tried_again_whole(monkeypatch: pytest.MonkeyPatch) -> None:
    sheet = make_submitted()
    clerk = make_office(sheet.school_class.school)
    monkeypatch.setattr(moves, "register_many", failing(1, lambda: from_postgresql(DEADLOCK), moves.register_many))
    call_command("file_sheets", round=sheet.round.label, on=dt.date(2025, 10, 9), by=clerk.username, reason="补录")
    assert Decision.objects.filter(verdict=Verdict.FILED).count() == 1


def test_inside_a_transaction_nothing_is_tried_again() -> None:
    user, act = make_user(None), failing(1, lambda: from_postgresql(DEADLOCK), dict)
    with pytest.raises(OperationalError), transaction.atomic():
        once(user, "a-form", act)
    assert trying_again(act) == {}
