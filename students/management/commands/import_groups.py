from __future__ import annotations

from typing import Any

from django.core.management.base import CommandParser
from django.utils.translation import gettext as _

from students.imports.groups import verbs as group_import
from students.management.school_command import Acting, Outcome, SchoolCommand, read_files


class Command(SchoolCommand):
    help = (
        "Read groups, their leaders and the cadres on the star committee from files and, with --confirm, arrange them."
    )

    def add_options(self, parser: CommandParser) -> None:
        parser.add_argument("files", nargs="+", metavar="FILE")
        parser.add_argument("--confirm", action="store_true", help="arrange them; without it, only show them")

    def act(self, acting: Acting, options: dict[str, Any]) -> Outcome:
        preview = group_import.read_groups(read_files(options["files"]), acting.school)
        if options["confirm"] and not preview.blocked and not acting.dry_run:
            group_import.apply_groups(preview, by=acting.by, at=acting.at)
        counts = {state.value: count for state, count in preview.counts.items()}
        summary = _("%(new)d pupils new, %(changed)d changed, %(unchanged)d unchanged, %(error)d with errors.")
        return Outcome(summary % counts, preview.findings, blocked=preview.blocked)
