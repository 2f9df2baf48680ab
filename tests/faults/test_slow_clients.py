"""Clients that begin and never end do not keep others from their pages; against the program as a school runs it.

Held are half-sent headers, half-sent forms and large files of which nothing is read. The defence is the gateway
(`starrating/server/gateway.py`): a thread is given to whole requests only. The control serves without it.
The short form asks only that pages answer, the long one within twice the time that they take when nobody holds on.
"""

from __future__ import annotations

import subprocess
import sys
from pathlib import Path
from statistics import median

import pytest

from starrating.operations.management.commands.run import server_command
from tests.faults.conftest import Scale
from tests.faults.holding import SIGN_IN, ask, environment, free_port, held, serving
from tests.project.source import ROOT

PAGES = 100
SHORT_PAGES = 10
PATIENCE = 30.0
CONTROL_PATIENCE = 5.0
LARGE = 8 * 1024 * 1024
KINDS = [{"headers": 200}, {"bodies": 200}, {"headers": 80, "bodies": 80, "unread_files": 40}]

pytestmark = pytest.mark.skipif(sys.platform == "win32", reason="ends what it starts by signals")


@pytest.fixture(scope="module")
def folder(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Where the program that serves first leaves a database and its files for the next."""
    return tmp_path_factory.mktemp("served")


def run_command(port: int) -> list[str]:
    return [sys.executable, "manage.py", "run", "--no-demo", f"--bind=127.0.0.1:{port}"]


def without_gateway(port: int) -> list[str]:
    """The same server, which asks Django in its own threads."""
    command = [one for one in server_command("127.0.0.1", port) if not one.startswith("--interface")]
    place = next(number for number, one in enumerate(command) if one.endswith(":application"))
    instead = ["starrating.wsgi:application", "--interface=wsgi", "--blocking-threads=2"]
    return [*command[:place], *instead, *command[place + 1 :]]


def seconds(port: int, pages: int = 1, patience: float = PATIENCE) -> float:
    """The time of a page: the middle of so many."""
    return median(ask(f"http://127.0.0.1:{port}{SIGN_IN}", within=patience) for _number in range(pages))


def large_file(folder: Path) -> str:
    """More than the kernels keep on both sides: what is left waits in the server."""
    place = folder / "static" / "large.bin"
    place.parent.mkdir(parents=True, exist_ok=True)
    place.write_bytes(b"x" * LARGE)
    return f"/static/{place.name}"


def test_pages_answer_while_two_hundred_hold_on(folder: Path, scale: Scale) -> None:
    port, large = free_port(), large_file(folder)
    pages = scale.of(PAGES, SHORT_PAGES)
    with serving(run_command(port), port, folder):
        seconds(port, pages)
        alone = seconds(port, pages)
        for kinds in KINDS[-scale.of(len(KINDS), 1) :]:
            with held(port, large_file=large, **kinds):
                beside = seconds(port, pages)
            print(f"\n{kinds}: {beside * 1000:.1f} ms a page, {alone * 1000:.1f} ms alone")
            assert scale.short or beside <= 2 * alone


def test_without_the_gateway_nobody_gets_a_page(folder: Path, scale: Scale) -> None:
    """The control: what holds the threads is a form that does not end."""
    scale.long_form()
    port = free_port()
    subprocess.run([sys.executable, "manage.py", "migrate", "-v0"], cwd=ROOT, env=environment(folder), check=True)
    with (
        serving(without_gateway(port), port, folder),
        held(port, bodies=200),
        pytest.raises(OSError, match="timed out"),
    ):
        seconds(port, patience=CONTROL_PATIENCE)
