"""The yearly file on children's data: workbook, paper and evidence, from the program's own facts."""

from pathlib import Path
from typing import Any

from django.core.management.base import CommandParser
from django.utils.translation import gettext as _

from reports.children.files import MAKERS, take
from reports.files import save
from students.management.school_command import Acting, Outcome, SchoolCommand


class Command(SchoolCommand):
    help = "Write the yearly file on children's data: workbook (.xlsx), paper (.pdf) and evidence (.zip)."

    def add_options(self, parser: CommandParser) -> None:
        parser.add_argument(
            "--year", type=int, default=None, metavar="2026", help=_("the calendar year; the one before unless said")
        )
        parser.add_argument("--out", required=True, metavar="DIR", help=_("the folder to write to"))
        parser.add_argument("--only", choices=sorted(MAKERS), help=_("one of the three files"))

    def act(self, acting: Acting, options: dict[str, Any]) -> Outcome:
        year = options["year"] or acting.at.year - 1
        kinds = [options["only"]] if options["only"] else list(MAKERS)
        written = []
        for kind in kinds:
            made = take(acting.school, year, kind, by=acting.by, at=acting.at)
            path = Path(options["out"], f"children-{acting.school.code}-{year}.{made.ending}")
            if not acting.dry_run:
                save(str(path), made.content)
            written.append(str(path))
        return Outcome(_("Children's data in %(year)d: yearly file") % {"year": year}, lines=written)
