"""Stars credited by the office: those that come with a transfer (A42), and those of a second record of one pupil.

The ledger is never rewritten. When two records turn out to be one pupil, each entry of the second that still counts is
reversed and credited to the first, with its month, star and class: every total, list and settlement goes on as it is,
without following records that point at each other, and settled terms stay as they were.
"""

import datetime as dt
from collections.abc import Sequence
from dataclasses import dataclass

from django.db import transaction
from django.db.models import Exists, OuterRef, Q
from django.utils.translation import gettext as _

from awards.ledger.posting import post_credit, reverse_entries
from awards.models import (
    Appeal,
    ClassRound,
    Credit,
    EntrySource,
    FaultRecord,
    Nomination,
    Punishment,
    Round,
    SheetState,
    StarEntry,
    Violation,
    ViolationState,
)
from awards.terms.calendar import round_of_day, term_of_day
from awards.terms.locks import demand_pupils_open, is_settled_for, locked_term
from starrating.db.locks import lock
from starrating.joiners import in_a_row
from starrating.operations import audit
from starrating.refused import Refused, demand_reason
from starrating.texts.keeping import keep, keep_all, worded
from students.models import Enrolment, Movement, MovementKind, School, SchoolClass, Student, Term, TermState, User
from students.pupils import corrections
from students.pupils.movements import Newcomer, demand, locked, transfer_in

# More than a term can hold under the preset: a slip of the keyboard.
MOST = 200


@dataclass(frozen=True)
class Joined:
    """What joining two records did to the ledger: entries carried over, and those the first record had as well."""

    carried: int
    left_out: int


@transaction.atomic
def arrive(
    newcomer: Newcomer,
    school_class: SchoolClass,
    *,
    on: dt.date,
    seat: int | None = None,
    reason: str = "",
    proof: str = "",
    stars: int = 0,
    by: User,
    at: dt.datetime,
) -> Movement:
    """Enrol somebody from outside with the stars that come along, both or neither.

    Raises :class:`Refused` as :func:`students.pupils.movements.transfer_in` and :func:`credit_transfer`.
    """
    if stars:
        # Both before the pupil, in the order of `starrating.db.locks`.
        lock(School.objects.filter(pk=school_class.school_id)).get()
        locked_term(term_of_day(school_class.school, on).pk)
    movement = transfer_in(newcomer, school_class, on=on, seat=seat, reason=reason, proof=proof, by=by, at=at)
    if stars:
        credit_transfer(movement, stars, proof=proof, by=by, at=at)
    return movement


@transaction.atomic
def credit_transfer(movement: Movement, stars: int, *, proof: str, by: User, at: dt.datetime) -> StarEntry:
    """Credit the stars that a pupil brings along, with what proves them (转入结转, A42), in the month of the transfer.

    Raises :class:`Refused` for who may not, without proof, for no transfer in, for one credited already and for a
    settled term.
    """
    student = movement.student
    demand("awards:credit_transfer", student.school, by, at)
    if movement.kind != MovementKind.TRANSFER_IN or movement.to_class is None:
        raise Refused(_("Only a transfer in brings stars along. Credit them at the pupil's transfer in."), code="kind")
    if not proof.strip():
        raise Refused(_("Say what proves these stars."), code="proof")
    if not 1 <= stars <= MOST:
        raise Refused(_("Give a number of stars from 1 to %(most)d.") % {"most": MOST}, code="stars")
    term = locked_term(term_of_day(student.school, movement.on).pk)
    student = locked(student)
    demand_pupils_open(term, [student.pk], [movement.to_class.pk])
    brought = StarEntry.objects.standing().filter(student=student, term=term, credit__movement__isnull=False)
    if brought.exists():
        raise Refused(
            _("Stars have been credited for this transfer already. To correct them, revoke them first."), code="twice"
        )
    kept = keep(proof.strip(), about=student.pk)
    credit = Credit.objects.create(student=student, movement=movement, stars=stars, proof_kept=kept, by=by, at=at)
    entry = _brought(credit, movement.to_class, round_of_day(term, movement.on), by=by, at=at)
    new = {"stars": stars, "round": entry.round.label}
    audit.record("credit.entered", entry, by=by, at=at, school_id=student.school_id, new=new, reason=proof.strip())
    return entry


@transaction.atomic
def withdraw_credit(entry: StarEntry, *, reason: str, by: User, at: dt.datetime) -> None:
    """Take a credit back by a reversal, with a reason; what was entered stays readable. Not in a settled term."""
    demand("awards:withdraw_credit", entry.student.school, by, at)
    if entry.credit_id is None:
        raise Refused(
            _("This entry is no credit from a transfer and cannot be revoked here. Load the page again."), code="kind"
        )
    reason = demand_reason(reason)
    demand_pupils_open(locked_term(entry.term_id), [entry.student_id], [entry.school_class_id])
    if StarEntry.objects.filter(reverses=entry).exists():
        raise Refused(_("This star has been revoked already. Load the page again."), code="twice")
    reverse_entries([entry], reason=reason, by=by, at=at)
    new = {"stars": -entry.stars}
    audit.record("credit.withdrawn", entry, by=by, at=at, school_id=entry.student.school_id, new=new, reason=reason)


@transaction.atomic
def join_records(duplicate: Student, into: Student, *, on: dt.date, reason: str, by: User, at: dt.datetime) -> Joined:
    """Make two records of one pupil one: places and people first, then the stars of terms that are not settled.

    A star that both records have in the same month counts once. Raises :class:`Refused` as
    :func:`students.pupils.corrections.merge`, and while the second record stands on a sheet that is not final yet or
    in a violation that is not decided: what is still to be posted would be posted to it.
    """
    demand("awards:join_records", into.school, by, at)
    open_terms = Term.objects.filter(school=into.school, state=TermState.OPEN).order_by("pk")
    terms = [locked_term(pk) for pk in open_terms.values_list("pk", flat=True)]
    _demand_nothing_pending(duplicate)
    corrections.merge(duplicate, into, on=on, reason=reason, by=by, at=at)
    Punishment.objects.filter(student=duplicate).update(student=into)
    Appeal.objects.filter(student=duplicate).update(student=into)
    same = FaultRecord.objects.filter(student=into, happened_on=OuterRef("happened_on"), note=OuterRef("note"))
    FaultRecord.objects.filter(~Exists(same), student=duplicate).update(student=into)
    joined = _carry(duplicate, into, terms, reason=reason.strip(), by=by, at=at)
    new = {"into": into.pk, "carried": joined.carried, "left_out": joined.left_out}
    audit.record("credit.carried", duplicate, by=by, at=at, school_id=into.school_id, new=new, reason=reason.strip())
    return joined


def _demand_nothing_pending(duplicate: Student) -> None:
    # The sheets of the record's classes, whether it stands on them or not: nobody puts its name on one meanwhile.
    open_sheets = ClassRound.objects.exclude(state=SheetState.FINAL).filter(
        Q(school_class__in=Enrolment.objects.filter(student=duplicate).values("school_class"))
        | Q(pk__in=Nomination.objects.placed().filter(student=duplicate).values("class_round"))
    )
    sheets = list(lock(open_sheets.select_related("round__term", "school_class__school")))
    naming = Nomination.objects.placed().filter(student=duplicate, class_round__in=sheets)
    named = set(naming.values_list("class_round", flat=True))
    pending = [sheet.name for sheet in sheets if sheet.pk in named]
    if pending:
        sentence = _("%(number)s is on sheets that are not final yet: %(sheets)s. Take the name off, or wait.")
        raise Refused(sentence % {"number": duplicate.number, "sheets": in_a_row(pending)}, code="sheets")
    if Violation.objects.filter(student=duplicate, state=ViolationState.PROPOSED).exists():
        sentence = _("%(number)s has a violation that is not decided yet. Decide it first.")
        raise Refused(sentence % {"number": duplicate.number}, code="violations")


def _carry(
    duplicate: Student, into: Student, terms: Sequence[Term], *, reason: str, by: User, at: dt.datetime
) -> Joined:
    # What is settled for one of the two stays where it is, as in a settled term.
    both = [duplicate.pk, into.pk]
    terms = [term for term in terms if not is_settled_for(term, both, _classes(both, term))]
    counting = StarEntry.objects.standing().filter(term__in=terms)
    entries = list(counting.filter(student=duplicate).select_related("credit").order_by("pk"))
    have = set(counting.filter(student=into, item__isnull=False).values_list("round", "item", "detail"))
    carried = [entry for entry in entries if (entry.round_id, entry.item_id, entry.detail) not in have]
    reverse_entries(entries, reason=reason, by=by, at=at)
    credited = [_credit_for(entry, into, reason, by=by, at=at) for entry in carried]
    keep_all(credit.proof_kept for credit in credited)
    made = Credit.objects.bulk_create(credited)
    StarEntry.objects.bulk_create(
        StarEntry(
            term_id=entry.term_id,
            round_id=entry.round_id,
            student=into,
            school_class_id=entry.school_class_id,
            item_id=entry.item_id,
            detail=entry.detail,
            stars=entry.stars,
            source=EntrySource.CREDIT,
            credit=credit,
            by=by,
            entered_at=at,
        )
        for entry, credit in zip(carried, made, strict=True)
    )
    return Joined(len(carried), len(entries) - len(carried))


def _classes(students: Sequence[int], term: Term) -> list[int]:
    entries = StarEntry.objects.filter(student__in=students, term=term).order_by()
    return list(entries.values_list("school_class", flat=True).distinct())


def _credit_for(entry: StarEntry, into: Student, reason: str, *, by: User, at: dt.datetime) -> Credit:
    credit = Credit(student=into, stars=entry.stars, proof_kept=worded(reason, about=into.pk), by=by, at=at)
    if entry.credit is None:
        credit.carries = entry
    else:
        # Carried a second time: it still says what it was in the beginning.
        credit.carries_id, credit.movement_id = entry.credit.carries_id, entry.credit.movement_id
        credit.appeal_id = entry.credit.appeal_id
    return credit


def _brought(credit: Credit, school_class: SchoolClass, round_: Round, *, by: User, at: dt.datetime) -> StarEntry:
    detail = _("credited at the transfer")
    return post_credit(credit, school_class, round_, detail=detail, by=by, at=at)
