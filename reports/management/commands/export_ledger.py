"""The ledger of a term as a text file for other programs."""

from typing import Any

from django.core.management.base import CommandParser
from django.utils.translation import gettext as _, ngettext

from awards.models import StarEntry
from reports.access import term_with_code
from reports.files import save
from reports.terms import exports
from starrating.spreadsheets.formats import SafeCsv
from students.management.school_command import Acting, Outcome, SchoolCommand


class Command(SchoolCommand):
    help = "Write a term's star ledger to a CSV file (UTF-8)."

    def add_options(self, parser: CommandParser) -> None:
        parser.add_argument("term", help=_("such as 2025-1: the first term of the school year that starts in 2025"))
        parser.add_argument("--out", required=True, metavar="FILE", help=_("the file to write"))

    def act(self, acting: Acting, options: dict[str, Any]) -> Outcome:
        term = term_with_code(acting.school, options["term"])
        entries = StarEntry.objects.of_term(term)
        dataset = exports.ledger(term, entries, by=acting.by, at=acting.at)
        if not acting.dry_run:
            save(options["out"], SafeCsv().export_data(dataset))
        values = {"count": len(dataset), "term": term.name, "file": options["out"]}
        return Outcome(
            ngettext(
                "%(term)s: %(count)d ledger entry in %(file)s.",
                "%(term)s: %(count)d ledger entries in %(file)s.",
                len(dataset),
            )
            % values
        )
