"""Measures web servers in turn: pages a second with eight clients, and the time of a page while 200 clients hold on.

The server of `manage.py run` is first; others are measured beside it where they are installed (SERVERS_PATH names a
folder of theirs). Prints, judges nothing: run it on a quiet machine.
"""

from __future__ import annotations

import importlib.util
import os
import subprocess
import sys
import threading
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path
from statistics import median

import pytest
from django.conf import settings
from django.test import Client

from awards.models import ClassRound
from starrating.operations.management.commands.run import server_command
from tests.bench.conftest import url_of_the_database
from tests.factories import fill, make_class, make_homeroom, make_school, make_sheet, make_student
from tests.faults.holding import SIGN_IN, ask, free_port, held, until_it_answers

pytestmark = pytest.mark.django_db(transaction=True)

CLIENTS, SECONDS, ASKED = 8, 8.0, 15
PATIENCE = 5.0
LARGE = 8 * 1024 * 1024
PUPILS = 48
SERVERS_PATH = os.environ.get("SERVERS_PATH", "")
WSGI = "starrating.wsgi:application"


def commands(port: int) -> Iterator[tuple[str, list[str]]]:
    at = f"127.0.0.1:{port}"
    yield "as run starts it", server_command("127.0.0.1", port)
    granian = [sys.executable, "-m", "granian", "--interface=wsgi", f"--port={port}", "--log-level=error"]
    yield "granian 2 x 2, WSGI", [*granian, "--workers=2", "--blocking-threads=2", WSGI]
    if there("gunicorn"):
        gunicorn = [sys.executable, "-m", "gunicorn", WSGI, f"--bind={at}", "--log-level=error"]
        yield "gunicorn 2 x 4", [*gunicorn, "--worker-class=gthread", "--workers=2", "--threads=4"]
    if there("waitress"):
        yield "waitress 8", [sys.executable, "-m", "waitress", f"--listen={at}", "--threads=8", WSGI]


def there(module: str) -> bool:
    found = importlib.util.find_spec(module) is not None
    return found or bool(SERVERS_PATH and (Path(SERVERS_PATH) / module).is_dir())


@pytest.fixture
def sheet() -> ClassRound:
    school_class = make_class(make_school(), 3)
    for seat in range(1, PUPILS + 1):
        make_student(school_class, f"学生{seat}", seat=seat)
    return make_sheet(school_class)


@pytest.fixture
def cookie(sheet: ClassRound) -> str:
    teacher = make_homeroom(sheet.school_class)
    fill(sheet, teacher, names=5)
    client = Client()
    client.force_login(teacher)
    return f"{settings.SESSION_COOKIE_NAME}={client.cookies[settings.SESSION_COOKIE_NAME].value}"


@contextmanager
def served(command: list[str], port: int, folder: Path) -> Iterator[None]:
    environment = {**os.environ, "VAR_DIR": str(folder), "DATABASE_URL": url_of_the_database()}
    # The session was made here.
    environment |= {"SECRET_KEY": settings.SECRET_KEY, "PYTHONPATH": SERVERS_PATH}
    process = subprocess.Popen(command, cwd=settings.BASE_DIR, env=environment, stderr=subprocess.DEVNULL)
    try:
        until_it_answers(f"http://127.0.0.1:{port}", process)
        yield
    finally:
        process.terminate()
        try:
            process.wait(timeout=20)
        except subprocess.TimeoutExpired:
            process.kill()
            process.wait()


def pages_a_second(address: str, cookie: str) -> float:
    until = time.perf_counter() + SECONDS
    asked = [0] * CLIENTS

    def go_on(number: int) -> None:
        while time.perf_counter() < until:
            ask(address, cookie=cookie)
            asked[number] += 1

    threads = [threading.Thread(target=go_on, args=(number,)) for number in range(CLIENTS)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    return sum(asked) / SECONDS


def typical(one: Callable[[], float]) -> str:
    """The median in milliseconds of a few; `none` where one is not answered at all."""
    try:
        return f"{median(one() for _time in range(ASKED)) * 1000:.0f} ms"
    except OSError:
        return "none"


def test_servers(sheet: ClassRound, cookie: str, tmp_path: Path) -> None:
    subprocess.run(
        [sys.executable, "manage.py", "prepare"],
        cwd=settings.BASE_DIR,
        env={**os.environ, "VAR_DIR": str(tmp_path)},
        check=True,
    )
    (tmp_path / "static" / "large.bin").write_bytes(b"x" * LARGE)
    print(f"\n{os.cpu_count()} cores, load {os.getloadavg()[0]:.1f}; pages a second with {CLIENTS} clients")  # noqa: T201
    port = free_port()
    bare, own = f"http://127.0.0.1:{port}{SIGN_IN}", f"http://127.0.0.1:{port}/sheets/{sheet.pk}/"
    for name, command in commands(port):
        with served(command, port, tmp_path):
            pages_a_second(bare, "")
            line = [f"bare {pages_a_second(bare, ''):6.1f}/s", f"sheet {pages_a_second(own, cookie):6.1f}/s"]
            line.append(f"alone {typical(lambda: ask(bare, within=PATIENCE))}")
            for kinds in ({"headers": 200}, {"bodies": 200}, {"headers": 80, "bodies": 80, "unread_files": 40}):
                with held(port, large_file="/static/large.bin", **kinds):
                    line.append(f"{kinds} {typical(lambda: ask(bare, within=PATIENCE))}")
        print(f"  {name:<20} load {os.getloadavg()[0]:4.1f}  {'  '.join(line)}", flush=True)  # noqa: T201
