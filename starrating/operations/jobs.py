"""Files that take long to make, seen by who asks for them: asked for, called off, fetched, forgotten."""

import datetime as dt
import hashlib
import json
from collections.abc import Mapping, Sequence
from pathlib import Path

from django.conf import settings
from django.contrib.auth.models import AbstractBaseUser
from django.db import IntegrityError, transaction
from django.db.models import QuerySet
from django.http import Http404
from django.shortcuts import get_object_or_404
from django.utils.translation import gettext as _

from starrating.db.locks import lock
from starrating.operations import audit
from starrating.operations.models import Job, JobState
from starrating.refused import Refused

# Long enough to fetch it after lunch, short enough that names do not gather on the disk.
KEPT = dt.timedelta(hours=24)


def folder() -> Path:
    """Name the folder where made files lie: no address leads there but the job's own."""
    return Path(settings.MADE_ROOT)


@transaction.atomic
def start(
    kind: str, order: Mapping[str, object], *, title: str, by: AbstractBaseUser, school_id: int, at: dt.datetime
) -> Job:
    """Ask for a file; the same one asked for again while it is waiting or being made is the same job."""
    digest = hashlib.sha256(json.dumps(order, sort_keys=True).encode()).hexdigest()
    same = Job.objects.live().filter(user_id=by.pk, kind=kind, order_digest=digest)
    job = same.first()
    if job is not None:
        return job
    try:
        with transaction.atomic():
            job = Job.objects.create(
                user_id=by.pk,
                school_id=school_id,
                kind=kind,
                title=title[:120],
                order=dict(order),
                order_digest=digest,
                created_at=at,
            )
    except IntegrityError:
        # The other tab was quicker.
        return same.get()
    audit.record("job.started", job, by=by, at=at, school_id=school_id, new={"title": job.title})
    return job


def own(pk: int, *, by: AbstractBaseUser) -> Job:
    """Fetch somebody's own job; another's is not there (404)."""
    return get_object_or_404(Job, pk=pk, user_id=by.pk)


@transaction.atomic
def cancel(job: Job, *, at: dt.datetime) -> Job:
    """Call a job off: at once while it waits, at its next step while it is made. Raises :class:`Refused` after."""
    job = lock(Job.objects.all()).get(pk=job.pk)
    if job.state == JobState.WAITING:
        job.state, job.finished_at = JobState.CANCELLED, at
    elif job.state != JobState.RUNNING:
        raise Refused(_("This file is finished already. Load the page again."), code="state")
    job.cancel_asked = True
    job.save(update_fields=["state", "finished_at", "cancel_asked"])
    return job


def made_file(job: Job, *, by: AbstractBaseUser, at: dt.datetime) -> Path:
    """Fetch the finished file and record that it was taken; 404 before it is ready and once its time is over."""
    if job.state != JobState.DONE or not job.path or job.expires_at is None or job.expires_at <= at:
        raise Http404
    path = folder() / job.path
    if not path.is_file():
        raise Http404
    audit.record("job.fetched", job, by=by, at=at, school_id=job.school_id, new={"title": job.title})
    return path


def forget_expired(at: dt.datetime) -> int:
    """Take away the files whose time is over; gives how many. The rows stay, so that the page can say so."""
    expired = list(Job.objects.expired_on(at))
    for job in expired:
        (folder() / job.path).unlink(missing_ok=True)
        Job.objects.filter(pk=job.pk).update(path="")
    return len(expired) + _forget_unnamed(at)


def forget_made(school_id: int) -> None:
    """Take away every file made for somebody of the school, before its time: each can be made again.

    What is being made is called off, for it was begun with what is to go. Files go once the transaction holds.
    """
    paths = [folder() / path for path in _made_for(school_id).values_list("path", flat=True)]
    _made_for(school_id).update(path="")
    Job.objects.filter(school_id=school_id, state=JobState.RUNNING).update(cancel_asked=True)
    transaction.on_commit(lambda: _unlink(paths))


def _made_for(school_id: int) -> QuerySet[Job]:
    return Job.objects.filter(school_id=school_id).exclude(path="")


def _unlink(paths: Sequence[Path]) -> None:
    for path in paths:
        path.unlink(missing_ok=True)


def _forget_unnamed(at: dt.datetime) -> int:
    """Take away old files that no job names: a worker that was ended between file and row leaves one with names."""
    oldest = (at - KEPT).timestamp()
    old = [path for path in folder().glob("*") if _written_by(path, oldest)]
    named = set(Job.objects.exclude(path="").values_list("path", flat=True)) if old else set()
    unnamed = [path for path in old if path.name not in named]
    for path in unnamed:
        path.unlink(missing_ok=True)
    return len(unnamed)


def _written_by(path: Path, moment: float) -> bool:
    try:
        return path.stat().st_mtime <= moment
    except FileNotFoundError:
        # Another worker was quicker.
        return False
