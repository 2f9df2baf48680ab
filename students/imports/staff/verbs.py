"""Who teaches what: the staff matrix read from a file, shown as a preview, applied whole or not at all."""

from __future__ import annotations

import datetime as dt
from collections.abc import Sequence

from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from starrating.operations import audit
from starrating.refused import Refused
from students.imports.pipeline.files import NamedBytes, checksum
from students.imports.pipeline.preview import RowState
from students.imports.staff.file import read_matrix
from students.imports.staff.plan import plan, staff_facts
from students.imports.staff.preview import StaffOptions, StaffPreview
from students.imports.staff.write import write_staff
from students.models import School, Subject, Term, User
from students.school.terms import latest_term, year_of


def read_staff(
    files: Sequence[NamedBytes],
    school: School,
    *,
    term: Term | None = None,
    starts_on: dt.date | None = None,
    today: dt.date | None = None,
) -> StaffPreview:
    """What these files (name, bytes) would do. Nothing is written; a task that is absent from the file goes on.

    One name is one person, unless written with a tag, 李静(大), or with an account's name, 李静(lijing2). Tasks begin
    on ``starts_on``, the first day of ``term`` (or of the latest open one) unless said.
    """
    today = today or timezone.localdate()
    term = term or latest_term(school)
    options = StaffOptions(
        school_year=term.school_year if term else year_of(today),
        starts_on=starts_on or (term.starts_on if term else today),
        today=today,
    )
    own_subjects = list(Subject.objects.filter(school=school).values_list("name", flat=True))
    cells, findings = read_matrix(files, own_subjects)
    sums = [(name, checksum(content)) for name, content in files]
    return plan(school, staff_facts(school, options.school_year), cells, findings, options, sums)


@transaction.atomic
def apply_staff(preview: StaffPreview, *, by: User, at: dt.datetime) -> StaffPreview:
    """Write what the preview showed, in one transaction with one audit event; gives what was done.

    Raises :class:`Refused` when an error blocks, or (code ``stale``) when the database has changed since the preview.
    """
    # Two imports at once: the second waits here and then finds that the ground has changed.
    school = School.objects.select_for_update().get(pk=preview.school.pk)
    facts = staff_facts(school, preview.options.school_year)
    fresh = plan(school, facts, preview.cells, preview.file_findings, preview.options, preview.files)
    if fresh.blocked:
        raise Refused(_("Errors in the file must be put right first; nothing was imported."), code="blocked")
    if fresh.digest != preview.digest:
        raise Refused(_("Teachers or classes have changed since this preview. Look at it once more."), code="stale")
    if fresh.writes:
        write_staff(fresh, facts)
        audit.record("staff.imported", school, by=by, at=at, school_id=school.pk, new=_told(fresh))
    return fresh


def _told(preview: StaffPreview) -> dict[str, object]:
    return {
        "files": [{"name": name, "sha256": checksum} for name, checksum in preview.files],
        "classes": [one.name for one in preview.new_classes],
        "subjects": list(preview.new_subjects),
        "accounts": [one.username for one in preview.new_accounts],
        "new": preview.counts[RowState.NEW],
        "changed": [
            {
                "class": row.class_name,
                "subject": row.cell.subject,
                "from": row.changes_on.isoformat() if row.changes_on else "",
                "old": [one.user.username for one in row.held],
                "new": [one.username for one in row.teachers],
            }
            for row in preview.rows_in(RowState.CHANGED)
        ],
    }
