"""Writes a plan of groups, leaders and cadres by the verbs that a class's page calls."""

from collections import defaultdict
from collections.abc import Iterator
from contextlib import contextmanager

from starrating.db.locks import lock
from students.groups.committee import name_member
from students.groups.verbs import make_group, name_leader, put_in_group
from students.imports.groups.facts import GroupFacts
from students.imports.groups.plan import GroupRow, GroupsPlan
from students.imports.pipeline.asked import Asked
from students.imports.pipeline.importer import Written
from students.imports.record.trail import Trail, unit_of_move
from students.models import CommitteeMember, Enrolment, GroupLeader, SchoolClass, Student, StudentGroup


def write_groups(plan: GroupsPlan, facts: GroupFacts, asked: Asked) -> Written:
    """Fill the groups first, then say who leads them, then the cadres: a leader must sit in the group."""
    classes = {one.pk: one for one in facts.book.by_key.values()}
    trail = Trail()
    with _watched(plan, trail):
        _arrange(plan, facts, classes, asked)
    return Written(asked.school, {"pupils": plan.size, "from": plan.day.isoformat()}, trail)


@contextmanager
def _watched(plan: GroupsPlan, trail: Trail) -> Iterator[None]:
    """Note what the verbs write of these pupils and of the groups of their classes, which nobody else can meanwhile."""
    places = [row.place for row in plan.working if row.place is not None]
    classes = list(lock(SchoolClass.objects.filter(pk__in={one.school_class_id for one in places})))
    pupils = list(lock(Student.objects.filter(pk__in={one.student_id for one in places})))
    with trail.watching(
        (StudentGroup.objects.filter(school_class__in=classes), lambda _row: ""),
        (Enrolment.objects.filter(student__in=pupils), lambda row: unit_of_move(row.student_id)),
        (
            GroupLeader.objects.filter(group__school_class__in=classes),
            # Nobody leads a group and sits in another, and a group has one leader.
            lambda row: f"{unit_of_move(row.student_id)} lead-{row.group_id}",
        ),
        (CommitteeMember.objects.filter(school_class__in=classes), lambda row: unit_of_move(row.student_id)),
    ):
        yield


def _arrange(plan: GroupsPlan, facts: GroupFacts, classes: dict[int, SchoolClass], asked: Asked) -> None:
    members: dict[tuple[int, str], list[Student]] = defaultdict(list)
    for row in plan.working:
        if row.place is not None and any(change.field == "group" for change in row.changes):
            members[row.place.school_class_id, row.group].append(row.place.student)
    # Numbers first, so that a name does not take one that the file asks for.
    for (class_pk, text), students in sorted(members.items(), key=lambda pair: not pair[0][1].isdigit()):
        group = _group(facts, classes[class_pk], text, asked)
        put_in_group(group, students, on=plan.day, by=asked.by, at=asked.at)
    for row in plan.working:
        _offices(row, facts, classes, asked)


def _offices(row: GroupRow, facts: GroupFacts, classes: dict[int, SchoolClass], asked: Asked) -> None:
    if row.place is None:
        return
    school_class, day = classes[row.place.school_class_id], facts.day
    if row.leads:
        group = _group(facts, school_class, row.group, asked)
        name_leader(group, row.place.student, on=day, by=asked.by, at=asked.at)
    if row.joins:
        name_member(school_class, row.place.student, on=day, by=asked.by, at=asked.at)


def _group(facts: GroupFacts, school_class: SchoolClass, text: str, asked: Asked) -> StudentGroup:
    known = facts.groups.named(school_class.pk, text)
    if known is None:
        number = int(text) if text.isdigit() else None
        known = make_group(school_class, "" if number else text, number=number, by=asked.by, at=asked.at)
        facts.groups[school_class.pk].append(known)
    return known
