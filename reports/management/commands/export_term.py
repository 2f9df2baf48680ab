"""The term as a workbook: every pupil's stars and level, and a summary of the classes."""

import io
from typing import Any

from django.core.management.base import CommandParser
from django.utils.translation import gettext as _, ngettext

from reports.access import term_with_code
from reports.files import save
from reports.terms import exports
from students.management.school_command import Acting, Outcome, SchoolCommand


class Command(SchoolCommand):
    help = "Write a term's workbook (.xlsx): pupils, classes, pupils who left."

    def add_options(self, parser: CommandParser) -> None:
        parser.add_argument("term", help=_("such as 2025-1: the first term of the school year that starts in 2025"))
        parser.add_argument("--out", required=True, metavar="FILE", help=_("the file to write"))

    def act(self, acting: Acting, options: dict[str, Any]) -> Outcome:
        term = term_with_code(acting.school, options["term"])
        stream = io.BytesIO()
        count = exports.term_workbook(term, stream, by=acting.by, at=acting.at)
        if not acting.dry_run:
            save(options["out"], stream.getvalue())
        sentence = ngettext("%(term)s: %(count)d pupil in %(file)s.", "%(term)s: %(count)d pupils in %(file)s.", count)
        return Outcome(sentence % {"term": term.name, "count": count, "file": options["out"]})
