"""Teachers, office and administrator, each with an account of its own and a password nobody can guess."""

import datetime as dt
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from random import Random

from awards.demo.sentences import CORE_SUBJECTS, LAST_GRADE_OF, OTHER_SUBJECTS, teacher_names
from starrating.operations import audit
from students.accounts.staff import free_username, new_account
from students.models import School, SchoolClass, SchoolRole, SchoolRoleKind, Staffing, StaffingRole, Subject, User
from students.sessions.one_time import one_time_password

CLERKS = 2
# A teacher of a core subject has two classes.
CLASSES_OF_CORE = 2


@dataclass(frozen=True)
class Account:
    """One account as it is handed out; the password is in clear here and nowhere in the database."""

    user: User
    password: str


def with_password(user: User) -> Account:
    """Give a password for an unsaved account, which its owner need not change."""
    password = one_time_password()
    user.set_password(password)
    user.must_change_password = False
    return Account(user, password)


@dataclass
class Hiring:
    school: School
    since: dt.date
    names: Iterator[str]
    usernames: set[str] = field(default_factory=set)

    def hire(self) -> Account:
        """Make an account; its owner need not change the password, so that people can look around at once."""
        name = next(self.names)
        username = free_username(name, self.usernames)
        self.usernames.add(username)
        return with_password(new_account(self.school, name, username))


@dataclass
class Staff:
    administrator: Account
    clerks: list[Account]
    teachers: list[Account]
    hiring: Hiring
    # By class: who answers for its sheet.
    homeroom: dict[int, Account] = field(default_factory=dict)
    # The second step of an appeal (A71); hired after all others.
    headmaster: Account | None = None

    @property
    def accounts(self) -> list[Account]:
        found = [self.administrator, *self.clerks, *self.teachers]
        return found if self.headmaster is None else [*found, self.headmaster]


def hire_staff(
    classes: Sequence[SchoolClass], school_year: int, *, since: dt.date, at: dt.datetime, rng: Random
) -> Staff:
    """Hire everybody the school needs, with their tasks from ``since``: a homeroom teacher a class among them."""
    school = classes[0].school
    hiring = Hiring(school, since, teacher_names(rng))
    _make_subjects(school)
    staff = Staff(hiring.hire(), [hiring.hire() for _n in range(CLERKS)], [], hiring)
    tasks = _tasks(classes, school_year, staff)
    staff.headmaster = hiring.hire()
    User.objects.bulk_create(account.user for account in staff.accounts)
    Staffing.objects.bulk_create(tasks)
    SchoolRole.objects.bulk_create(_school_roles(staff, since))
    new = {"accounts": len(staff.accounts)}
    audit.record("school.staff_made", school, by=None, at=at, school_id=school.pk, new=new)
    return staff


def hire_teachers(
    staff: Staff, classes: Sequence[SchoolClass], school_year: int, *, since: dt.date, at: dt.datetime
) -> None:
    """Hire whom further classes need, with their tasks from ``since``."""
    school, known = classes[0].school, len(staff.teachers)
    staff.hiring.since = since
    tasks = _tasks(classes, school_year, staff)
    hired = staff.teachers[known:]
    User.objects.bulk_create(account.user for account in hired)
    Staffing.objects.bulk_create(tasks)
    audit.record("school.staff_made", school, by=None, at=at, school_id=school.pk, new={"accounts": len(hired)})


def _tasks(classes: Sequence[SchoolClass], school_year: int, staff: Staff) -> list[Staffing]:
    school, tasks = classes[0].school, list[Staffing]()
    subjects = {row.name: row for row in Subject.objects.filter(school=school)}
    for grade in school.grades:
        of_grade = [row for row in classes if row.grade_in(school_year) == grade]
        if of_grade:
            tasks += _core_tasks(of_grade, subjects, staff, staff.hiring)
            tasks += _other_tasks(grade, of_grade, subjects, staff, staff.hiring)
    return tasks


def _make_subjects(school: School) -> None:
    names = [*CORE_SUBJECTS, *OTHER_SUBJECTS]
    Subject.objects.bulk_create(
        Subject(school=school, name=name, order=order) for order, name in enumerate(names, start=1)
    )


def _core_tasks(
    classes: Sequence[SchoolClass], subjects: dict[str, Subject], staff: Staff, hiring: Hiring
) -> Iterator[Staffing]:
    """Name the homeroom teachers: of a pair of classes that share their core teachers, each has one of them."""
    for start in range(0, len(classes), CLASSES_OF_CORE):
        pair = classes[start : start + CLASSES_OF_CORE]
        teachers = [hiring.hire() for _name in CORE_SUBJECTS]
        staff.teachers += teachers
        for name, teacher in zip(CORE_SUBJECTS, teachers, strict=True):
            yield from (_teaches(teacher, row, subjects[name], hiring.since) for row in pair)
        for row, teacher in zip(pair, teachers, strict=False):
            staff.homeroom[row.pk] = teacher
            yield Staffing(user=teacher.user, school_class=row, role=StaffingRole.HOMEROOM, starts_on=hiring.since)


def _other_tasks(
    grade: int, classes: Sequence[SchoolClass], subjects: dict[str, Subject], staff: Staff, hiring: Hiring
) -> Iterator[Staffing]:
    for name, first_grade in OTHER_SUBJECTS.items():
        if first_grade <= grade <= LAST_GRADE_OF.get(name, grade):
            teacher = hiring.hire()
            staff.teachers.append(teacher)
            yield from (_teaches(teacher, row, subjects[name], hiring.since) for row in classes)


def _teaches(teacher: Account, school_class: SchoolClass, subject: Subject, since: dt.date) -> Staffing:
    return Staffing(
        user=teacher.user, school_class=school_class, role=StaffingRole.SUBJECT, subject=subject, starts_on=since
    )


def _school_roles(staff: Staff, since: dt.date) -> Iterator[SchoolRole]:
    yield SchoolRole(user=staff.administrator.user, role=SchoolRoleKind.ADMINISTRATOR, starts_on=since)
    for clerk in staff.clerks:
        yield SchoolRole(user=clerk.user, role=SchoolRoleKind.OFFICE, starts_on=since)
    if staff.headmaster is not None:
        yield SchoolRole(user=staff.headmaster.user, role=SchoolRoleKind.HEADMASTER, starts_on=since)
