from __future__ import annotations

import datetime as dt
from typing import Any

from django.core.management.base import CommandParser
from django.utils.translation import gettext as _

from students.imports.pipeline.preview import RowState
from students.imports.roster import verbs as roster
from students.imports.roster.preview import RosterPreview
from students.management.school_command import Acting, Outcome, SchoolCommand, named_term, read_files


class Command(SchoolCommand):
    help = "Import pupils, classes and groups from roster files (.xlsx, .csv); the same files again change nothing."

    def add_options(self, parser: CommandParser) -> None:
        parser.add_argument("files", nargs="+", metavar="FILE")
        parser.add_argument("--term", default="", metavar="2025-1", help="the term whose school year names the classes")
        parser.add_argument("--from", dest="starts_on", type=dt.date.fromisoformat, metavar="DAY")
        parser.add_argument("--rename", action="store_true", help="take other names for known numbers from the file")

    def act(self, acting: Acting, options: dict[str, Any]) -> Outcome:
        preview = roster.read_roster(
            read_files(options["files"]),
            acting.school,
            term=named_term(acting.school, options["term"]),
            starts_on=options["starts_on"],
            rename_all=options["rename"],
        )
        if not preview.blocked and not acting.dry_run:
            roster.apply_roster(preview, by=acting.by, at=acting.at)
        return Outcome(_summary(preview), preview.findings, blocked=preview.blocked)


def _summary(preview: RosterPreview) -> str:
    counts = preview.counts
    return _(
        "%(rows)d pupils: %(new)d new, %(changed)d changed, %(unchanged)d unchanged, %(conflict)d in conflict, "
        "%(error)d with errors; %(classes)d new classes, %(absent)d not in the file."
    ) % {
        "rows": len(preview.rows),
        "classes": len(preview.new_classes),
        "absent": preview.absent,
        **{state.value: counts[state] for state in RowState},
    }
