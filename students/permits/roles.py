"""Who somebody is toward a school and its classes."""

import datetime as dt
from dataclasses import dataclass

from django.db import models
from django.db.models import BigIntegerField, F, Value
from django.http import HttpRequest
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from starrating.own_words import OFFICE
from students.models import (
    CommitteeMember,
    Enrolment,
    GroupLeader,
    School,
    SchoolClass,
    SchoolRole,
    Staffing,
    StaffingRole,
    User,
)


class Role(models.TextChoices):
    PUPIL = "pupil", _("pupil")
    LEADER = "leader", _("group leader")
    COMMITTEE = "committee", _("committee member")
    HOMEROOM = "homeroom", _("homeroom teacher")
    SUBJECT = "subject", _("subject teacher")
    OFFICE = "office", OFFICE
    ADMINISTRATOR = "administrator", _("administrator")
    HEADMASTER = "headmaster", _("headmaster")
    WORKER = "worker", _("the program itself")


# Those who see every class of their school.
SCHOOL_WIDE = frozenset({Role.OFFICE, Role.ADMINISTRATOR})


@dataclass(frozen=True)
class Standing:
    """What one account may be on one day: read once a request, asked as often as wanted."""

    school_id: int | None
    school_roles: frozenset[Role] = frozenset()
    homeroom_of: frozenset[int] = frozenset()
    subject_in: frozenset[int] = frozenset()
    # Of a pupil's account: whose it is, the class, the groups led, their class, the class whose committee it sits on.
    student_id: int | None = None
    pupil_in: frozenset[int] = frozenset()
    leads: frozenset[int] = frozenset()
    leader_in: frozenset[int] = frozenset()
    committee_of: frozenset[int] = frozenset()

    def classes_as(self, role: Role) -> frozenset[int]:
        """Give the classes in which ``role`` is held; none for a role of the whole school."""
        return {
            Role.HOMEROOM: self.homeroom_of,
            Role.SUBJECT: self.subject_in,
            Role.PUPIL: self.pupil_in,
            Role.LEADER: self.leader_in,
            Role.COMMITTEE: self.committee_of,
        }.get(role, frozenset())

    @property
    def roles(self) -> frozenset[Role]:
        """Every role held anywhere in the school; a pupil who has left still is one, with a past to look at."""
        held = self.school_roles | {role for role in Role if self.classes_as(role)}
        return held | {Role.PUPIL} if self.student_id is not None else held

    @property
    def school_wide(self) -> bool:
        return bool(self.school_roles & SCHOOL_WIDE)

    def toward(self, school_class: SchoolClass) -> frozenset[Role]:
        """Give the roles held toward one class; none toward a class of another school."""
        if school_class.school_id != self.school_id:
            return frozenset()
        return self.school_roles | {role for role in Role if school_class.pk in self.classes_as(role)}


THE_WORKER = Standing(None, frozenset({Role.WORKER}))


def standing_of(user: User | None, day: dt.date) -> Standing:
    """Read in one query who an account is; ``None`` is the program itself, a deactivated account nobody."""
    if user is None:
        return THE_WORKER
    if not user.is_active or user.school_id is None:
        return Standing(None)
    if user.student_id is not None:
        return _standing_of_pupil(user.school_id, user.student_id, day)
    of_school = SchoolRole.objects.active_on(day).filter(user=user)
    of_class = Staffing.objects.active_on(day).filter(user=user)
    held = list(
        of_school.values_list("role", Value(None, output_field=BigIntegerField())).union(
            of_class.values_list("role", "school_class_id"), all=True
        )
    )
    return Standing(
        school_id=user.school_id,
        school_roles=frozenset(Role(role) for role, pk in held if pk is None),
        homeroom_of=frozenset(pk for role, pk in held if pk is not None and role == StaffingRole.HOMEROOM),
        subject_in=frozenset(pk for role, pk in held if pk is not None and role == StaffingRole.SUBJECT),
    )


def _standing_of_pupil(school_id: int, student_id: int, day: dt.date) -> Standing:
    """Read a pupil's roles; a group's leader sits on the star committee by office, cadres by name (五1)."""
    seats = Enrolment.objects.active_on(day).filter(student=student_id)
    led = GroupLeader.objects.active_on(day).filter(student=student_id)
    named = CommitteeMember.objects.active_on(day).filter(student=student_id)
    number = BigIntegerField()
    rows = list(
        seats.order_by()
        .values_list(Value(Role.PUPIL.value), "school_class_id", Value(None, output_field=number))
        .union(
            led.annotate(of=F("group__school_class_id")).values_list(Value(Role.LEADER.value), "of", "group_id"),
            named.values_list(Value(Role.COMMITTEE.value), "school_class_id", Value(None, output_field=number)),
            all=True,
        )
    )
    classes = {role: frozenset(pk for held, pk, _group in rows if held == role) for role in Role}
    # Both offices are of the class one sits in: a pupil who has moved holds them no longer.
    home = classes[Role.PUPIL]
    return Standing(
        school_id=school_id,
        student_id=student_id,
        pupil_in=home,
        leads=frozenset(group for held, pk, group in rows if held == Role.LEADER and pk in home),
        leader_in=classes[Role.LEADER] & home,
        committee_of=(classes[Role.LEADER] | classes[Role.COMMITTEE]) & home,
    )


class KnownRequest(HttpRequest):
    """A request of which it has been read who asks."""

    user: User
    standing: Standing
    school: School


def as_staff(request: HttpRequest) -> KnownRequest:
    """Give the same request with its standing read, once however often this is asked."""
    known: KnownRequest = request  # type: ignore[assignment]
    if not hasattr(known, "standing"):
        known.standing = standing_of(known.user, timezone.localdate())
        if known.user.school_id is not None and known.user.school is not None:
            known.school = known.user.school
    return known
