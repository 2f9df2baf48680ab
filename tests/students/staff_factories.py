"""A school with an administrator and those around, for the tests of accounts and tasks by hand."""

from __future__ import annotations

import datetime as dt
import uuid
from dataclasses import dataclass

from django.test import Client

from students.models import School, SchoolClass, SchoolRole, SchoolRoleKind, Staffing, Subject, User
from tests.clients import FormClient
from tests.factories import make_administrator, make_class, make_homeroom, make_office, make_school, moment

TODAY = dt.date(2025, 10, 10)
NOW = moment(TODAY)


@dataclass(frozen=True)
class Staffed:
    school: School
    school_class: SchoolClass
    administrator: User
    office: User
    homeroom: User

    def by(self, who: str) -> User:
        """Somebody who may not: office, homeroom teacher, or an administrator of another school."""
        return {"office": self.office, "homeroom": self.homeroom}.get(who) or make_administrator(make_school())

    @property
    def role(self) -> SchoolRole:
        return SchoolRole.objects.get(user=self.administrator, role=SchoolRoleKind.ADMINISTRATOR)

    @property
    def task(self) -> Staffing:
        return Staffing.objects.select_related("school_class__school").get(user=self.homeroom)


def staffed() -> Staffed:
    school = make_school()
    school_class = make_class(school)
    return Staffed(
        school, school_class, make_administrator(school), make_office(school), make_homeroom(school_class, "李岚")
    )


def make_subject(school: School, name: str = "数学") -> Subject:
    return Subject.objects.create(school=school, name=name, order=1)


def client_of(user: User) -> Client:
    client = FormClient()
    client.force_login(user)
    return client


def keyed(**values: object) -> dict[str, object]:
    """A form's values with a key of their own."""
    return {"idempotency_key": str(uuid.uuid4()), **values}
