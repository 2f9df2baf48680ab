"""Letters and certificates of a school, made by the worker."""

import datetime as dt
from collections.abc import Sequence
from dataclasses import asdict

from django.utils import timezone, translation
from django.utils.translation import gettext as _

from awards.rules.entitlements import RewardKind
from reports.background import PDF, _by, _term, start
from reports.honours.files import print_honours
from reports.honours.papers import Ceremony, Extras, OnForm
from reports.models import PaperKind
from starrating.operations.job_running import Product, Progress
from starrating.operations.models import Job
from students.models import Term, User


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
    """Start the batch of :func:`reports.honours.files.print_honours` with the same arguments."""
    order = {"term": term.pk, "kind": kind.value, "rewards": sorted(pks), "day": day.isoformat()}
    order |= {"check_address": check_address, "extras": asdict(extras)}
    title = _("%(term)s: %(paper)s") % {"term": term.name, "paper": PaperKind(kind.value).label}
    return start("letters", order, title, school_id=term.school_id, by=by, at=at)


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
