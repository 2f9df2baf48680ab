"""Grave violations: proposed by the homeroom teacher, decided by the office, revoked with a reason (五6)."""

import datetime as dt
from dataclasses import dataclass
from typing import Unpack

from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _, ngettext

from awards.ledger.posting import post_deduction, reverse_entries
from awards.models import FaultRecord, Ground, StarEntry, Violation, ViolationState
from awards.models.violation import LIVE_STATES
from awards.rules.kinds import DeductionMode
from awards.terms.calendar import round_of_day, term_of_day
from awards.terms.locks import demand_pupils_open, is_settled_for, locked_term
from starrating.db.locks import lock
from starrating.operations import audit
from starrating.refused import Refused, demand_reason
from students.models import Enrolment, School, SchoolClass, Student, Term, User
from students.permits.reach import demand_reach
from students.permits.roles import standing_of


@dataclass(frozen=True)
class MinorFault:
    """One dated record of a minor fault (A25)."""

    happened_on: dt.date
    note: str


@dataclass(frozen=True)
class Incident:
    """What is to be put on record (the form of 违纪扣星审批). ``stars`` None: the ground's own number."""

    student: Student
    ground: Ground
    happened_on: dt.date
    facts: str
    place: str = ""
    statement: str = ""
    guardian_told_on: dt.date | None = None
    guardian_told_how: str = ""
    records: tuple[MinorFault, ...] = ()
    written_ground: str = ""
    stars: int | None = None


@dataclass(frozen=True)
class Missing:
    """What a record still lacks before the office can confirm it."""

    code: str
    message: str


def missing(violation: Violation) -> list[Missing]:
    """List what stops the office from confirming, in the order of the form (A24, A25)."""
    found = []
    if not violation.statement.strip():
        found.append(
            Missing("statement", _("The pupil's own statement is missing. Let the pupil speak, and write it down."))
        )
    if violation.guardian_told_on is None or not violation.guardian_told_how.strip():
        found.append(
            Missing(
                "guardian", _("When and how the guardian was told is missing. Tell the guardian, and write it down.")
            )
        )
    found += _records_missing(violation.ground, violation.records.count(), violation.written_ground)
    return found


def _records_missing(ground: Ground, records: int, written_ground: str) -> list[Missing]:
    if records >= ground.min_records or written_ground.strip():
        return []
    sentence = ngettext(
        "%(ground)s needs %(count)d dated record or a written ground.",
        "%(ground)s needs %(count)d dated records or a written ground.",
        ground.min_records,
    )
    return [Missing("records", sentence % {"ground": ground.name, "count": ground.min_records})]


@transaction.atomic
def propose(incident: Incident, *, by: User, at: dt.datetime) -> Violation:
    """Put an incident before the office; nothing is taken until it confirms (A24).

    Raises :class:`Refused` for who is neither the class's homeroom teacher nor the office, for a day to come, for an
    incident that is on record, and for facts or stars that will not do.
    """
    return _put_on_record(incident, "awards:violation_propose", by=by, at=at)


@transaction.atomic
def supplement(
    violation: Violation,
    *,
    statement: str,
    guardian_told_on: dt.date | None,
    guardian_told_how: str,
    written_ground: str = "",
    by: User,
    at: dt.datetime,
) -> Violation:
    """Fill in what the record still lacks while it awaits the decision.

    Raises :class:`Refused` for who may not, once it is decided, and for a day before the incident or to come.
    """
    violation = _locked(violation)
    _demand(violation.school_class, "awards:violation_supplement", by, at)
    _demand_state(violation, ViolationState.PROPOSED)
    _demand_told_day(guardian_told_on, violation.happened_on, timezone.localdate(at))
    violation.statement, violation.written_ground = statement.strip(), written_ground.strip()
    violation.guardian_told_on, violation.guardian_told_how = guardian_told_on, guardian_told_how.strip()
    violation.save(update_fields=["statement", "written_ground", "guardian_told_on", "guardian_told_how"])
    # What the pupil said stays in the record alone.
    _audit(
        "violation.supplemented", violation, by=by, at=at, new={"missing": [lack.code for lack in missing(violation)]}
    )
    return violation


@transaction.atomic
def confirm(violation: Violation, *, reason: str, stars: int | None = None, by: User, at: dt.datetime) -> Violation:
    """Take the stars, for a reason (A22 to A27). ``stars`` is an amount that the scheme leaves to the office."""
    violation = _locked(violation, timezone.localdate(at))
    _demand(violation.school_class, "awards:violation_confirm", by, at)
    _demand_state(violation, ViolationState.PROPOSED)
    for lack in missing(violation):
        raise Refused(lack.message, code=lack.code)
    return _confirmed(violation, demand_reason(reason), stars, by=by, at=at)


@transaction.atomic
def record(incident: Incident, *, by: User, at: dt.datetime) -> Violation:
    """Enter an incident that the office has decided on paper, as confirmed in one step.

    The form on paper holds the pupil's statement and how the guardian was told; repeated minor faults still need
    their records or a written ground here (A25).
    """
    for lack in _records_missing(incident.ground, len(incident.records), incident.written_ground):
        raise Refused(lack.message, code=lack.code)
    return _confirmed(_put_on_record(incident, "awards:violations_confirm", by=by, at=at), "", None, by=by, at=at)


@transaction.atomic
def drop(violation: Violation, *, reason: str, by: User, at: dt.datetime) -> Violation:
    """Drop what the office does not confirm: nothing was taken, the record stays with the reason."""
    violation = _locked(violation)
    _demand(violation.school_class, "awards:violation_drop", by, at)
    _demand_state(violation, ViolationState.PROPOSED)
    reason = demand_reason(reason)
    violation.state = ViolationState.DROPPED
    violation.decided_by, violation.decided_at, violation.decision_reason = by, at, reason
    violation.save(update_fields=["state", "decided_by", "decided_at", "decision_reason"])
    _audit("violation.dropped", violation, by=by, at=at, new={"state": violation.state}, reason=reason)
    return violation


@transaction.atomic
def revoke(violation: Violation, *, reason: str, by: User, at: dt.datetime) -> Violation:
    """Give the stars back by the office's own correction, a reversal (A28). Not once the term is settled."""
    violation = _locked(violation)
    _demand(violation.school_class, "awards:violation_revoke", by, at)
    _demand_state(violation, ViolationState.CONFIRMED)
    reason = demand_reason(reason)
    demand_pupils_open(violation.term, [violation.student_id], [])
    entries = list(StarEntry.objects.standing().of(violation=violation))
    reverse_entries(entries, reason=reason, by=by, at=at)
    mark_revoked(violation, reason=reason, by=by, at=at)
    return violation


def mark_revoked(violation: Violation, *, reason: str, by: User, at: dt.datetime) -> None:
    """Say on a locked record that it was revoked; what became of its stars is in the ledger."""
    violation.state = ViolationState.REVOKED
    violation.revoked_by, violation.revoked_at, violation.revoke_reason = by, at, reason
    violation.save(update_fields=["state", "revoked_by", "revoked_at", "revoke_reason"])
    _audit("violation.revoked", violation, by=by, at=at, new={"state": violation.state}, reason=reason)


def class_on(student: Student, day: dt.date) -> SchoolClass | None:
    """Find the pupil's class on ``day``; None when enrolled in none."""
    rows = Enrolment.objects.active_on(day).filter(student=student).select_related("school_class__school")
    enrolment = rows.first()
    return enrolment.school_class if enrolment else None


def _put_on_record(incident: Incident, action: str, *, by: User, at: dt.datetime) -> Violation:
    today = timezone.localdate(at)
    school_class = class_on(incident.student, incident.happened_on)
    if school_class is None:
        raise Refused(
            _("The pupil was in no class on the day of the incident. Check the pupil and the day."), code="not_enrolled"
        )
    _demand(school_class, action, by, at)
    if incident.happened_on > today:
        raise Refused(_("The day of the incident is still to come. Give today or an earlier day."), code="future")
    _demand_told_day(incident.guardian_told_on, incident.happened_on, today)
    if any(fault.happened_on > incident.happened_on for fault in incident.records):
        sentence = _("A dated record is later than the incident. Correct its day, or delete it.")
        raise Refused(sentence, code="records_day")
    if not incident.facts.strip():
        raise Refused(_("Say what happened."), code="facts")
    # With the term of today, which is hit where that of the incident is settled.
    term = term_of_day(school_class.school, incident.happened_on)
    _lock_terms(school_class.school, term.pk, today)
    # The pupil's row is locked, so that two who report the same incident are told so.
    lock(Student.objects.all()).get(pk=incident.student.pk)
    same = Violation.objects.live().filter(student=incident.student, ground=incident.ground)
    if same.filter(happened_on=incident.happened_on, place=incident.place.strip()).exists():
        raise Refused(_("This incident is on record already. Open it from the list of violations."), code="twice")
    violation = Violation.objects.create(
        student=incident.student,
        school_class=school_class,
        term=term,
        ground=incident.ground,
        happened_on=incident.happened_on,
        place=incident.place.strip(),
        facts=incident.facts.strip(),
        statement=incident.statement.strip(),
        guardian_told_on=incident.guardian_told_on,
        guardian_told_how=incident.guardian_told_how.strip(),
        written_ground=incident.written_ground.strip(),
        stars=_stars(term, incident.ground, incident.stars),
        proposed_by=by,
        proposed_at=at,
    )
    for fault in dict.fromkeys(incident.records):
        _take_in(violation, fault, by=by, at=at)
    new = {"ground": incident.ground.code, "happened_on": incident.happened_on.isoformat(), "stars": violation.stars}
    _audit("violation.proposed", violation, by=by, at=at, new=new)
    return violation


def _take_in(violation: Violation, fault: MinorFault, *, by: User, at: dt.datetime) -> None:
    """Let the violation hold a dated record: one that was noted when it happened, or one that is written now (A25)."""
    day, note = fault.happened_on, fault.note.strip()
    known = FaultRecord.objects.filter(student=violation.student_id, happened_on=day, note=note).first()
    if known is None:
        FaultRecord.objects.create(
            student_id=violation.student_id,
            school_class_id=violation.school_class_id,
            term_id=violation.term_id,
            happened_on=day,
            note=note,
            violation=violation,
            noted_by=by,
            noted_at=at,
        )
        return
    if known.violation is not None and known.violation.state in LIVE_STATES:
        sentence = _("The record “%(record)s” belongs to another deduction already. Leave it out.")
        raise Refused(sentence % {"record": str(known)}, code="record_taken")
    known.violation = violation
    known.save(update_fields=["violation"])


def _demand_told_day(told_on: dt.date | None, happened_on: dt.date, today: dt.date) -> None:
    """Raise :class:`Refused` where the guardian cannot have been told on that day (code ``told``)."""
    if told_on is not None and not happened_on <= told_on <= today:
        raise Refused(_("Give a day from the incident until today on which the guardian was told."), code="told")


def _stars(term: Term, ground: Ground, wanted: int | None) -> int:
    """Give the ground's number of stars, or what the office found right up to it (A22)."""
    if wanted is None or wanted == ground.stars:
        return ground.stars
    most = term.pinned.scheme.counted(ground.stars)
    if term.pinned.scheme.deduction_mode == DeductionMode.FIXED:
        raise Refused(_("The scheme deducts %(stars)s, no other number.") % {"stars": most}, code="stars")
    if not 1 <= wanted <= ground.stars:
        raise Refused(_("The scheme deducts from 1 to %(stars)s.") % {"stars": most}, code="stars")
    return wanted


def _confirmed(violation: Violation, reason: str, stars: int | None, *, by: User, at: dt.datetime) -> Violation:
    term, school_class, day = _hit(violation, at)
    note = reason.strip()
    if term.pk != violation.term_id:
        words = {"term": violation.term.name, "reason": note}
        sentence = _("%(term)s is settled; the stars are deducted in this term.")
        with_reason = _("%(reason)s (%(term)s is settled; the stars are deducted in this term.)")
        note = (with_reason if note else sentence) % words
    limit = term.pinned.scheme.deductions_per_term
    if limit and Violation.objects.confirmed().filter(student=violation.student_id, term=term).count() >= limit:
        sentence = _("This term has had as many deductions as the scheme allows: %(count)d.")
        raise Refused(sentence % {"count": limit}, code="limit")
    violation.term, violation.state = term, ViolationState.CONFIRMED
    if stars is not None:
        violation.stars = _stars(term, violation.ground, stars)
    violation.decided_by, violation.decided_at, violation.decision_reason = by, at, note
    violation.save(update_fields=["term", "state", "stars", "decided_by", "decided_at", "decision_reason"])
    entry = post_deduction(violation, round_of_day(term, day), school_class, by=by, at=at)
    new = {"state": violation.state, "stars": entry.stars, "round": entry.round.label}
    _audit("violation.confirmed", violation, by=by, at=at, new=new, reason=note)
    return violation


def _hit(violation: Violation, at: dt.datetime) -> tuple[Term, SchoolClass, dt.date]:
    """Give the term whose stars are taken, locked, with the class and the day that decide it (A27).

    They are those of the incident; where the grade of that day is settled its certificates are out, and they are those
    of the decision.
    """
    term, school_class = locked_term(violation.term_id), violation.school_class
    if not is_settled_for(term, [violation.student_id], [school_class.pk]):
        return term, school_class, violation.happened_on
    day = timezone.localdate(at)
    term = locked_term(term_of_day(school_class.school, day).pk)
    school_class = class_on(violation.student, day) or school_class
    if is_settled_for(term, [violation.student_id], [school_class.pk]):
        raise Refused(
            _("The term is settled and the next one has not begun. Confirm the record once the next term is open."),
            code="settled",
        )
    return term, school_class, day


def _locked(violation: Violation, *days: dt.date) -> Violation:
    """Lock a record under its term and those of ``days``: none is decided while one of them is being settled."""
    _lock_terms(violation.school_class.school, violation.term_id, *days)
    lock(Student.objects.all()).get(pk=violation.student_id)
    return (
        lock(Violation.objects.all())
        .select_related("student", "ground", "school_class__school", "term__pinned__scheme")
        .get(pk=violation.pk)
    )


def _lock_terms(school: School, term_pk: int, *days: dt.date) -> None:
    for pk in sorted({term_pk} | {term_of_day(school, day).pk for day in days}):
        locked_term(pk)


def _demand(school_class: SchoolClass, action: str, by: User, at: dt.datetime) -> None:
    demand_reach(standing_of(by, timezone.localdate(at)), action, school_class)


def _demand_state(violation: Violation, state: ViolationState) -> None:
    if violation.state != state:
        sentence = _("The record is “%(state)s” now, so this is not possible. Load the page again.")
        raise Refused(sentence % {"state": violation.get_state_display()}, code="state")


def _audit(action: str, violation: Violation, **told: Unpack[audit.Told]) -> None:
    audit.record(action, violation, school_id=violation.school_class.school_id, **told)
