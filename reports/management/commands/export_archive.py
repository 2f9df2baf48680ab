"""A term as a package of plain files: for the office's cupboard, and for the day when this program is gone."""

from pathlib import Path
from typing import Any

from django.core.management.base import CommandParser
from django.utils.translation import gettext as _, ngettext

from reports.access import term_with_code
from reports.archive.writing import pack
from starrating.refused import Refused
from students.management.school_command import Acting, Outcome, SchoolCommand


class Command(SchoolCommand):
    help = "Write a term's archive (.zip): tables, notices, scheme, and a manifest with the SHA-256 of each file."

    def add_options(self, parser: CommandParser) -> None:
        parser.add_argument("term", help=_("such as 2025-1: the first term of the school year that starts in 2025"))
        parser.add_argument("--out", required=True, metavar="FILE", help=_("the file to write"))

    def act(self, acting: Acting, options: dict[str, Any]) -> Outcome:
        term = term_with_code(acting.school, options["term"])
        target = Path(options["out"])
        # Nobody finds half an archive: it is written beside its place, checked, and put there whole.
        beside = target.with_name(f"{target.name}.part")
        try:
            rows = pack(term, beside, by=acting.by, at=acting.at)
            if not acting.dry_run:
                beside.replace(target)
        except OSError as error:
            sentence = _("The file %(path)s cannot be written: %(why)s. Check its path and rights.")
            raise Refused(sentence % {"path": target, "why": error.strerror}, code="file") from error
        finally:
            beside.unlink(missing_ok=True)
        sentence = ngettext("%(term)s: %(count)d row in %(file)s.", "%(term)s: %(count)d rows in %(file)s.", rows)
        return Outcome(sentence % {"term": term.name, "count": rows, "file": target})
