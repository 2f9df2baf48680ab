"""The worker outlives a database that is away: it waits longer each time, says so once, and goes on."""

from __future__ import annotations

import errno
import logging
import os
from pathlib import Path

import pytest
import time_machine
from django.db import IntegrityError, OperationalError
from django.utils import timezone
from pytest_django import Settings

from starrating.operations import job_running, jobs
from starrating.operations.job_running import Maker, Product, Progress
from starrating.operations.management.commands.worker import MOST_SECONDS_BETWEEN_LOOKS, Waits
from starrating.operations.models import Job, JobState
from tests.factories import make_office, make_school
from tests.operations.makers import MAKERS
from tests.unavailable.faults import from_postgresql

SAID_BY = "starrating.operations.management.commands.worker"


def stumble(waits: Waits, error: Exception | None) -> float:
    with waits:
        if error is not None:
            raise error
    return waits.seconds


@pytest.mark.django_db
def test_it_waits_longer_each_time_and_says_so_once(caplog: pytest.LogCaptureFixture) -> None:
    waits = Waits()
    with caplog.at_level(logging.WARNING, SAID_BY):
        waited = [stumble(waits, from_postgresql("57P01")) for _ in range(7)]
        assert waited == [2, 4, 8, 16, MOST_SECONDS_BETWEEN_LOOKS, MOST_SECONDS_BETWEEN_LOOKS, 30]
        assert stumble(waits, None) == 1
    assert [record.levelname for record in caplog.records] == ["WARNING", "WARNING"]
    assert all(record.exc_info is None for record in caplog.records)


@pytest.mark.django_db
def test_a_mistake_in_the_data_is_told_with_its_trace(caplog: pytest.LogCaptureFixture) -> None:
    stumble(Waits(), IntegrityError("twice"))
    assert [bool(record.exc_info) for record in caplog.records] == [True]


@pytest.mark.django_db
def test_any_other_mistake_ends_it() -> None:
    with pytest.raises(ValueError, match="ours"):
        stumble(Waits(), ValueError("ours"))


def make_job() -> Job:
    clerk = make_office(make_school())
    assert clerk.school is not None
    return jobs.start("quick", {}, title="喜报", by=clerk, school_id=clerk.school.pk, at=timezone.now())


@pytest.fixture
def makers(settings: Settings, tmp_path: Path) -> dict[str, Maker]:
    settings.MADE_ROOT = tmp_path / "made"
    settings.JOB_MAKERS = "tests.operations.makers.MAKERS"
    return MAKERS


@pytest.mark.django_db
def test_a_full_disk_is_told_to_who_asked_and_leaves_nothing(
    makers: dict[str, Maker], settings: Settings, monkeypatch: pytest.MonkeyPatch
) -> None:
    def full(_number: int) -> None:
        raise OSError(errno.ENOSPC, "No space left on device")

    job = make_job()
    monkeypatch.setattr(os, "fsync", full)
    assert job_running.work_once()
    job.refresh_from_db()
    assert job.state == JobState.FAILED
    assert "磁盘满了" in job.message
    assert list(Path(settings.MADE_ROOT).iterdir()) == []


@pytest.mark.django_db
def test_a_job_whose_database_went_away_is_begun_again(
    makers: dict[str, Maker], monkeypatch: pytest.MonkeyPatch
) -> None:
    def cut(_job: Job, _progress: Progress) -> Product:
        raise from_postgresql("57P01")

    job = make_job()
    monkeypatch.setitem(makers, "quick", cut)
    with pytest.raises(OperationalError):
        job_running.work_once()
    job.refresh_from_db()
    assert job.state == JobState.RUNNING
    monkeypatch.undo()
    later = timezone.now() + 2 * job_running.SILENCE
    with time_machine.travel(later, tick=False):
        assert job_running.work_once()
    job.refresh_from_db()
    assert (job.state, job.attempts) == (JobState.DONE, 2)
