from __future__ import annotations

import datetime as dt
from typing import Any

from django.core.management.base import CommandParser
from django.utils.translation import gettext as _

from students.imports.pipeline.preview import RowState
from students.imports.staff import verbs as staff
from students.imports.staff.preview import StaffPreview
from students.management.school_command import Acting, Outcome, SchoolCommand, named_term, read_files


class Command(SchoolCommand):
    help = "Import who teaches what (任课表); new accounts get their one-time passwords on the page Accounts."

    def add_options(self, parser: CommandParser) -> None:
        parser.add_argument("files", nargs="+", metavar="FILE")
        parser.add_argument("--term", default="", metavar="2025-1", help="the term whose school year names the classes")
        parser.add_argument("--from", dest="starts_on", type=dt.date.fromisoformat, metavar="DAY")

    def act(self, acting: Acting, options: dict[str, Any]) -> Outcome:
        term = named_term(acting.school, options["term"])
        files = read_files(options["files"])
        preview = staff.read_staff(files, acting.school, term=term, starts_on=options["starts_on"])
        if not preview.blocked and not acting.dry_run:
            staff.apply_staff(preview, by=acting.by, at=acting.at)
        return Outcome(_summary(preview), preview.findings, blocked=preview.blocked)


def _summary(preview: StaffPreview) -> str:
    counts = preview.counts
    return _(
        "%(rows)d tasks: %(new)d new, %(changed)d changed, %(unchanged)d unchanged, %(error)d with errors; "
        "%(accounts)d new accounts, %(classes)d new classes."
    ) % {
        "rows": len(preview.rows),
        "accounts": len(preview.new_accounts),
        "classes": len(preview.new_classes),
        **{state.value: counts[state] for state in RowState},
    }
