"""Files that leave the house: each export is written to a stream and leaves a trace of who took it (条例36)."""

import datetime as dt
from collections.abc import Collection
from typing import IO

import tablib
from django.db import transaction
from django.db.models import QuerySet
from django.utils import timezone
from django.utils.translation import gettext as _

from awards.models import StarEntry
from reports.terms import lists, pupils
from reports.terms.facts import TermFacts, facts_of
from reports.terms.lists import LedgerResource
from starrating import joiners
from starrating.operations import audit, readings
from starrating.spreadsheets.workbooks import Imprint, write
from students.models import Term, User


@transaction.atomic
def ledger(term: Term, entries: QuerySet[StarEntry], *, by: User, at: dt.datetime) -> tablib.Dataset:
    """Give entries of the term's ledger as rows for a file, and record that ``by`` took them."""
    dataset = LedgerResource().export(entries)
    pupils_of = entries.order_by().values_list("student_id", flat=True).distinct()
    readings.record_list("reports:ledger_file", term.pk, pupils_of, {"by": by, "school_id": term.school_id, "at": at})
    audit.record("ledger.exported", term, by=by, at=at, school_id=term.school_id, new={"rows": len(dataset)})
    return dataset


@transaction.atomic
def term_workbook(
    term: Term, stream: IO[bytes], *, class_pks: Collection[int] | None = None, by: User, at: dt.datetime
) -> int:
    """Write the term's workbook, of the whole school or of some classes, and the audit event that ``by`` took it.

    Gives the number of pupils in it. Until settlement its title says which levels are provisional (A30).
    """
    today = timezone.localdate(at)
    facts = facts_of(term, today, class_pks)
    tables = [
        *pupils.pupil_sheets(facts),
        lists.ClassesResource(facts),
        pupils.LettersResource(facts),
        pupils.CertificatesResource(facts),
        # Reasons of deductions are the office's alone: a part of the school never gets that sheet.
        *([lists.CorrectionsResource(facts)] if class_pks is None else []),
        lists.MovementsResource(facts, class_pks),
        pupils.LeaversResource(facts),
    ]
    imprint = Imprint(term.school.name, _title(facts), by.name, today.isoformat())
    write(stream, (table.sheet() for table in tables), imprint)
    shown: readings.Shown = {"by": by, "school_id": term.school_id, "at": at}
    readings.record_list("reports:term_workbook", term.pk, (pupil.pk for pupil in facts.pupils), shown)
    new: dict[str, object] = {"pupils": len(facts.pupils)}
    if class_pks is not None:
        new["classes"] = sorted(class_pks)
    audit.record("term.exported", term, by=by, at=at, school_id=term.school_id, new=new)
    return len(facts.pupils)


def _title(facts: TermFacts) -> str:
    """Name the workbook, with the grades whose levels are settled where others are provisional (A30, A67)."""
    term, school = facts.term, facts.term.school
    if not facts.provisional:
        return _("%(term)s: stars and levels") % {"term": term.name}
    if not facts.partly_settled:
        return _("%(term)s: stars and levels (provisional)") % {"term": term.name}
    names = [school.grade_name(school.grade_of(year, term.school_year)) for year in sorted(facts.settled, reverse=True)]
    sentence = _("%(term)s: stars and levels (settled: %(grades)s; the others provisional)")
    return sentence % {"term": term.name, "grades": joiners.in_a_row(names)}
