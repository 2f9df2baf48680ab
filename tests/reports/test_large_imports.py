"""Imports that the worker does: confirmed once, done once, refused with the page's own sentence."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterator
from typing import Any

import pytest
import time_machine
from django.test import Client
from django.urls import reverse

from awards.models import ClassRound, Nomination
from starrating.operations import job_running
from starrating.operations.models import AuditEvent, Job, JobState, Upload, UploadState
from students.imports.pipeline import background
from students.models import SchoolClass, SchoolRole, Student, User
from tests.awards.form_clients import brought, confirmed
from tests.awards.month_files import STARS, one_class
from tests.factories import (
    make_administrator,
    make_class,
    make_homeroom,
    make_school,
    make_sheet,
    make_student,
    make_term,
    moment,
    pupils_of,
)
from tests.hostile.making.content import xlsx
from tests.reports.factories import signed_in

pytestmark = pytest.mark.django_db
START = {"starts_on": "2025-09-01"}
PUPILS = 6


@pytest.fixture(autouse=True)
def small(monkeypatch: pytest.MonkeyPatch) -> Iterator[None]:
    """Five rows are many; the day stands still."""
    monkeypatch.setattr(background, "AT_ONCE", PUPILS - 1)
    with time_machine.travel(moment(dt.date(2025, 11, 20)), tick=False):
        yield


@pytest.fixture
def school_class() -> SchoolClass:
    school_class = make_class(make_school())
    make_term(school_class.school)
    return school_class


@pytest.fixture
def administrator(school_class: SchoolClass) -> User:
    return make_administrator(school_class.school)


@pytest.fixture
def client(administrator: User) -> Client:
    return signed_in(administrator)


def looked_at(client: Client, pupils: int = PUPILS) -> Any:
    rows = [(f"20250{at:03}", f"赵一{at}", "七年级(1)班") for at in range(pupils)]
    return brought(client, "students:roster_upload", xlsx([("学号", "姓名", "班级"), *rows]), **START)


def imported(client: Client, preview: Any) -> Job:
    answer = confirmed(client, "students:roster", preview)
    job = Job.objects.get()
    assert answer.headers["Location"] == reverse("own_file", args=[job.pk])
    return job


def worked(job: Job) -> Job:
    assert job_running.work_once()
    job.refresh_from_db()
    return job


def test_nothing_is_written_before_the_worker_comes_and_all_of_it_then(client: Client) -> None:
    job = imported(client, looked_at(client))
    assert (job.kind, job.state, Student.objects.count()) == ("import", JobState.WAITING, 0)
    worked(job)
    assert (job.state, job.path, Student.objects.count()) == (JobState.DONE, "", PUPILS)
    assert str(PUPILS) in job.message
    assert Upload.objects.get().state == UploadState.APPLIED
    assert AuditEvent.objects.filter(action="roster.imported").count() == 1
    page = client.get(reverse("own_file", args=[job.pk])).content.decode()
    assert job.message in page
    assert f'href="{reverse("students:roster")}"' in page
    assert reverse("fetch_file", args=[job.pk]) not in page
    assert client.get(reverse("own_files")).status_code == 200
    assert client.get(reverse("fetch_file", args=[job.pk])).status_code == 404


def test_few_rows_are_there_at_once(client: Client) -> None:
    answer = confirmed(client, "students:roster", looked_at(client, PUPILS - 1))
    assert answer.headers["Location"] == reverse("students:roster")
    assert (Job.objects.count(), Student.objects.count()) == (0, PUPILS - 1)


def test_confirmed_twice_it_is_one_job_and_one_import(client: Client) -> None:
    preview = looked_at(client)
    job = imported(client, preview)
    confirmed(client, "students:roster", preview)
    assert Job.objects.count() == 1
    worked(job)
    confirmed(client, "students:roster", preview)
    assert (Job.objects.count(), Student.objects.count()) == (1, PUPILS)


def test_what_changed_meanwhile_is_a_sentence_and_no_import(client: Client, school_class: SchoolClass) -> None:
    job = imported(client, looked_at(client))
    make_student(school_class, "赵一0", number="20250000")
    worked(job)
    assert (job.state, Student.objects.count()) == (JobState.FAILED, 1)
    assert job.message
    assert Upload.objects.get().state == UploadState.WAITING
    assert job.message in client.get(reverse("own_file", args=[job.pk])).content.decode()


def test_a_file_dropped_meanwhile_is_not_imported(client: Client) -> None:
    preview = looked_at(client)
    job = imported(client, preview)
    client.post(reverse("students:roster_drop", args=[preview.context["page"].upload.pk]))
    assert worked(job).state == JobState.FAILED
    assert not Student.objects.exists()


def test_who_has_lost_the_office_imports_nothing_more(client: Client, administrator: User) -> None:
    job = imported(client, looked_at(client))
    SchoolRole.objects.filter(user=administrator).update(ends_on=dt.date(2025, 11, 1))
    assert worked(job).state == JobState.FAILED
    assert not Student.objects.exists()


def test_called_off_before_it_begins_it_writes_nothing(client: Client) -> None:
    job = imported(client, looked_at(client))
    client.post(reverse("cancel_file", args=[job.pk]))
    assert not job_running.work_once()
    job.refresh_from_db()
    assert (job.state, Student.objects.count()) == (JobState.CANCELLED, 0)


def test_taken_up_again_after_it_was_done_it_says_the_same(client: Client) -> None:
    """A worker that dies between the import and its last word leaves a job that the next one takes."""
    job = worked(imported(client, looked_at(client)))
    said = job.message
    Job.objects.update(state=JobState.WAITING, message="")
    worked(job)
    assert (job.state, job.message, Student.objects.count()) == (JobState.DONE, said, PUPILS)


def test_it_shows_how_far_it_is(client: Client, monkeypatch: pytest.MonkeyPatch) -> None:
    told: list[tuple[int, int]] = []
    monkeypatch.setattr(job_running, "_progress_of", lambda _job: lambda done, total: told.append((done, total)))
    job = worked(imported(client, looked_at(client)))
    assert told == [(0, 3), (1, 3)]
    assert client.get(reverse("own_file_state", args=[job.pk])).json()["state"] == JobState.DONE


def test_violations_are_imported_by_the_worker_too(client: Client, school_class: SchoolClass) -> None:
    pupil = make_student(school_class, "赵安然", number="20250201")
    rows = [("2025-10-21", pupil.number, pupil.name, "打架", f"第{at}处") for at in range(PUPILS)]
    content = xlsx([("日期", "学号", "姓名", "违纪类型", "地点"), *rows])
    confirmed(client, "awards:violations", brought(client, "awards:violations_upload", content))
    job = worked(Job.objects.get())
    assert (job.state, pupil.violations.count()) == (JobState.DONE, PUPILS)


def test_month_sheets_are_imported_by_the_worker_too() -> None:
    sheet = make_sheet()
    homeroom = client_of_homeroom(sheet)
    # One a star, which every quota allows.
    winners = {star: pupil.name for star, pupil in zip(STARS, pupils_of(sheet)[:PUPILS], strict=False)}
    content = one_class(winners, sheet.school_class.name_in(2025))
    preview = brought(homeroom, "awards:sheets_upload", content, round=str(sheet.round_id))
    confirmed(homeroom, "awards:sheets", preview)
    job = worked(Job.objects.get())
    assert (job.state, job.message != "") == (JobState.DONE, True)
    assert Nomination.objects.filter(class_round=sheet).count() == PUPILS


def client_of_homeroom(sheet: ClassRound) -> Client:
    return signed_in(make_homeroom(sheet.school_class))
