"""Whether an archive is what was written. Asks nothing of the database."""

from pathlib import Path
from typing import Any

from django.core.management.base import BaseCommand, CommandError, CommandParser
from django.utils.translation import gettext as _, ngettext

from reports.archive.checking import check
from starrating.refused import Refused

SHOWN = 20


class Command(BaseCommand):
    help = "Check an archive: the SHA-256 of each file, the totals from the ledger, the levels from the totals."
    requires_system_checks = []

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("file", metavar="FILE", help=_("the archive (.zip)"))

    def handle(self, *args: Any, **options: Any) -> None:
        try:
            checked = check(Path(options["file"]))
        except Refused as refused:
            raise CommandError(str(refused), returncode=1) from refused
        found = checked.differences
        for difference in found[:SHOWN]:
            self.stdout.write(f"  {difference.path}: {difference.message}")
        if len(found) > SHOWN:
            more = len(found) - SHOWN
            sentence = ngettext("… and %(count)d more difference.", "… and %(count)d more differences.", more)
            self.stdout.write(f"  {sentence % {'count': more}}")
        if found:
            raise CommandError(_("The archive is not what was written."), returncode=1)
        sentence = ngettext(
            "%(school)s, %(term)s: %(files)d files and the totals of %(count)d pupil agree.",
            "%(school)s, %(term)s: %(files)d files and the totals of %(count)d pupils agree.",
            checked.pupils,
        )
        values = {"school": checked.school, "term": checked.term, "files": checked.files, "count": checked.pupils}
        self.stdout.write(sentence % values)
