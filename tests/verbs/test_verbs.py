"""What holds of every verb: its event is recorded, and when its last statement breaks nothing is written."""

from __future__ import annotations

import ast
import hashlib
from collections.abc import Callable, Iterator, Mapping
from typing import Any

import pytest
import time_machine
from django.apps import apps
from django.db import connection, models, transaction

from starrating.operations.actions import actions
from starrating.operations.models import AuditEvent
from tests.project.source import modules
from tests.students.staff_factories import NOW
from tests.verbs import accounts, appeals, ceremonies, deeds, people, privacy, reminders, seals, sheets, terms, window  # noqa: F401 -- they fill the table
from tests.verbs.calling import CASES, Case
from tests.verbs.said import codes_in

pytestmark = pytest.mark.django_db

WRITES = ("INSERT", "UPDATE", "DELETE")
# Atomic, but no verb of a subject: each with what asks the same of it.
ELSEWHERE: Mapping[str, str] = {
    "awards.demo.build.build": "tests/awards/demo/test_demo.py ends it half way",
    "starrating.operations.seals.keys._put_on_record": "tests/operations/seals/test_keys.py: one row and nothing else",
    "starrating.operations.administration.SchoolRows.get_export_data": "writes its event alone",
}
# Recorded by no verb: by signing in, by fetching a file, and by the demonstration and its visitors alone.
NOT_BY_VERBS = {
    "account.signed_in",
    "demonstration.looked_as",
    "demonstration.places_made",
    "job.fetched",
    "school.created",
    "school.pupil_accounts_made",
    "school.pupils_made",
    "school.staff_made",
}


class BrokenError(Exception):
    """What the last statement of a verb ends in."""


@pytest.fixture(autouse=True)
def _now() -> Iterator[None]:
    with time_machine.travel(NOW, tick=False):
        yield


def test_every_atomic_verb_is_in_the_table() -> None:
    found = {f"{source.name}.{name}" for source in modules() for name in atomic_in(source.tree)}
    assert len(found) > 100, "the search finds nothing any more"
    assert sorted(found - {case.verb for case in CASES} - set(ELSEWHERE)) == []
    assert sorted(set(ELSEWHERE) - found) == [], "these are no verbs any more"


def test_every_action_of_the_record_is_recorded_by_a_verb_here() -> None:
    recorded = {event for case in CASES for event in case.events}
    assert recorded & NOT_BY_VERBS == set()
    assert recorded | NOT_BY_VERBS == set(actions())


@pytest.mark.parametrize("case", CASES, ids=lambda case: case.name)
def test_a_verb_records_what_it_does_and_writes_all_or_nothing(case: Case) -> None:
    writes, events, codes = tried(case.prepare())
    assert events == set(case.events)
    assert codes == set(), "the record shows them to people: say them in words"
    assert writes > 0, "it writes nothing"
    # Another world: the objects of the first no longer say what is in the database.
    act = case.prepare()
    before = everything()
    with connection.execute_wrapper(Breaking(writes)), pytest.raises(BrokenError):
        act()
    assert changed(before, everything()) == set(case.spent)


class Breaking:
    """Let the statement break that is the ``last``-th to write; it has been executed by then."""

    def __init__(self, last: int) -> None:
        self.last, self.seen = last, 0

    def __call__(self, execute: Callable[..., Any], sql: str, params: Any, many: bool, context: Any) -> Any:
        done = execute(sql, params, many, context)
        if sql.lstrip().upper().startswith(WRITES):
            self.seen += 1
            if self.seen == self.last:
                raise BrokenError
        return done


def tried(act: Callable[[], object]) -> tuple[int, set[str], set[str]]:
    """How many statements write, the kinds of events they leave and the codes shown of them; all is taken back."""
    before = list(AuditEvent.objects.values_list("pk", flat=True))
    counting = Breaking(0)
    with transaction.atomic():
        with connection.execute_wrapper(counting):
            act()
        events = list(AuditEvent.objects.exclude(pk__in=before).select_related("actor"))
        codes = codes_in(events)
        transaction.set_rollback(True)
    return counting.seen, {event.action for event in events}, codes


def everything() -> Mapping[str, str]:
    """A sum of each table's rows."""
    sums = {}
    for model in apps.get_models(include_auto_created=True):
        rows = [[bytes(value) if isinstance(value, memoryview) else value for value in row] for row in rows_of(model)]
        sums[model._meta.db_table] = hashlib.sha256(repr(rows).encode()).hexdigest()
    return sums


def rows_of(model: type[models.Model]) -> models.QuerySet[Any, Any]:
    return model._base_manager.order_by("pk").values_list()


def changed(before: Mapping[str, str], after: Mapping[str, str]) -> set[str]:
    return {table for table, now in after.items() if before[table] != now}


def atomic_in(tree: ast.Module) -> Iterator[str]:
    for node in ast.walk(tree):
        if isinstance(node, ast.ClassDef | ast.Module):
            prefix = f"{node.name}." if isinstance(node, ast.ClassDef) else ""
            for function in node.body:
                if isinstance(function, ast.FunctionDef) and is_atomic(function):
                    yield prefix + function.name


def is_atomic(function: ast.FunctionDef) -> bool:
    return any(ast.unparse(one) == "transaction.atomic" for one in function.decorator_list)
