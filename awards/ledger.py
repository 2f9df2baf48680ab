"""Posting to the ledger: the only writer of star entries."""

from __future__ import annotations

import datetime as dt
from collections.abc import Sequence

from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from awards.models import (
    ClassRound,
    Decision,
    EntrySource,
    LineState,
    Nomination,
    StarEntry,
    Verdict,
)
from awards.sheets import grown, locked
from awards.term_locks import locked_term
from awards.workflow import Verb, demand
from starrating.operations import audit
from starrating.refused import Refused
from students.models import User
from students.roles import standing_of


def post_lines(sheets: Sequence[ClassRound], lines: Sequence[Nomination], *, by: User | None, at: dt.datetime) -> int:
    """Enter every line as stars of its item's value; the caller holds the locks of ``sheets``.

    Lines need ``item`` loaded, sheets ``round``. A line is entered once, held by a unique constraint. Gives the
    number of entries.
    """
    by_pk = {sheet.pk: sheet for sheet in sheets}
    entries = [
        StarEntry(
            term_id=by_pk[line.class_round_id].round.term_id,
            round_id=by_pk[line.class_round_id].round_id,
            student_id=line.student_id,
            school_class_id=by_pk[line.class_round_id].school_class_id,
            item_id=line.item_id,
            stars=line.item.value,
            source=EntrySource.NOMINATION,
            nomination=line,
            by=by,
            entered_at=at,
        )
        for line in lines
        if line.item.value
    ]
    StarEntry.objects.bulk_create(entries, batch_size=1000)
    return len(entries)


@transaction.atomic
def reverse(entry: StarEntry, *, reason: str, by: User, at: dt.datetime) -> StarEntry:
    """Take back a star that has taken effect: a reversing entry, and the name comes off the final sheet.

    Raises :class:`Refused` without a reason, for who may not, and for an entry that is reversed already or is itself
    a reversal or comes from an exam or a violation, and in a settled term. The place stays free: the month is over.
    """
    if entry.source in (EntrySource.CHAMPION, EntrySource.VIOLATION):
        raise Refused(_("Correct the exam, or revoke the violation: the stars follow."), code="source")
    if entry.nomination is None or entry.nomination_id is None:
        raise Refused(_("A reversal cannot be reversed."), code="twice")
    # The term before the sheet: a final sheet takes no part in settling, so that its own lock would not stop it.
    locked_term(entry.term_id)
    sheet = locked(entry.nomination.class_round_id)
    roles = standing_of(by, timezone.localdate(at)).toward(sheet.school_class)
    demand(sheet.state, Verb.REVERSE, roles, reason=reason)
    if StarEntry.objects.filter(reverses=entry).exists():
        raise Refused(_("This star has been taken back already."), code="twice")
    Nomination.objects.filter(pk=entry.nomination_id).update(state=LineState.DROPPED, place=None)
    Decision.objects.create(
        class_round=sheet, nomination=entry.nomination, verdict=Verdict.REVERSED, by=by, at=at, reason=reason.strip()
    )
    grown(sheet)
    reversal = _reversal(entry, reason=reason.strip(), by=by, at=at)
    school_code = sheet.school_class.school.code
    new = {"stars": reversal.stars, "reverses": entry.pk}
    audit.record("star.reversed", reversal, by=by, at=at, school_code=school_code, new=new, reason=reason.strip())
    return reversal


def _reversal(entry: StarEntry, *, reason: str, by: User, at: dt.datetime) -> StarEntry:
    return StarEntry.objects.create(
        term_id=entry.term_id,
        round_id=entry.round_id,
        student_id=entry.student_id,
        school_class_id=entry.school_class_id,
        item_id=entry.item_id,
        detail=entry.detail,
        stars=-entry.stars,
        source=EntrySource.REVERSAL,
        reverses=entry,
        reason=reason,
        by=by,
        entered_at=at,
    )
