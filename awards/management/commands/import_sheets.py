import datetime as dt
from typing import Any

from django.core.management.base import CommandParser

from awards.sheet_files.importer import SHEETS
from awards.terms.commands import add_round, round_from
from students.management.school_command import Acting, ImportCommand


class Command(ImportCommand):
    help = "Enter month sheets from workbooks with a sheet a class; the same files again change nothing."
    importer = SHEETS

    def add_options(self, parser: CommandParser) -> None:
        super().add_options(parser)
        add_round(parser)
        parser.add_argument(
            "--held-on",
            type=dt.date.fromisoformat,
            metavar="DAY",
            help="the day on which the classes held their steps; the round's last day unless said",
        )

    def answers(self, acting: Acting, options: dict[str, Any]) -> dict[str, object]:
        return {"round": round_from(acting.school, options["round"]).pk, "held_on": options["held_on"]}
