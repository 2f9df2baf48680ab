"""Settling a term by grade: levels frozen, entitlements created, both corrected after a reopening (六, A29 to A32).

A term is settled when its grades are (A67): the last of them settles it, reopening any opens it again.
"""

from __future__ import annotations

import datetime as dt
from collections import Counter
from collections.abc import Collection, Iterator, Mapping, Sequence
from dataclasses import dataclass
from itertools import count

from django.db import transaction
from django.db.models import QuerySet
from django.utils import timezone
from django.utils.translation import gettext as _

from awards.faults.verbs import clear_settled
from awards.models import Entitlement, Round, TermLevel
from awards.rules.entitlements import (
    NUMBER_MARKS,
    ON_PAPER,
    Flag,
    Held,
    RewardKind,
    RewardMove,
    RewardState,
    moves,
    state_after,
)
from awards.settlement.checks import SettlementProblem, problems_before_settling
from awards.settlement.facts import (
    PupilEnd,
    current_levels,
    end_of,
    entitlements_by_pupil,
    first_levels,
    flags_by_pupil,
    pupils_at_end,
    totals_of,
    years_of,
)
from awards.terms.locks import locked_term
from starrating.operations import audit
from starrating.refused import Refused, demand_reason
from starrating.texts.keeping import keep
from students.models import GradeSettlement, SchoolClass, Term, TermState, User
from students.permits.reach import demand_school
from students.permits.roles import standing_of

# Rows a statement: below SQLite's limit of variables.
_BATCH = 500


class Unsettled(Refused):
    """Refused because something must be settled first; ``problems`` says what, by grade where there are several."""

    def __init__(self, left: Mapping[int, Sequence[SettlementProblem]], grade: str = "") -> None:
        sentence = _("%(grade)s cannot be settled yet.") % {"grade": grade}
        super().__init__(sentence if grade else _("The term cannot be settled yet."), code="blocked")
        self.left = left
        self.problems = list(dict.fromkeys(problem for found in left.values() for problem in found))


@dataclass(frozen=True)
class LevelChange:
    """A pupil whose row is new or differs from what stands frozen; ``old`` is None the first time."""

    end: PupilEnd
    old: TermLevel | None
    listed: bool = True


@dataclass(frozen=True)
class RewardChange:
    """What happens to one reward of one pupil; ``held`` is None for a new one."""

    student_pk: int
    kind: RewardKind
    move: RewardMove
    held: Entitlement | None


@dataclass(frozen=True)
class Plan:
    """What settling now would freeze: everybody on the lists by class and seat, and what differs from before."""

    pupils: Sequence[PupilEnd]
    levels: Sequence[LevelChange]
    rewards: Sequence[RewardChange]

    def moved(self, move: RewardMove) -> int:
        return sum(change.move == move for change in self.rewards)


@dataclass(frozen=True)
class Settled:
    """What settling did: rows frozen for the first time, corrected ones, and entitlements by what became of them."""

    frozen: int = 0
    corrected: int = 0
    added: int = 0
    withdrawn: int = 0
    reissued: int = 0

    def __add__(self, other: Settled) -> Settled:
        mine = vars(self)
        return Settled(**{name: mine[name] + number for name, number in vars(other).items()})


def plan_settlement(term: Term, years: Collection[int] | None = None) -> Plan:
    """Say what settling these grades would write now; nothing is written.

    ``term`` needs ``school`` and ``pinned__scheme``. Grades are named by their entry years; None is all of them.
    """
    pupils = pupils_at_end(term, years)
    frozen = current_levels(term)
    levels = [*_changed(pupils, frozen), *_gone(term, pupils, frozen, years)]
    held = entitlements_by_pupil(term)
    first = first_levels(term.pinned.scheme)
    rewards = [
        RewardChange(change.end.student_pk, kind, move, mine.get(kind))
        for change in levels
        for mine in [held.get(change.end.student_pk, {})]
        for kind, move in moves(_old_level(change), change.end.level, _held(mine), first).items()
    ]
    return Plan(pupils, levels, rewards)


@transaction.atomic
def settle_grade(term: Term, grade: int, *, by: User, at: dt.datetime) -> Settled:
    """Freeze one grade's term: levels, entitlements, numbers of papers by class and seat (六2 to 六4, A30, A44, A67).

    After a reopening only the difference is written: a new row for each corrected level, entitlements added, withdrawn
    or to be issued again. A settled grade gives an empty answer and stays as it is. Raises :class:`Unsettled` with the
    problems that block, and :class:`Refused` for anybody but an administrator of the school and for a grade without
    classes in the term.
    """
    term = _administered(term, "awards:settle", by, at)
    year = term.school.entry_year_of(grade, term.school_year)
    if year not in years_of(term):
        raise Refused(_("This grade has no class in this term. Choose a grade from the list."), code="grade")
    if year in GradeSettlement.objects.years_of(term):
        return Settled()
    blocking = _blocking(term, year, at)
    if blocking:
        raise Unsettled({grade: blocking}, term.school.grade_name(grade))
    done = _freeze(term, year, by=by, at=at)
    _settle_term_if_last(term, by=by, at=at)
    return done


@transaction.atomic
def settle(term: Term, *, by: User, at: dt.datetime) -> Settled:
    """Settle every grade of the term that is ready, as :func:`settle_grade` does; the others stay as they are.

    :func:`open_years` says afterwards which these are. Raises :class:`Unsettled` where there are grades
    left and none of them is ready.
    """
    term = _administered(term, "awards:settle", by, at)
    left: dict[int, list[SettlementProblem]] = {}
    done, settled = Settled(), 0
    for year in open_years(term):
        blocking = _blocking(term, year, at)
        if blocking:
            left[term.school.grade_of(year, term.school_year)] = blocking
        else:
            done, settled = done + _freeze(term, year, by=by, at=at), settled + 1
    if left and not settled:
        raise Unsettled(left)
    _settle_term_if_last(term, by=by, at=at)
    return done


def open_years(term: Term) -> list[int]:
    """Give the entry years of the grades that are not settled, the lowest grade first."""
    settled = GradeSettlement.objects.years_of(term)
    return [year for year in years_of(term) if year not in settled]


@transaction.atomic
def reopen_grade(term: Term, grade: int, *, reason: str, by: User, at: dt.datetime) -> Term:
    """Let a settled grade be corrected; what is frozen stays until it is settled again, other grades stay settled.

    Needs a reason.
    """
    term = _administered(term, "awards:reopen_term", by, at)
    year = term.school.entry_year_of(grade, term.school_year)
    return _reopen(term, GradeSettlement.objects.live().filter(term=term, entry_year=year), reason, by=by, at=at)


@transaction.atomic
def reopen(term: Term, *, reason: str, by: User, at: dt.datetime) -> Term:
    """Let all grades of the term that are settled be corrected, as :func:`reopen_grade` does for one."""
    term = _administered(term, "awards:reopen_term", by, at)
    return _reopen(term, GradeSettlement.objects.live().filter(term=term), reason, by=by, at=at)


def reopen_for_appeal(term: Term, entry_years: Collection[int], *, reason: str, by: User, at: dt.datetime) -> Term:
    """Reopen grades because an answer to an appeal says so; the caller holds the lock of ``term``.

    Who answers has no need to be an administrator: the answer is the school's decision, and names itself as reason.
    """
    rows = GradeSettlement.objects.live().filter(term=term, entry_year__in=entry_years)
    return _reopen(term, rows, reason, by=by, at=at)


def _reopen(term: Term, settled: QuerySet[GradeSettlement], reason: str, *, by: User, at: dt.datetime) -> Term:
    rows = list(settled)
    if not rows and term.state != TermState.SETTLED:
        raise Refused(_("This is not settled. There is nothing to reopen."), code="state")
    reason = demand_reason(reason)
    for row in rows:
        row.reopened_at, row.reopened_by, row.reason_kept = at, by, keep(reason)
        row.save(update_fields=["reopened_at", "reopened_by", "reason_kept"])
        new = _named(term, row.entry_year)
        audit.record("grade.reopened", row, by=by, at=at, school_id=term.school_id, new=new, reason=reason)
    if term.state == TermState.SETTLED:
        term.state = TermState.OPEN
        term.save(update_fields=["state"])
        old, new = {"state": TermState.SETTLED}, {"state": term.state}
        audit.record("term.reopened", term, by=by, at=at, school_id=term.school_id, old=old, new=new, reason=reason)
    return term


def _blocking(term: Term, year: int, at: dt.datetime) -> list[SettlementProblem]:
    return [one for one in problems_before_settling(term, timezone.localdate(at), [year]) if one.blocks]


def _freeze(term: Term, year: int, *, by: User, at: dt.datetime) -> Settled:
    plan = plan_settlement(term, [year])
    written = _write_levels(term, plan, by=by, at=at)
    ends_on = end_of(term, year, Round.objects.filter(term=term))
    _write_rewards(term, plan, written, ends_on, by=by, at=at)
    row = GradeSettlement.objects.create(term=term, entry_year=year, ends_on=ends_on, at=at, by=by)
    clear_settled(term, [year], by=by, at=at)
    done = _settled(plan)
    levels = {str(level): number for level, number in sorted(Counter(end.level for end in plan.pupils).items())}
    new = {**_named(term, year), "levels": levels, **vars(done)}
    audit.record("grade.settled", row, by=by, at=at, school_id=term.school_id, new=new)
    return done


def _named(term: Term, year: int) -> dict[str, object]:
    return {"term": term.code, "grade": term.school.grade_of(year, term.school_year)}


def _settle_term_if_last(term: Term, *, by: User, at: dt.datetime) -> None:
    if term.state == TermState.SETTLED or open_years(term):
        return
    term.state = TermState.SETTLED
    term.save(update_fields=["state"])
    old, new = {"state": TermState.OPEN}, {"state": term.state}
    audit.record("term.settled", term, by=by, at=at, school_id=term.school_id, old=old, new=new)


def _administered(term: Term, action: str, by: User, at: dt.datetime) -> Term:
    locked = locked_term(term.pk)
    standing = standing_of(by, timezone.localdate(at))
    demand_school(standing, action, locked.school_id)
    return locked


def _changed(pupils: Sequence[PupilEnd], frozen: Mapping[int, TermLevel]) -> Iterator[LevelChange]:
    for end in pupils:
        old = frozen.get(end.student_pk)
        now = (end.class_pk, end.total, end.level, True)
        if old is None or (old.school_class_id, old.total, old.level, old.listed) != now:
            yield LevelChange(end, old)


def _gone(
    term: Term, pupils: Sequence[PupilEnd], frozen: Mapping[int, TermLevel], years: Collection[int] | None
) -> list[LevelChange]:
    """Give pupils settled before who turn out to have left by the end: off the lists, the row before stays (A44)."""
    here = {end.student_pk for end in pupils}
    gone = [row for pk, row in frozen.items() if pk not in here and row.listed]
    if not gone:
        return []
    if years is not None:
        # Who was settled with another grade is for that one to tell.
        classes = SchoolClass.objects.filter(school=term.school_id, entry_year__in=years).values_list("pk", flat=True)
        of_years = set(classes)
        gone = [row for row in gone if row.school_class_id in of_years]
    totals = totals_of(term, [row.student_id for row in gone])
    ends = [PupilEnd(row.student_id, row.school_class_id, row.seat, totals.get(row.student_id, 0), 0) for row in gone]
    return [LevelChange(end, row, listed=False) for end, row in zip(ends, gone, strict=True)]


def _old_level(change: LevelChange) -> int:
    return change.old.level if change.old else 0


def _held(mine: Mapping[RewardKind, Entitlement]) -> dict[RewardKind, Held]:
    return {kind: Held(RewardState(row.state), row.issued) for kind, row in mine.items()}


def _write_levels(term: Term, plan: Plan, *, by: User, at: dt.datetime) -> dict[int, TermLevel]:
    rows = TermLevel.objects.bulk_create(
        (
            TermLevel(
                term=term,
                student_id=change.end.student_pk,
                school_class_id=change.end.class_pk,
                seat=change.end.seat,
                total=change.end.total,
                level=change.end.level,
                listed=change.listed,
                replaces=change.old,
                by=by,
                entered_at=at,
            )
            for change in plan.levels
        ),
        batch_size=_BATCH,
    )
    audit.record_all(
        audit.event_for(
            "level.corrected",
            row,
            by=by,
            at=at,
            school_id=term.school_id,
            old={"total": change.old.total, "level": change.old.level, "listed": change.old.listed},
            new={"total": row.total, "level": row.level, "listed": row.listed},
        )
        for row, change in zip(rows, plan.levels, strict=True)
        if change.old is not None
    )
    return {row.student_id: row for row in rows}


def _write_rewards(
    term: Term, plan: Plan, written: Mapping[int, TermLevel], day: dt.date, *, by: User, at: dt.datetime
) -> None:
    new = [change for change in plan.rewards if change.held is None]
    flagged = [change.student_pk for change in plan.rewards if change.kind == RewardKind.AWARD_ELIGIBILITY]
    flags = flags_by_pupil(term, flagged, day) if flagged else {}
    numbers = _numbers(term)
    Entitlement.objects.bulk_create(
        (
            Entitlement(
                term=term,
                student_id=change.student_pk,
                level=written[change.student_pk],
                kind=change.kind,
                number=next(numbers[change.kind]) if change.kind in numbers else None,
                flags=_flags(change, flags),
                by=by,
                at=at,
            )
            for change in new
        ),
        batch_size=_BATCH,
    )
    _change_rewards(term, plan, flags, by=by, at=at)
    _follow_levels(term, written)


def _change_rewards(term: Term, plan: Plan, flags: Mapping[int, list[Flag]], *, by: User, at: dt.datetime) -> None:
    reason = _("The level changed when the term was corrected.")
    rows, events = [], []
    for change in plan.rewards:
        row = change.held
        if row is None:
            continue
        old = row.state
        row.state = state_after(change.move, row.issued)
        row.flags = _flags(change, flags)
        row.reason, row.by, row.at = reason, by, at
        rows.append(row)
        event = audit.event_for(
            f"entitlement.{change.move}",
            row,
            by=by,
            at=at,
            school_id=term.school_id,
            old={"state": old},
            new={"state": row.state},
            reason=reason,
        )
        events.append(event)
    Entitlement.objects.bulk_update(rows, ["state", "flags", "reason", "by", "at"], batch_size=_BATCH)
    audit.record_all(events)


def _follow_levels(term: Term, written: Mapping[int, TermLevel]) -> None:
    """Let what a pupil holds follow the level that stands now."""
    replaced = [row.replaces_id for row in written.values() if row.replaces_id is not None]
    rows = list(Entitlement.objects.filter(term=term, level__in=replaced)) if replaced else []
    for row in rows:
        row.level = written[row.student_id]
    Entitlement.objects.bulk_update(rows, ["level"], batch_size=_BATCH)


def _flags(change: RewardChange, flags: Mapping[int, list[Flag]]) -> list[str]:
    if change.kind != RewardKind.AWARD_ELIGIBILITY:
        return []
    return [str(flag) for flag in flags.get(change.student_pk, [])]


def _numbers(term: Term) -> dict[RewardKind, Iterator[str]]:
    """Give by kind of paper the term's next numbers, such as 2025-1-荣0017: none is that of another paper (P7).

    Rows are never deleted, so that their count is the last number; the locked term keeps two from the same one.
    """
    rows = Entitlement.objects.filter(term=term, kind__in=ON_PAPER).order_by()
    taken = Counter(rows.values_list("kind", flat=True))
    return {kind: _numbers_of(kind, term, taken[kind]) for kind in ON_PAPER}


def _numbers_of(kind: RewardKind, term: Term, taken: int) -> Iterator[str]:
    return (f"{term.code}-{NUMBER_MARKS[kind]}{number:04d}" for number in count(taken + 1))


def _settled(plan: Plan) -> Settled:
    first = sum(change.old is None for change in plan.levels)
    return Settled(
        frozen=first,
        corrected=len(plan.levels) - first,
        added=plan.moved(RewardMove.ADD) + plan.moved(RewardMove.RENEW),
        withdrawn=plan.moved(RewardMove.WITHDRAW),
        reissued=plan.moved(RewardMove.REISSUE),
    )
