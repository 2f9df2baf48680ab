"""Files made in the background: one job for one wish, one file for one job, and nobody else's to fetch."""

from __future__ import annotations

import datetime as dt
import os
import signal
import subprocess
import sys
import threading
from pathlib import Path

import pytest
import time_machine
from django.conf import settings as django_settings
from django.db import OperationalError, connection
from django.test import Client
from django.utils import timezone
from pytest_django import Settings

from starrating.operations import job_running, jobs
from starrating.operations.models import AuditEvent, Job, JobState
from students.models import User
from tests.factories import make_office, make_school
from tests.project.source import ROOT
from tests.refusals import refused

pytestmark = pytest.mark.django_db

NOW = dt.datetime(2026, 1, 30, 9, tzinfo=dt.UTC)


@pytest.fixture(autouse=True)
def _own_folder_and_makers(settings: Settings, tmp_path: Path) -> None:
    settings.MADE_ROOT = tmp_path / "made"
    settings.JOB_MAKERS = "tests.operations.makers.MAKERS"


@pytest.fixture
def clerk() -> User:
    return make_office(make_school())


def ask(by: User, kind: str = "quick", at: dt.datetime | None = None, **order: object) -> Job:
    assert by.school is not None
    return jobs.start(kind, order, title="喜报", by=by, school_id=by.school.pk, at=at or timezone.now())


def made(job: Job) -> Job:
    assert job_running.work_once()
    job.refresh_from_db()
    return job


def test_what_is_made_speaks_as_the_school_of_whoever_asked(clerk: User) -> None:
    assert clerk.school is not None
    clerk.school.office_name = "德育处"
    clerk.school.save(update_fields=["office_name"])
    assert made(ask(clerk, "named")).message == "德育处"


def files(folder: Path) -> list[Path]:
    return sorted((folder / "made").iterdir()) if (folder / "made").exists() else []


def client_of(user: User) -> Client:
    client = Client()
    client.force_login(user)
    return client


def test_the_same_wish_is_the_same_job(clerk: User) -> None:
    first = ask(clerk, term=1)
    assert (ask(clerk, term=1).pk, ask(clerk, term=2).pk == first.pk) == (first.pk, False)
    assert AuditEvent.objects.filter(action="job.started").count() == 2


def test_made_fetched_and_recorded(clerk: User, tmp_path: Path) -> None:
    job = made(ask(clerk))
    assert (job.state, job.done, job.total, job.attempts) == (JobState.DONE, 2, 2, 1)
    answer = client_of(clerk).get(f"/account/files/{job.pk}/fetch")
    assert answer.getvalue() == b"attempt 1"
    assert "made.txt" in answer.headers["Content-Disposition"]
    assert AuditEvent.objects.get(action="job.fetched").actor == clerk
    assert [path.read_bytes() for path in files(tmp_path)] == [b"attempt 1"]
    assert not job_running.work_once()


@pytest.mark.parametrize("what", ["", "/state", "/fetch"])
def test_nobody_else_sees_or_fetches_it(clerk: User, what: str) -> None:
    assert clerk.school is not None
    job = made(ask(clerk))
    assert client_of(make_office(clerk.school, "孙老师")).get(f"/account/files/{job.pk}{what}").status_code == 404
    assert client_of(clerk).get(f"/account/files/{job.pk}{what}").status_code == 200


def test_a_file_is_kept_for_a_day(clerk: User, tmp_path: Path) -> None:
    with time_machine.travel(NOW, tick=False):
        job = made(ask(clerk))
    assert jobs.forget_expired(NOW + jobs.KEPT - dt.timedelta(seconds=1)) == 0
    with time_machine.travel(NOW + jobs.KEPT, tick=False):
        assert client_of(clerk).get(f"/account/files/{job.pk}/fetch").status_code == 404
    assert jobs.forget_expired(NOW + jobs.KEPT) == 1
    assert files(tmp_path) == []
    assert jobs.forget_expired(NOW + jobs.KEPT) == 0


def test_what_an_ended_worker_left_half_way_goes_after_a_day(clerk: User, tmp_path: Path) -> None:
    with time_machine.travel(NOW, tick=False):
        job = made(ask(clerk))
    [kept] = files(tmp_path)
    for name in ("7-1-abcdef.part", "7-1-abcdef"):
        (kept.parent / name).write_bytes(b"names of children")
        os.utime(kept.parent / name, times=(NOW.timestamp(), NOW.timestamp()))
    assert jobs.forget_expired(NOW + jobs.KEPT - dt.timedelta(seconds=1)) == 0
    os.utime(kept, times=(0, 0))
    Job.objects.filter(pk=job.pk).update(expires_at=NOW + 2 * jobs.KEPT)
    assert jobs.forget_expired(NOW + jobs.KEPT) == 2
    assert files(tmp_path) == [kept]


def test_another_s_file_stays_when_one_s_time_is_over(clerk: User, tmp_path: Path) -> None:
    with time_machine.travel(NOW, tick=False):
        old = made(ask(clerk))
    with time_machine.travel(NOW + dt.timedelta(hours=2), tick=False):
        young = made(ask(clerk, number=2))
        assert jobs.forget_expired(NOW + jobs.KEPT) == 1
    for job in (old, young):
        job.refresh_from_db()
    assert (old.path, [path.name for path in files(tmp_path)]) == ("", [young.path])


def test_only_what_is_being_made_is_put_back_into_the_queue(clerk: User) -> None:
    """What was finished, given up or called off yesterday has been silent for long, too."""
    for number, state in enumerate(JobState):
        job = ask(clerk, number=number)
        Job.objects.filter(pk=job.pk).update(state=state, heartbeat_at=NOW, attempts=1)
    heard = ask(clerk, number=99)
    Job.objects.filter(pk=heard.pk).update(state=JobState.RUNNING, heartbeat_at=NOW + job_running.SILENCE, attempts=1)
    job_running.recover(NOW + job_running.SILENCE + dt.timedelta(seconds=1))
    after = list(Job.objects.order_by("pk").values_list("state", flat=True))
    assert after == [JobState.WAITING if state == JobState.RUNNING else state for state in JobState] + ["running"]


def test_of_silent_workers_the_job_that_was_called_off_is_not_made_again(clerk: User) -> None:
    called_off, other = ask(clerk), ask(clerk, number=2)
    for job in (called_off, other):
        Job.objects.filter(pk=job.pk).update(state=JobState.RUNNING, heartbeat_at=NOW, attempts=1)
    jobs.cancel(called_off, at=NOW)
    job_running.recover(NOW + job_running.SILENCE + dt.timedelta(seconds=1))
    states = Job.objects.order_by("pk").values_list("state", flat=True)
    assert list(states) == [JobState.CANCELLED, JobState.WAITING]


def test_called_off_while_it_waits(clerk: User) -> None:
    job = ask(clerk)
    client_of(clerk).post(f"/account/files/{job.pk}/cancel")
    job.refresh_from_db()
    assert job.state == JobState.CANCELLED
    assert not job_running.work_once()


def test_called_off_while_it_is_made(clerk: User, tmp_path: Path) -> None:
    ask(clerk)
    job = job_running.claim(timezone.now())
    assert job is not None
    jobs.cancel(job, at=timezone.now())
    job_running.run(job)
    job.refresh_from_db()
    assert (job.state, files(tmp_path)) == (JobState.CANCELLED, [])


def test_what_is_over_cannot_be_called_off(clerk: User) -> None:
    job = made(ask(clerk))
    with refused("state"):
        jobs.cancel(job, at=timezone.now())


@pytest.mark.parametrize(("kind", "said"), [("refused", "Nothing to print."), ("broken", "")])
def test_a_failure_says_so_and_the_next_is_made(clerk: User, kind: str, said: str) -> None:
    failed, good = ask(clerk, kind), ask(clerk)
    made(failed)
    made(good)
    assert (failed.state, good.state) == (JobState.FAILED, JobState.DONE)
    assert failed.message == said or (not said and failed.message)
    assert ask(clerk, kind).pk != failed.pk


def test_after_the_third_interruption_it_is_given_up(clerk: User) -> None:
    job = ask(clerk)
    for attempt in range(1, job_running.MOST_ATTEMPTS + 1):
        claimed = job_running.claim(NOW)
        assert claimed is not None
        assert claimed.attempts == attempt
        job_running.recover(NOW + job_running.SILENCE + dt.timedelta(seconds=1))
    job.refresh_from_db()
    assert (job.state, bool(job.message)) == (JobState.FAILED, True)


def test_who_was_only_thought_dead_changes_nothing(clerk: User, tmp_path: Path) -> None:
    ask(clerk)
    slow = job_running.claim(NOW)
    job_running.recover(NOW + job_running.SILENCE + dt.timedelta(seconds=1))
    quick = job_running.claim(timezone.now())
    assert slow is not None
    assert quick is not None
    job_running.run(quick)
    job_running.run(slow)
    slow.refresh_from_db()
    assert (slow.state, slow.attempts) == (JobState.DONE, 2)
    assert [path.read_bytes() for path in files(tmp_path)] == [b"attempt 2"]


@pytest.mark.django_db(transaction=True)
def test_many_workers_make_each_file_once(clerk: User, tmp_path: Path) -> None:
    wanted = [ask(clerk, number=number).pk for number in range(12)]

    def work() -> None:
        while job_running.work_once():
            pass
        connection.close()

    workers = [threading.Thread(target=work) for _number in range(3)]
    for worker in workers:
        worker.start()
    for worker in workers:
        worker.join()
    found = Job.objects.filter(pk__in=wanted).values_list("state", "attempts")
    assert set(found) == {(JobState.DONE, 1)}
    assert len(files(tmp_path)) == 12


@pytest.mark.django_db(transaction=True)
def test_killed_in_the_middle_it_is_made_by_the_next(clerk: User, settings: Settings, tmp_path: Path) -> None:
    job = ask(clerk, "stuck")
    worker = _worker_process(tmp_path)
    assert worker.stdout is not None
    assert worker.stdout.readline() == "begun\n"
    os.kill(worker.pid, signal.SIGKILL)
    worker.communicate()
    job.refresh_from_db()
    assert (job.state, job.done, job.attempts) == (JobState.RUNNING, 1, 1)
    settings.JOB_MAKERS = "tests.operations.makers.FREED"
    with time_machine.travel(timezone.now() + job_running.SILENCE * 2, tick=False):
        assert made(job).state == JobState.DONE
    assert (job.attempts, [path.read_bytes() for path in files(tmp_path)]) == (2, [b"attempt 2"])


def _worker_process(var_dir: Path) -> subprocess.Popen[str]:
    """A worker on the test's own database, that takes one job."""
    place = connection.settings_dict
    address = (
        f"sqlite:///{place['NAME']}"
        if connection.vendor == "sqlite"
        else f"postgres://{place['USER']}:{place['PASSWORD']}@{place['HOST']}:{place['PORT']}/{place['NAME']}"
    )
    code = (
        "import django; django.setup()\n"
        "from django.conf import settings\n"
        "from starrating.operations.job_running import work_once\n"
        f"settings.JOB_MAKERS = {django_settings.JOB_MAKERS!r}\n"
        "work_once()"
    )
    environment = {**os.environ, "DATABASE_URL": address, "VAR_DIR": str(var_dir)}
    environment["DJANGO_SETTINGS_MODULE"] = "starrating.settings"
    return subprocess.Popen(
        [sys.executable, "-c", code],
        cwd=ROOT,
        env=environment,
        text=True,
        stdin=subprocess.PIPE,
        stdout=subprocess.PIPE,
    )


def test_a_beat_that_finds_the_database_held_is_followed_by_the_next(monkeypatch: pytest.MonkeyPatch) -> None:
    """A large import holds SQLite for longer than a beat waits."""
    beats, enough = [], threading.Event()

    def busy() -> None:
        beats.append(1)
        if len(beats) == 3:
            enough.set()
        raise OperationalError("database is locked")

    monkeypatch.setattr(job_running, "BEAT_SECONDS", 0.01)
    monkeypatch.setattr(job_running, "close_old_connections", busy)
    with job_running._heard_of(Job(pk=1)):
        assert enough.wait(timeout=10)
