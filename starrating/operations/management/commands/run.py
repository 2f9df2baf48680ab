"""The whole program in one command, for a school's own machine."""

import argparse
import shutil
import signal
import socket
import subprocess
import sys
import time
from typing import Any

from django.conf import settings
from django.contrib.auth import get_user_model
from django.core.management import call_command
from django.core.management.base import BaseCommand, CommandError, CommandParser
from django.db import connection
from django.http.request import validate_host
from django.utils.translation import gettext as _

from starrating.db.history import is_of_these_migrations
from starrating.faults.command_line import demand_writable
from starrating.operations.seals import keys

DEFAULT_BIND = "127.0.0.1:8000"
# What listens everywhere, and where this machine itself reaches it.
EVERYWHERE = {"0.0.0.0": "127.0.0.1", "::": "::1"}  # noqa: S104 -- looked up, not bound
SERVED = "starrating.server.application:application"
WORKER = [sys.executable, str(settings.BASE_DIR / "manage.py"), "worker"]
METRICS = [sys.executable, str(settings.BASE_DIR / "manage.py"), "metrics"]
# How long what died stays down: long enough not to spin when it cannot start at all.
RESTART_AFTER = 2.0
STOP_WITHIN = 20.0
GRACEFUL_SECONDS = 15
HEADERS_WITHIN_MS = 10_000


class Command(BaseCommand):
    help = "Migrate, fill an empty database with a demonstration school, and keep server and worker alive."

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("--bind", default=DEFAULT_BIND, help="address and port, %(default)s unless said")
        parser.add_argument(
            "--demo",
            action=argparse.BooleanOptionalAction,
            default=True,
            help="whether an empty database gets a demonstration school",
        )

    def handle(self, *args: Any, bind: str, demo: bool, **options: Any) -> None:
        host, port = address(bind)
        refuse_taken(host, port)
        demand_writable([settings.VAR_DIR, settings.LOG_DIR, settings.MEDIA_ROOT, settings.MADE_ROOT])
        call_command("prepare", stdout=self.stdout)
        refuse_foreign()
        call_command("migrate", interactive=False, verbosity=0, stdout=self.stdout)
        keys.current()
        # No account at all: nothing has been set up yet, neither a school nor a demonstration.
        if demo and not get_user_model().objects.exists():
            self.stdout.write("Making a demonstration school, which takes about 20 seconds.")
            self.stdout.flush()
            call_command("setup_demo", stdout=self.stdout)
        # Whoever reads this console sets up an installation that is still empty, and nobody else on the network.
        call_command("setup_word", stdout=self.stdout)
        self.serve(host, port)

    def serve(self, host: str, port: int) -> None:
        """Keep server and worker alive until a signal comes; raises CommandError for a server that never answered."""
        # Raised in the main thread wherever it is, so that both signals take the way of Ctrl-C.
        signal.signal(signal.SIGTERM, signal.default_int_handler)
        beside = {"worker": WORKER, **({"metrics": METRICS} if settings.METRICS_BIND else {})}
        # What processes have counted that are gone.
        shutil.rmtree(settings.METRICS_ROOT, ignore_errors=True)
        running = {"server": start(server_command(host, port))}
        running |= {name: start(command) for name, command in beside.items()}
        announced = False
        try:
            while True:
                if not announced and answers(host, port):
                    announced = True
                    self.stdout.write(announcement(host, port))
                    self.stdout.flush()
                if (code := running["server"].poll()) is not None:
                    if not announced:
                        raise CommandError(f"The server ended by itself with code {code}.")
                    time.sleep(RESTART_AFTER)
                    running["server"] = start(server_command(host, port))
                for name, command in beside.items():
                    if running[name].poll() is not None:
                        time.sleep(RESTART_AFTER)
                        running[name] = start(command)
                time.sleep(0.3)
        except KeyboardInterrupt:
            self.stdout.write("Stopping.")
        finally:
            stop(list(running.values()))


def address(bind: str) -> tuple[str, int]:
    """Take `host:port` apart; raises CommandError where it is none."""
    host, _colon, port = bind.rpartition(":")
    if not host or not port.isdecimal() or int(port) > 65535:
        raise CommandError(f"--bind {bind} is not of the form 127.0.0.1:8000.")
    return host.strip("[]"), int(port)


def announcement(host: str, port: int) -> str:
    """Say where a browser on this machine opens the program: never at an address that it would not answer under."""
    bound, opened = in_address(host), in_address(EVERYWHERE.get(host, host))
    lines = [f"Open http://{opened}:{port} in a browser; Ctrl-C stops the program."]
    if not validate_host(opened, settings.ALLOWED_HOSTS):
        lines = [f"Listening on {bound}:{port}; Ctrl-C stops the program."]
    if not validate_host(bound, settings.ALLOWED_HOSTS):
        lines.append("It answers only under a name in ALLOWED_HOSTS: " + ", ".join(settings.ALLOWED_HOSTS) + ".")
    return "\n".join(lines)


def in_address(host: str) -> str:
    return f"[{host}]" if ":" in host else host


def refuse_taken(host: str, port: int) -> None:
    """Raise CommandError where something else listens already: the server itself would only try again and again."""
    if answers(host, port):
        raise CommandError(f"Something else is already using {host}:{port}; choose another port with --bind.")


def refuse_foreign() -> None:
    """Raise CommandError for a database of another version's making: migrating it would break off half way."""
    if not is_of_these_migrations(connection):
        sentence = _(
            "The database %(database)s was made by other migrations than those of this version, and nothing in it has "
            "been changed: use an empty database, or the version that made it."
        )
        raise CommandError(sentence % {"database": connection.settings_dict["NAME"]})


def answers(host: str, port: int) -> bool:
    try:
        with socket.create_connection((host, port), timeout=1):
            return True
    except OSError:
        return False


def server_command(host: str, port: int, platform: str = sys.platform) -> list[str]:
    """Give the command of the web server."""
    # On Windows the server can have one process alone.
    workers = 1 if platform == "win32" else 2
    return [
        *(sys.executable, "-m", "granian", SERVED, f"--host={host}", f"--port={port}"),
        *("--interface=asginl", "--loop=asyncio", "--http=1", "--no-ws", "--log-level=error"),
        *(f"--workers={workers}", "--respawn-failed-workers", f"--workers-kill-timeout={GRACEFUL_SECONDS}"),
        # A browser keeps its connection after its page: room for those of a whole school.
        *("--backlog=2048", "--backpressure=4096", f"--http1-header-read-timeout={HEADERS_WITHIN_MS}"),
    ]


def start(command: list[str]) -> subprocess.Popen[bytes]:
    """Start a part of the program. On Windows it gets a group of its own, so that it can be asked to stop."""
    flags = 0
    if sys.platform == "win32":
        flags = subprocess.CREATE_NEW_PROCESS_GROUP
    return subprocess.Popen(command, cwd=settings.BASE_DIR, creationflags=flags)  # noqa: S603 -- our own, checked address


def ask_to_end(process: subprocess.Popen[bytes]) -> None:
    """Let it finish what it is at: Windows' way to terminate would not."""
    if sys.platform == "win32":
        process.send_signal(signal.CTRL_BREAK_EVENT)
    else:
        process.terminate()


def stop(processes: list[subprocess.Popen[bytes]]) -> None:
    """Ask every process to end, and end the ones that have not done so within STOP_WITHIN seconds."""
    for process in processes:
        if process.poll() is None:
            ask_to_end(process)
    deadline = time.monotonic() + STOP_WITHIN
    for process in processes:
        try:
            process.wait(timeout=max(0.1, deadline - time.monotonic()))
        except subprocess.TimeoutExpired:
            process.kill()
            process.wait()
