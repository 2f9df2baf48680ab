"""Writes a staff matrix's plan."""

import datetime as dt
from collections.abc import Sequence

from students.accounts.staff import new_account
from students.imports.pipeline.asked import Asked
from students.imports.pipeline.importer import Written
from students.imports.pipeline.plan import RowState
from students.imports.staff.cells import subject_key
from students.imports.staff.facts import StaffFacts
from students.imports.staff.plan import StaffPlan, StaffRow
from students.models import School, Staffing, StaffingRole, Subject, User


def write_staff(plan: StaffPlan, facts: StaffFacts, asked: Asked) -> Written:
    """Write classes, subjects, accounts without a password, and the tasks that are new or changed."""
    facts.book.make(plan.new_classes)
    _make_subjects(asked.school, plan.new_subjects, facts)
    _write_tasks(plan.working, _accounts(asked.school, plan), facts)
    return Written(asked.school, _told(plan))


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


def _make_subjects(school: School, names: Sequence[str], facts: StaffFacts) -> None:
    last = max((one.order for one in facts.subjects.values()), default=0)
    made = [Subject(school=school, name=name, order=order) for order, name in enumerate(names, start=last + 1)]
    for subject in Subject.objects.bulk_create(made):
        facts.subjects[subject_key(subject.name)] = subject


def _accounts(school: School, plan: StaffPlan) -> dict[str, User]:
    """Give every teacher's account by its name; new ones cannot sign in until a one-time password is issued."""
    made = [new_account(school, one.name, one.username) for one in plan.new_accounts]
    known = [one.user for row in plan.rows for one in row.teachers if one.user is not None]
    return {user.username: user for user in (*known, *User.objects.bulk_create(made))}


def _write_tasks(rows: Sequence[StaffRow], accounts: dict[str, User], facts: StaffFacts) -> None:
    ended: list[Staffing] = []
    dropped: list[int] = []
    begun: list[Staffing] = []
    for row in rows:
        teachers = {accounts[one.username].pk: accounts[one.username] for one in row.teachers}
        for task in row.held:
            if task.user_id not in teachers:
                _end(task, row.changes_on, ended, dropped)
        held = {task.user_id for task in row.held}
        begun.extend(_task(row, user, facts) for pk, user in teachers.items() if pk not in held)
    # Old tasks end before new ones begin: a class has one homeroom teacher at a time.
    Staffing.objects.filter(pk__in=dropped).delete()
    Staffing.objects.bulk_update(ended, ["ends_on"], batch_size=500)
    Staffing.objects.bulk_create(begun, batch_size=500)


def _end(task: Staffing, changes_on: dt.date | None, ended: list[Staffing], dropped: list[int]) -> None:
    if changes_on is None or changes_on <= task.starts_on:
        # It has not held for a day, and a period cannot end before it starts; the audit keeps who it was.
        dropped.append(task.pk)
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
