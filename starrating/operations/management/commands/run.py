"""The whole program in one command, for a school's own machine."""

import argparse
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
from django.utils.translation import gettext as _

from starrating.db.history import is_of_these_migrations
from starrating.faults.command_line import demand_writable

DEFAULT_BIND = "127.0.0.1:8000"
WSGI = "starrating.wsgi:application"
# How long a worker that died stays down: long enough not to spin when it cannot start at all.
RESTART_AFTER = 2.0
STOP_WITHIN = 20.0
ONE_MB = 1024 * 1024


class Command(BaseCommand):
    help = "Migrate, fill an empty database with a demonstration school, serve the pages and keep one worker alive."

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
        # No account at all: nothing has been set up yet, neither a school nor a demonstration.
        if demo and not get_user_model().objects.exists():
            self.stdout.write("Making a demonstration school, which takes a minute or so.")
            self.stdout.flush()
            call_command("setup_demo", stdout=self.stdout)
        self.serve(host, port)

    def serve(self, host: str, port: int) -> None:
        """Run server and worker until a signal comes; raises CommandError when the server ended by itself."""
        # Raised in the main thread wherever it is, so that both signals take the way of Ctrl-C.
        signal.signal(signal.SIGTERM, signal.default_int_handler)
        server = subprocess.Popen(server_command(host, port), cwd=settings.BASE_DIR)  # noqa: S603 -- our own command, checked address
        worker = start_worker()
        announced = False
        try:
            while server.poll() is None:
                if not announced and answers(host, port):
                    announced = True
                    self.stdout.write(f"Open http://{host}:{port} in a browser; Ctrl-C stops the program.")
                    self.stdout.flush()
                if worker.poll() is not None:
                    time.sleep(RESTART_AFTER)
                    worker = start_worker()
                time.sleep(0.3)
        except KeyboardInterrupt:
            self.stdout.write("Stopping.")
        else:
            raise CommandError(f"The server ended by itself with code {server.returncode}.")
        finally:
            stop([server, worker])


def address(bind: str) -> tuple[str, int]:
    """Take `host:port` apart; raises CommandError where it is none."""
    host, _colon, port = bind.rpartition(":")
    if not host or not port.isdecimal() or int(port) > 65535:
        raise CommandError(f"--bind {bind} is not of the form 127.0.0.1:8000.")
    return host.strip("[]"), int(port)


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
    """Give the command of the web server: gunicorn, or waitress on Windows, where gunicorn does not run."""
    shown = f"[{host}]:{port}" if ":" in host else f"{host}:{port}"
    if platform == "win32":
        # Waitress would put a larger request into a temporary file, where scores must not go.
        in_memory = f"--inbuf-overflow={settings.FILE_UPLOAD_MAX_MEMORY_SIZE + ONE_MB}"
        at_most = f"--max-request-body-size={settings.FILE_UPLOAD_MAX_MEMORY_SIZE + ONE_MB}"
        return [sys.executable, "-m", "waitress", f"--listen={shown}", "--threads=8", in_memory, at_most, WSGI]
    return [
        *(sys.executable, "-m", "gunicorn", WSGI, f"--bind={shown}"),
        *("--worker-class=gthread", "--workers=2", "--threads=4", "--no-control-socket"),
        *("--log-level=warning", "--graceful-timeout=15"),
    ]


def start_worker() -> subprocess.Popen[bytes]:
    return subprocess.Popen([sys.executable, str(settings.BASE_DIR / "manage.py"), "worker"], cwd=settings.BASE_DIR)  # noqa: S603 -- our own command, checked address


def stop(processes: list[subprocess.Popen[bytes]]) -> None:
    """Ask every process to end, and end the ones that have not done so within STOP_WITHIN seconds."""
    for process in processes:
        if process.poll() is None:
            process.terminate()
    deadline = time.monotonic() + STOP_WITHIN
    for process in processes:
        try:
            process.wait(timeout=max(0.1, deadline - time.monotonic()))
        except subprocess.TimeoutExpired:
            process.kill()
            process.wait()
