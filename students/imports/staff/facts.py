"""What the database knows of teachers and their tasks before a staff matrix is applied."""

from collections import defaultdict
from collections.abc import Sequence
from dataclasses import dataclass

from students.accounts.staff import staff_key
from students.imports.pipeline.asked import Asked
from students.imports.pipeline.classes import ClassBook
from students.imports.pipeline.pupil_rows import Validity, validity
from students.imports.staff.cells import StaffCell, subject_key
from students.models import Staffing, Subject, User

# Class and subject; an empty subject is the homeroom teacher's task.
TaskKey = tuple[int, str]


@dataclass(frozen=True)
class StaffFacts:
    """What the database knows: seven queries when read, then memory.

    ``accounts``: the names ticked for a new account, None where nobody was asked; ``meant``: account names by the name
    that stands for them in the file.
    """

    dates: Validity
    book: ClassBook
    subjects: dict[str, Subject]
    users: dict[str, list[User]]
    taken: frozenset[str]
    held: dict[TaskKey, list[Staffing]]
    accounts: frozenset[str] | None
    meant: dict[str, str]


def staff_facts(_cells: Sequence[StaffCell], asked: Asked) -> StaffFacts:
    school, dates = asked.school, validity(asked)
    users: dict[str, list[User]] = defaultdict(list)
    for user in User.objects.filter(school=school, student__isnull=True, is_active=True).order_by("pk"):
        users[staff_key(user.name)].append(user)
    held: dict[TaskKey, list[Staffing]] = defaultdict(list)
    rows = Staffing.objects.filter(school_class__school=school, ends_on__isnull=True)
    for row in rows.select_related("user", "subject").order_by("starts_on", "pk"):
        held[row.school_class_id, subject_key(row.subject.name) if row.subject else ""].append(row)
    return StaffFacts(
        dates=dates,
        book=ClassBook(school, dates.school_year),
        subjects={subject_key(one.name): one for one in Subject.objects.filter(school=school)},
        users=users,
        # Account names are unique in the whole installation, whatever the school.
        taken=frozenset(User.objects.values_list("username", flat=True)),
        held=held,
        accounts=frozenset(asked.many("account")) if asked.answers.get("accounts_asked") else None,
        meant=dict(one.rsplit("=", 1) for one in asked.many("teacher") if "=" in one),
    )
