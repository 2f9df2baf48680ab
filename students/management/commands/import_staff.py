from typing import Any

from django.core.management.base import CommandParser

from students.imports.importer import STAFF_MATRIX
from students.management.school_command import Acting, DatedImportCommand


class Command(DatedImportCommand):
    help = "Import who teaches what (任课表); new accounts get their one-time passwords on the page Accounts."
    importer = STAFF_MATRIX

    def add_options(self, parser: CommandParser) -> None:
        super().add_options(parser)
        parser.add_argument(
            "--account",
            action="append",
            default=[],
            metavar="NAME",
            help="make new accounts for these names alone; unless given, for all that are like no known one",
        )
        parser.add_argument(
            "--teacher",
            action="append",
            default=[],
            metavar="NAME=ACCOUNT",
            help="whom a name in the file means; may be given several times",
        )

    def answers(self, acting: Acting, options: dict[str, Any]) -> dict[str, object]:
        accounts = options["account"]
        said = {"account": accounts, "accounts_asked": bool(accounts), "teacher": options["teacher"]}
        return {**super().answers(acting, options), **said}
