"""When a sheet is final its ballots are gone, the counts stay, and no row anywhere tells who voted or when."""

from __future__ import annotations

import datetime as dt
import json
from collections.abc import Iterator, Mapping

import pytest
import time_machine
from django.apps import apps
from django.db import IntegrityError, models, transaction

from awards.models import ClassRound, Decision, LineState, Nomination, SheetState, Verdict, Vote
from awards.rules.kinds import StepRole
from awards.sheets import moves
from awards.steps import closing
from starrating.operations.models import IdempotencyKey
from tests.awards.entry_clients import sign_in
from tests.awards.steps_factories import NOW, ClassAtWork, at_the_committee

pytestmark = pytest.mark.django_db

# A moment of its own, in which nothing else happens.
VOTED_AT = NOW.replace(hour=5, minute=43, second=21, microsecond=123456)
AFTER = NOW + dt.timedelta(days=14)
# Say that somebody was signed in and saw pages, as of everybody; not what was done there.
OF_SITTINGS = {"django_session", "students_signin", "students_user", "students_knowndevice"}


@pytest.fixture
def work() -> ClassAtWork:
    return at_the_committee()


def rows() -> Iterator[tuple[str, Mapping[str, object]]]:
    """Every row of every table, with its table."""
    for model in apps.get_models(include_auto_created=True):
        for row in model._base_manager.values():
            yield model._meta.db_table, row


def accounts_named() -> dict[str, set[tuple[str, object]]]:
    """Which rows point at each account, by its key."""
    found: dict[str, set[tuple[str, object]]] = {}
    for model in apps.get_models(include_auto_created=True):
        for field in model._meta.fields:
            if isinstance(field, models.ForeignKey) and field.related_model._meta.label == "students.User":
                for key, pk in model._base_manager.values_list(field.attname, "pk"):
                    found.setdefault(str(key), set()).add((model._meta.db_table, pk))
    return found


def vote_by_page(work: ClassAtWork, member: int) -> None:
    with time_machine.travel(NOW, tick=False):
        client = sign_in(work.user(member))
    with time_machine.travel(VOTED_AT, tick=False):
        seen = [work.line(pupil, 0).pk for pupil in (1, 2, 5, 6)]
        client.post(f"/committee/{work.sheet.pk}/vote", {f"line-{seen[0]}": "1"})
        client.post(f"/committee/{work.sheet.pk}/rest", {"seen": seen})


def put_on_notice(work: ClassAtWork, state: SheetState = SheetState.IN_NOTICE) -> None:
    """Put the sheet on notice past the checks that the rest of a month would have to be made up for."""
    ClassRound.objects.filter(pk=work.sheet.pk).update(
        state=state,
        submitted_at=NOW,
        submitted_by=work.teacher,
        first_submitted_at=NOW,
        filed_at=NOW,
        filed_by=work.teacher,
        filed_on=NOW.date(),
        filing_number="2025-09-001",
        notice_from=NOW.date(),
        notice_until=NOW.date() + dt.timedelta(days=3),
        final_at=AFTER if state == SheetState.FINAL else None,
    )


def made_final(work: ClassAtWork) -> ClassRound:
    put_on_notice(work)
    Nomination.objects.filter(class_round=work.sheet, state=LineState.PROPOSED).update(state=LineState.DROPPED)
    assert moves.finalize_due(at=AFTER) == 1
    return ClassRound.objects.get(pk=work.sheet.pk)


def test_the_counts_stay_and_the_ballots_go(work: ClassAtWork) -> None:
    for member in (0, 4, 7):
        vote_by_page(work, member)
    assert IdempotencyKey.objects.exclude(about="").count() == 6
    work.close(StepRole.COMMITTEE)
    assert Vote.objects.exists(), "kept while somebody may reopen the step"
    made_final(work)
    assert not Vote.objects.exists()
    assert not IdempotencyKey.objects.exclude(about="").exists()
    agreed = Decision.objects.filter(verdict=Verdict.AGREED, nomination=work.line(1, 0), step__role=StepRole.COMMITTEE)
    assert agreed.get().votes_for == work.line(1, 0).votes_for == 3


def test_no_row_of_any_table_tells_who_voted_or_when(work: ClassAtWork) -> None:
    with time_machine.travel(NOW, tick=False):
        sign_in(work.user(0))
    known = accounts_named()[str(work.user(0).pk)]
    vote_by_page(work, 0)
    work.close(StepRole.COMMITTEE)
    made_final(work)
    new = accounts_named()[str(work.user(0).pk)] - known
    assert {table for table, _pk in new} <= OF_SITTINGS
    moments = (VOTED_AT.isoformat()[:23], str(VOTED_AT.timestamp())[:13])
    told = [
        (table, row.get("id"))
        for table, row in rows()
        if table not in OF_SITTINGS
        and (VOTED_AT in row.values() or any(one in json.dumps(row, default=str) for one in moments))
    ]
    assert told == []


def test_the_database_refuses_a_ballot_on_a_final_sheet_and_a_final_sheet_with_ballots(work: ClassAtWork) -> None:
    work.votes_on_all(0, (1, 0))
    with pytest.raises(IntegrityError, match="deleted before it is final"), transaction.atomic():
        put_on_notice(work, SheetState.FINAL)
    work.close(StepRole.COMMITTEE)
    line = work.line(1, 0)
    made_final(work)
    with pytest.raises(IntegrityError, match="takes no ballots"), transaction.atomic():
        Vote.objects.create(nomination=line, voter=work.pupils[0], agrees=True)


def test_a_class_whose_declarations_are_reopened_votes_anew(work: ClassAtWork) -> None:
    work.votes_on_all(0, (1, 0))
    work.close(StepRole.COMMITTEE)
    closing.reopen(work.sheet, work.step(StepRole.PUPIL), by=work.teacher, at=NOW, reason="有人没有申报。")
    assert not Vote.objects.exists()
    work.close(StepRole.PUPIL)
    work.discusses(1, 0)
    work.close(StepRole.GROUP_LEADER)
    assert work.votes(0, {(1, 0): False}) == 1
