"""The term's workbook, made by the worker."""

import datetime as dt
import io

from django.utils import timezone, translation
from django.utils.translation import gettext as _

from reports.background import _by, _term, start
from reports.terms import exports
from starrating.operations.job_running import Product, Progress
from starrating.operations.models import Job
from starrating.spreadsheets import workbooks
from students.models import Term, User


def start_workbook(term: Term, *, by: User, at: dt.datetime) -> Job:
    return start(
        "workbook",
        {"term": term.pk},
        _("%(term)s: term workbook") % {"term": term.name},
        school_id=term.school_id,
        by=by,
        at=at,
    )


def _workbook(job: Job, progress: Progress) -> Product:
    term, stream = _term(job), io.BytesIO()
    progress(0, 1)
    with translation.override(job.order["language"]):
        exports.term_workbook(term, stream, by=_by(job), at=timezone.now())
        name = _("%(term)s stars") % {"term": term.code}
    return Product(stream.getvalue(), f"{name}.xlsx", workbooks.CONTENT_TYPE)
