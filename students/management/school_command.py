"""What commands that act for a school, and those that import, have in common."""

import datetime as dt
from abc import abstractmethod
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any, ClassVar

from django.core.management.base import BaseCommand, CommandError, CommandParser
from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from starrating.cells.findings import Finding, has_errors, told
from starrating.cells.folders import unpacked
from starrating.db.unavailable import trying_again
from starrating.operations import audit
from starrating.operations.models import AuditSource
from starrating.own_words import in_words_of
from starrating.refused import Refused
from students.imports.pipeline.asked import Asked
from students.imports.pipeline.flow import AnyImporter, AnyPreview
from students.imports.pipeline.importer import apply, look
from students.models import School, SchoolRole, SchoolRoleKind, Term, User


@dataclass(frozen=True)
class Acting:
    """The school for which, and by whom and when (aware) a command acts; ``dry_run``: write nothing."""

    school: School
    by: User
    at: dt.datetime
    dry_run: bool


@dataclass(frozen=True)
class Outcome:
    """What a command prints: one line, then the findings of files, then other lines (problems of sheets and the like).

    An error among the findings blocks as ``blocked`` does: the command fails and everything it wrote is taken back.
    """

    summary: str
    findings: Sequence[Finding] = ()
    lines: Sequence[str] = ()
    blocked: bool = False

    @property
    def blocks(self) -> bool:
        return self.blocked or has_errors(self.findings)


class SchoolCommand(BaseCommand):
    """Subclasses say their own options in ``add_options`` and do the work in ``act``."""

    # The checks are those of an installation (`run`, `check`): half a second that no import has to wait for.
    requires_system_checks = ()

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("--school", default="", metavar="CODE", help=_("the school, where there are several"))
        parser.add_argument(
            "--by", default="", metavar="USERNAME", help=_("the account that acts; the administrator unless said")
        )
        parser.add_argument("--dry-run", action="store_true", help=_("show what would happen and write nothing"))
        self.add_options(parser)

    def add_options(self, parser: CommandParser) -> None:
        """Add the command's own arguments."""

    @abstractmethod
    def act(self, acting: Acting, options: dict[str, Any]) -> Outcome:
        """Do the work through verbs and say what came of it; on ``acting.dry_run`` only say it. May raise Refused."""

    def handle(self, *args: Any, **options: Any) -> None:
        outcome = trying_again(lambda: self._outcome(options))
        self.stdout.write(outcome.summary)
        for line in (*told(outcome.findings), *outcome.lines):
            self.stdout.write(f"  {line}")
        if outcome.blocks:
            raise CommandError(_("Nothing was written."), returncode=1)

    def _outcome(self, options: dict[str, Any]) -> Outcome:
        with audit.acting_from(audit.Origin(AuditSource.COMMAND)), transaction.atomic():
            acting = _acting(options)
            try:
                with in_words_of(lambda: acting):
                    outcome = self.act(acting, options)
            except Refused as refused:
                raise CommandError(str(refused)) from refused
            # All or nothing, also where a command calls several verbs.
            if outcome.blocks or acting.dry_run:
                transaction.set_rollback(True)
        return outcome


def read_files(paths: Sequence[str]) -> list[tuple[str, bytes]]:
    """Name and bytes of each file, those in a .zip with them; one that cannot be opened ends the command."""
    files = []
    for path in paths:
        try:
            files.append((Path(path).name, Path(path).read_bytes()))
        except OSError as error:
            sentence = _("The file %(path)s cannot be opened: %(why)s. Check its path and rights.") % {
                "path": path,
                "why": error.strerror,
            }
            raise CommandError(sentence) from error
    return unpacked(files)


def named_term(school: School, code: str) -> Term | None:
    """Find the school's term of that code (2025-1); ``None`` for an empty code. An unknown one ends the command."""
    if not code:
        return None
    term = Term.objects.filter(school=school).with_code(code).first()
    if term is None:
        raise CommandError(_("There is no term %(code)s. Check the code, such as 2025-1.") % {"code": code})
    return term


def _acting(options: dict[str, Any]) -> Acting:
    school = _school(options["school"])
    now = timezone.now()
    return Acting(school, _actor(school, options["by"], timezone.localdate(now)), now, options["dry_run"])


def _school(code: str) -> School:
    schools = list(School.objects.filter(code=code) if code else School.objects.order_by("code")[:2])
    if len(schools) == 1:
        return schools[0]
    if code:
        raise CommandError(_("There is no school with the code %(code)s. Check the code.") % {"code": code})
    if schools:
        raise CommandError(_("There are several schools: say which with --school CODE."))
    raise CommandError(_("There is no school yet. Begin with: manage.py setup_school CODE --name NAME"))


def _actor(school: School, username: str, today: dt.date) -> User:
    users = User.objects.filter(school=school, is_active=True)
    if username:
        user = users.filter(username=username).first()
        if user is None:
            raise CommandError(
                _("This school has no active account %(username)s. Check the name of the account.")
                % {"username": username}
            )
        return user
    held = SchoolRole.objects.active_on(today).filter(role=SchoolRoleKind.ADMINISTRATOR, user__in=users)
    first = held.select_related("user").order_by("starts_on", "pk").first()
    if first is None:
        raise CommandError(_("This school has no administrator: say who acts with --by USERNAME."))
    return first.user


def add_reading(parser: CommandParser) -> None:
    """Add what is said of how files are read."""
    parser.add_argument(
        "--column",
        action="append",
        default=[],
        metavar="HEADER=FIELD",
        help="what a column is, such as 考号=学号; 听力= leaves it out; may be given several times",
    )
    parser.add_argument(
        "--cell",
        action="append",
        default=[],
        metavar="PLACE=VALUE",
        help="what a question about a place of the files is answered with, such as 'a.xls / Sheet1=七年级(1)班'",
    )
    parser.add_argument("--hidden", action="store_true", help="read hidden sheets, rows and columns as well")


class ImportCommand(SchoolCommand):
    """Subclasses name their ``importer``. Those with a ``confirm_help`` write when told so, the others at once."""

    importer: ClassVar[AnyImporter]
    confirm_help: ClassVar[str] = ""

    def add_options(self, parser: CommandParser) -> None:
        parser.add_argument("files", nargs="+", metavar="FILE")
        add_reading(parser)
        if self.confirm_help:
            parser.add_argument("--confirm", action="store_true", help=self.confirm_help)

    def answers(self, acting: Acting, options: dict[str, Any]) -> dict[str, object]:
        """Give what the options say of the files, as a page's form would keep it."""
        return {}

    def summary(self, preview: AnyPreview, *, written: bool) -> str:
        """Give the line that the command prints first."""
        return self.importer.shown(preview)

    def act(self, acting: Acting, options: dict[str, Any]) -> Outcome:
        said = {name: options[name] for name in ("column", "cell", "hidden")}
        said |= self.answers(acting, options)
        asked = Asked(acting.school, acting.by, acting.at, said)
        preview = look(self.importer, read_files(options["files"]), asked)
        writes = options.get("confirm", True) and not acting.dry_run and not preview.blocked
        if writes:
            apply(self.importer, preview.source, asked, digest=preview.digest)
        return Outcome(self.summary(preview, written=writes), preview.findings, blocked=preview.blocked)


class DatedImportCommand(ImportCommand):
    """A roster or staff matrix: of which term, and valid from which day."""

    def add_options(self, parser: CommandParser) -> None:
        super().add_options(parser)
        parser.add_argument("--term", default="", metavar="2025-1", help="the term whose school year names the classes")
        parser.add_argument("--from", dest="starts_on", type=dt.date.fromisoformat, metavar="DAY")

    def answers(self, acting: Acting, options: dict[str, Any]) -> dict[str, object]:
        # An unknown term ends the command.
        named_term(acting.school, options["term"])
        return {"term": options["term"], "starts_on": options["starts_on"]}
