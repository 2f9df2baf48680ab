"""Start what takes long: small batches at once, large ones by the worker."""

import datetime as dt
from collections.abc import Mapping

from django.utils import translation

from reports.access import terms_of
from starrating.operations import jobs
from starrating.operations.models import Job
from students.models import School, Term, User

# A class's batch is there at once; more papers than this are made by the worker.
AT_ONCE = 60
PDF, ZIP = "application/pdf", "application/zip"


def start(kind: str, order: Mapping[str, object], title: str, *, school_id: int, by: User, at: dt.datetime) -> Job:
    order = {**order, "language": translation.get_language()}
    return jobs.start(kind, order, title=title, by=by, school_id=school_id, at=at)


def _term(job: Job) -> Term:
    return terms_of(School.objects.get(pk=job.school_id)).get(pk=job.order["term"])


def _by(job: Job) -> User:
    return User.objects.select_related("school").get(pk=job.user_id)
