"""Writes a roster's plan in a few large statements."""

import datetime as dt
from collections.abc import Sequence
from dataclasses import dataclass, field

from students.imports.pipeline.asked import Asked
from students.imports.pipeline.importer import Written
from students.imports.pipeline.plan import RowState
from students.imports.record.trail import Trail, unit_of_move, unit_of_new, values_in
from students.imports.roster.facts import RosterFacts
from students.imports.roster.plan import RosterPlan, RosterRow
from students.models import Enrolment, Guardian, School, SchoolClass, Student, StudentGroup
from students.pupils.enrolments import end_offices
from students.pupils.movements import Change, record_changes

BATCH = 500
# A batch of corrections longer than this is told by its numbers alone: the audit is no second copy of the roster.
CHANGES_TOLD = 200
PLACE = frozenset({"class", "seat", "group"})
# What is noted of a row before it is changed.
PLACE_COLUMNS = ("school_class_id", "seat", "group_id", "ends_on")
PERSONAL_COLUMNS = ("name", "sex", "is_guest", "born_on")


def write_roster(plan: RosterPlan, facts: RosterFacts, asked: Asked) -> Written:
    """Write classes, groups, pupils, enrolments, guardians and movements of every row that is new or changed."""
    rows, trail = plan.working, Trail()
    trail.made(facts.book.make(plan.new_classes))
    trail.made(_make_groups(rows, facts))
    pupils = _write_students(asked.school, rows, trail)
    changes = _write_places(rows, pupils, facts, trail)
    for movement in record_changes(changes, by=asked.by, at=asked.at):
        trail.made([movement], unit_of_move(movement.student_id))
    _add_guardians(rows, pupils, facts, trail)
    return Written(asked.school, _told(plan, facts), trail)


def _told(plan: RosterPlan, facts: RosterFacts) -> dict[str, object]:
    changes = {
        row.number: {change.field: [change.old, change.new] for change in row.changes if change.field != "guardian"}
        for row in plan.changed[:CHANGES_TOLD]
    }
    return {
        "starts_on": facts.dates.starts_on.isoformat(),
        "classes": [one.name for one in plan.new_classes],
        "new": plan.counts[RowState.NEW],
        "changed": plan.counts[RowState.CHANGED],
        "skipped": [row.number for row in plan.conflicts],
        "changes": changes,
    }


def _make_groups(rows: Sequence[RosterRow], facts: RosterFacts) -> list[StudentGroup]:
    """Make groups: a numbered one gets its number; one with a name of its own the next that is free in its class."""
    wanted = dict.fromkeys((_class_of(row, facts).pk, row.line.group) for row in rows if row.line.group)
    made = []
    # Numbers first, so that a name does not take one that the file asks for.
    for class_pk, text in sorted(wanted, key=lambda pair: not pair[1].isdigit()):
        if facts.groups.named(class_pk, text) is None:
            groups = facts.groups[class_pk]
            number = int(text) if text.isdigit() else max((one.number for one in groups), default=0) + 1
            made.append(StudentGroup(school_class_id=class_pk, number=number, name="" if text.isdigit() else text))
            groups.append(made[-1])
    return StudentGroup.objects.bulk_create(made)


def _class_of(row: RosterRow, facts: RosterFacts) -> SchoolClass:
    assert row.class_key is not None, "a row without a class is an error and is never written"  # noqa: S101
    return facts.book.by_key[row.class_key]


def _write_students(school: School, rows: Sequence[RosterRow], trail: Trail) -> dict[str, Student]:
    """Give the pupils by number: the new ones made, the changed ones with their own new values."""
    made = [_new_student(school, row) for row in rows if row.state == RowState.NEW]
    changed = [_changed_student(row, row.student, trail) for row in rows if row.student is not None]
    for student in Student.objects.bulk_create(made, batch_size=BATCH):
        trail.made([student], unit_of_new(student.pk))
    personal = {"name", "sex", "born_on", "guest"}
    dirty = {row.number for row in rows if any(change.field in personal for change in row.changes)}
    fields = ["name", "pinyin", "initials", "sex", "born_on", "is_guest"]
    Student.objects.bulk_update([one for one in changed if one.number in dirty], fields, batch_size=BATCH)
    return {one.number: one for one in (*made, *changed)}


def _new_student(school: School, row: RosterRow) -> Student:
    student = Student(
        school=school, number=row.number, sex=row.line.sex, born_on=row.line.born_on, is_guest=row.line.is_guest
    )
    student.call(row.line.name)
    return student


def _changed_student(row: RosterRow, student: Student, trail: Trail) -> Student:
    fields = {change.field for change in row.changes}
    before = values_in(student, PERSONAL_COLUMNS)
    if "name" in fields:
        student.call(row.line.name)
    if "sex" in fields:
        student.sex = row.line.sex
    if "guest" in fields:
        student.is_guest = True
    if "born_on" in fields:
        student.born_on = row.line.born_on
    trail.changed(student, before)
    return student


@dataclass
class _Places:
    """Enrolments to end or put right, and enrolments to begin."""

    ended: list[Enrolment] = field(default_factory=list)
    filled: list[Enrolment] = field(default_factory=list)
    begun: list[Enrolment] = field(default_factory=list)
    new: set[int] = field(default_factory=set)
    left: dict[int, dt.date] = field(default_factory=dict)
    changes: list[Change] = field(default_factory=list)


def _write_places(
    rows: Sequence[RosterRow], pupils: dict[str, Student], facts: RosterFacts, trail: Trail
) -> list[Change]:
    places = _Places(new={pupils[row.number].pk for row in rows if row.state == RowState.NEW})
    for row in rows:
        if row.state == RowState.NEW or any(change.field in PLACE for change in row.changes):
            _place(row, pupils[row.number], facts, places, trail)
    Enrolment.objects.bulk_update(places.ended, ["ends_on"], batch_size=BATCH)
    Enrolment.objects.bulk_update(places.filled, ["school_class", "seat", "group"], batch_size=BATCH)
    for place in Enrolment.objects.bulk_create(places.begun, batch_size=BATCH):
        pk = place.student_id
        trail.made([place], unit_of_new(pk) if pk in places.new else unit_of_move(pk))
    for office in end_offices(places.left):
        trail.changed(office, {"ends_on": None}, unit_of_move(office.student_id))
    return places.changes


def _place(row: RosterRow, student: Student, facts: RosterFacts, places: _Places, trail: Trail) -> None:
    school_class = _class_of(row, facts)
    current = facts.enrolled(student)
    target = Enrolment(student=student, school_class=school_class, seat=row.line.seat)
    target.group = facts.groups.named(school_class.pk, row.line.group) if row.line.group else None
    if current and current.school_class_id == school_class.pk:
        target.seat = target.seat or current.seat
        target.group = target.group or current.group
    elif current and row.moves_on:
        places.left[student.pk] = row.moves_on
        places.changes.append(Change(student.pk, row.moves_on, current.school_class_id, school_class.pk))
    elif row.state == RowState.CHANGED and row.moves_on:
        # On record but in no class: somebody who comes back. A number that is new says nothing of where it came from.
        places.changes.append(Change(student.pk, row.moves_on, None, school_class.pk))
    before = values_in(current, PLACE_COLUMNS) if current else {}
    if current and row.moves_on in (None, current.starts_on):
        current.school_class, current.seat, current.group = school_class, target.seat, target.group
        places.filled.append(current)
        trail.changed(current, before, unit_of_move(student.pk))
        return
    target.starts_on = row.moves_on or facts.dates.starts_on
    if current:
        current.ends_on = target.starts_on - dt.timedelta(days=1)
        places.ended.append(current)
        trail.changed(current, before, unit_of_move(student.pk))
    places.begun.append(target)


def _add_guardians(rows: Sequence[RosterRow], pupils: dict[str, Student], facts: RosterFacts, trail: Trail) -> None:
    made = [
        Guardian(student=pupils[row.number], name=row.line.guardian, phone=row.line.phone)
        for row in rows
        if row.line.guardian or row.line.phone
    ]
    if not made:
        return
    Guardian.objects.bulk_create(made, batch_size=BATCH, ignore_conflicts=True)
    # What conflicted is not told by the database, nor are the keys of what did not.
    wanted = {(one.student_id, one.name, one.phone) for one in made}
    new = {student.pk for row in rows if row.state == RowState.NEW for student in [pupils[row.number]]}
    for one in Guardian.objects.filter(student__school=pupils[rows[0].number].school_id):
        known = facts.guardians.get(one.student_id, set())
        if (one.student_id, one.name, one.phone) in wanted and (one.name, one.phone) not in known:
            trail.made([one], unit_of_new(one.student_id) if one.student_id in new else "")
