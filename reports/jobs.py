"""Files that take longer than somebody should look at a white page: started here, made by the worker."""

from __future__ import annotations

import datetime as dt
import io
import tempfile
from collections.abc import Mapping, Sequence
from dataclasses import asdict
from pathlib import Path

from django.utils import timezone, translation
from django.utils.translation import gettext as _

from awards.rules.entitlements import RewardKind
from awards.views.kinds import VIOLATIONS, sheets_kind
from reports import exports, paper_access
from reports.access import terms_of
from reports.archive.packing import pack
from reports.honour_files import PAPER_LANGUAGE, print_honours
from reports.models import PaperKind
from reports.papers.honours import Ceremony, Extras, OnForm
from reports.papers.months import slips_pdf
from starrating.operations import jobs
from starrating.operations.job_running import Maker, Product, Progress, Said
from starrating.operations.models import Job
from starrating.spreadsheets import workbooks
from students.imports import background
from students.models import School, Term, User
from students.roles import standing_of
from students.views.kinds import GROUPS, ROSTER, STAFF_MATRIX

# A class's batch is there at once; more papers than this are made by the worker.
AT_ONCE = 60
PDF, ZIP = "application/pdf", "application/zip"


def start(kind: str, order: Mapping[str, object], title: str, *, by: User, at: dt.datetime) -> Job:
    school_code = by.school.code if by.school else ""
    order = {**order, "language": translation.get_language()}
    return jobs.start(kind, order, title=title, by=by, school_code=school_code, at=at)


def start_letters(
    term: Term,
    kind: RewardKind,
    pks: Sequence[int],
    *,
    day: dt.date,
    check_address: str,
    extras: Extras,
    by: User,
    at: dt.datetime,
) -> Job:
    """The batch of :func:`reports.honour_files.print_honours` with the same arguments."""
    order = {"term": term.pk, "kind": kind.value, "rewards": sorted(pks), "day": day.isoformat()}
    order |= {"check_address": check_address, "extras": asdict(extras)}
    title = _("%(term)s: %(paper)s") % {"term": term.name, "paper": PaperKind(kind.value).label}
    return start("letters", order, title, by=by, at=at)


def start_workbook(term: Term, *, by: User, at: dt.datetime) -> Job:
    return start("workbook", {"term": term.pk}, _("%(term)s: term workbook") % {"term": term.name}, by=by, at=at)


def start_archive(term: Term, *, by: User, at: dt.datetime) -> Job:
    return start("archive", {"term": term.pk}, _("%(term)s: archive") % {"term": term.name}, by=by, at=at)


def start_slips(round_pk: int, label: str, *, by: User, at: dt.datetime) -> Job:
    """The slips with names of every class that ``by`` may print for."""
    return start("slips", {"round": round_pk}, _("Slips of %(round)s") % {"round": label}, by=by, at=at)


def _term(job: Job) -> Term:
    return terms_of(School.objects.get(code=job.school_code)).get(pk=job.order["term"])


def _by(job: Job) -> User:
    return User.objects.select_related("school").get(pk=job.user_id)


def _letters(job: Job, progress: Progress) -> Product:
    order, term, kind = job.order, _term(job), RewardKind(job.order["kind"])
    wished = order["extras"]
    extras = Extras(OnForm(**wished["on_form"]), Ceremony(**wished["ceremony"]), wished["photos"])
    content = print_honours(
        term,
        kind,
        order["rewards"],
        day=dt.date.fromisoformat(order["day"]),
        check_address=order["check_address"],
        extras=extras,
        by=_by(job),
        at=timezone.now(),
        progress=progress,
    )
    with translation.override(order["language"]):
        return Product(content, f"{term.code} {PaperKind(kind.value).label}.pdf", PDF)


def _workbook(job: Job, progress: Progress) -> Product:
    term, stream = _term(job), io.BytesIO()
    progress(0, 1)
    with translation.override(job.order["language"]):
        exports.term_workbook(term, stream, by=_by(job), at=timezone.now())
        name = _("%(term)s stars") % {"term": term.code}
    return Product(stream.getvalue(), f"{name}.xlsx", workbooks.CONTENT_TYPE)


def _archive(job: Job, progress: Progress) -> Product:
    term = _term(job)
    progress(0, 1)
    with tempfile.TemporaryDirectory() as folder, translation.override(job.order["language"]):
        path = Path(folder) / "archive.zip"
        pack(term, path, by=_by(job), at=timezone.now())
        name = _("%(term)s star archive") % {"term": term.code}
        return Product(path.read_bytes(), f"{name}.zip", ZIP)


def _slips(job: Job, progress: Progress) -> Product:
    standing = standing_of(_by(job), timezone.localdate())
    sheets = paper_access.sheets_to_print(standing, job.order["round"])
    with translation.override(PAPER_LANGUAGE):
        content = slips_pdf(sheets, named=True, progress=progress)
    return Product(content, f"{sheets[0].round.label} slips.pdf", PDF)


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
