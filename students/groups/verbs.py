"""Groups of a class (小组): made, renamed, filled, led. Who sits where holds from a day on; nothing is overwritten."""

import datetime as dt
from collections.abc import Sequence
from typing import Unpack

from django.db import transaction
from django.db.models import Max
from django.utils import timezone
from django.utils.translation import gettext as _

from starrating.db.locks import lock
from starrating.operations import audit
from starrating.refused import Refused, demand_length
from starrating.text import clean_text
from students.models import CommitteeMember, Enrolment, GroupLeader, SchoolClass, Student, StudentGroup, User
from students.permits.reach import demand_reach
from students.permits.roles import standing_of

ACTION = "students:groups"
LONGEST_NAME = 30


def locked(school_class: SchoolClass, by: User, at: dt.datetime) -> SchoolClass:
    """Lock the class until the transaction ends, for who may arrange its groups; raises :class:`Refused` else."""
    demand_reach(standing_of(by, timezone.localdate(at)), ACTION, school_class)
    found = lock(SchoolClass.objects.all()).select_related("school")
    return found.get(pk=school_class.pk)


@transaction.atomic
def make_group(
    school_class: SchoolClass, name: str = "", *, number: int | None = None, by: User, at: dt.datetime
) -> StudentGroup:
    """Make one more group, with the next number unless said, and perhaps a name of its own.

    Raises :class:`Refused` for a name or number that another group of the class has.
    """
    school_class = locked(school_class, by, at)
    name = _clean(name, school_class)
    last = StudentGroup.objects.filter(school_class=school_class).aggregate(last=Max("number"))["last"] or 0
    number = number or last + 1
    if StudentGroup.objects.filter(school_class=school_class, number=number).exists():
        raise Refused(_("This class has a group with this number. Choose another number."), code="number")
    group = StudentGroup.objects.create(school_class=school_class, number=number, name=name)
    _record("group.made", group, by=by, at=at, new={"number": group.number, "name": name})
    return group


@transaction.atomic
def rename_group(group: StudentGroup, name: str, *, by: User, at: dt.datetime) -> StudentGroup:
    """Give the group another name, or none: then it is called by its number."""
    group = _locked_group(group, by, at)
    old, group.name = group.name, _clean(name, group.school_class, but=group)
    if old != group.name:
        group.save(update_fields=["name"])
        _record("group.renamed", group, by=by, at=at, old={"name": old}, new={"name": group.name})
    return group


@transaction.atomic
def put_in_group(
    group: StudentGroup, students: Sequence[Student], *, on: dt.date, by: User, at: dt.datetime
) -> list[Student]:
    """Seat these pupils in ``group`` from ``on``; give those who did not sit there. Who led another group stops.

    Raises :class:`Refused` for a pupil who is not in the class on that day.
    """
    group = _locked_group(group, by, at)
    places = _places(group.school_class, students, on)
    moving = [place for place in places if place.group_id != group.pk]
    if moving:
        _end_leading(moving, on)
        for place in moving:
            _regroup(place, group, on)
        pupils = [place.student_id for place in moving]
        _record("group.members_changed", group, by=by, at=at, new={"from": on.isoformat(), "in": pupils})
    return [place.student for place in moving]


@transaction.atomic
def take_out(group: StudentGroup, students: Sequence[Student], *, on: dt.date, by: User, at: dt.datetime) -> None:
    """Seat these pupils in no group from ``on``; those who are not in this one stay where they are."""
    group = _locked_group(group, by, at)
    leaving = [place for place in _places(group.school_class, students, on) if place.group_id == group.pk]
    if leaving:
        _end_leading(leaving, on)
        for place in leaving:
            _regroup(place, None, on)
        pupils = [place.student_id for place in leaving]
        _record("group.members_changed", group, by=by, at=at, new={"from": on.isoformat(), "out": pupils})


@transaction.atomic
def name_leader(group: StudentGroup, student: Student, *, on: dt.date, by: User, at: dt.datetime) -> GroupLeader:
    """Name the group's leader from ``on``, in place of the one before, with a seat on the star committee (五1).

    Raises :class:`Refused` for a pupil who does not sit in the group on that day.
    """
    group = _locked_group(group, by, at)
    place = _places(group.school_class, [student], on)[0]
    if place.group_id != group.pk:
        values = {"name": place.student.name, "group": str(group)}
        raise Refused(
            _("%(name)s is not in %(group)s. Put the pupil into the group first.") % values, code="not_member"
        )
    before = list(GroupLeader.objects.filter(group=group, ends_on__isnull=True).select_related("student"))
    if [row.student_id for row in before] == [student.pk]:
        return before[0]
    end_rows(before, on)
    row = GroupLeader.objects.create(group=group, student=student, starts_on=on)
    # By office from now on, and no longer by name.
    end_rows(list(CommitteeMember.objects.filter(student=student, ends_on__isnull=True)), on)
    old = {"leader": [one.student_id for one in before]}
    new = {"leader": place.student_id, "from": on.isoformat()}
    _record("group.leader_named", group, by=by, at=at, old=old, new=new, student_key=student.pk)
    return row


@transaction.atomic
def end_leader(group: StudentGroup, *, on: dt.date, by: User, at: dt.datetime) -> None:
    """Let nobody lead the group from ``on``."""
    group = _locked_group(group, by, at)
    before = list(GroupLeader.objects.filter(group=group, ends_on__isnull=True).select_related("student"))
    if before:
        end_rows(before, on)
        old = {"leader": [one.student_id for one in before]}
        _record("group.leader_ended", group, by=by, at=at, old=old, new={"from": on.isoformat()})


def end_rows(rows: Sequence[GroupLeader] | Sequence[CommitteeMember], on: dt.date) -> None:
    """End each row the day before ``on``; one that began on that day or later goes without having held."""
    for row in rows:
        if row.starts_on >= on:
            row.delete()
        else:
            row.ends_on = on - dt.timedelta(days=1)
            row.save(update_fields=["ends_on"])


def _locked_group(group: StudentGroup, by: User, at: dt.datetime) -> StudentGroup:
    school_class = locked(SchoolClass.objects.select_related("school").get(pk=group.school_class_id), by, at)
    found = StudentGroup.objects.get(pk=group.pk)
    found.school_class = school_class
    return found


def _clean(name: str, school_class: SchoolClass, but: StudentGroup | None = None) -> str:
    cleaned = clean_text(name)
    if cleaned.refused:
        raise Refused("".join(str(note.message) for note in cleaned.notes[:1]), code="name")
    demand_length(cleaned.text, LONGEST_NAME, code="name")
    others = StudentGroup.objects.filter(school_class=school_class, name=cleaned.text)
    if cleaned.text and any(group != but for group in others):
        raise Refused(_("Another group of the class has this name. Choose another name."), code="name")
    return cleaned.text


def _places(school_class: SchoolClass, students: Sequence[Student], on: dt.date) -> list[Enrolment]:
    """Find where each sits on that day, in the order given; raises :class:`Refused` for who is not in the class."""
    rows = Enrolment.objects.active_on(on).filter(school_class=school_class, student__in=students)
    found = {row.student_id: row for row in rows.select_related("student")}
    for student in students:
        if student.pk not in found:
            raise Refused(
                _("%(name)s is not in this class. Load the page again to see who is.") % {"name": student.name},
                code="not_enrolled",
            )
    return [found[student.pk] for student in students]


def _end_leading(places: Sequence[Enrolment], on: dt.date) -> None:
    led = GroupLeader.objects.filter(student__in=[place.student_id for place in places], ends_on__isnull=True)
    end_rows(list(led), on)


def _regroup(place: Enrolment, group: StudentGroup | None, on: dt.date) -> None:
    """Seat a pupil in ``group`` from ``on``; a place that had no group, or begins that day, is filled in."""
    if place.group_id is None or place.starts_on >= on:
        place.group = group
        place.save(update_fields=["group"])
        return
    until, place.ends_on = place.ends_on, on - dt.timedelta(days=1)
    place.save(update_fields=["ends_on"])
    Enrolment.objects.create(
        student=place.student,
        school_class_id=place.school_class_id,
        seat=place.seat,
        group=group,
        starts_on=on,
        ends_on=until,
    )


def _record(action: str, group: StudentGroup, **told: Unpack[audit.Told]) -> None:
    audit.record(action, group, school_id=group.school_class.school_id, **told)
