import datetime as dt
import sys
from typing import Any

from django.conf import settings
from django.core.management.base import BaseCommand, CommandParser
from django.utils import timezone, translation

from starrating.doctor.findings import LABELS, Check, Finding, State
from starrating.doctor.looking import looked_at


class Command(BaseCommand):
    help = (
        "Say what is well with the installation and what is not, each with what to do; end with 1 if something is not."
    )
    requires_system_checks = ()

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument(
            "--language",
            choices=[code for code, _name in settings.LANGUAGES],
            default=settings.LANGUAGE_CODE,
            help="the reader's language, %(default)s unless said",
        )

    def handle(self, *args: Any, language: str, **options: Any) -> None:
        with translation.override(language):
            self.look(timezone.now())

    def look(self, at: dt.datetime) -> None:
        """Look at everything and say what is found; ends the program with 1 where something is not well."""
        found = looked_at(at)
        for check, finding, _label in found:
            self.say(check, finding)
        if State.ILL in {finding.state for _check, finding, _label in found}:
            sys.exit(1)

    def say(self, check: Check, finding: Finding) -> None:
        style = {State.WELL: self.style.SUCCESS, State.LOOK: self.style.WARNING, State.ILL: self.style.ERROR}
        self.stdout.write(f"{style[finding.state](f'[{LABELS[finding.state]}]')} {check.name}: {finding.text}")
        if finding.advice:
            self.stdout.write(f"    {finding.advice}")
