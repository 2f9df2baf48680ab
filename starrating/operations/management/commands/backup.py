from pathlib import Path
from typing import Any

from django.core.management.base import BaseCommand, CommandError, CommandParser
from django.utils import timezone
from django.utils.translation import gettext as _

from starrating.backup import passphrase
from starrating.backup.folder import forget_all_but, write_into
from starrating.faults.command_line import sentence


class Command(BaseCommand):
    help = "Write database, photos and made papers into one encrypted file, while people go on working."
    requires_system_checks = ()

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("--to", type=Path, required=True, metavar="DIR", help="the folder to write into")
        parser.add_argument("--with-keys", action="store_true", help="put the secret key into the file as well")
        parser.add_argument("--keep", type=int, default=0, metavar="N", help="take away all but the latest N backups")

    def handle(self, *args: Any, to: Path, with_keys: bool, keep: int, **options: Any) -> None:
        words = passphrase.known()
        if not words:
            words = passphrase.made()
            self.stdout.write(
                _("The passphrase of all backups, written down now, on paper: without it nothing can be restored.")
            )
            self.stdout.write(f"\n    {words}\n\n")
        try:
            path, manifest = write_into(to, words, at=timezone.now(), with_key=with_keys)
        except FileExistsError as error:
            raise CommandError(
                _(
                    "Another backup is being written there. Wait for its end; if it was broken off, delete the file"
                    " %(path)s."
                )
                % {"path": error.filename}
            ) from error
        except OSError as error:
            raise CommandError(sentence(error)) from error
        told = {"path": path, "rows": manifest.rows, "files": len(manifest.files)}
        self.stdout.write(_("%(path)s: rows %(rows)d, files %(files)d.") % told)
        if keep > 0:
            for gone in forget_all_but(to, keep):
                self.stdout.write(_("%(path)s was removed.") % {"path": gone})
