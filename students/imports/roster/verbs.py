"""The roster of a school: read from files, shown as a preview, applied whole or not at all."""

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
from students.imports.roster.facts import roster_facts
from students.imports.roster.file import read_lines
from students.imports.roster.plan import plan
from students.imports.roster.preview import RosterOptions, RosterPreview
from students.imports.roster.write import write_roster
from students.models import School, Term, User
from students.school.terms import latest_term, year_of

# A batch of corrections longer than this is told by its numbers alone: the audit is no second copy of the roster.
_CHANGES_TOLD = 200


def read_roster(
    files: Sequence[NamedBytes],
    school: School,
    *,
    term: Term | None = None,
    starts_on: dt.date | None = None,
    renames: frozenset[str] = frozenset(),
    rename_all: bool = False,
    today: dt.date | None = None,
) -> RosterPreview:
    """What these files (name, bytes) would do. Nothing is written, and nothing is deleted because it is absent.

    ``term`` (or else the latest open one) says which school year class names mean; pupils are enrolled from
    ``starts_on``, its first day unless said. ``renames``: numbers whose other name in the file is to be taken.
    """
    today = today or timezone.localdate()
    term = term or latest_term(school)
    options = RosterOptions(
        school_year=term.school_year if term else year_of(today),
        starts_on=starts_on or (term.starts_on if term else today),
        today=today,
        renames=renames,
        rename_all=rename_all,
    )
    lines, findings = read_lines(files)
    sums = [(name, checksum(content)) for name, content in files]
    return plan(school, roster_facts(school, options.school_year), lines, findings, options, sums)


@transaction.atomic
def apply_roster(preview: RosterPreview, *, by: User, at: dt.datetime) -> RosterPreview:
    """Write what the preview showed, in one transaction with one audit event; gives what was done.

    Raises :class:`Refused` when an error blocks, or (code ``stale``) when the database has changed since the preview.
    """
    # Two imports at once: the second waits here and then finds that the ground has changed.
    school = School.objects.select_for_update().get(pk=preview.school.pk)
    facts = roster_facts(school, preview.options.school_year)
    fresh = plan(school, facts, preview.lines, preview.file_findings, preview.options, preview.files)
    if fresh.blocked:
        raise Refused(_("Errors in the file must be put right first; nothing was imported."), code="blocked")
    if fresh.digest != preview.digest:
        raise Refused(_("Pupils or classes have changed since this preview. Look at it once more."), code="stale")
    if fresh.writes:
        write_roster(fresh, facts, by=by, at=at)
        audit.record("roster.imported", school, by=by, at=at, school_id=school.pk, new=_told(fresh))
    return fresh


def _told(preview: RosterPreview) -> dict[str, object]:
    changed = preview.rows_in(RowState.CHANGED)
    changes = {
        row.number: {change.field: [change.old, change.new] for change in row.changes if change.field != "guardian"}
        for row in changed[:_CHANGES_TOLD]
    }
    return {
        "files": [{"name": name, "sha256": checksum} for name, checksum in preview.files],
        "starts_on": preview.options.starts_on.isoformat(),
        "classes": [one.name for one in preview.new_classes],
        "new": preview.counts[RowState.NEW],
        "changed": preview.counts[RowState.CHANGED],
        "skipped": [row.number for row in preview.rows_in(RowState.CONFLICT)],
        "changes": changes,
    }
