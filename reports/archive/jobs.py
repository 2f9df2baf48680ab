"""The term's archive, made by the worker."""

import datetime as dt
import tempfile
from pathlib import Path

from django.utils import timezone, translation
from django.utils.translation import gettext as _

from reports.archive.packing import pack
from reports.background import ZIP, _by, _term, start
from starrating.operations.job_running import Product, Progress
from starrating.operations.models import Job
from students.models import Term, User


def start_archive(term: Term, *, by: User, at: dt.datetime) -> Job:
    return start(
        "archive",
        {"term": term.pk},
        _("%(term)s: archive") % {"term": term.name},
        school_id=term.school_id,
        by=by,
        at=at,
    )


def _archive(job: Job, progress: Progress) -> Product:
    term = _term(job)
    progress(0, 1)
    with tempfile.TemporaryDirectory() as folder, translation.override(job.order["language"]):
        path = Path(folder) / "archive.zip"
        pack(term, path, by=_by(job), at=timezone.now())
        name = _("%(term)s star archive") % {"term": term.code}
        return Product(path.read_bytes(), f"{name}.zip", ZIP)
