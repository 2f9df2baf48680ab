"""The program as a school runs it, for what is measured from outside."""

from __future__ import annotations

import os
import socket
import subprocess
import sys
import time
import urllib.request
from collections.abc import Iterator
from pathlib import Path

import pytest
from django.conf import settings
from django.db import connection

from starrating.cells import reader
from starrating.child_process import run_child

STARTS_WITHIN = 120


@pytest.fixture(autouse=True)
def files_are_read_by_a_process_of_their_own(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(reader, "run_child", run_child)


@pytest.fixture
def address(tmp_path: Path) -> Iterator[str]:
    """Where the program answers, on the database of this test."""
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        port = int(probe.getsockname()[1])
    environment = {**os.environ, "VAR_DIR": str(tmp_path), "DATABASE_URL": url_of_the_database()}
    command = [sys.executable, "manage.py", "run", "--no-demo", f"--bind=127.0.0.1:{port}"]
    process = subprocess.Popen(command, cwd=settings.BASE_DIR, env=environment)
    try:
        until_it_answers(f"http://127.0.0.1:{port}")
        yield f"http://127.0.0.1:{port}"
    finally:
        process.terminate()
        process.wait(timeout=60)


def url_of_the_database() -> str:
    """Where another process finds the database of this test."""
    found = connection.settings_dict
    if connection.vendor == "postgresql":
        return f"postgres://{found['USER']}:{found['PASSWORD']}@{found['HOST']}:{found['PORT'] or 5432}/{found['NAME']}"
    return f"sqlite:///{found['NAME']}"


def until_it_answers(address: str) -> None:
    deadline = time.monotonic() + STARTS_WITHIN
    while time.monotonic() < deadline:
        try:
            with urllib.request.urlopen(f"{address}/healthz", timeout=5):  # noqa: S310 -- our own address
                return
        except OSError:
            time.sleep(0.3)
    pytest.fail("The server does not answer.")
