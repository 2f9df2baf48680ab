"""What every command that imports files has in common: the files, whether it writes, what it says."""

import datetime as dt
from typing import Any, ClassVar

from django.core.management.base import CommandParser

from students.imports.pipeline.flow import AnyImporter, AnyPreview
from students.imports.pipeline.importer import Asked, apply, look
from students.management.school_command import Acting, Outcome, SchoolCommand, named_term, read_files


class ImportCommand(SchoolCommand):
    """Subclasses name their ``importer``. Those with a ``confirm_help`` write when told so, the others at once."""

    importer: ClassVar[AnyImporter]
    confirm_help: ClassVar[str] = ""

    def add_options(self, parser: CommandParser) -> None:
        parser.add_argument("files", nargs="+", metavar="FILE")
        if self.confirm_help:
            parser.add_argument("--confirm", action="store_true", help=self.confirm_help)

    def answers(self, acting: Acting, options: dict[str, Any]) -> dict[str, object]:
        """Give what the options say of the files, as a page's form would keep it."""
        return {}

    def summary(self, preview: AnyPreview, *, written: bool) -> str:
        """Give the line that the command prints first."""
        return self.importer.shown(preview)

    def act(self, acting: Acting, options: dict[str, Any]) -> Outcome:
        asked = Asked(acting.school, acting.by, acting.at, self.answers(acting, options))
        preview = look(self.importer, read_files(options["files"]), asked)
        writes = options.get("confirm", True) and not acting.dry_run and not preview.blocked
        if writes:
            apply(self.importer, preview.source, asked, digest=preview.digest)
        return Outcome(self.summary(preview, written=writes), preview.findings, blocked=preview.blocked)


class DatedImportCommand(ImportCommand):
    """A roster or staff matrix: of which term, and valid from which day."""

    def add_options(self, parser: CommandParser) -> None:
        super().add_options(parser)
        parser.add_argument("--term", default="", metavar="2025-1", help="the term whose school year names the classes")
        parser.add_argument("--from", dest="starts_on", type=dt.date.fromisoformat, metavar="DAY")

    def answers(self, acting: Acting, options: dict[str, Any]) -> dict[str, object]:
        # An unknown term ends the command.
        named_term(acting.school, options["term"])
        return {"term": options["term"], "starts_on": options["starts_on"]}
