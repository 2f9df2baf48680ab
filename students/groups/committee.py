"""The star committee of a class (评星小组): the group leaders by office and the cadres named to it (五1, A41)."""

import datetime as dt
from dataclasses import dataclass

from django.db import transaction
from django.utils.translation import gettext as _

from starrating.operations import audit
from starrating.refused import Refused
from students.groups.verbs import end_rows, locked
from students.models import CommitteeMember, Enrolment, GroupLeader, SchoolClass, Student, User


@dataclass(frozen=True)
class Member:
    """Somebody on the committee; ``group`` for who leads one, ``cadre`` the row of who was named to it."""

    student: Student
    group: str = ""
    cadre: int | None = None


def members_on(school_class: SchoolClass, day: dt.date) -> list[Member]:
    """Give the leaders in the order of their groups, then cadres by number; who is both stands once. Two statements."""
    leaders = GroupLeader.objects.of_class(school_class, day).select_related("group", "student")
    found = {row.student_id: Member(row.student, group=str(row.group)) for row in leaders.order_by("group__number")}
    cadres = CommitteeMember.objects.of_class(school_class, day).select_related("student")
    for row in cadres.order_by("student__number"):
        led = found.get(row.student_id)
        found[row.student_id] = Member(row.student, group=led.group if led else "", cadre=row.pk)
    return list(found.values())


@transaction.atomic
def name_member(
    school_class: SchoolClass, student: Student, *, on: dt.date, by: User, at: dt.datetime
) -> CommitteeMember:
    """Seat a cadre (班干部) on the committee from ``on``.

    Raises :class:`Refused` for who is not in the class on that day, and for who sits on it already, by name or as a
    group's leader.
    """
    school_class = locked(school_class, by, at)
    if not Enrolment.objects.active_on(on).filter(school_class=school_class, student=student).exists():
        raise Refused(
            _("%(name)s is not in this class. Load the page again to see who is.") % {"name": student.name},
            code="not_enrolled",
        )
    led = GroupLeader.objects.filter(student=student, group__school_class=school_class, ends_on__isnull=True)
    named = CommitteeMember.objects.filter(student=student, school_class=school_class, ends_on__isnull=True)
    if led.exists() or named.exists():
        raise Refused(
            _("%(name)s sits on the committee already. Nothing needs to be added.") % {"name": student.name},
            code="twice",
        )
    row = CommitteeMember.objects.create(school_class=school_class, student=student, starts_on=on)
    new = {"pupil": student.pk, "from": on.isoformat()}
    audit.record(
        "committee.joined",
        school_class,
        by=by,
        at=at,
        school_id=school_class.school_id,
        new=new,
        student_key=student.pk,
    )
    return row


@transaction.atomic
def end_member(row: CommitteeMember, *, on: dt.date, by: User, at: dt.datetime) -> None:
    """Let a cadre sit on the committee no longer from ``on``. Raises :class:`Refused` when it has ended already."""
    school_class = locked(SchoolClass.objects.select_related("school").get(pk=row.school_class_id), by, at)
    found = CommitteeMember.objects.filter(pk=row.pk, ends_on__isnull=True).select_related("student").first()
    if found is None:
        raise Refused(_("This has been ended already. Load the page again."), code="ended")
    end_rows([found], on)
    new = {"pupil": found.student_id, "from": on.isoformat()}
    school_id, pupil = school_class.school_id, found.student_id
    audit.record("committee.ended", school_class, by=by, at=at, school_id=school_id, new=new, student_key=pupil)
