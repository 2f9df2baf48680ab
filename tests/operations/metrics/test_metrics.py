"""Figures for Prometheus: off unless wished for, within the house alone, and of nobody in particular."""

from __future__ import annotations

import os
import subprocess
import sys
from pathlib import Path

import pytest
from django.conf import settings as django_settings
from django.core.management import CommandError, call_command

# In a process of its own: the library asks for its folder once, and settings are read once.
ASKED = """
import django, json
django.setup()
from django.conf import settings
from django.test import Client
from django.utils import timezone
from prometheus_client import generate_latest
from starrating.backup import records
from starrating.operations.metrics.serving import registry
records.write(records.BACKUP, records.Record(timezone.now()))
client = Client(headers={"host": "localhost"})
client.get("/healthz/live")
client.get("/pupils/4711/")
client.get("/no/such/place/of/kim")
client.post("/sign-in", {"username": "kim-secret", "password": "kim-secret"})
print(generate_latest(registry()).decode())
"""


def environment(folder: Path, **more: str) -> dict[str, str]:
    address = f"sqlite:///{folder / 'own.sqlite3'}"
    kept = {name: value for name, value in os.environ.items() if name != "PROMETHEUS_MULTIPROC_DIR"}
    named = {"DJANGO_SETTINGS_MODULE": "starrating.settings", "VAR_DIR": str(folder), "DATABASE_URL": address}
    return {**kept, **named, **more}


def output_of(arguments: list[str], folder: Path, **more: str) -> str:
    command = [sys.executable, *arguments]
    root = django_settings.BASE_DIR
    done = subprocess.run(
        command, cwd=root, env=environment(folder, **more), capture_output=True, text=True, check=True
    )
    return done.stdout


def test_what_is_counted_names_patterns_and_nobody(tmp_path: Path) -> None:
    output_of(["manage.py", "migrate", "--verbosity=0"], tmp_path)
    said = output_of(["-c", ASKED], tmp_path, METRICS_BIND="127.0.0.1:9464", DEBUG="1")
    assert 'starrating_requests_total{pattern="/healthz/live",status="200"} 1.0' in said
    assert 'pattern="/pupils/<key:pk>/"' in said
    assert 'starrating_requests_total{pattern="none",status="404"} 1.0' in said
    assert "starrating_request_seconds_bucket" in said
    assert "starrating_failed_sign_ins_total 1.0" in said
    assert "starrating_jobs_waiting 0.0" in said
    assert "starrating_backup_age_seconds " in said
    assert "starrating_database_up 1.0" in said
    assert [word for word in ("4711", "kim", "place") if word in said] == []


def test_nothing_is_counted_or_served_unless_it_is_wished_for() -> None:
    assert not [one for one in django_settings.MIDDLEWARE if "metrics" in one]
    with pytest.raises(CommandError, match="METRICS_BIND is not set"):
        call_command("metrics")


@pytest.mark.parametrize("host", ["0.0.0.0", "::", "8.8.8.8", "stars.example.cn"])  # noqa: S104 -- not bound
def test_an_address_that_others_reach_is_refused(tmp_path: Path, host: str) -> None:
    with pytest.raises(subprocess.CalledProcessError) as refused:
        output_of(["manage.py", "metrics"], tmp_path, METRICS_BIND=f"{host}:9464")
    assert "METRICS_BIND" in refused.value.stderr
