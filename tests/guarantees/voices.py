"""A class all of whose people have accounts."""

from __future__ import annotations

from dataclasses import dataclass

from students.models import CommitteeMember, Enrolment, GroupLeader, StudentGroup, User
from tests.factories import TERM_START, make_user
from tests.guarantees.factories import World, make_world, students_of


@dataclass(frozen=True)
class Class:
    """The world with its pupils' accounts: two groups of four, led by the first two pupils; the third is a cadre."""

    world: World
    pupils: list[User]


def make_class_of_voices(*, pupils: int = 8) -> Class:
    world = make_world(pupils=pupils)
    students = students_of(world.sheet)
    accounts = []
    for student in students:
        user = world.people["pupil"] if student.pk == world.people["pupil"].student_id else make_user(student.school)
        user.student = student
        user.save(update_fields=["student"])
        accounts.append(user)
    for number in (1, 2):
        group = StudentGroup.objects.create(school_class=world.sheet.school_class, number=number)
        own = students[number - 1 :: 2]
        Enrolment.objects.filter(student__in=own).update(group=group)
        GroupLeader.objects.create(group=group, student=own[0], starts_on=TERM_START)
    CommitteeMember.objects.create(school_class=world.sheet.school_class, student=students[2], starts_on=TERM_START)
    return Class(world, accounts)
