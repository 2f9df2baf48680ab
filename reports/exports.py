"""Files that leave the house: each export is written to a stream and leaves a trace of who took it (条例36)."""

from __future__ import annotations

import datetime as dt

import tablib
from django.db import transaction
from django.db.models import QuerySet
from django.utils import timezone
from django.utils.translation import gettext as _
from import_export.formats.base_formats import Format

from awards.models import StarEntry
from reports.formats import SafeCsv, Workbook, shown_day
from reports.resources import LedgerResource
from reports.workbooks import Imprint
from starrating.operations import audit
from students.models import Term, User


def ledger_formats(term: Term, *, by: User, at: dt.datetime) -> dict[str, Format]:
    """The formats in which somebody may take the ledger away, by their extension."""
    title = _("Star ledger")
    imprint = Imprint(term.school.name, f"{term.name} {title}", by.name, shown_day(timezone.localdate(at)))
    return {"csv": SafeCsv(for_people=True), "xlsx": Workbook(imprint, title)}


@transaction.atomic
def ledger(term: Term, entries: QuerySet[StarEntry], *, by: User, at: dt.datetime) -> tablib.Dataset:
    """Entries of the term's ledger as rows for a file, and the audit event that ``by`` took them."""
    dataset = LedgerResource().export(entries)
    audit.record("ledger.exported", term, by=by, at=at, school_code=term.school.code, new={"rows": len(dataset)})
    return dataset
