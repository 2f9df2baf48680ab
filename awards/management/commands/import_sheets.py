from __future__ import annotations

import datetime as dt
from typing import Any

from django.core.management.base import CommandParser
from django.utils.translation import gettext as _

from awards.sheet_files import verbs as month_sheets
from awards.sheet_files.preview import SheetsPreview
from awards.terms.commands import add_round, round_from
from students.imports.pipeline.preview import RowState
from students.management.school_command import Acting, Outcome, SchoolCommand, read_files


class Command(SchoolCommand):
    help = "Enter month sheets from workbooks with a sheet a class; the same files again change nothing."

    def add_options(self, parser: CommandParser) -> None:
        parser.add_argument("files", nargs="+", metavar="FILE")
        add_round(parser)
        parser.add_argument(
            "--held-on",
            type=dt.date.fromisoformat,
            metavar="DAY",
            help="the day on which the classes held their steps; the round's last day unless said",
        )

    def act(self, acting: Acting, options: dict[str, Any]) -> Outcome:
        preview = month_sheets.read_sheets(
            read_files(options["files"]),
            round_from(acting.school, options["round"]),
            by=acting.by,
            at=acting.at,
            held_on=options["held_on"],
        )
        if not preview.blocked and not acting.dry_run:
            month_sheets.apply_sheets(preview, by=acting.by, at=acting.at)
        return Outcome(_summary(preview), preview.findings, blocked=preview.blocked)


def _summary(preview: SheetsPreview) -> str:
    counts = preview.counts
    return _(
        "%(round)s: %(sheets)d sheets with %(names)d names: %(new)d new, %(changed)d changed, %(unchanged)d unchanged, "
        "%(error)d with errors."
    ) % {
        "round": preview.round.label,
        "sheets": len(preview.plans),
        "names": preview.names,
        "new": counts[RowState.NEW],
        "changed": counts[RowState.CHANGED],
        "unchanged": counts[RowState.UNCHANGED],
        "error": counts[RowState.ERROR],
    }
