"""What the log says, and where."""

from __future__ import annotations

import io
import json
import logging
import os
import re
import subprocess
import sys
import time
from collections.abc import Iterator
from pathlib import Path
from typing import IO

import pytest
from django.conf import settings
from django.core.exceptions import PermissionDenied
from django.db import DatabaseError, connection
from django.http import HttpRequest, HttpResponse
from django.test import Client, RequestFactory, override_settings
from django.urls import include, path

from starrating.logs import files
from starrating.logs.files import DatedFiles
from starrating.logs.lines import JsonLine, OncePerRequest, WordLine
from starrating.web import request_number
from starrating.web.public import public
from starrating.web.request_number import WithRequestNumber
from tests.project.source import ROOT

MB = 1024 * 1024


def forbidden(request: HttpRequest, name: str) -> HttpResponse:
    raise PermissionDenied(name)


def broken(request: HttpRequest) -> HttpResponse:
    raise ValueError(request.POST["password"])


def broken_below(request: HttpRequest) -> HttpResponse:
    with connection.cursor() as cursor:
        cursor.execute("SELECT CAST(%s AS integer) FROM nowhere", [request.POST["password"]])
    return HttpResponse()


urlpatterns = [
    path("forbidden/<str:name>/", public(forbidden)),
    path("broken/", public(broken)),
    path("below/", public(broken_below)),
    path("", include("starrating.urls")),
]

handler400, handler403, handler404, handler500 = (
    f"starrating.faults.pages.{name}" for name in ("bad_request", "permission_denied", "not_found", "server_error")
)


class Log:
    """What would stand in the file and on the console."""

    def __init__(self) -> None:
        self.places = [
            (logging.StreamHandler(io.StringIO()), JsonLine()),
            (logging.StreamHandler(io.StringIO()), WordLine()),
        ]
        for handler, formatter in self.places:
            handler.setFormatter(formatter)
            for one in (WithRequestNumber(), OncePerRequest()):
                handler.addFilter(one)

    @property
    def in_file(self) -> list[str]:
        return self.places[0][0].stream.getvalue().splitlines()

    @property
    def on_console(self) -> list[str]:
        return self.places[1][0].stream.getvalue().splitlines()


@pytest.fixture
def log() -> Iterator[Log]:
    found, root = Log(), logging.getLogger()
    for handler, _formatter in found.places:
        root.addHandler(handler)
    try:
        yield found
    finally:
        for handler, _formatter in found.places:
            root.removeHandler(handler)


@pytest.fixture
def visitor() -> Client:
    return Client(raise_request_exception=False)


PLANTED = "geheim"
NAME = "王小明"


@pytest.mark.django_db
@override_settings(ROOT_URLCONF=__name__)
@pytest.mark.parametrize(
    ("address", "status", "level", "shown"),
    [
        (f"/forbidden/{PLANTED}/", 403, "WARNING", "/forbidden/<str:name>/"),
        ("/broken/", 500, "ERROR", "/broken/"),
        ("/below/", 500, "ERROR", "/below/"),
        (f"/{NAME}/{PLANTED}/", 404, "WARNING", "/…"),
        (f"/sheets/{PLANTED}/", 404, "WARNING", "/sheets/…"),
        (f"/hall/{PLANTED}/", 405, "WARNING", "/hall/<str:secret>/"),
    ],
)
def test_an_event_is_a_line_without_what_was_sent(
    log: Log, visitor: Client, address: str, status: int, level: str, shown: str
) -> None:
    sent = {"username": NAME, "password": PLANTED}
    headers = {"Cookie": f"sessionid={PLANTED}", "Referer": f"http://testserver/x?q={PLANTED}"}
    answer = visitor.post(f"{address}?name={NAME}&q={PLANTED}", sent, headers=headers)
    assert answer.status_code == status
    [line] = log.in_file
    [words] = log.on_console
    assert PLANTED not in line + words
    assert NAME not in line + words
    found = json.loads(line)
    assert (found["level"], found["status"], found["method"], found["address"]) == (level, status, "POST", "127.0.0.1")
    assert shown in found["message"]
    assert found["number"] == vars(answer.wsgi_request)["number"]
    assert found["number"] in words
    assert found["number"] in answer.content.decode()
    assert ("trace" in found) is (status == 500)


@pytest.mark.django_db
@override_settings(ROOT_URLCONF=__name__)
def test_what_broke_is_told_by_its_places(log: Log, visitor: Client) -> None:
    visitor.post("/broken/", {"password": PLANTED})
    trace = json.loads(log.in_file[0])["trace"]
    assert trace[-1] == "ValueError"
    assert re.fullmatch(r"tests/project/machine/test_logs\.py:\d+ broken", trace[-2])
    assert "(ValueError at tests/project/machine/test_logs.py:" in log.on_console[0]


def test_a_database_is_told_by_its_code_and_its_constraint() -> None:
    class Diagnostics:
        table_name, constraint_name = "students_user", "one_name"

    class Cause(Exception):
        pgcode, diag = "23505", Diagnostics()

    error = DatabaseError(PLANTED)
    error.__cause__ = Cause(PLANTED)
    record = logging.LogRecord("x", logging.ERROR, "", 1, "Broke", None, (type(error), error, None))
    assert json.loads(JsonLine().format(record))["trace"][0] == "DatabaseError 23505 students_user one_name"


@pytest.mark.django_db
def test_a_refused_form_and_a_strange_host_are_a_line_each(log: Log) -> None:
    stranger = Client(enforce_csrf_checks=True, raise_request_exception=False)
    # Django says which address the form came from.
    refused = stranger.post("/sign-in", {"username": NAME}, secure=True, headers={"Referer": f"https://x/?{PLANTED}"})
    assert refused.status_code == 403
    assert len(log.in_file) == 1
    assert stranger.get("/healthz", headers={"Host": "elsewhere.example"}).status_code == 400
    assert len(log.in_file) == 2
    assert PLANTED not in "".join(log.in_file)


def test_a_line_is_a_line_whatever_is_in_it() -> None:
    record = logging.LogRecord(
        "x", logging.WARNING, "", 1, "Invalid: %s", ("a\r\nb\u2028c\x1b[31m" + "x" * 1000,), None
    )
    for formatter in (JsonLine(), WordLine()):
        line = formatter.format(record)
        assert len(line.splitlines()) == 1
        assert "\x1b" not in line
        assert len(line) < 500


def test_tests_do_not_write_into_the_log_of_the_installation() -> None:
    folders = [one.folder for one in logging.getLogger().handlers if isinstance(one, DatedFiles)]
    assert [one.is_relative_to(settings.VAR_DIR) for one in folders] == [False]


def test_django_says_nothing_beside_the_log() -> None:
    """Its own handlers would write once more what is written already, in words that nobody has looked at."""
    assert logging.getLogger("django").handlers == []


def lines_of(folder: Path) -> list[str]:
    return [line for one in folder.glob("*.jsonl") for line in one.read_text(encoding="utf-8").splitlines()]


def handler_in(folder: Path, *, days: int = 180, most: int = 100 * MB) -> DatedFiles:
    made = DatedFiles(folder, days, most)
    made.setFormatter(logging.Formatter("%(message)s"))
    return made


def say(handler: DatedFiles, words: str) -> None:
    handler.handle(logging.LogRecord("x", logging.WARNING, "", 1, words, None, None))


WRITER = """
import logging, pathlib, sys
from starrating.logs import files
files.FULL = 2000
handler = files.DatedFiles(pathlib.Path(sys.argv[1]), 180, int(sys.argv[3]))
handler.setFormatter(logging.Formatter("%(message)s"))
for number in range(500):
    handler.handle(logging.LogRecord("x", logging.WARNING, "", 1, f"{sys.argv[2]} {number} " + "x" * 30, None, None))
"""


def write_together(folder: Path, most: int) -> None:
    command = [sys.executable, "-c", WRITER, str(folder)]
    environment = {**os.environ, "PYTHONPATH": str(ROOT)}
    writers = [subprocess.Popen([*command, name, str(most)], env=environment) for name in ("a", "b")]
    assert [writer.wait(timeout=120) for writer in writers] == [0, 0]


def test_two_processes_write_and_rotate_and_lose_nothing(tmp_path: Path) -> None:
    write_together(tmp_path, 10 * MB)
    wanted = {f"{name} {number}" for name in ("a", "b") for number in range(500)}
    assert sorted(" ".join(line.split()[:2]) for line in lines_of(tmp_path)) == sorted(wanted)
    assert len(list(tmp_path.iterdir())) > 10
    assert max(one.stat().st_size for one in tmp_path.iterdir()) < 2100


def test_all_files_together_have_a_bound(tmp_path: Path) -> None:
    write_together(tmp_path, 6000)
    # Each of the two may be one file above it.
    assert sum(one.stat().st_size for one in tmp_path.iterdir()) < 6000 + 2 * 2100
    # What was written last is there.
    assert {line.split()[1] for line in lines_of(tmp_path)} >= {"499"}


def test_what_is_older_than_its_days_goes(tmp_path: Path) -> None:
    ages = {"starrating-old.jsonl": 181, "starrating-new.jsonl": 179, "other.jsonl": 1000}
    for name, days in ages.items():
        (tmp_path / name).write_text("{}", encoding="utf-8")
        then = time.time() - days * files.DAY
        os.utime(tmp_path / name, (then, then))
    handler = handler_in(tmp_path)
    say(handler, "begun")
    handler.close()
    left = {one.name for one in tmp_path.iterdir()}
    assert left & set(ages) == {"starrating-new.jsonl", "other.jsonl"}


def test_a_clock_that_was_ahead_takes_nobody_the_log(tmp_path: Path) -> None:
    (tmp_path / "starrating-ahead.jsonl").write_text("x" * 100, encoding="utf-8")
    then = time.time() + files.DAY
    os.utime(tmp_path / "starrating-ahead.jsonl", (then, then))
    handler = handler_in(tmp_path, most=50)
    say(handler, "now")
    handler.close()
    assert lines_of(tmp_path) == ["now"]


def test_a_new_day_begins_a_new_file(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    handler = handler_in(tmp_path)
    for day in ("2026-11-30", "2026-12-01", "2026-12-01"):
        monkeypatch.setattr(files, "today", lambda day=day: day)
        say(handler, day)
    handler.close()
    assert sorted(one.name[11:21] for one in tmp_path.iterdir()) == ["2026-11-30", "2026-12-01"]


def test_where_it_cannot_be_written_is_told_once_and_nothing_breaks(
    tmp_path: Path, capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    (tmp_path / "logs").write_text("a file where the folder would be", encoding="utf-8")
    handler = handler_in(tmp_path / "logs")
    monkeypatch.setattr(files, "REST", 0.0)
    say(handler, "one")
    say(handler, "two")
    [line] = capsys.readouterr().err.splitlines()
    assert str(tmp_path / "logs") in line
    (tmp_path / "logs").unlink()
    say(handler, "three")
    handler.close()
    assert lines_of(tmp_path / "logs") == ["three"]


@pytest.mark.skipif(not Path("/dev/full").exists(), reason="needs a file that is always full")
def test_a_full_disk_leaves_no_heap_of_empty_files(
    tmp_path: Path, capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    opened = []

    def full(_handler: DatedFiles) -> IO[str]:
        opened.append("once")
        return open("/dev/full", "w", encoding="utf-8")  # noqa: PTH123 -- the handler closes it

    monkeypatch.setattr(DatedFiles, "_open", full)
    handler = handler_in(tmp_path)
    for number in range(20):
        say(handler, f"{number}")
    assert "No space left" in capsys.readouterr().err
    assert (opened, list(tmp_path.iterdir())) == (["once"], [])


def test_the_program_starts_on_a_folder_that_cannot_be_one(tmp_path: Path) -> None:
    (tmp_path / "logs").write_text("", encoding="utf-8")
    environment = {**os.environ, "VAR_DIR": str(tmp_path), "LOG_DIR": str(tmp_path / "logs")}
    done = subprocess.run(
        [sys.executable, "manage.py", "check"], cwd=ROOT, env=environment, capture_output=True, text=True
    )
    assert done.returncode == 0, done.stderr


@pytest.mark.parametrize(("name", "value"), [("LOG_DAYS", "179"), ("READINGS_DAYS", "179"), ("LOG_MAX_MB", "5")])
def test_less_than_half_a_year_is_refused_at_start(tmp_path: Path, name: str, value: str) -> None:
    environment = {**os.environ, "VAR_DIR": str(tmp_path), name: value}
    done = subprocess.run(
        [sys.executable, "manage.py", "check"], cwd=ROOT, env=environment, capture_output=True, text=True
    )
    assert done.returncode != 0
    assert f"{name}={value} is below" in done.stderr


def test_each_request_has_a_number_of_its_own_while_it_is_answered() -> None:
    asked = RequestFactory().get("/")
    seen = []

    def answer(request: HttpRequest) -> HttpResponse:
        seen.append((request_number.current(), vars(request)["number"]))
        return HttpResponse()

    for _time in range(2):
        request_number.RequestNumberMiddleware(answer)(asked)
    assert all(re.fullmatch("[0-9]{8}", first) and {first} == set(row) for first, *row in seen)
    assert seen[0] != seen[1]
    assert request_number.current() == ""
