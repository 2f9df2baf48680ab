"""The sheet from hand to hand: submit, take back, file, return, take effect."""

from __future__ import annotations

import datetime as dt
import logging
from collections.abc import Iterator, Sequence
from itertools import count

from django.db import DatabaseError, transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from awards.ledger.posting import post_lines
from awards.models import (
    ClassRound,
    Decision,
    LineState,
    Nomination,
    ObjectionState,
    Round,
    SheetState,
    Step,
    Verdict,
)
from awards.rules.kinds import DayKind, QuotaMode, StepRole
from awards.rules.notice import notice_until
from awards.rules.problems import Problem, above_quota
from awards.sheets.facts import problems_of
from awards.sheets.locks import locked
from awards.sheets.workflow import Verb, demand
from awards.terms.locks import _locked_round
from starrating.operations import audit
from starrating.operations.models import AuditEvent
from starrating.refused import Refused
from students.models import TermState, User
from students.permits.roles import Role, Standing, standing_of
from students.school.calendar import working_day_test

logger = logging.getLogger(__name__)


class Blocked(Refused):
    """Refused because checks found something that must be put right first."""

    def __init__(self, sheet: ClassRound, problems: Sequence[Problem]) -> None:
        super().__init__(_("The sheet cannot be submitted yet."), code="blocked")
        self.sheet = sheet
        self.problems = list(problems)


@transaction.atomic
def submit(
    sheet: ClassRound, *, by: User, at: dt.datetime, seen_version: int | None = None, standing: Standing | None = None
) -> ClassRound:
    """Hand the sheet to the office (五3, 五7).

    ``seen_version`` is the version of the page that was looked at: another version is refused, since a colleague has
    changed the sheet since. Raises :class:`Blocked` with the problems when a check stops it.
    """
    sheet = locked(sheet.pk)
    step = demand(sheet.state, Verb.SUBMIT, _roles(sheet, by, at, standing))
    if seen_version is not None and seen_version != sheet.version:
        sentence = _("The sheet has been changed since you opened it. Look at it once more, then submit.")
        raise Refused(sentence, code="stale")
    blocking = [problem for problem in problems_of([sheet], timezone.localdate(at))[sheet.pk] if problem.blocks]
    if blocking:
        raise Blocked(sheet, blocking)
    sheet.submitted_at, sheet.submitted_by = at, by
    sheet.first_submitted_at = sheet.first_submitted_at or at
    sheet.return_reason = ""
    fields = ["submitted_at", "submitted_by", "first_submitted_at", "return_reason"]
    return _moved(sheet, step.target, fields, "sheet.submitted", Verdict.SUBMITTED, by=by, at=at)


@transaction.atomic
def recall(sheet: ClassRound, *, by: User, at: dt.datetime) -> ClassRound:
    """Take a submitted sheet back before the office has decided."""
    sheet = locked(sheet.pk)
    step = demand(sheet.state, Verb.RECALL, _roles(sheet, by, at, None))
    return _moved(sheet, step.target, [], "sheet.recalled", Verdict.RECALLED, by=by, at=at)


@transaction.atomic
def send_back(sheet: ClassRound, *, reason: str, by: User, at: dt.datetime) -> ClassRound:
    """Send the sheet back to the class with a reason; a notice that has begun comes down (A33, A38)."""
    sheet = locked(sheet.pk)
    step = demand(sheet.state, Verb.RETURN, _roles(sheet, by, at, None), reason=reason)
    sheet.return_reason = reason.strip()
    sheet.notice_from = sheet.notice_until = None
    fields = ["return_reason", "notice_from", "notice_until"]
    return _moved(sheet, step.target, fields, "sheet.returned", Verdict.RETURNED, by=by, at=at, reason=reason.strip())


@transaction.atomic
def register_many(
    round_: Round, sheet_pks: Sequence[int], *, on: dt.date, by: User, at: dt.datetime, alone: bool = False
) -> list[ClassRound]:
    """File submitted sheets of one round and put them on notice from ``on``, all or none (A33 to A35).

    Each gets the round's next filing number; one that was filed before keeps its own. Raises :class:`Refused` when a
    sheet is not submitted (any more), when ``by`` may not file, for a day before the round began, and (code
    ``excess``) naming the classes that stand above a quota: each of these is filed by itself, with a reason (A10).
    Whoever submitted a sheet does not file it (code ``own``): two people see every star. ``alone`` lifts this where
    one person brings in months that others have signed on paper.
    """
    return _file(round_, sheet_pks, "", on=on, by=by, at=at, alone=alone)


@transaction.atomic
def register(sheet: ClassRound, *, on: dt.date, by: User, at: dt.datetime, excess_reason: str = "") -> ClassRound:
    """File one sheet, as :func:`register_many`; ``excess_reason`` says why it may stand above a quota (A10)."""
    return _file(sheet.round, [sheet.pk], excess_reason.strip(), on=on, by=by, at=at)[0]


def _file(
    round_: Round,
    sheet_pks: Sequence[int],
    excess_reason: str,
    *,
    on: dt.date,
    by: User,
    at: dt.datetime,
    alone: bool = False,
) -> list[ClassRound]:
    # Locks are always taken in this order, the round and then its sheets by key, so that two clerks cannot deadlock.
    round_ = _locked_round(round_)
    if on < round_.starts_on:
        raise Refused(_("The day of filing is before the round began."))
    sheets = _locked_many(round_, sheet_pks)
    standing = standing_of(by, timezone.localdate(at))
    moves = {sheet.pk: demand(sheet.state, Verb.FILE, standing.toward(sheet.school_class)) for sheet in sheets}
    own = [sheet for sheet in sheets if sheet.submitted_by_id == by.pk and not alone]
    if own:
        sentence = _("You submitted these sheets yourself, so a colleague files them: %(classes)s.")
        raise Refused(sentence % {"classes": _names(round_, own)}, code="own")
    excess = _above_quota(round_, sheets, timezone.localdate(at))
    if excess and not excess_reason:
        sentence = _("More names than the limit: %(classes)s. Such a sheet is filed by itself, with a reason.")
        raise Refused(sentence % {"classes": _names(round_, excess)}, code="excess")
    until = _notice_until(round_, on)
    numbers = _filing_numbers(round_)
    for sheet in sheets:
        sheet.state = moves[sheet.pk].target
        sheet.filed_at, sheet.filed_by = at, by
        sheet.filing_number = sheet.filing_number or next(numbers)
        sheet.notice_from, sheet.notice_until = on, until
        sheet.version += 1
    _write_filed(round_, sheets, excess_reason if excess else "", on=on, by=by, at=at)
    return sheets


def _names(round_: Round, sheets: Sequence[ClassRound]) -> str:
    return "、".join(sheet.school_class.name_in(round_.term.school_year) for sheet in sheets)


def _above_quota(round_: Round, sheets: Sequence[ClassRound], day: dt.date) -> list[ClassRound]:
    """The sheets above a quota that the office may allow; no query where nobody may (A10)."""
    if round_.term.pinned.scheme.quota_mode == QuotaMode.HARD:
        return []
    for sheet in sheets:
        sheet.round = round_
    problems = problems_of(sheets, day)
    return [sheet for sheet in sheets if above_quota(problems[sheet.pk])]


def finalize_due(*, at: dt.datetime, by: User | None = None) -> int:
    """Let every notice that is over take effect: its lines become final and enter the ledger (A34, A36, A37).

    Gives the number of sheets. The program does it for every school, an administrator for the own one. Each sheet is
    a transaction of its own: one that the database refuses is logged, stops no other, and is due again next time.
    """
    due = (
        ClassRound.objects.notice_over_on(timezone.localdate(at))
        .filter(round__term__state=TermState.OPEN)
        .order_by("pk")
    )
    if by is not None:
        due = due.filter(school_class__school=by.school_id)
    return sum(_finalized(pk, by=by, at=at) for pk in list(due.values_list("pk", flat=True)))


def _finalized(sheet_pk: int, *, by: User | None, at: dt.datetime) -> bool:
    try:
        return _finalize(sheet_pk, by=by, at=at)
    except DatabaseError:
        logger.exception("sheet %d could not take effect, it stays due", sheet_pk)
        return False


@transaction.atomic
def _finalize(sheet_pk: int, *, by: User | None, at: dt.datetime) -> bool:
    sheet = locked(sheet_pk)
    # Looked at again under the lock: another worker, or a return, may have been first.
    if sheet.state != SheetState.IN_NOTICE or sheet.notice_until is None:
        return False
    if sheet.notice_until >= timezone.localdate(at):
        return False
    step = demand(sheet.state, Verb.FINALIZE, _finalizer_roles(sheet, by, at))
    lines = list(Nomination.objects.filter(class_round=sheet, state=LineState.CHOSEN).prefetch_related("item"))
    Nomination.objects.filter(pk__in=[line.pk for line in lines]).update(state=LineState.FINAL)
    post_lines([sheet], lines, by=by, at=at)
    sheet.final_at = at
    _moved(sheet, step.target, ["final_at"], "sheet.finalized", Verdict.FINALIZED, by=by, at=at)
    return True


def _finalizer_roles(sheet: ClassRound, by: User | None, at: dt.datetime) -> frozenset[Role]:
    standing = standing_of(by, timezone.localdate(at))
    return standing.school_roles if by is None else standing.toward(sheet.school_class)


def _roles(sheet: ClassRound, by: User, at: dt.datetime, standing: Standing | None) -> frozenset[Role]:
    return (standing or standing_of(by, timezone.localdate(at))).toward(sheet.school_class)


def _moved(
    sheet: ClassRound,
    target: SheetState,
    fields: list[str],
    action: str,
    verdict: Verdict,
    *,
    by: User | None,
    at: dt.datetime,
    reason: str = "",
) -> ClassRound:
    """The one writer of a single sheet's state, with its decision and its audit event."""
    old = sheet.state
    sheet.state = target
    sheet.version += 1
    sheet.save(update_fields=["state", "version", *fields])
    Decision.objects.create(class_round=sheet, verdict=verdict, by=by, at=at, reason=reason)
    audit.record(
        action,
        sheet,
        by=by,
        at=at,
        school_id=sheet.school_class.school_id,
        old={"state": old},
        new={"state": target},
        reason=reason,
    )
    return sheet


def _locked_many(round_: Round, sheet_pks: Sequence[int]) -> list[ClassRound]:
    rows = (
        ClassRound.objects.select_for_update(of=("self",))
        .filter(round=round_, pk__in=sheet_pks)
        .select_related("school_class")
        .order_by("pk")
    )
    found = {sheet.pk: sheet for sheet in rows}
    if len(found) != len(set(sheet_pks)):
        raise Refused(_("Some of these sheets are not part of this round."))
    return sorted(found.values(), key=lambda sheet: (-sheet.school_class.entry_year, sheet.school_class.number))


def _notice_until(round_: Round, on: dt.date) -> dt.date:
    scheme = round_.term.pinned.scheme
    is_working = working_day_test(round_.term.school, around=on)
    return notice_until(on, scheme.notice_days, DayKind(scheme.notice_day_kind), is_working)


def _filing_numbers(round_: Round) -> Iterator[str]:
    """The round's next numbers, such as 2025-09-013; the locked round keeps two clerks from the same one."""
    taken = ClassRound.objects.filter(round=round_, filing_number__isnull=False).count()
    return (f"{round_.label}-{number:03d}" for number in count(taken + 1))


def _write_filed(
    round_: Round, sheets: Sequence[ClassRound], reason: str, *, on: dt.date, by: User, at: dt.datetime
) -> None:
    fields = ["state", "filed_at", "filed_by", "filing_number", "notice_from", "notice_until", "version"]
    ClassRound.objects.bulk_update(sheets, fields)
    # A name put back while the sheet was with the class is as disputed as before (A37).
    put_back = Nomination.objects.filter(class_round__in=sheets, state=LineState.CHOSEN)
    put_back.filter(objections__state=ObjectionState.OPEN).update(state=LineState.DISPUTED)
    filing = Step.objects.filter(scheme=round_.term.pinned.scheme, role=StepRole.OFFICE).first()
    Decision.objects.bulk_create(
        Decision(class_round=sheet, step=filing, verdict=Verdict.FILED, by=by, at=at, reason=reason) for sheet in sheets
    )
    AuditEvent.objects.bulk_create(
        audit.event_for(
            "sheet.filed",
            sheet,
            by=by,
            at=at,
            school_id=round_.term.school_id,
            old={"state": SheetState.SUBMITTED},
            new={"state": sheet.state, "number": sheet.filing_number, "notice_from": on.isoformat()},
            reason=reason,
        )
        for sheet in sheets
    )
