"""Minor faults, one line each: noted by a teacher of the class, removed, and gone when the grade is settled (A25)."""

import datetime as dt
from collections.abc import Collection

from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from awards.models import FaultRecord
from awards.terms.calendar import term_of_day
from awards.terms.locks import demand_pupils_open, locked_term
from awards.violations.verbs import class_on
from starrating.db.locks import lock
from starrating.operations import audit
from starrating.own_words import in_own_words
from starrating.refused import Refused, demand_length
from students.models import Student, Term, User
from students.permits.reach import demand_reach, may_go, reach_of
from students.permits.roles import standing_of
from students.permits.rows import CLASS_AND_OFFICE

NOTE_LENGTH = 60


@transaction.atomic
def note(student: Student, what: str, *, on: dt.date, by: User, at: dt.datetime) -> FaultRecord:
    """Write down a minor fault; no star is taken by it, and nothing follows by itself.

    Raises :class:`Refused` for who does not teach the pupil's class of that day, for a day to come or of a settled
    term, without words, and for what is noted already.
    """
    school_class = class_on(student, on)
    if school_class is None:
        raise Refused(_("The pupil was in no class on that day. Check the pupil and the day."), code="not_enrolled")
    demand_reach(standing_of(by, timezone.localdate(at)), "awards:fault_note", school_class)
    if on > timezone.localdate(at):
        raise Refused(_("The day is still to come. Give today or an earlier day."), code="future")
    what = demand_length(what.strip(), NOTE_LENGTH)
    if not what:
        raise Refused(_("Say what happened."), code="facts")
    term = locked_term(term_of_day(school_class.school, on).pk)
    demand_pupils_open(term, [student.pk], [school_class.pk])
    # The pupil's row is locked, so that two who note the same are told so.
    lock(Student.objects.all()).get(pk=student.pk)
    if FaultRecord.objects.filter(student=student, happened_on=on, note=what).exists():
        raise Refused(_("This has been noted already. Nothing needs to be added."), code="twice")
    record = FaultRecord.objects.create(
        student=student, school_class=school_class, term=term, happened_on=on, note=what, noted_by=by, noted_at=at
    )
    audit.record("fault.noted", record, by=by, at=at, school_id=term.school_id, new={"happened_on": on.isoformat()})
    return record


@transaction.atomic
def remove(record: FaultRecord, *, by: User, at: dt.datetime) -> None:
    """Take a note back: the noter the own one, the homeroom teacher and the office any of the class.

    Raises :class:`Refused` for others, and once a deduction holds it.
    """
    lock(Student.objects.all()).get(pk=record.student_id)
    found = FaultRecord.objects.select_related("school_class__school").filter(pk=record.pk).first()
    if found is None:
        raise Refused(_("This note has been removed already. Load the page again."), code="gone")
    if not may_remove(found, by, timezone.localdate(at)):
        sentence = _("A note is removed by whoever wrote it, the homeroom teacher or the %(office)s.")
        raise Refused(in_own_words(sentence), code="role")
    if found.violation_id is not None:
        raise Refused(
            _("This note belongs to a deduction and stays with it. Load the page again."), code="record_taken"
        )
    audit.record(
        "fault.removed",
        found,
        by=by,
        at=at,
        school_id=found.school_class.school_id,
        old={"happened_on": found.happened_on.isoformat()},
    )
    found.delete()


def may_remove(record: FaultRecord, user: User, day: dt.date) -> bool:
    standing = standing_of(user, day)
    own = record.noted_by_id == user.pk and may_go(standing, "awards:fault_remove")
    return own or reach_of(standing, CLASS_AND_OFFICE).holds(record.school_class)


@transaction.atomic
def clear_settled(term: Term, entry_years: Collection[int], *, by: User | None, at: dt.datetime) -> int:
    """Delete the notes of settled grades that no deduction has taken in; give their number. Safe to repeat.

    ``entry_years`` are the grades by their classes.
    """
    term = locked_term(term.pk)
    rows = FaultRecord.objects.filter(
        term=term, school_class__school=term.school_id, school_class__entry_year__in=entry_years, violation=None
    )
    gone, _by_model = rows.delete()
    if gone:
        new = {"removed": gone}
        audit.record("fault.cleared", term, by=by, at=at, school_id=term.school_id, new=new)
    return gone
