"""Pupils who come, leave, change class, pause and return: an enrolment ends, another begins, and a movement says why.

A day is always the first on which it is so: the first in the new class, or the first on which the pupil is gone.
Who is suspended has no enrolment meanwhile, so that nobody can nominate or list them, and keeps the number (A44).
"""

import datetime as dt
from collections.abc import Iterable
from dataclasses import dataclass

from django.db import transaction
from django.db.models import Q
from django.utils import timezone
from django.utils.translation import gettext as _

from starrating.days import short_day
from starrating.db.locks import lock
from starrating.operations import audit
from starrating.refused import Refused, demand_reason
from starrating.texts.keeping import keep
from students.accounts.pupils import close_accounts
from students.models import (
    Enrolment,
    GradeSettlement,
    Movement,
    MovementKind,
    School,
    SchoolClass,
    Sex,
    Student,
    Term,
    TermState,
    User,
)
from students.names.personal import match_key
from students.permits.reach import demand_school
from students.permits.roles import standing_of
from students.permits.rows import MOVING_PUPILS, Who
from students.pupils.enrolments import begin, end, last_enrolment, open_enrolment, put_right

# Known in advance is a move of the coming term; a day farther away is a slip of the keyboard.
FARTHEST = dt.timedelta(days=366)


@dataclass(frozen=True)
class Newcomer:
    """Who is transferred in: a number that nobody has yet, or that of a pupil who had left."""

    number: str
    name: str
    sex: str = Sex.UNKNOWN
    is_guest: bool = False


@dataclass(frozen=True)
class Change:
    """A movement whose enrolments somebody else has written (a roster); pupil and classes by their keys."""

    student_pk: int
    on: dt.date
    from_pk: int | None
    to_pk: int


@transaction.atomic
def transfer_in(
    newcomer: Newcomer,
    school_class: SchoolClass,
    *,
    on: dt.date,
    seat: int | None = None,
    reason: str = "",
    proof: str = "",
    by: User,
    at: dt.datetime,
) -> Movement:
    """Enrol somebody from outside from ``on``, with no stars of this school (A42); the next free seat unless said.

    Raises :class:`Refused` for who may not, for a number that is somebody else's or has been joined to another, and
    for a pupil who is enrolled, suspended or was still here on that day.
    """
    demand(MOVING_PUPILS, school_class.school, by, at)
    demand_day(school_class.school, on, at)
    demand_open_grades(on, [school_class])
    demand_class_begun(school_class, on)
    student = locked(_student_for(newcomer, school_class.school))
    if is_suspended(student):
        raise Refused(_("%(name)s is suspended: enter a return.") % {"name": student.name}, code="suspended")
    _demand_absent(student, on)
    begin(student, school_class, on, seat=seat)
    movement = moved(
        student, MovementKind.TRANSFER_IN, on, to_class=school_class, reason=reason, proof=proof, by=by, at=at
    )
    if newcomer.is_guest != student.is_guest:
        set_guest(student, is_guest=newcomer.is_guest, on=on, reason=reason, by=by, at=at)
    return movement


@transaction.atomic
def transfer_out(
    student: Student, *, on: dt.date, reason: str = "", proof: str = "", by: User, at: dt.datetime
) -> Movement:
    """Let the pupil leave the school; ``on`` is the first day away. Stars and record stay (A44)."""
    return _leave(student, MovementKind.TRANSFER_OUT, on, reason, proof, by=by, at=at)


@transaction.atomic
def suspend(student: Student, *, on: dt.date, reason: str, proof: str = "", by: User, at: dt.datetime) -> Movement:
    """Let the pupil pause (休学) from ``on`` and keep the number: on no list, not to be nominated (A44)."""
    reason = demand_reason(reason)
    return _leave(student, MovementKind.SUSPENSION, on, reason, proof, by=by, at=at)


@transaction.atomic
def resume(
    student: Student,
    school_class: SchoolClass | None = None,
    *,
    on: dt.date,
    seat: int | None = None,
    reason: str = "",
    by: User,
    at: dt.datetime,
) -> Movement:
    """Let a suspended pupil return, into the class left or, a year later, into ``school_class``."""
    student = _mine(student, by, at)
    last = last_enrolment(student)
    if last is None or not is_suspended(student):
        raise Refused(
            _("%(name)s is not suspended. Enter a transfer in for who has left, nothing for who is here.")
            % {"name": student.name},
            code="not_suspended",
        )
    target = school_class or last.school_class
    _demand_of_school(target, student)
    demand_day(student.school, on, at)
    demand_open_grades(on, [target])
    demand_class_begun(target, on)
    _demand_absent(student, on)
    same = target.pk == last.school_class_id
    begin(student, target, on, seat=seat or (last.seat if same else None), group=last.group if same else None)
    return moved(student, MovementKind.RETURN, on, to_class=target, reason=reason, by=by, at=at)


@transaction.atomic
def change_class(
    student: Student,
    school_class: SchoolClass,
    *,
    on: dt.date,
    seat: int | None = None,
    reason: str = "",
    by: User,
    at: dt.datetime,
) -> Movement:
    """Seat the pupil in another class from ``on``. Stars follow the pupil; each keeps the class it was won in (A43).

    On the first day of the present enrolment nothing has happened in it yet: it is put right in place.
    """
    student = _mine(student, by, at)
    _demand_of_school(school_class, student)
    demand_day(student.school, on, at)
    current = _present(student, on, first_day_too=True)
    old = current.school_class
    demand_open_grades(on, [old, school_class])
    if old.pk == school_class.pk:
        raise Refused(
            _("%(name)s is in this class already. Choose another class.") % {"name": student.name}, code="same_class"
        )
    if on == current.starts_on:
        put_right(current, school_class, seat=seat)
    else:
        end(current, on)
        begin(student, school_class, on, seat=seat)
    kind = MovementKind.CHANGE_CLASS
    return moved(student, kind, on, from_class=old, to_class=school_class, reason=reason, by=by, at=at)


@transaction.atomic
def set_guest(
    student: Student, *, is_guest: bool, on: dt.date, reason: str = "", by: User, at: dt.datetime
) -> Movement:
    """Note whether the pupil is here as a guest (借读): takes part fully, with a flag for merit awards (A45)."""
    student = _mine(student, by, at)
    demand_day(student.school, on, at)
    if student.is_guest == is_guest:
        raise Refused(_("This is on record already. Nothing needs to be entered."), code="twice")
    student.is_guest = is_guest
    student.save(update_fields=["is_guest"])
    kind = MovementKind.GUEST if is_guest else MovementKind.NO_GUEST
    return moved(student, kind, on, reason=reason, by=by, at=at)


def record_changes(changes: Iterable[Change], *, by: User, at: dt.datetime) -> list[Movement]:
    """Record the movements of a whole roster whose enrolments its caller writes, in its transaction and audit event."""
    rows = list(changes)
    kinds = dict(
        Movement.objects.of_place()
        .filter(student__in=[row.student_pk for row in rows if row.from_pk is None])
        .values_list("student_id", "kind")
    )
    return Movement.objects.bulk_create(
        (
            Movement(
                student_id=row.student_pk,
                kind=_kind_of(row, kinds.get(row.student_pk)),
                on=row.on,
                from_class_id=row.from_pk,
                to_class_id=row.to_pk,
                by=by,
                at=at,
            )
            for row in rows
        ),
        batch_size=500,
    )


def is_suspended(student: Student) -> bool:
    """Tell whether the last that happened to the pupil's place is a suspension."""
    last = Movement.objects.current().of_place().filter(student=student).last()
    return last is not None and last.kind == MovementKind.SUSPENSION and open_enrolment(student) is None


def locked(student: Student) -> Student:
    """Lock the pupil's row until the transaction ends: two movements of one pupil come one after the other."""
    return lock(Student.objects.all()).select_related("school").get(pk=student.pk)


def demand(who: str | Who, school: School, by: User, at: dt.datetime) -> None:
    """Raise :class:`Refused` unless ``by`` reaches the whole school that day, at that address or as ``who`` says."""
    standing = standing_of(by, timezone.localdate(at))
    demand_school(standing, who, school.pk)


def demand_open_term(school: School, on: dt.date) -> None:
    """Raise :class:`Refused` where ``on`` is not after the last day of each settled term: those stay as they were."""
    settled = Term.objects.filter(school=school, state=TermState.SETTLED, ends_on__gte=on).order_by("ends_on").first()
    if settled is not None:
        sentence = _("%(term)s is settled. Reopen it first, or choose a later day.")
        raise Refused(sentence % {"term": settled.name}, code="settled")


def demand_open_grades(on: dt.date, classes: Iterable[SchoolClass | None], *, leaving: bool = False) -> None:
    """Raise :class:`Refused` where the grade of one of these classes is settled and ``on`` still lies in its term.

    Who leaves the school is free once the grade's own last day is over, which may be weeks before the term's (A32).
    Anybody else waits for the term's last day: nobody is settled with two grades of one term, or with none.
    """
    found = [row for row in classes if row is not None]
    settled = (
        GradeSettlement.objects.live()
        .filter(term__school__in={row.school_id for row in found}, entry_year__in={row.entry_year for row in found})
        .filter(Q(ends_on__gte=on) if leaving else Q(term__ends_on__gte=on))
        .select_related("term__school")
        .order_by("term__ends_on")
        .first()
    )
    if settled is not None:
        sentence = _("%(grade)s is settled for the %(term)s. Reopen the grade first, or choose a later day.")
        school, term = settled.term.school, settled.term
        grade = school.grade_name(school.grade_of(settled.entry_year, term.school_year))
        raise Refused(sentence % {"grade": grade, "term": term.name}, code="settled")


def _kind_of(change: Change, last: str | None) -> MovementKind:
    if change.from_pk is not None:
        return MovementKind.CHANGE_CLASS
    return MovementKind.RETURN if last == MovementKind.SUSPENSION else MovementKind.TRANSFER_IN


def _student_for(newcomer: Newcomer, school: School) -> Student:
    number, name = newcomer.number.strip(), newcomer.name.strip()
    if not number or not name:
        raise Refused(_("Give the pupil's number and name."), code="number")
    # Two who enter the same newcomer: the school's row makes one wait for the other.
    lock(School.objects.all()).get(pk=school.pk)
    known = Student.objects.filter(school=school, number=number).select_related("merged_into").first()
    if known is None:
        made = Student(school=school, number=number, sex=newcomer.sex, is_guest=newcomer.is_guest)
        made.call(name)
        made.save(force_insert=True)
        return made
    if known.merged_into is not None:
        sentence = _("%(number)s has been joined to %(kept)s; use that number.")
        raise Refused(sentence % {"number": number, "kept": known.merged_into.number}, code="merged")
    if match_key(known.name) != match_key(name):
        sentence = _("The number %(number)s belongs to %(name)s. Check the number and the name.")
        raise Refused(sentence % {"number": number, "name": known.name}, code="number")
    return known


def _leave(
    student: Student, kind: MovementKind, on: dt.date, reason: str, proof: str, *, by: User, at: dt.datetime
) -> Movement:
    student = _mine(student, by, at)
    demand_day(student.school, on, at)
    current = _present(student, on)
    demand_open_grades(on, [current.school_class], leaving=True)
    end(current, on)
    # Known in advance: the account is closed when its owner next comes to sign in after that day.
    if on <= timezone.localdate(at):
        close_accounts([student.pk], by=by, at=at)
    return moved(student, kind, on, from_class=current.school_class, reason=reason, proof=proof, by=by, at=at)


def _mine(student: Student, by: User, at: dt.datetime) -> Student:
    demand(MOVING_PUPILS, student.school, by, at)
    return locked(student)


def _present(student: Student, on: dt.date, *, first_day_too: bool = False) -> Enrolment:
    """Give the pupil's present place, if it is old enough to end on the day before ``on``."""
    current = open_enrolment(student)
    if current is None:
        raise Refused(
            _("%(name)s is in no class. Enter a transfer in or a return first.") % {"name": student.name},
            code="not_enrolled",
        )
    if not (first_day_too and on == current.starts_on):
        demand_begun(current, on)
    return current


def _demand_absent(student: Student, on: dt.date) -> None:
    last = last_enrolment(student)
    if last is not None and last.ends_on is None:
        raise Refused(
            _("%(name)s is enrolled in a class already. Enter a change of class.") % {"name": student.name},
            code="enrolled",
        )
    demand_ended(last, on)


def _demand_of_school(school_class: SchoolClass, student: Student) -> None:
    if school_class.school_id != student.school_id:
        raise Refused(_("This class is of another school. Choose a class of this school."), code="school")


def demand_begun(place: Enrolment, on: dt.date) -> None:
    """Raise :class:`Refused` unless the place has begun before ``on``."""
    if on <= place.starts_on:
        sentence = _("%(name)s has been in the present class since %(day)s; choose a later day.")
        raise Refused(sentence % {"name": place.student.name, "day": short_day(place.starts_on)}, code="day")


def demand_ended(last: Enrolment | None, on: dt.date) -> None:
    """Raise :class:`Refused` where the pupil's last place ended on ``on`` or later."""
    if last is not None and last.ends_on is not None and on <= last.ends_on:
        values = {"name": last.student.name, "day": short_day(last.ends_on)}
        raise Refused(_("%(name)s was still here on %(day)s; choose a later day.") % values, code="day")


def demand_day(school: School, on: dt.date, at: dt.datetime) -> None:
    """Raise :class:`Refused` for a day far away on either side, and for one in a settled term."""
    if abs(on - timezone.localdate(at)) > FARTHEST:
        raise Refused(_("This day is more than a year away. Check the date."), code="future")
    demand_open_term(school, on)


def demand_class_begun(school_class: SchoolClass, on: dt.date) -> None:
    """Raise :class:`Refused` for a day on which the class was not there yet: before the summer of its entry."""
    if on < dt.date(school_class.entry_year, 7, 1):
        sentence = _("The class entered school in %(year)d. Choose a day from July of that year on.")
        raise Refused(sentence % {"year": school_class.entry_year}, code="class_day")


def moved(
    student: Student,
    kind: MovementKind,
    on: dt.date,
    *,
    from_class: SchoolClass | None = None,
    to_class: SchoolClass | None = None,
    reason: str = "",
    proof: str = "",
    by: User,
    at: dt.datetime,
) -> Movement:
    """Write the movement and its audit event; the caller has changed the enrolments."""
    movement = Movement.objects.create(
        student=student,
        kind=kind,
        on=on,
        from_class=from_class,
        to_class=to_class,
        reason_kept=keep(reason.strip(), about=student.pk),
        proof_kept=keep(proof.strip(), about=student.pk),
        by=by,
        at=at,
    )
    old = {"class": str(from_class)} if from_class else {}
    new = {"kind": kind.value, "from": on.isoformat()} | ({"class": str(to_class)} if to_class else {})
    audit.record(
        "pupil.moved", student, by=by, at=at, school_id=student.school_id, old=old, new=new, reason=reason.strip()
    )
    return movement
