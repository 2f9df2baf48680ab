"""Whether an archive is what was written, and with whose key it was signed. Works without a database."""

from pathlib import Path
from typing import Any

from django.core.management.base import BaseCommand, CommandError, CommandParser
from django.utils.translation import gettext as _, ngettext

from reports.archive.checking.answer import ORIGIN_NOT_PROVED, notes, refusal
from reports.archive.checking.results import Checked, Origin
from reports.archive.checking.whole import check
from reports.archive.known_keys import known_fingerprints
from starrating.refused import Refused

SHOWN = 20


class Command(BaseCommand):
    help = (
        "Check an archive: the SHA-256 of each file, the signature, the chain of seals, the totals from the ledger, the"
        " levels from the totals. Ends with 0 for one that is genuine, 1 for one that was changed or signed with"
        " another key than the one named, 3 where its origin is not proved."
    )
    requires_system_checks = []

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument(
            "file", metavar="FILE", help=_("the archive (.zip), or the folder that it was unpacked into")
        )
        parser.add_argument(
            "--key",
            default="",
            metavar="FINGERPRINT",
            help=_("the fingerprint that the school has printed; without it the keys of this installation are asked"),
        )

    def handle(self, *args: Any, **options: Any) -> None:
        try:
            checked = check(Path(options["file"]))
        except Refused as refused:
            raise CommandError(str(refused), returncode=1) from refused
        self.say_differences(checked)
        signature = None if options["key"] or checked.differences else checked.signature
        known = known_fingerprints(signature) if signature else ()
        origin = checked.origin(named=options["key"], known=known)
        for note in notes(checked, origin):
            self.stdout.write(note)
        if origin is not Origin.GENUINE:
            code = 1 if origin in (Origin.CHANGED, Origin.OTHER_KEY) else ORIGIN_NOT_PROVED
            raise CommandError(refusal(checked, origin, options["key"]), returncode=code)

    def say_differences(self, checked: Checked) -> None:
        found = checked.differences
        for difference in found[:SHOWN]:
            self.stdout.write(f"  {difference.path}: {difference.message}")
        if len(found) > SHOWN:
            more = len(found) - SHOWN
            sentence = ngettext("… and %(count)d more difference.", "… and %(count)d more differences.", more)
            self.stdout.write(f"  {sentence % {'count': more}}")
