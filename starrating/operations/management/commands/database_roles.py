from typing import Any

from django.core.management.base import BaseCommand, CommandError, CommandParser
from django.db import connection, transaction
from django.utils.translation import gettext as _

from starrating.db import roles


class Command(BaseCommand):
    help = (
        "PostgreSQL: let an account serve the program without being able to change its record. By the account that"
        " migrates, after each migrate; --print shows the statements and changes nothing."
    )
    requires_system_checks = ()

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("--serving", required=True, metavar="ACCOUNT", help="the account that serves")
        parser.add_argument("--print", action="store_true", dest="shown", help="show the statements only")

    def handle(self, *args: Any, serving: str, shown: bool, **options: Any) -> None:
        if connection.vendor != "postgresql":
            raise CommandError(_("Only PostgreSQL has accounts. Set DATABASE_URL to its address."))
        if shown:
            self.stdout.write("\n".join(f"{statement};" for statement in roles.grants(connection, serving)))
            return
        self.refuse(roles.why_not(connection, serving), serving)
        with transaction.atomic():
            roles.grant(connection, serving)
        told = {"account": serving, "count": len(roles.history())}
        self.stdout.write(
            _("%(account)s serves from now on; tables of the record that it only adds to: %(count)d.") % told
        )

    def refuse(self, why: str, serving: str) -> None:
        """Raise CommandError for an account that cannot serve."""
        sentences = {
            "missing": _("There is no account %(account)s. Make it first: see deploy/postgresql/roles.sql."),
            "owner": _("%(account)s owns the tables, or may do what their owner may. Choose another account."),
        }
        if why:
            raise CommandError(sentences[why] % {"account": serving})
