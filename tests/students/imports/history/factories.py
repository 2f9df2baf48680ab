"""Imports to be undone, and all that a school has on record, to compare."""

from __future__ import annotations

import datetime as dt
from typing import Any

from django.apps import apps

from students.imports.history.reversal import Undo
from students.imports.history.verbs import look_back, take_back
from students.models import FileImport, User
from tests.factories import moment
from tests.students.factories import TODAY

LATER = moment(TODAY, 15)
# The record itself, and what it hangs on.
RECORD = {
    "operations.AuditEvent",
    "texts.KeptText",
    "operations.Upload",
    "operations.IdempotencyKey",
    "operations.Job",
    "students.FileImport",
    "students.ImportTrail",
    "sessions.Session",
    "students.SignIn",
}

Tables = dict[str, list[tuple[Any, ...]]]


def on_record(*, but: frozenset[str] = frozenset()) -> Tables:
    """Every row of every table but those of the record."""
    return {
        model._meta.label: list(model._default_manager.order_by("pk").values_list())
        for model in apps.get_models()
        if model._meta.label not in RECORD | but
    }


def changed(before: Tables) -> dict[str, tuple[int, int]]:
    """The tables that are not as before, with how many rows came and went; to read when a test fails."""
    after = on_record()
    return {
        name: (len(set(after[name]) - set(rows)), len(set(rows) - set(after[name])))
        for name, rows in before.items()
        if rows != after[name]
    }


def last_run(kind: str = "") -> FileImport:
    runs = FileImport.objects.filter(kind=kind) if kind else FileImport.objects.all()
    return runs.latest("pk")


def undone(by: User, run: FileImport | None = None, *, at: dt.datetime = LATER, reason: str = "选错了文件") -> Undo:
    return take_back(run or last_run(), reason=reason, by=by, at=at)


def looked_back(by: User, run: FileImport | None = None, *, at: dt.datetime = LATER) -> Undo:
    return look_back(run or last_run(), by=by, at=at)


def staying(undo: Undo) -> dict[str, str]:
    """What stays by name, and why."""
    return {item.name: item.why for item in undo.stays}
