"""What makes each kind of job."""

from reports.archive.jobs import _archive
from reports.honours.jobs import _letters
from reports.papers.jobs import _slips
from reports.terms.jobs import _workbook
from starrating.operations.job_running import Maker
from students.imports.pipeline import background

MAKERS: dict[str, Maker] = {
    background.KIND: background.work,
    "letters": _letters,
    "workbook": _workbook,
    "archive": _archive,
    "slips": _slips,
}
