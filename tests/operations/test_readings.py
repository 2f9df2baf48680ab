"""Readings: one row a sitting and object, kept for its time, and nothing is shown that cannot be put on record."""

from __future__ import annotations

import datetime as dt
from typing import Any
from unittest import mock

import pytest
from django.db import IntegrityError, OperationalError, connection, transaction
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from django.utils import timezone
from pytest_django import Settings

from starrating.operations import readings
from starrating.operations.models import AuditEvent, Reading
from students.models import Guardian, Student, User
from students.permits.rows import permits
from students.readings import verbs
from tests.factories import make_administrator, make_class, make_office, make_school, make_students, moment
from tests.unavailable.clients import client_of
from tests.unavailable.faults import from_sqlite

DAY = dt.date(2025, 10, 20)
NOW = moment(DAY)


def shown(by: User, at: dt.datetime = NOW) -> readings.Shown:
    return {"by": by, "school_id": by.school_id, "at": at}


@pytest.fixture
def clerk(db: None) -> User:
    return make_office(make_school())


@pytest.fixture
def pupil(clerk: User) -> Student:
    return make_students(make_class(clerk.school), 1)[0]  # type: ignore[arg-type]


def test_once_a_sitting_and_object_and_pupil(clerk: User) -> None:
    with readings.sitting("one"):
        for _time in range(2):
            readings.record("awards:violation", 7, 70, shown(clerk))
            readings.record_list("awards:violations", "", [70, 71, 70], shown(clerk))
        readings.record_list("awards:violations", "", [71, 72], shown(clerk))
    with readings.sitting("another"):
        readings.record("awards:violation", 7, 70, shown(clerk))
    rows = list(Reading.objects.order_by("pk").values_list("what", "object_key", "student_key"))
    many = [("awards:violations", "", key) for key in (None, 70, 71, 72)]
    assert rows == [("awards:violation", "7", 70), *many, ("awards:violation", "7", 70)]
    assert not Reading.objects.filter(sitting__contains="one").exists()


def test_a_page_is_one_statement_more(clerk: User, pupil: Student) -> None:
    client = client_of(clerk)
    address = reverse("reports:pupil", args=[pupil.pk])
    client.get(address)
    with CaptureQueriesContext(connection) as queries:
        client.get(address)
    inserts = [query["sql"] for query in queries if "operations_reading" in query["sql"]]
    assert len(inserts) == 1
    assert inserts[0].startswith("INSERT")
    assert Reading.objects.get().student_key == pupil.pk


@pytest.mark.django_db(transaction=True)
def test_two_at_the_same_moment_leave_one_row() -> None:
    """The second statement meets the row of the first; it waits for nothing and fails at nothing."""
    clerk = make_office(make_school())
    for _time in range(2):
        with readings.sitting("one"):
            readings.record("awards:violation", 7, 70, shown(clerk))
    assert Reading.objects.count() == 1


@pytest.mark.parametrize("route", ["reports:pupil", "students:consents", "awards:violations"])
def test_what_cannot_be_put_on_record_is_not_shown(clerk: User, pupil: Student, route: str) -> None:
    client = client_of(clerk)
    client.raise_request_exception = False
    school_class = pupil.enrolments.get().school_class_id
    args = {"reports:pupil": [pupil.pk], "students:consents": [school_class]}.get(route, [])
    for code in (8, 13):  # SQLite's for a file that may only be read, and for a full disk
        refused = from_sqlite(code)
        with mock.patch.object(Reading.objects, "bulk_create", side_effect=refused):
            answer = client.get(reverse(route, args=args))
        assert answer.status_code == 503
        assert answer.headers["Retry-After"]
        assert pupil.name not in answer.content.decode()
    with mock.patch.object(Reading.objects, "bulk_create", side_effect=refused):
        assert client.get(reverse("awards:board")).status_code == 200
        assert client.get(reverse("students:class", args=[school_class])).status_code == 200


def test_another_fault_shows_nothing_either(clerk: User, pupil: Student) -> None:
    client = client_of(clerk)
    client.raise_request_exception = False
    with mock.patch.object(Reading.objects, "bulk_create", side_effect=OperationalError("no such table")):
        answer = client.get(reverse("reports:pupil", args=[pupil.pk]))
    assert answer.status_code == 500
    assert pupil.name not in answer.content.decode()


def test_a_page_that_forgets_the_record_is_not_sent(clerk: User, pupil: Student) -> None:
    """The table of permits says that it is on record, and the view does not put it there."""
    client = client_of(clerk)
    client.raise_request_exception = False
    with mock.patch("reports.stars.views.on_record"):
        answer = client.get(reverse("reports:pupil", args=[pupil.pk]))
    assert answer.status_code == 500
    assert pupil.name not in answer.content.decode()


def age(days: float, by: User) -> Reading:
    """A reading of so many days ago by the database's own clock."""
    with readings.sitting(str(days)):
        readings.record("awards:violation", 7, 70, shown(by, dt.datetime.now(dt.UTC) - dt.timedelta(days=days)))
    return Reading.objects.latest("pk")


def test_the_database_keeps_half_a_year_whoever_asks(clerk: User) -> None:
    young, old = age(179.9, clerk), age(180.1, clerk)
    changes: list[Any] = [
        young.delete,
        lambda: Reading.objects.all().delete(),
        lambda: Reading.objects.update(what="x"),
        lambda: Reading.objects.filter(pk=old.pk).update(student_key=None),
    ]
    for change in changes:
        with pytest.raises(IntegrityError, match="append-only"), transaction.atomic():
            change()
    old.delete()
    assert list(Reading.objects.all()) == [young]


def test_the_worker_deletes_what_is_older_than_the_installation_says(
    clerk: User, settings: Settings, monkeypatch: pytest.MonkeyPatch
) -> None:
    settings.READINGS_DAYS = 400
    monkeypatch.setattr(readings, "_AT_ONCE", 1)
    _first, _second, kept = [age(days, clerk) for days in (402, 401.5, 399)]
    assert verbs.forget_due(at=timezone.now()) == 2
    assert verbs.forget_due(at=timezone.now()) == 0
    assert list(Reading.objects.all()) == [kept]
    events = AuditEvent.objects.filter(action="readings.removed")
    assert [(event.school_id, event.new) for event in events] == [(clerk.school_id, {"readings": 1})] * 2


def asked(client: Client, route: str, **query: str) -> list[tuple[str, str]]:
    answer = client.get(reverse(route), query)
    assert answer.status_code == 200
    return [(line.row.who, line.row.pupil) for line in answer.context["table"].rows]


def test_who_saw_a_pupil_and_what_an_account_saw(clerk: User, pupil: Student) -> None:
    admin = make_administrator(clerk.school)  # type: ignore[arg-type]
    joined = make_students(make_class(clerk.school, 2), 1)[0]  # type: ignore[arg-type]
    Student.objects.filter(pk=joined.pk).update(merged_into=pupil)
    with readings.sitting("one"):
        readings.record("awards:violation", 7, pupil.pk, shown(clerk))
        readings.record("awards:violation", 8, joined.pk, shown(clerk))
        readings.record_list("awards:audit", "", [], shown(clerk))
    client = client_of(admin)
    since = DAY.isoformat()
    who, name = f"{clerk.name} {clerk.username}", f"{pupil.name} {pupil.number}"
    of_joined = f"{joined.name} {joined.number}"
    found = asked(client, "students:pupil_readings", number=pupil.number, since=since)
    assert [pair[1] for pair in found] == [of_joined, name]
    seen = asked(client, "students:account_readings", username=clerk.username, since=since)
    assert [pair[1] for pair in seen] == ["", of_joined, name]
    assert all(clerk.username in pair[0] for pair in [*found, *seen]), who
    assert asked(client, "students:pupil_readings", number=pupil.number, since="2025-10-21") == []
    kinds = AuditEvent.objects.filter(action__startswith="readings.").order_by("pk").values_list("action", "actor")
    assert list(kinds) == [
        ("readings.pupil_asked", admin.pk),
        ("readings.account_asked", admin.pk),
        ("readings.pupil_asked", admin.pk),
    ]


def test_of_another_school_nothing_is_answered(clerk: User, pupil: Student) -> None:
    other = client_of(make_administrator(make_school("第二中学")))
    for route, query in (
        ("students:pupil_readings", {"number": pupil.number}),
        ("students:account_readings", {"username": clerk.username}),
    ):
        answer = other.get(reverse(route), {**query, "since": DAY.isoformat()})
        assert answer.context.get("table") is None
    assert not AuditEvent.objects.filter(action__startswith="readings.").exists()


def test_every_address_on_record_is_one_that_shows_something() -> None:
    on_record = {name for name, permit in permits().items() if permit.on_record}
    assert {"awards:violation", "students:photo", "awards:audit", "reports:pupil"} <= on_record


def test_the_administration_pages_are_on_record_too(clerk: User, pupil: Student) -> None:
    Guardian.objects.create(student=pupil, name="赵先生", phone="13900000000")
    other = Guardian.objects.create(student=make_students(make_class(clerk.school, 3), 1)[0], name="钱女士")  # type: ignore[arg-type]
    User.objects.filter(pk=clerk.pk).update(is_staff=True, is_superuser=True)
    client = client_of(clerk)
    for path in ("", f"{other.pk}/change/"):
        assert client.get(f"/admin/students/guardian/{path}").status_code == 200
    rows = Reading.objects.order_by("pk").values_list("what", "object_key", "student_key")
    both = sorted([pupil.pk, other.student_id])
    many = [("students.guardian", "", key) for key in (None, *both)]
    assert list(rows) == [*many, *(("students.guardian", str(other.pk), key) for key in (None, other.student_id))]
    with mock.patch.object(Reading.objects, "bulk_create", side_effect=from_sqlite(8)):
        assert client.get("/admin/students/guardian/").status_code == 503


def test_a_look_through_the_window_is_on_record_without_an_account(clerk: User, pupil: Student) -> None:
    with readings.sitting("window:x"):
        readings.record("reports:window_preview", pupil.pk, pupil.pk, {**shown(clerk), "by": None})
    admin = make_administrator(clerk.school)  # type: ignore[arg-type]
    found = asked(client_of(admin), "students:pupil_readings", number=pupil.number, since=DAY.isoformat())
    assert found[0][0] == "guardians, by their code"
