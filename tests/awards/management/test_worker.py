"""The background worker does what falls due, and the audit says that it was the worker."""

from __future__ import annotations

import datetime as dt

import pytest
import time_machine
from django.core.management import call_command

from awards.models import SheetState
from starrating.operations.models import AuditEvent, AuditSource
from tests.factories import make_filed, moment

pytestmark = pytest.mark.django_db


def test_the_worker_finalizes_what_is_due_and_is_named_in_the_audit() -> None:
    sheet = make_filed()
    with time_machine.travel(moment(dt.date(2025, 10, 12)), tick=False):
        call_command("worker", "--once")
    sheet.refresh_from_db()
    assert sheet.state == SheetState.FINAL
    event = AuditEvent.objects.get(action="sheet.finalized")
    assert (event.source, event.actor) == (AuditSource.WORKER, None)


def test_the_worker_leaves_a_notice_alone_on_its_last_day() -> None:
    sheet = make_filed()
    with time_machine.travel(moment(dt.date(2025, 10, 11), 23), tick=False):
        call_command("worker", "--once")
    sheet.refresh_from_db()
    assert sheet.state == SheetState.IN_NOTICE
