import getpass
import sys
from pathlib import Path
from typing import Any

from django.core.management.base import BaseCommand, CommandError, CommandParser
from django.utils import timezone
from django.utils.translation import gettext as _

from starrating.backup import passphrase, restoring
from starrating.backup.package import opens
from starrating.faults.command_line import sentence
from starrating.refused import Refused


class Command(BaseCommand):
    help = "Put a backup into an empty installation, or try it with --check and change nothing."
    requires_system_checks = ()

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("file", type=Path)
        parser.add_argument("--check", action="store_true", help="restore into a database of its own, and drop it")
        parser.add_argument("--erasures", type=Path, help="the file erasures.jsonl: what was erased since the backup")

    def handle(self, *args: Any, file: Path, check: bool, erasures: Path | None, **options: Any) -> None:
        if not file.is_file():
            raise CommandError(_("%(path)s is no file. Name a backup.") % {"path": file})
        try:
            words = self.words_for(file)
            if check:
                manifest = restoring.check(file, words, at=timezone.now())
            else:
                manifest = restoring.restore(file, words, erasures)
        except Refused as refusal:
            raise CommandError(f"{file}: {refusal.message}") from refusal
        except OSError as error:
            raise CommandError(sentence(error)) from error
        told = {
            "day": f"{timezone.localtime(manifest.moment):%Y-%m-%d %H:%M}",
            "rows": manifest.rows,
            "files": len(manifest.files),
        }
        said = _("The backup of %(day)s is whole and can be restored: rows %(rows)d, files %(files)d.")
        if not check:
            said = _("The backup of %(day)s was restored: rows %(rows)d, files %(files)d. Everybody signs in anew.")
        self.stdout.write(said % told)

    def words_for(self, file: Path) -> str:
        """Give the passphrase that is kept here, or ask for that of a backup from elsewhere."""
        known = passphrase.known()
        if known and (opens(file, known) or not sys.stdin.isatty()):
            return known
        if known:
            self.stdout.write(_("The passphrase that is kept here is not that of this backup."))
        try:
            return getpass.getpass(_("Passphrase of the backup: ")).strip()
        except EOFError as error:
            raise CommandError(_("Nobody is here to be asked for the passphrase: set BACKUP_PASSPHRASE.")) from error
