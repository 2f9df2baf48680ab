"""Month sheets from files: look first, then enter all of them or none."""

from __future__ import annotations

import datetime as dt
from collections.abc import Sequence

from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from awards.models import LineSource, Round
from awards.sheet_files.facts import round_facts
from awards.sheet_files.paper import read_paper
from awards.sheet_files.preview import FileSheets, SheetsPreview, compare
from awards.sheets import entering, paper_steps
from awards.terms import rounds
from starrating.cells.findings import Finding
from starrating.operations import audit
from starrating.refused import Refused
from starrating.text import Level, sentence
from students.imports.pipeline.files import NamedBytes, checksum, read_workbooks
from students.models import User
from students.permits.roles import standing_of

_EMPTY_SHEET = gettext_lazy("The sheet is empty; it was skipped.")


def read_sheets(
    files: Sequence[NamedBytes], round_: Round, *, by: User, at: dt.datetime, held_on: dt.date | None = None
) -> SheetsPreview:
    """Read workbooks with a sheet a class and compare them with the round; writes nothing.

    ``by`` is who would enter them: sheets of classes that are not theirs are errors. The steps held on paper get the
    date ``held_on``, the round's last day unless said. ``round_`` needs ``term__school`` and ``term__pinned__scheme``.
    """
    return _compared(_papers(files), round_, held_on or round_.ends_on, by=by, at=at, lock=False)


@transaction.atomic
def apply_sheets(preview: SheetsPreview, *, by: User, at: dt.datetime) -> SheetsPreview:
    """Enter what the preview shows, all sheets or none, and tick the steps held on paper (A55).

    The comparison is made again under the sheets' locks. Raises :class:`Refused` when it blocks, or (code ``stale``)
    when somebody has changed a sheet since the preview. Gives the comparison that was carried out.
    """
    if preview.working:
        rounds.open_round(preview.round, by=by, at=at)
    fresh = _compared(preview.files, preview.round, preview.held_on, by=by, at=at, lock=True)
    if fresh.blocked:
        raise Refused(_("Errors in the files must be put right first; nothing was entered."), code="blocked")
    if fresh.digest != preview.digest:
        raise Refused(_("The sheets have been changed since this preview. Look at it once more."), code="stale")
    if fresh.working:
        _enter(fresh, by=by, at=at)
    return fresh


def _papers(files: Sequence[NamedBytes]) -> FileSheets:
    findings: list[Finding] = []
    papers = []
    for book in read_workbooks(files, findings):
        for sheet in book.visible_sheets:
            if any(not cell.is_blank for row in sheet.rows for cell in row):
                papers.append(read_paper(sheet))
            else:
                findings.append(Finding(Level.NOTE, sheet.place(), "", sentence(_EMPTY_SHEET)))
    return FileSheets(tuple(papers), tuple(findings), tuple((name, checksum(content)) for name, content in files))


def _compared(
    files: FileSheets, round_: Round, held_on: dt.date, *, by: User, at: dt.datetime, lock: bool
) -> SheetsPreview:
    facts = round_facts(round_, standing_of(by, timezone.localdate(at)))
    return compare(files, facts, held_on, lock=lock)


def _enter(preview: SheetsPreview, *, by: User, at: dt.datetime) -> None:
    standing = standing_of(by, timezone.localdate(at))
    for plan, known in preview.working:
        if known.sheet is None:
            raise Refused(_("%(name)s has no sheet in this round.") % {"name": plan.class_name}, code="state")
        if plan.changes:
            saved = entering.save_lines(
                known.sheet,
                plan.changes,
                by=by,
                at=at,
                source=LineSource.PAPER,
                standing=standing,
                contents=known.contents,
            )
            if saved.refused:
                raise Refused(saved.refused[0].message, code="blocked")
        if plan.ticks:
            paper_steps.hold_steps(known.sheet, plan.ticks, by=by, at=at, standing=standing, contents=known.contents)
    new = {
        "sheets": [plan.class_name for plan, _known in preview.working],
        "files": [{"name": name, "sha256": digest} for name, digest in preview.files.checksums],
    }
    audit.record("sheets.imported", preview.round, by=by, at=at, school_id=preview.round.term.school_id, new=new)
