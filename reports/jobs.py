"""What makes each kind of job."""

from __future__ import annotations

from django.utils import timezone

from awards.sheet_files.kind import sheets_kind
from awards.violations.kind import VIOLATIONS
from reports.archive.jobs import _archive
from reports.background import _by
from reports.honours.jobs import _letters
from reports.papers.jobs import _slips
from reports.terms.jobs import _workbook
from starrating.operations.job_running import Maker, Progress, Said
from starrating.operations.models import Job
from students.imports.kinds import GROUPS, ROSTER, STAFF_MATRIX
from students.imports.pipeline import background


def _import(job: Job, progress: Progress) -> Said:
    kinds = {
        kind.code: kind for kind in (ROSTER, STAFF_MATRIX, GROUPS, VIOLATIONS, sheets_kind(_by(job), timezone.now()))
    }
    return background.work(job, progress, kinds)


MAKERS: dict[str, Maker] = {
    background.KIND: _import,
    "letters": _letters,
    "workbook": _workbook,
    "archive": _archive,
    "slips": _slips,
}
