from typing import Any

from django.core.management.base import BaseCommand, CommandError, CommandParser
from django.utils.translation import gettext as _

from starrating.backup.moving import move
from starrating.refused import Refused


class Command(BaseCommand):
    help = "Copy everything into another, empty database. Stop the program first: what is saved meanwhile stays behind."
    requires_system_checks = ()

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("--to", required=True, metavar="postgres://…", help="the address of the empty database")

    def handle(self, *args: Any, to: str, **options: Any) -> None:
        try:
            moved = move(to)
        except Refused as refusal:
            raise CommandError(refusal.message) from refusal
        rows = sum(moved.values())
        self.stdout.write(
            _("Rows moved: %(rows)d, in tables: %(tables)d. Start the program with DATABASE_URL set to that address.")
            % {"rows": rows, "tables": len(moved)}
        )
