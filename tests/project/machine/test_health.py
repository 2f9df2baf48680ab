"""What is said to whoever watches over the server: alive, ready, backed up; and what the administration shows."""

from __future__ import annotations

import datetime as dt
from pathlib import Path

import pytest
from django.db import connection
from django.db.migrations.recorder import MigrationRecorder
from django.test import Client
from django.urls import reverse
from django.utils import timezone, translation
from pytest_django import Settings

from starrating.backup import records
from starrating.backup.records import Record
from starrating.days import short_day
from students.models import User
from tests.factories import make_school, make_user

HOUR = dt.timedelta(hours=1)


@pytest.fixture(autouse=True)
def _var_dir(settings: Settings, tmp_path: Path) -> None:
    settings.VAR_DIR = tmp_path


def test_a_process_that_answers_is_alive_without_a_database(client: Client) -> None:
    """Tests without their mark may not ask one."""
    answer = client.get("/healthz/live")
    assert (answer.status_code, answer.content) == (200, b"ok")


@pytest.mark.django_db
def test_a_database_of_another_version_is_not_ready(client: Client, monkeypatch: pytest.MonkeyPatch) -> None:
    # This test's own transaction holds SQLite's one writer.
    monkeypatch.setattr("starrating.faults.health._ask_database", lambda: None)
    assert client.get("/healthz/ready").content == b"ok"
    last = MigrationRecorder.Migration.objects.filter(app="awards").latest("pk")
    MigrationRecorder(connection).record_unapplied("awards", last.name)
    answer = client.get("/healthz/ready")
    assert (answer.status_code, answer.content) == (503, b"migrations")
    assert answer.headers["Retry-After"]


@pytest.mark.parametrize(
    ("backup", "drill", "status", "said"),
    [
        (None, None, 503, "backup never, drill never"),
        (Record(timezone.now() - 5.5 * HOUR), Record(timezone.now() - 30.5 * HOUR), 200, "backup 5 h, drill 30 h"),
        (Record(timezone.now() - 48.5 * HOUR), Record(timezone.now()), 503, "backup 48 h, drill 0 h"),
        (Record(timezone.now()), Record(timezone.now() - 192.5 * HOUR), 503, "backup 0 h, drill 192 h"),
        (Record(timezone.now()), Record(timezone.now(), well=False), 503, "backup 0 h, drill 0 h"),
    ],
)
def test_the_age_of_the_last_backup_and_its_try(
    client: Client, backup: Record | None, drill: Record | None, status: int, said: str
) -> None:
    for name, record in ((records.BACKUP, backup), (records.DRILL, drill)):
        if record is not None:
            records.write(name, record)
    answer = client.get("/healthz/backup")
    assert (answer.status_code, answer.content.decode()) == (status, said)


@pytest.mark.django_db
def test_the_administration_says_what_is_well_and_what_is_not() -> None:
    user = make_user(make_school(), "白敏")
    User.objects.filter(pk=user.pk).update(is_staff=True, is_superuser=True)
    records.write(records.BACKUP, Record(timezone.now()))
    client = Client()
    client.force_login(User.objects.get(pk=user.pk))
    page = client.get(reverse("admin:index")).content.decode()
    with translation.override("zh-hans"):
        assert short_day(timezone.localdate()) in page
    assert "restore --check" in page
