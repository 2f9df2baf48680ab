from typing import Any

from django.core.management.base import CommandParser
from django.utils.translation import gettext as _

from students.imports.history.page import run_rows
from students.management.school_command import Acting, Outcome, SchoolCommand
from students.models import FileImport


class Command(SchoolCommand):
    help = "List the imports of a school, the latest first, with the numbers by which they are taken back."

    def add_options(self, parser: CommandParser) -> None:
        parser.add_argument("--most", type=int, default=20, metavar="NUMBER", help="list so many; 20 unless said")

    def act(self, acting: Acting, options: dict[str, Any]) -> Outcome:
        runs = FileImport.objects.of_school(acting.school).select_related("by")
        rows = run_rows(runs[: options["most"]])
        summary = _("Imports of %(school)s: %(count)d.") % {"school": acting.school.name, "count": runs.count()}
        return Outcome(summary, lines=[row.line for row in rows])
