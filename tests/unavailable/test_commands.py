"""Commands on a machine where something is away end in one sentence with the place, never in a traceback."""

from __future__ import annotations

import errno
import os
import resource
import subprocess
import sys
import tempfile
from pathlib import Path

import pytest
from django.core.management.base import CommandError

from starrating.faults import command_line
from starrating.faults.command_line import demand_writable
from tests.project.source import ROOT

WITHIN_SECONDS = 120


def manage(*arguments: str, kilobytes: int | None = None, **environment: str) -> tuple[int, str]:
    """Run a command as a person does; ``kilobytes`` is the room that each file may take, as on a full disk."""

    def little_room() -> None:
        assert kilobytes is not None
        resource.setrlimit(resource.RLIMIT_FSIZE, (kilobytes << 10, kilobytes << 10))

    known = {name: value for name, value in os.environ.items() if name not in {"DATABASE_URL", "VAR_DIR", "LOG_DIR"}}
    done = subprocess.run(
        [sys.executable, "manage.py", *arguments],
        cwd=ROOT,
        env={**known, "SECRET_KEY": "x" * 60, **environment},
        capture_output=True,
        text=True,
        timeout=WITHIN_SECONDS,
        preexec_fn=None if kilobytes is None else little_room,
        check=False,
    )
    return done.returncode, done.stdout + done.stderr


def test_a_folder_that_cannot_be_made_is_named() -> None:
    code, said = manage("run", VAR_DIR="/dev/null/var")
    assert code == 1
    assert "VAR_DIR=/dev/null/var" in said
    assert "Traceback" not in said


def test_a_database_that_is_away_is_one_sentence(tmp_path: Path) -> None:
    url = "postgres://stars@127.0.0.1:1/stars"
    for command in (("finalize_due",), ("worker", "--once"), ("run", "--bind=127.0.0.1:1")):
        code, said = manage(*command, VAR_DIR=str(tmp_path), DATABASE_URL=url)
        assert code == 1
        assert "stars" in said
        assert "Traceback" not in said
        assert len(said.strip().splitlines()) == 1, said


def test_a_database_that_may_not_grow_is_named(tmp_path: Path) -> None:
    code, said = manage("migrate", "-v0", kilobytes=256, VAR_DIR=str(tmp_path))
    assert code == 1
    assert str(tmp_path) in said
    assert "Traceback" not in said


@pytest.mark.parametrize("number", [errno.ENOSPC, errno.EROFS])
def test_run_refuses_a_folder_that_takes_no_file(tmp_path: Path, monkeypatch: pytest.MonkeyPatch, number: int) -> None:
    demand_writable([tmp_path / "new"])

    def refuse(*_: object, **__: object) -> object:
        raise OSError(number, os.strerror(number))

    monkeypatch.setattr(tempfile, "TemporaryFile", refuse)
    with pytest.raises(CommandError, match=str(tmp_path)):
        demand_writable([tmp_path])


def test_a_mistake_of_ours_stays_one(monkeypatch: pytest.MonkeyPatch) -> None:
    def stumble(_arguments: list[str]) -> None:
        raise OSError(errno.ENOENT, "no such file")

    monkeypatch.setattr(command_line, "execute_from_command_line", stumble)
    with pytest.raises(FileNotFoundError):
        command_line.run(["manage.py", "x"])
