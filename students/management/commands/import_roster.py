from typing import Any

from django.core.management.base import CommandParser

from students.imports.importer import ROSTER
from students.management.school_command import Acting, DatedImportCommand


class Command(DatedImportCommand):
    help = "Import pupils, classes and groups from roster files (.xlsx, .csv); the same files again change nothing."
    importer = ROSTER

    def add_options(self, parser: CommandParser) -> None:
        super().add_options(parser)
        parser.add_argument(
            "--take",
            action="append",
            default=[],
            metavar="NUMBER",
            help="take the row of this number although it was doubted; may be given several times",
        )
        parser.add_argument("--rename", action="store_true", help="take other names for known numbers from the file")

    def answers(self, acting: Acting, options: dict[str, Any]) -> dict[str, object]:
        return {**super().answers(acting, options), "rename_all": options["rename"], "take": options["take"]}
