"""The clock of the program: does what has fallen due, once a minute, and makes the files asked for in between."""

import io
import logging
import signal
import sys
import threading
import time
from types import TracebackType
from typing import Any

from django.core.management import call_command
from django.core.management.base import BaseCommand, CommandError, CommandParser
from django.db import DatabaseError, close_old_connections
from django.utils import timezone

from starrating.backup import keeping, records
from starrating.db.unavailable import unavailable
from starrating.operations import job_running, jobs
from starrating.operations.audit import Origin, acting_from
from starrating.operations.models import AuditSource
from starrating.operations.seals import closing

logger = logging.getLogger(__name__)

SECONDS_BETWEEN_ROUNDS = 60
# How long somebody who asked for a file waits before it is begun.
SECONDS_BETWEEN_LOOKS = 1.0
# And how long at most where the database has been away for a while.
MOST_SECONDS_BETWEEN_LOOKS = 30.0
BY_ITSELF = Origin(AuditSource.WORKER)


class Command(BaseCommand):
    help = (
        "Make final what is due, every minute, and the files asked for in the background. What pages show does not"
        " wait for it: a stopped worker delays nothing but such files. As many workers as wanted on PostgreSQL."
    )

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("--once", action="store_true", help="do one round and stop")

    def handle(self, *args: Any, once: bool, **options: Any) -> None:
        stop = threading.Event()
        if once:
            with acting_from(BY_ITSELF):
                call_command("finalize_due", stdout=self.stdout)
                call_command("send_reminders", stdout=self.stdout)
                while job_running.work_once():
                    pass
                jobs.forget_expired(timezone.now())
                closing.keep_sealed()
            return
        for number in (signal.SIGINT, signal.SIGTERM):
            signal.signal(number, lambda *_: stop.set())
        if sys.platform == "win32":
            signal.signal(signal.SIGBREAK, lambda *_: stop.set())
        next_round, waits = time.monotonic(), Waits()
        while not stop.is_set():
            with waits:
                if time.monotonic() >= next_round:
                    self.round()
                    next_round = time.monotonic() + SECONDS_BETWEEN_ROUNDS
                if closing.is_urgent():
                    closing.keep_sealed()
                if self.made_one():
                    continue
            stop.wait(waits.seconds)

    def round(self) -> None:
        """Do one round; what fails is in the log and is tried again in the next."""
        try:
            with acting_from(BY_ITSELF):
                call_command("finalize_due", stdout=io.StringIO())
                call_command("send_reminders", stdout=io.StringIO())
                jobs.forget_expired(timezone.now())
                closing.keep_sealed()
                keeping.keep(at=timezone.now())
            records.write(records.WORKER, records.Record(timezone.now()))
        except CommandError:
            logger.exception("A round of the worker failed")

    def made_one(self) -> bool:
        """Make the next file; give whether one has been asked for."""
        with acting_from(BY_ITSELF):
            return job_running.work_once()


class Waits:
    """How long the worker waits before it looks again: longer each time that the database or the disk is away.

    What is away is one line in the log, and what has come back another.
    """

    def __init__(self) -> None:
        self.seconds = SECONDS_BETWEEN_LOOKS

    def __enter__(self) -> None:
        close_old_connections()

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> bool:
        close_old_connections()
        if error is None:
            if self.seconds > SECONDS_BETWEEN_LOOKS:
                logger.warning("The worker goes on")
            self.seconds = SECONDS_BETWEEN_LOOKS
            return False
        if unavailable(error) is None and not isinstance(error, DatabaseError):
            return False
        if unavailable(error) is None:
            logger.error("The worker stumbled and tries again", exc_info=error)
        elif self.seconds == SECONDS_BETWEEN_LOOKS:
            logger.warning("The worker waits: %s", str(error).strip())
        self.seconds = min(2 * self.seconds, MOST_SECONDS_BETWEEN_LOOKS)
        return True
