from typing import Any

from django.core.management.base import CommandError, CommandParser
from django.utils.translation import gettext as _

from students.imports.history.page import said_of
from students.imports.history.reversal import Undo
from students.imports.history.verbs import look_back, take_back
from students.management.school_command import Acting, Outcome, SchoolCommand
from students.models import FileImport


class Command(SchoolCommand):
    help = "Take an import back as far as nothing stands on it; with --dry-run, show what would go and what would stay."

    def add_options(self, parser: CommandParser) -> None:
        parser.add_argument("number", type=int, metavar="ID", help="the number of the import, as `imports` lists it")
        parser.add_argument("--reason", default="", help="why; needed unless --dry-run")

    def act(self, acting: Acting, options: dict[str, Any]) -> Outcome:
        run = FileImport.objects.of_school(acting.school).filter(pk=options["number"]).first()
        if run is None:
            raise CommandError(_("This school has no import of that number. See manage.py imports."))
        if acting.dry_run:
            return _outcome(look_back(run, by=acting.by, at=acting.at))
        return _outcome(take_back(run, reason=options["reason"], by=acting.by, at=acting.at))


def _outcome(undo: Undo) -> Outcome:
    return Outcome(said_of(undo), lines=[str(item) for item in undo.stays])
