"""What makes each kind of job."""

import datetime as dt
import io
import tempfile
from pathlib import Path

from django.utils import timezone, translation

from awards.ceremonies.access import ceremony_of_school
from awards.rules.entitlements import RewardKind
from reports import file_names
from reports.access import terms_of
from reports.archive.writing import pack
from reports.ceremonies.batches import ceremony_papers_pdf
from reports.files import safe_name
from reports.honours.files import PAPER_LANGUAGE, print_honours
from reports.honours.papers import Extras, OnForm
from reports.models import PaperKind
from reports.papers.access import sheets_to_print
from reports.papers.sheets_and_slips import slips_pdf
from reports.terms.exports import term_workbook
from starrating.operations.job_running import Maker, Product, Progress
from starrating.operations.models import Job
from starrating.spreadsheets import workbooks
from students.imports.pipeline import background
from students.models import School, Term, User
from students.permits.roles import standing_of

PDF, ZIP = "application/pdf", "application/zip"


def term_of(job: Job) -> Term:
    return terms_of(School.objects.get(pk=job.school_id)).get(pk=job.order["term"])


def _by(job: Job) -> User:
    return User.objects.select_related("school").get(pk=job.user_id)


def _letters(job: Job, progress: Progress) -> Product:
    order, term, kind = job.order, term_of(job), RewardKind(job.order["kind"])
    wished = order["extras"]
    content = print_honours(
        term,
        kind,
        order["rewards"],
        day=dt.date.fromisoformat(order["day"]),
        check_address=order["check_address"],
        extras=Extras(OnForm(**wished["on_form"]), wished["photos"]),
        by=_by(job),
        at=timezone.now(),
        progress=progress,
    )
    with translation.override(order["language"]):
        return Product(content, f"{safe_name(file_names.of_term(term, PaperKind(kind.value).label))}.pdf", PDF)


def _ceremony(job: Job, progress: Progress) -> Product:
    order, kind = job.order, RewardKind(job.order["kind"])
    ceremony = ceremony_of_school(School.objects.get(pk=job.school_id), order["ceremony"])
    wished = order["extras"]
    content = ceremony_papers_pdf(
        ceremony,
        kind,
        order["rewards"],
        check_address=order["check_address"],
        extras=Extras(OnForm(**wished["on_form"]), wished["photos"]),
        by=_by(job),
        at=timezone.now(),
        progress=progress,
    )
    with translation.override(order["language"]):
        return Product(content, f"{safe_name(file_names.of_ceremony(ceremony, PaperKind(kind.value).label))}.pdf", PDF)


def _workbook(job: Job, progress: Progress) -> Product:
    term, stream = term_of(job), io.BytesIO()
    progress(0, 1)
    with translation.override(job.order["language"]):
        term_workbook(term, stream, by=_by(job), at=timezone.now())
        name = file_names.workbook(term)
    return Product(stream.getvalue(), f"{safe_name(name)}.xlsx", workbooks.CONTENT_TYPE)


def _archive(job: Job, progress: Progress) -> Product:
    term = term_of(job)
    progress(0, 1)
    with tempfile.TemporaryDirectory() as folder, translation.override(job.order["language"]):
        path = Path(folder) / "archive.zip"
        pack(term, path, by=_by(job), at=timezone.now())
        return Product(path.read_bytes(), f"{safe_name(file_names.archive(term))}.zip", ZIP)


def _slips(job: Job, progress: Progress) -> Product:
    sheets = sheets_to_print(standing_of(_by(job), timezone.localdate()), job.order["round"])
    with translation.override(PAPER_LANGUAGE):
        content = slips_pdf(sheets, named=True, progress=progress)
    with translation.override(job.order["language"]):
        return Product(content, f"{safe_name(file_names.of_month(sheets[0].round, 'slips'))}.pdf", PDF)


MAKERS: dict[str, Maker] = {
    background.KIND: background.work,
    "letters": _letters,
    "ceremony": _ceremony,
    "workbook": _workbook,
    "archive": _archive,
    "slips": _slips,
}
