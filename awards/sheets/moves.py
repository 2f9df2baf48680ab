"""The sheet from hand to hand: submit, take back, file, return, take effect."""

import datetime as dt
import logging
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
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
    Objection,
    ObjectionState,
    Round,
    Step,
    Verdict,
    Vote,
)
from awards.rules.kinds import DayKind, StepRole
from awards.rules.notice import notice_until
from awards.rules.problems import SUBJECTS_EARLY, Problem, above_quota
from awards.sheets.facts import problems_of
from awards.sheets.work import SheetWork, sheet_work, sheets_work
from awards.sheets.workflow import Verb
from awards.terms.locks import locked_round
from starrating.days import short_day
from starrating.db.locks import lock
from starrating.db.unavailable import trying_again, unavailable
from starrating.joiners import in_a_row
from starrating.operations import idempotency
from starrating.operations.models import AuditEvent, AuditSource
from starrating.refused import Refused
from students.models import Term, TermState, User
from students.permits.roles import Standing
from students.school.calendar import working_day_test

logger = logging.getLogger(__name__)
# What the commands that bring a month in have done to each of its sheets.
_BROUGHT_IN = frozenset({"sheet.entered", "sheet.submitted"})


class Blocked(Refused):
    """Refused because checks found something that must be put right first."""

    def __init__(self, sheet: ClassRound, problems: Sequence[Problem]) -> None:
        super().__init__(_("The sheet cannot be submitted yet."), code="blocked")
        self.sheet = sheet
        self.problems = list(problems)


def submit(
    sheet: ClassRound,
    *,
    by: User,
    at: dt.datetime,
    seen_version: int | None = None,
    standing: Standing | None = None,
    early: bool = False,
) -> ClassRound:
    """Hand the sheet to the office (五3, 五7).

    ``early`` confirms that it goes although subject teachers have days left to speak (A39); without it such a sheet is
    refused (code ``early``), naming them.

    ``seen_version`` is the version of the page that was looked at: another version is refused, since a colleague has
    changed the sheet since. Raises :class:`Blocked` with the problems when a check stops it.
    """
    with sheet_work(sheet.pk, Verb.SUBMIT, by=by, at=at, standing=standing) as work:
        sheet = work.sheet
        if seen_version is not None and seen_version != sheet.version:
            sentence = _("The sheet has been changed since you opened it. Look at it once more, then submit.")
            raise Refused(sentence, code="stale")
        problems = problems_of([sheet], work.day)[sheet.pk]
        blocking = [problem for problem in problems if problem.blocks]
        if blocking:
            raise Blocked(sheet, blocking)
        waiting = next((problem for problem in problems if problem.code == SUBJECTS_EARLY), None)
        if waiting is not None and not early:
            sentence = _(
                "Subject teachers have until the end of %(day)s: %(names)s. Wait for them, or confirm that you do not."
            )
            raise Refused(sentence % waiting.params, code="early")
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
        work.set(work.sheet, return_reason=work.reason, filed_on=None, notice_from=None, notice_until=None)
        about = [work.decision(Verdict.RETURNED, nomination=line, reason=remark) for line, remark in remarks]
        return _moved(work, "sheet.returned", Verdict.RETURNED, about)


@transaction.atomic
def register_many(
    round_: Round,
    sheet_pks: Sequence[int],
    *,
    on: dt.date,
    by: User,
    at: dt.datetime,
    day_reason: str = "",
    brings_in: bool = False,
    found: Mapping[int, Sequence[Problem]] | None = None,
) -> list[ClassRound]:
    """File submitted sheets of one round under the day ``on`` and put them on notice, all or none (A33 to A35).

    The notice counts from the day of the act, on which it can be seen, whatever day is typed; a past one needs
    ``day_reason``. Each sheet gets the round's next filing number; one that was filed before keeps its own. Raises
    :class:`Refused` when a sheet is not submitted (any more), when ``by`` may not file, for a day to come, one before
    the sheet was handed in or before the round began, and (code ``excess``) naming the classes that stand above a
    quota: each of these is filed by itself, with a reason (A10). What the checks say must be corrected is not filed
    (code ``blocked``). Whoever submitted a sheet does not file it (code ``own``): two people see every star.

    ``brings_in`` is the command line's way to enter a past that was signed on paper: sheets on which nothing has been
    done on a page keep ``on`` as the first day of their notice, may be filed by who handed them in, and are marked.
    ``found`` are the problems by sheet where a caller that holds the locks has looked for them.
    """
    reasons = _Reasons(day=day_reason.strip())
    return _file(round_, sheet_pks, reasons, on=on, by=by, at=at, brings_in=brings_in, found=found)


@transaction.atomic
def register(
    sheet: ClassRound, *, on: dt.date, by: User, at: dt.datetime, excess_reason: str = "", day_reason: str = ""
) -> ClassRound:
    """File one sheet, as :func:`register_many`; ``excess_reason`` says why it may stand above a quota (A10)."""
    reasons = _Reasons(day=day_reason.strip(), excess=excess_reason.strip())
    return _file(sheet.round, [sheet.pk], reasons, on=on, by=by, at=at)[0]


@transaction.atomic
def unfile_many(
    round_: Round, sheet_pks: Sequence[int], *, filed_at: dt.datetime, reason: str, by: User, at: dt.datetime
) -> int:
    """Undo what ``by`` filed at that moment by mistake, all or none: the sheets wait to be filed again; their number.

    Their notices come down, and each keeps its filing number for when it is filed. Raises :class:`Refused` for a sheet
    that has gone on since, or was filed by somebody else or at another moment (code ``state``), and once somebody has
    objected to one: that is answered first.
    """
    round_ = locked_round(round_)
    with sheets_work(_locked_many(round_, sheet_pks), Verb.UNFILE, by=by, at=at, reason=reason) as work:
        if any((sheet.filed_at, sheet.filed_by_id) != (filed_at, by.pk) for sheet in work.sheets):
            raise Refused(_("Some of these sheets were filed anew since. Load the page again."), code="state")
        since = Objection.objects.filter(class_round__in=work.sheets, received_at__gte=filed_at)
        keys = set(since.values_list("class_round", flat=True))
        objected = [sheet for sheet in work.sheets if sheet.pk in keys]
        if objected:
            sentence = _("Somebody has objected meanwhile: %(classes)s. Answer first, or return the sheet.")
            raise Refused(sentence % {"classes": names_of(round_, objected)}, code="objected")
        for sheet in work.sheets:
            work.set(sheet, filed_on=None, notice_from=None, notice_until=None)
            undone = work.decision(Verdict.RECALLED, class_round=sheet)
            new = {"state": work.targets[sheet.pk]}
            work.record("sheet.filing_undone", [undone], sheet=sheet, old={"state": sheet.state}, new=new)
        return len(work.sheets)


@dataclass(frozen=True)
class _Reasons:
    """Why the day of filing is past, and why a sheet may stand above a quota."""

    day: str = ""
    excess: str = ""


def _file(
    round_: Round,
    sheet_pks: Sequence[int],
    reasons: _Reasons,
    *,
    on: dt.date,
    by: User,
    at: dt.datetime,
    brings_in: bool = False,
    found: Mapping[int, Sequence[Problem]] | None = None,
) -> list[ClassRound]:
    round_ = locked_round(round_)
    with sheets_work(_locked_many(round_, sheet_pks), Verb.FILE, by=by, at=at) as work:
        past = brought_in(work.sheets) if brings_in else frozenset()
        lived = [sheet for sheet in work.sheets if sheet.pk not in past]
        own = [sheet for sheet in lived if sheet.submitted_by_id == by.pk]
        if own:
            sentence = _("You submitted these sheets yourself, so a colleague files them: %(classes)s.")
            raise Refused(sentence % {"classes": names_of(round_, own)}, code="own")
        demand_filing_day(round_, lived, on, work.day, reasons.day)
        problems = problems_of(work.sheets, work.day) if found is None else found
        excess = _demand_clean(round_, work.sheets, problems, reasons.excess)
        why = [reasons.day if lived and on < work.day else "", reasons.excess if excess else ""]
        work.reason = "\n".join(filter(None, why))
        _put_on_notice(work, round_, on, past)
        return list(work.sheets)


def _demand_clean(
    round_: Round, sheets: Sequence[ClassRound], found: Mapping[int, Sequence[Problem]], excess_reason: str
) -> list[ClassRound]:
    """Give the sheets above a quota that the office may allow with a reason (A10).

    Raises :class:`Refused` for what must be corrected first, whenever it came about: a pupil may have been moved since
    the sheet was handed in.
    """
    wrong = [sheet for sheet in sheets if any(problem.blocks for problem in found[sheet.pk])]
    if wrong:
        sentence = _(
            "These sheets must be corrected first: %(classes)s. Return them, with what was found as the reason."
        )
        raise Refused(sentence % {"classes": names_of(round_, wrong)}, code="blocked")
    excess = [sheet for sheet in sheets if above_quota(found[sheet.pk])]
    if excess and not excess_reason:
        sentence = _("More names than the limit: %(classes)s. File such a sheet by itself, with a reason.")
        raise Refused(sentence % {"classes": names_of(round_, excess)}, code="excess")
    return excess


def ballots_of(sheet: ClassRound) -> str:
    """Name what the keys of the forms that brought a sheet's ballots are about; they go with the ballots."""
    return f"ballots {sheet.pk}"


def finalize_due(*, at: dt.datetime, by: User | None = None) -> int:
    """Let every notice that is over take effect: its lines become final and enter the ledger (A34, A36, A37).

    The committee's ballots are deleted with all that says who voted; their counts stand in the decisions.

    Gives the number of sheets. The program does it for every school, an administrator for the own one. Each sheet is
    a transaction of its own: one that the database refuses is logged, stops no other, and is due again next time;
    where the database is away nothing goes on.
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
        return trying_again(lambda: _finalize(sheet_pk, by=by, at=at))
    except DatabaseError as error:
        if unavailable(error):
            raise
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
        work.delete(Vote.objects.on_sheet(sheet))
        idempotency.forget(ballots_of(sheet))
        work.set(sheet, final_at=at)
        _moved(work, "sheet.finalized", Verdict.FINALIZED)
        return True


def _moved(work: SheetWork, action: str, verdict: Verdict, about: Sequence[Decision] = ()) -> ClassRound:
    """Tell of a sheet that goes from one state to another; ``about`` are the decisions on single names."""
    decisions = [work.decision(verdict), *about]
    work.record(action, decisions, old={"state": work.sheet.state}, new={"state": work.target})
    return work.sheet


def _locked_many(round_: Round, sheet_pks: Sequence[int]) -> list[ClassRound]:
    wanted = ClassRound.objects.filter(round=round_, pk__in=sheet_pks).select_related("school_class")
    sheets = list(lock(wanted))
    if len(sheets) != len(set(sheet_pks)):
        raise Refused(
            _("Some of these sheets are not part of this month. Load the page again and tick them anew."),
            code="other_round",
        )
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


def _put_on_notice(work: SheetWork, round_: Round, on: dt.date, past: frozenset[int]) -> None:
    """File under ``on``; the notice of all but the sheets in ``past`` begins with the day of the act (A35)."""
    numbers = _filing_numbers(round_)
    first_days = {sheet.pk: on if sheet.pk in past else work.day for sheet in work.sheets}
    until = {day: notice_end(round_.term, day) for day in set(first_days.values())}
    # A name put back while the sheet was with the class is as disputed as before (A37).
    put_back = Nomination.objects.filter(class_round__in=work.sheets, state=LineState.CHOSEN)
    work.update(put_back.filter(objections__state=ObjectionState.OPEN), state=LineState.DISPUTED)
    filing = Step.objects.filter(scheme=round_.term.pinned.scheme, role=StepRole.OFFICE).first()
    for sheet in work.sheets:
        number, is_past = sheet.filing_number or next(numbers), sheet.pk in past
        first = first_days[sheet.pk]
        work.set(sheet, filed_at=work.at, filed_by=work.by, filed_on=on, filing_number=number, brought_in=is_past)
        work.set(sheet, notice_from=first, notice_until=until[first])
        new: dict[str, object] = {"state": work.targets[sheet.pk], "number": number, "filed_on": on.isoformat()}
        new |= {"notice_from": first.isoformat()} | ({"brought_in": True} if is_past else {})
        filed = work.decision(Verdict.FILED, class_round=sheet, step=filing)
        work.record("sheet.filed", [filed], sheet=sheet, old={"state": sheet.state}, new=new)


def names_of(round_: Round, sheets: Sequence[ClassRound]) -> str:
    """Name the classes of sheets, as they are called in the round's school year."""
    return in_a_row(sheet.school_class.name_in(round_.term.school_year) for sheet in sheets)


def brought_in(sheets: Sequence[ClassRound]) -> frozenset[int]:
    """Give the keys of sheets that were entered and handed in by commands, and touched by nobody on a page; one query.

    The audit says so: it has an event for whatever anybody does to a sheet, and none of them can be taken away.
    """
    keys = {str(sheet.pk): sheet.pk for sheet in sheets}
    events = AuditEvent.objects.filter(
        target_type=ClassRound._meta.label_lower, target_id__in=keys, actor__isnull=False
    )
    by_command: dict[str, set[str]] = {key: set() for key in keys}
    on_screen = set()
    for key, action, source in events.order_by().values_list("target_id", "action", "source"):
        if source == AuditSource.COMMAND:
            by_command[key].add(action)
        else:
            on_screen.add(key)
    return frozenset(keys[key] for key, acts in by_command.items() if acts >= _BROUGHT_IN and key not in on_screen)


def demand_filing_day(round_: Round, sheets: Sequence[ClassRound], on: dt.date, today: dt.date, reason: str) -> None:
    """Raise :class:`Refused` for a day that cannot be that of the filing, or a past one without a reason."""
    if on > today:
        raise Refused(_("The day of filing is still to come: choose today."), code="future")
    if on < round_.starts_on:
        raise Refused(_("The day of filing is before the first day of the month. Choose a later day."), code="round")
    early = [sheet for sheet in sheets if sheet.submitted_at and on < timezone.localdate(sheet.submitted_at)]
    if early:
        sentence = _("Not submitted yet on %(day)s: %(classes)s. Choose a later day of filing.")
        raise Refused(sentence % {"day": short_day(on), "classes": names_of(round_, early)}, code="early")
    if sheets and on < today and not reason:
        raise Refused(_("The day of filing is past: say why, or choose today."), code="past")
