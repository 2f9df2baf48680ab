"""The worker's side of jobs: taken by one worker, heard of while it runs, begun again when its worker died.

A job that is taken again carries a higher number of attempts. Whatever a worker writes holds that number in its
condition, so that one who was only thought dead changes nothing any more.
"""

import datetime as dt
import logging
import os
import threading
from collections.abc import Callable, Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass
from types import TracebackType
from typing import Any

from django.conf import settings
from django.db import DatabaseError, InterfaceError, close_old_connections, connection, transaction
from django.utils import timezone
from django.utils.module_loading import import_string
from django.utils.translation import gettext as _

from starrating.db.locks import lock_free
from starrating.db.unavailable import DISK, trying_again, unavailable
from starrating.operations import readings
from starrating.operations.jobs import KEPT, folder
from starrating.operations.models import Job, JobState
from starrating.own_words import in_words_of
from starrating.refused import Refused

logger = logging.getLogger(__name__)

BEAT_SECONDS = 5.0
SILENCE = dt.timedelta(seconds=45)
MOST_ATTEMPTS = 3


class CalledOff(Exception):
    """The end of a job that its owner has called off, or that another worker has now."""


@dataclass(frozen=True)
class Product:
    content: bytes
    filename: str
    content_type: str


@dataclass(frozen=True)
class Said:
    """What a job comes to that makes no file: a sentence."""

    text: str


# Called with how much is done, and of how much.
Progress = Callable[[int, int], None]
Maker = Callable[[Job, Progress], Product | Said]


def makers() -> Mapping[str, Maker]:
    """Say who makes which kind: the apps' own table, named in the settings because this package knows no app."""
    table: Mapping[str, Maker] = import_string(settings.JOB_MAKERS)
    return table


def work_once() -> bool:
    """Take the next job, if there is one, and make it; gives whether there was."""
    recover(timezone.now())
    job = claim(timezone.now())
    if job is None:
        return False
    run(job)
    return True


@transaction.atomic
def claim(at: dt.datetime) -> Job | None:
    """Take the job that has waited longest, for this worker alone; others skip the row that is being taken."""
    waiting = Job.objects.filter(state=JobState.WAITING).order_by("created_at", "pk")
    job = lock_free(waiting).first()
    if job is None:
        return None
    job.state, job.attempts = JobState.RUNNING, job.attempts + 1
    job.started_at = job.heartbeat_at = at
    job.done = job.total = 0
    job.save(update_fields=["state", "attempts", "started_at", "heartbeat_at", "done", "total"])
    return job


def recover(at: dt.datetime) -> None:
    """Put jobs of silent workers back into the queue; after the third attempt it is given up with a sentence."""
    silent = Job.objects.silent_since(at - SILENCE)
    silent.filter(cancel_asked=True).update(state=JobState.CANCELLED, finished_at=at)
    message = _("The work was interrupted three times. Ask the administrator to look into the log.")
    given_up = silent.filter(attempts__gte=MOST_ATTEMPTS)
    given_up.update(state=JobState.FAILED, finished_at=at, message=message)
    silent.filter(attempts__lt=MOST_ATTEMPTS).update(state=JobState.WAITING)


def run(job: Job) -> None:
    """Make the file of a claimed job, or do its work; whatever happens, the row says it in the end."""
    with _Outcome(job):
        with _heard_of(job), in_words_of(lambda: job.user), readings.sitting(f"job:{job.pk}"):
            made = trying_again(lambda: makers()[job.kind](job, _progress_of(job)))
        if isinstance(made, Said):
            _ended(job, JobState.DONE, made.text)
        else:
            _keep(job, made)


class _Outcome:
    """Whatever one job stumbles over is said on its row and in the log, and the queue goes on."""

    def __init__(self, job: Job) -> None:
        self.job = job

    def __enter__(self) -> None:
        return None

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> bool:
        if error is None or not isinstance(error, Exception):
            return False
        if isinstance(error, CalledOff):
            _ended(self.job, JobState.CANCELLED)
        elif isinstance(error, Refused):
            _ended(self.job, JobState.FAILED, error.message)
        elif unavailable(error) == DISK:
            logger.error("Job %d: %s", self.job.pk, error)
            _ended(self.job, JobState.FAILED, _("The server's disk is full. Ask the administrator to make room on it."))
        elif unavailable(error):
            # Nothing can be said on its row; once it has been silent for long enough it is begun again.
            return False
        else:
            logger.error("Job %d of the kind %s failed", self.job.pk, self.job.kind, exc_info=error)
            _ended(self.job, JobState.FAILED, _("This could not be made. Ask the administrator to look into the log."))
        return True


def _progress_of(job: Job) -> Progress:
    def tell(done: int, total: int) -> None:
        """Raise :class:`CalledOff` when the job is no longer to be made."""
        mine = Job.objects.filter(pk=job.pk, attempts=job.attempts, state=JobState.RUNNING, cancel_asked=False)
        if not mine.update(done=done, total=total, heartbeat_at=timezone.now()):
            raise CalledOff

    return tell


@contextmanager
def _heard_of(job: Job) -> Iterator[None]:
    """Beat beside the work, since one step of it may take longer than a worker may be silent."""
    stop = threading.Event()

    def beat() -> None:
        while not stop.wait(BEAT_SECONDS):
            try:
                close_old_connections()
                Job.objects.filter(pk=job.pk, attempts=job.attempts).update(heartbeat_at=timezone.now())
            except (DatabaseError, InterfaceError):
                # The work itself holds the database, as a large import does on SQLite: nobody else can take the job.
                logger.info("no beat for job %d", job.pk)
        connection.close()

    thread = threading.Thread(target=beat, daemon=True)
    thread.start()
    try:
        yield
    finally:
        stop.set()
        thread.join()


def _keep(job: Job, product: Product) -> None:
    """Write the file whole or not at all, then say so; one that another attempt has overtaken goes again."""
    folder().mkdir(parents=True, exist_ok=True)
    name = f"{job.pk}-{job.attempts}-{os.urandom(8).hex()}"
    part, path = folder() / f"{name}.part", folder() / name
    try:
        with part.open("wb") as stream:
            stream.write(product.content)
            stream.flush()
            os.fsync(stream.fileno())
    except OSError:
        part.unlink(missing_ok=True)
        raise
    part.replace(path)
    now = timezone.now()
    written: dict[str, Any] = {
        "path": name,
        "filename": product.filename[:150],
        "content_type": product.content_type,
        "expires_at": now + KEPT,
    }
    if not _ended(job, JobState.DONE, unless_called_off=True, **written):
        path.unlink()
        raise CalledOff


def _ended(job: Job, state: JobState, message: str = "", *, unless_called_off: bool = False, **written: Any) -> bool:
    mine = Job.objects.filter(pk=job.pk, attempts=job.attempts, state=JobState.RUNNING)
    if unless_called_off:
        mine = mine.filter(cancel_asked=False)
    return bool(mine.update(state=state, message=message[:300], finished_at=timezone.now(), **written))
