import datetime as dt
from typing import Any

from django.core.management.base import BaseCommand, CommandError, CommandParser
from django.utils import timezone
from django.utils.translation import gettext as _

from awards.deeds import leaving
from awards.models import ClassRound
from awards.sheets import moves
from awards.terms import opening
from starrating.operations.models import Upload
from starrating.operations.uploads import KEPT
from students.imports.record.runs import forget_trails
from students.pupils import retention
from students.readings import verbs as readings


class Command(BaseCommand):
    help = "Let every notice that is over take effect, in all schools; open rounds that have begun. Safe to repeat."
    # The checks are those of an installation (`run`, `check`): they would take most of this command's time.
    requires_system_checks = ()

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument(
            "--at",
            default="",
            metavar="2025-10-20T08:00",
            help="as of this time in the school's time zone; now unless said",
        )
        parser.add_argument("--dry-run", action="store_true", help="only say how many sheets are due")

    def handle(self, *args: Any, **options: Any) -> None:
        at = _moment(options["at"])
        if options["dry_run"]:
            due = ClassRound.objects.notice_over_on(timezone.localdate(at)).count()
            self.stdout.write(_("Sheets due: %(count)d.") % {"count": due})
            return
        opened = opening.open_due(at=at)
        final = moves.finalize_due(at=at)
        retention.forget_due(at=timezone.now())
        forget_trails(at=timezone.now())
        leaving.forget_due(at=timezone.now())
        readings.forget_due(at=timezone.now())
        Upload.objects.stale(timezone.now(), kept=KEPT).update(content=b"")
        self.stdout.write(
            _("Sheets that took effect: %(final)d, sheets opened: %(opened)d.") % {"final": final, "opened": opened}
        )


def _moment(text: str) -> dt.datetime:
    """Read an aware time; what is typed without a zone is the school's own."""
    if not text:
        return timezone.now()
    try:
        at = dt.datetime.fromisoformat(text)
    except ValueError as error:
        raise CommandError(_("%(text)s is not a time such as 2025-10-20T08:00.") % {"text": text}) from error
    return timezone.make_aware(at, timezone.get_default_timezone()) if timezone.is_naive(at) else at
