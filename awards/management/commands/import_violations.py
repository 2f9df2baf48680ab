from __future__ import annotations

from typing import Any

from django.core.management.base import CommandParser
from django.utils import timezone
from django.utils.translation import gettext as _

from awards.violations.files import Plan, apply, read_violations
from starrating.cells.findings import has_errors
from students.management.school_command import Acting, Outcome, SchoolCommand, read_files


class Command(SchoolCommand):
    help = (
        "Read a list of confirmed violations and, with --confirm, enter them with their deductions. "
        "The same file again changes nothing."
    )

    def add_options(self, parser: CommandParser) -> None:
        parser.add_argument("files", nargs="+", metavar="FILE")
        parser.add_argument("--confirm", action="store_true", help="enter them; without it, only show them")

    def act(self, acting: Acting, options: dict[str, Any]) -> Outcome:
        plan = read_violations(read_files(options["files"]), acting.school, today=timezone.localdate(acting.at))
        confirm = options["confirm"] and not acting.dry_run and not has_errors(plan.findings)
        if confirm:
            apply(plan, by=acting.by, at=acting.at)
        return Outcome(_summary(plan, confirm), plan.findings)


def _summary(plan: Plan, confirmed: bool) -> str:
    counts = {"new": len(plan.incidents), "present": plan.present}
    if confirmed:
        return _("%(new)d violations entered, %(present)d on record already.") % counts
    return _("%(new)d violations to enter, %(present)d on record already.") % counts
