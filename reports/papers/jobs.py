"""Slips of a whole month, made by the worker."""

import datetime as dt

from django.utils import timezone, translation
from django.utils.translation import gettext as _

from reports.background import PDF, _by, start
from reports.honours.files import PAPER_LANGUAGE
from reports.papers import access as paper_access
from reports.papers.sheets_and_slips import slips_pdf
from starrating.operations.job_running import Product, Progress
from starrating.operations.models import Job
from students.models import User
from students.permits.roles import standing_of


def start_slips(round_pk: int, label: str, *, school_id: int, by: User, at: dt.datetime) -> Job:
    """Start the slips with names of every class that ``by`` may print for."""
    return start(
        "slips", {"round": round_pk}, _("Slips of %(round)s") % {"round": label}, school_id=school_id, by=by, at=at
    )


def _slips(job: Job, progress: Progress) -> Product:
    standing = standing_of(_by(job), timezone.localdate())
    sheets = paper_access.sheets_to_print(standing, job.order["round"])
    with translation.override(PAPER_LANGUAGE):
        content = slips_pdf(sheets, named=True, progress=progress)
    return Product(content, f"{sheets[0].round.label} slips.pdf", PDF)
