"""Formal punishments: recorded by the office with their dates, and lifted with a reason (A47)."""

import datetime as dt
from dataclasses import dataclass

from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from awards.models import Punishment, PunishmentKind
from starrating.db.locks import lock
from starrating.operations import audit
from starrating.refused import Refused, demand_reason
from students.models import Student, User
from students.pupils.movements import demand


@dataclass(frozen=True)
class PunishmentDecision:
    """What the school decided. ``until`` None: until it is lifted."""

    student: Student
    kind: PunishmentKind
    decided_on: dt.date
    ground: str
    until: dt.date | None = None


@transaction.atomic
def record(decision: PunishmentDecision, *, by: User, at: dt.datetime) -> Punishment:
    """Put a decision on record; no star is taken by it (A47).

    Raises :class:`Refused` for who may not, without a ground, for a day to come, for an end before the decision, and
    for one that is on record.
    """
    # The pupil's row is locked, so that two who enter the same decision are told so.
    student = lock(Student.objects.all()).select_related("school")
    pupil = student.get(pk=decision.student.pk)
    demand("awards:punishment_record", pupil.school, by, at)
    if not decision.ground.strip():
        raise Refused(_("Say what the punishment is for."), code="ground")
    if decision.decided_on > timezone.localdate(at):
        raise Refused(_("The day of the decision is still to come. Give today or an earlier day."), code="future")
    if decision.until is not None and decision.until < decision.decided_on:
        raise Refused(_("The last day is before the day of the decision. Choose a later last day."), code="until")
    if Punishment.objects.filter(student=pupil, kind=decision.kind, decided_on=decision.decided_on).exists():
        raise Refused(_("This punishment is on record already. Nothing needs to be entered."), code="twice")
    punishment = Punishment.objects.create(
        student=pupil,
        kind=decision.kind,
        decided_on=decision.decided_on,
        until=decision.until,
        ground=decision.ground.strip(),
        by=by,
        at=at,
    )
    new = {"kind": punishment.kind, "on": decision.decided_on.isoformat()}
    audit.record("punishment.recorded", punishment, by=by, at=at, school_id=pupil.school_id, new=new)
    return punishment


@transaction.atomic
def lift(punishment: Punishment, *, on: dt.date, reason: str, by: User, at: dt.datetime) -> Punishment:
    """End a punishment before its time, or one without an end; what was recorded stays readable."""
    rows = lock(Punishment.objects.all()).select_related("student__school")
    punishment = rows.get(pk=punishment.pk)
    school = punishment.student.school
    demand("awards:punishment_lift", school, by, at)
    if punishment.lifted_on is not None:
        raise Refused(_("This punishment has been lifted already. Load the page again."), code="twice")
    reason = demand_reason(reason)
    if not punishment.decided_on <= on <= timezone.localdate(at):
        raise Refused(_("Give a day from the decision until today."), code="day")
    punishment.lifted_on, punishment.lifted_by, punishment.lift_reason = on, by, reason
    punishment.save(update_fields=["lifted_on", "lifted_by", "lift_reason"])
    new = {"on": on.isoformat()}
    audit.record("punishment.lifted", punishment, by=by, at=at, school_id=school.pk, new=new, reason=reason)
    return punishment
