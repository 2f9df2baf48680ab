from typing import Any

from django.core.management.base import BaseCommand, CommandError, CommandParser
from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from awards.management.schools import NewSchool, set_up_school
from starrating.operations import audit
from starrating.operations.models import AuditSource
from starrating.refused import Refused
from students.models import SchoolStage


class Command(BaseCommand):
    help = "Make a school with its scheme and an administrator, whose one-time password is printed once."
    # As in `SchoolCommand`: the checks are those of an installation (`run`, `check`).
    requires_system_checks = ()

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("code", metavar="CODE", help="short name of the school in addresses and commands")
        parser.add_argument("--name", required=True, help="the school's name as it stands on papers")
        parser.add_argument("--scheme", default="monthly-stars", metavar="PRESET", help="%(default)s unless said")
        parser.add_argument(
            "--stage", choices=SchoolStage.values, default=SchoolStage.JUNIOR.value, help="%(default)s unless said"
        )
        parser.add_argument("--first-grade", type=int, metavar="N", help="grades are counted from primary one")
        parser.add_argument("--last-grade", type=int, metavar="N")
        parser.add_argument("--admin", default="", metavar="USERNAME", help="the administrator's account name")
        parser.add_argument("--dry-run", action="store_true", help="show what would happen and write nothing")

    def handle(self, *args: Any, **options: Any) -> None:
        with audit.acting_from(audit.Origin(AuditSource.COMMAND)), transaction.atomic():
            try:
                made = set_up_school(
                    code=options["code"],
                    name=options["name"],
                    preset=options["scheme"],
                    stage=SchoolStage(options["stage"]),
                    first_grade=options["first_grade"],
                    last_grade=options["last_grade"],
                    administrator=options["admin"],
                    at=timezone.now(),
                )
            except Refused as refused:
                raise CommandError(str(refused)) from refused
            if options["dry_run"]:
                transaction.set_rollback(True)
        self.stdout.write(_summary(made))
        if not options["dry_run"]:
            self.stdout.write("  " + _password_line(made))


def _summary(made: NewSchool) -> str:
    school = made.school
    return _("%(name)s (%(code)s): grades %(first)d to %(last)d, scheme “%(scheme)s”, account %(username)s.") % {
        "name": school.name,
        "code": school.code,
        "first": school.first_grade,
        "last": school.last_grade,
        "scheme": made.scheme.name,
        "username": made.administrator.username,
    }


def _password_line(made: NewSchool) -> str:
    sentence = _("One-time password of %(username)s, shown only now: %(password)s")
    return sentence % {"username": made.administrator.username, "password": made.password}
