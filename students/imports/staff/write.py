"""Writes a staff matrix's plan."""

import datetime as dt
from collections.abc import Sequence

from students.accounts.staff import new_account
from students.imports.pipeline.asked import Asked
from students.imports.pipeline.importer import Written
from students.imports.pipeline.plan import RowState
from students.imports.record.trail import Trail
from students.imports.staff.cells import subject_key
from students.imports.staff.facts import StaffFacts
from students.imports.staff.plan import StaffPlan, StaffRow
from students.models import School, Staffing, StaffingRole, Subject, User


def write_staff(plan: StaffPlan, facts: StaffFacts, asked: Asked) -> Written:
    """Write classes, subjects, accounts without a password, and the tasks that are new or changed."""
    trail = Trail()
    trail.made(facts.book.make(plan.new_classes))
    trail.made(_make_subjects(asked.school, plan.new_subjects, facts))
    _write_tasks(plan.working, _accounts(asked.school, plan, trail), facts, trail)
    return Written(asked.school, _told(plan), trail)


def _told(plan: StaffPlan) -> dict[str, object]:
    return {
        "classes": [one.name for one in plan.new_classes],
        "subjects": list(plan.new_subjects),
        "accounts": [one.username for one in plan.new_accounts],
        "new": plan.counts[RowState.NEW],
        "changed": [
            {
                "class": row.class_name,
                "subject": row.cell.subject,
                "from": row.changes_on.isoformat() if row.changes_on else "",
                "old": [one.user.username for one in row.held],
                "new": [one.username for one in row.teachers],
            }
            for row in plan.changed
        ],
    }


def _make_subjects(school: School, names: Sequence[str], facts: StaffFacts) -> list[Subject]:
    last = max((one.order for one in facts.subjects.values()), default=0)
    made = [Subject(school=school, name=name, order=order) for order, name in enumerate(names, start=last + 1)]
    for subject in Subject.objects.bulk_create(made):
        facts.subjects[subject_key(subject.name)] = subject
    return made


def _accounts(school: School, plan: StaffPlan, trail: Trail) -> dict[str, User]:
    """Give every teacher's account by its name; new ones cannot sign in until a one-time password is issued."""
    made = User.objects.bulk_create(new_account(school, one.name, one.username) for one in plan.new_accounts)
    trail.made(made)
    known = [one.user for row in plan.rows for one in row.teachers if one.user is not None]
    return {user.username: user for user in (*known, *made)}


def _write_tasks(rows: Sequence[StaffRow], accounts: dict[str, User], facts: StaffFacts, trail: Trail) -> None:
    ended: list[Staffing] = []
    dropped: list[Staffing] = []
    begun: list[Staffing] = []
    for row in rows:
        teachers = {accounts[one.username].pk: accounts[one.username] for one in row.teachers}
        for task in row.held:
            if task.user_id not in teachers:
                _end(task, row.changes_on, ended, dropped)
        held = {task.user_id for task in row.held}
        begun.extend(_task(row, user, facts) for pk, user in teachers.items() if pk not in held)
    # Old tasks end before new ones begin: a class has one homeroom teacher at a time.
    for task in dropped:
        trail.removed([task], _unit(task))
    for task in ended:
        trail.changed(task, {"ends_on": None}, _unit(task))
    Staffing.objects.filter(pk__in=[task.pk for task in dropped]).delete()
    Staffing.objects.bulk_update(ended, ["ends_on"], batch_size=500)
    for task in Staffing.objects.bulk_create(begun, batch_size=500):
        trail.made([task], _unit(task))


def _unit(task: Staffing) -> str:
    """Name what belongs together: the teachers of one subject of a class, or its homeroom teachers."""
    return f"task-{task.school_class_id}-{task.subject_id or 0}"


def _end(task: Staffing, changes_on: dt.date | None, ended: list[Staffing], dropped: list[Staffing]) -> None:
    if changes_on is None or changes_on <= task.starts_on:
        # It has not held for a day, and a period cannot end before it starts; the audit keeps who it was.
        dropped.append(task)
        return
    task.ends_on = changes_on - dt.timedelta(days=1)
    ended.append(task)


def _task(row: StaffRow, user: User, facts: StaffFacts) -> Staffing:
    assert row.class_key is not None, "a row without a class is an error and is never written"  # noqa: S101
    assert row.changes_on is not None, "a new or changed task has its day"  # noqa: S101
    return Staffing(
        user=user,
        school_class=facts.book.by_key[row.class_key],
        role=StaffingRole.SUBJECT if row.cell.subject else StaffingRole.HOMEROOM,
        subject=facts.subjects[subject_key(row.cell.subject)] if row.cell.subject else None,
        starts_on=row.changes_on,
    )
