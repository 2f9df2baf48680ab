from typing import Any

from django.core.management.base import BaseCommand, CommandParser
from django.utils import timezone
from django.utils.translation import gettext as _

from starrating.operations.seals import keys


class Command(BaseCommand):
    help = "Show the keys that have sealed the record, or let a new one seal it from now on with --rotate."
    requires_system_checks = ()

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("--rotate", action="store_true", help="make a new key; the old one vouches for it")

    def handle(self, *args: Any, rotate: bool, **options: Any) -> None:
        if rotate:
            keys.rotate(by=None, at=timezone.now())
        keys.current()
        for key in keys.public_keys():
            told = {"fingerprint": key.fingerprint, "made": f"{timezone.localtime(key.made_at):%Y-%m-%d %H:%M}"}
            if key.retired_at is None:
                self.stdout.write(_("%(fingerprint)s, since %(made)s: seals the record now.") % told)
            else:
                until = f"{timezone.localtime(key.retired_at):%Y-%m-%d %H:%M}"
                self.stdout.write(_("%(fingerprint)s, from %(made)s until %(until)s.") % {**told, "until": until})
