"""The sheet from hand to hand: submit, take back, file, return, take effect."""

import datetime as dt
import logging
from collections.abc import Iterator, Sequence
from itertools import count

from django.db import DatabaseError, transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from awards.ledger.posting import post_lines
from awards.models import ClassRound, Decision, LineState, Nomination, ObjectionState, Round, Step, Verdict
from awards.rules.kinds import DayKind, QuotaMode, StepRole
from awards.rules.notice import notice_until
from awards.rules.problems import Problem, above_quota
from awards.sheets.facts import problems_of
from awards.sheets.work import SheetWork, sheet_work, sheets_work
from awards.sheets.workflow import Verb
from awards.terms.locks import locked_round
from starrating.refused import Refused
from students.models import Term, TermState, User
from students.permits.roles import Standing
from students.school.calendar import working_day_test

logger = logging.getLogger(__name__)


class Blocked(Refused):
    """Refused because checks found something that must be put right first."""

    def __init__(self, sheet: ClassRound, problems: Sequence[Problem]) -> None:
        super().__init__(_("The sheet cannot be submitted yet."), code="blocked")
        self.sheet = sheet
        self.problems = list(problems)


def submit(
    sheet: ClassRound, *, by: User, at: dt.datetime, seen_version: int | None = None, standing: Standing | None = None
) -> ClassRound:
    """Hand the sheet to the office (五3, 五7).

    ``seen_version`` is the version of the page that was looked at: another version is refused, since a colleague has
    changed the sheet since. Raises :class:`Blocked` with the problems when a check stops it.
    """
    with sheet_work(sheet.pk, Verb.SUBMIT, by=by, at=at, standing=standing) as work:
        sheet = work.sheet
        if seen_version is not None and seen_version != sheet.version:
            sentence = _("The sheet has been changed since you opened it. Look at it once more, then submit.")
            raise Refused(sentence, code="stale")
        blocking = [problem for problem in problems_of([sheet], work.day)[sheet.pk] if problem.blocks]
        if blocking:
            raise Blocked(sheet, blocking)
        first = sheet.first_submitted_at or at
        work.set(sheet, submitted_at=at, submitted_by=by, first_submitted_at=first, return_reason="")
        return _moved(work, "sheet.submitted", Verdict.SUBMITTED)


def recall(sheet: ClassRound, *, by: User, at: dt.datetime) -> ClassRound:
    """Take a submitted sheet back before the office has decided."""
    with sheet_work(sheet.pk, Verb.RECALL, by=by, at=at) as work:
        return _moved(work, "sheet.recalled", Verdict.RECALLED)


def send_back(
    sheet: ClassRound, *, reason: str, by: User, at: dt.datetime, remarks: Sequence[tuple[Nomination, str]] = ()
) -> ClassRound:
    """Send the sheet back to the class with a reason; a notice that has begun comes down (A33, A38).

    ``remarks`` are what is wrong with single names of it.
    """
    with sheet_work(sheet.pk, Verb.RETURN, by=by, at=at, reason=reason) as work:
        work.set(work.sheet, return_reason=work.reason, notice_from=None, notice_until=None)
        about = [work.decision(Verdict.RETURNED, nomination=line, reason=remark) for line, remark in remarks]
        return _moved(work, "sheet.returned", Verdict.RETURNED, about)


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
    round_ = locked_round(round_)
    if on < round_.starts_on:
        raise Refused(_("The day of filing is before the round began. Choose a later day."))
    with sheets_work(_locked_many(round_, sheet_pks), Verb.FILE, by=by, at=at) as work:
        own = [sheet for sheet in work.sheets if sheet.submitted_by_id == by.pk and not alone]
        if own:
            sentence = _("You submitted these sheets yourself, so a colleague files them: %(classes)s.")
            raise Refused(sentence % {"classes": _names(round_, own)}, code="own")
        excess = _above_quota(round_, work.sheets, work.day)
        if excess and not excess_reason:
            sentence = _("More names than the limit: %(classes)s. File such a sheet by itself, with a reason.")
            raise Refused(sentence % {"classes": _names(round_, excess)}, code="excess")
        work.reason = excess_reason if excess else ""
        _put_on_notice(work, round_, on)
        return list(work.sheets)


def _names(round_: Round, sheets: Sequence[ClassRound]) -> str:
    return "、".join(sheet.school_class.name_in(round_.term.school_year) for sheet in sheets)


def _above_quota(round_: Round, sheets: Sequence[ClassRound], day: dt.date) -> list[ClassRound]:
    """Give the sheets above a quota that the office may allow; no query where nobody may (A10)."""
    if round_.term.pinned.scheme.quota_mode == QuotaMode.HARD:
        return []
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
    except Refused as no:
        # Another worker, or a return, was first.
        if no.code != "state":
            raise
    return False


def _finalize(sheet_pk: int, *, by: User | None, at: dt.datetime) -> bool:
    with sheet_work(sheet_pk, Verb.FINALIZE, by=by, at=at) as work:
        sheet = work.sheet
        # Looked at again under the lock: it may have been returned and filed for other days.
        if sheet.notice_until is None or sheet.notice_until >= work.day:
            return False
        lines = list(Nomination.objects.filter(class_round=sheet, state=LineState.CHOSEN).prefetch_related("item"))
        work.update(Nomination.objects.filter(pk__in=[line.pk for line in lines]), state=LineState.FINAL)
        post_lines([sheet], lines, by=by, at=at)
        work.set(sheet, final_at=at)
        _moved(work, "sheet.finalized", Verdict.FINALIZED)
        return True


def _moved(work: SheetWork, action: str, verdict: Verdict, about: Sequence[Decision] = ()) -> ClassRound:
    """Tell of a sheet that goes from one state to another; ``about`` are the decisions on single names."""
    decisions = [work.decision(verdict), *about]
    work.record(action, decisions, old={"state": work.sheet.state}, new={"state": work.target})
    return work.sheet


def _locked_many(round_: Round, sheet_pks: Sequence[int]) -> list[ClassRound]:
    rows = (
        ClassRound.objects.select_for_update(of=("self",))
        .filter(round=round_, pk__in=sheet_pks)
        .select_related("school_class")
        .order_by("pk")
    )
    sheets = list(rows)
    if len(sheets) != len(set(sheet_pks)):
        raise Refused(_("Some of these sheets are not part of this round. Load the page again and tick them anew."))
    for sheet in sheets:
        # At hand with term and scheme; joined to every sheet it would be read 36 times.
        sheet.round = round_
    return sorted(sheets, key=lambda sheet: (-sheet.school_class.entry_year, sheet.school_class.number))


def notice_end(term: Term, on: dt.date) -> dt.date:
    """Give the last day of a notice under the term's scheme that starts on ``on``."""
    scheme = term.pinned.scheme
    is_working = working_day_test(term.school, around=on)
    return notice_until(on, scheme.notice_days, DayKind(scheme.notice_day_kind), is_working)


def _filing_numbers(round_: Round) -> Iterator[str]:
    """Draw the round's next numbers, such as 2025-09-013; the locked round keeps two clerks from the same one."""
    taken = ClassRound.objects.filter(round=round_, filing_number__isnull=False).count()
    return (f"{round_.label}-{number:03d}" for number in count(taken + 1))


def _put_on_notice(work: SheetWork, round_: Round, on: dt.date) -> None:
    until, numbers = notice_end(round_.term, on), _filing_numbers(round_)
    # A name put back while the sheet was with the class is as disputed as before (A37).
    put_back = Nomination.objects.filter(class_round__in=work.sheets, state=LineState.CHOSEN)
    work.update(put_back.filter(objections__state=ObjectionState.OPEN), state=LineState.DISPUTED)
    filing = Step.objects.filter(scheme=round_.term.pinned.scheme, role=StepRole.OFFICE).first()
    for sheet in work.sheets:
        number = sheet.filing_number or next(numbers)
        work.set(sheet, filed_at=work.at, filed_by=work.by, filing_number=number, notice_from=on, notice_until=until)
        work.record(
            "sheet.filed",
            [work.decision(Verdict.FILED, class_round=sheet, step=filing)],
            sheet=sheet,
            old={"state": sheet.state},
            new={"state": work.targets[sheet.pk], "number": number, "notice_from": on.isoformat()},
        )
