"""The clock of the program: does what has fallen due, once a minute."""

import io
import logging
import signal
import threading
from typing import Any

from django.core.management import call_command
from django.core.management.base import BaseCommand, CommandError, CommandParser
from django.db import DatabaseError, close_old_connections

from starrating.operations.audit import Origin, acting_from
from starrating.operations.models import AuditSource

logger = logging.getLogger(__name__)

SECONDS_BETWEEN_ROUNDS = 60
BY_ITSELF = Origin(AuditSource.WORKER)


class Command(BaseCommand):
    help = (
        "Make final what is due, every minute. What pages show does not wait for it: a stopped worker delays nothing."
    )

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("--once", action="store_true", help="do one round and stop")

    def handle(self, *args: Any, once: bool, **options: Any) -> None:
        stop = threading.Event()
        if once:
            with acting_from(BY_ITSELF):
                call_command("finalize_due", stdout=self.stdout)
            return
        for number in (signal.SIGINT, signal.SIGTERM):
            signal.signal(number, lambda *_: stop.set())
        while not stop.is_set():
            self.round()
            stop.wait(SECONDS_BETWEEN_ROUNDS)

    def round(self) -> None:
        """One round; what fails is in the log and is tried again in the next."""
        close_old_connections()
        try:
            with acting_from(BY_ITSELF):
                call_command("finalize_due", stdout=io.StringIO())
        except (CommandError, DatabaseError):
            logger.exception("A round of the worker failed")
        finally:
            close_old_connections()
