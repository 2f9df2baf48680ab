"""A class whose pupils have accounts, for the tests of signing in."""

from __future__ import annotations

from django.test import Client

from students.accounts import passwords, pupils
from students.models import SchoolClass, Student, User
from tests.factories import PASSWORD, make_administrator
from tests.students.staff_factories import NOW, TODAY


def make_pupil_user(student: Student, password: str = PASSWORD) -> User:
    """A pupil's account with a password of the pupil's own."""
    user = User(school=student.school, student=student, name=student.name)
    user.username = f"{student.school.code}-{student.number}"
    user.set_password(password)
    user.save()
    return user


def make_all_accounts(school_class: SchoolClass, by: User | None = None) -> list[passwords.Slip]:
    """Accounts of all pupils of the class who have none, by its administrator."""
    users = pupils.new_accounts(school_class, pupils.without_account(school_class, TODAY))
    by = by or make_administrator(school_class.school)
    return pupils.make_accounts(school_class, passwords.draw_slips(users), day=TODAY, by=by, at=NOW)


def try_to_sign_in(client: Client, name: str, password: str, address: str = "10.1.1.1") -> int:
    """The answer's status: 302 for who comes in, 200 for who does not, 429 for who has to wait."""
    return client.post("/sign-in", {"username": name, "password": password}, REMOTE_ADDR=address).status_code
