"""A school to look around in."""

import os
from collections.abc import Sequence
from pathlib import Path
from typing import Any

from django.conf import settings
from django.core.management.base import BaseCommand, CommandError, CommandParser
from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from awards.demo.build import CLASSES_PER_GRADE, PUPILS, Demo, build
from awards.demo.months import Fate
from starrating.refused import Refused

ACCOUNTS_FILE = "demo-accounts.txt"
# What is shown of a class's month, in the order of the table.
SHOWN_FATES = (Fate.BEGUN, Fate.NEARLY, Fate.RETURNED, Fate.ON_SCREEN)


class Command(BaseCommand):
    help = "Fill an empty database with a demonstration school whose people are invented; prints some of its accounts."

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("--seed", type=int, default=1, help="another number invents other people")
        parser.add_argument(
            "--classes", type=int, default=CLASSES_PER_GRADE, help="classes a grade, %(default)s unless said"
        )
        parser.add_argument("--pupils", type=int, default=PUPILS, help="pupils a class, %(default)s unless said")

    def handle(self, *args: Any, seed: int, classes: int, pupils: int, **options: Any) -> None:
        path = Path(settings.VAR_DIR) / ACCOUNTS_FILE
        try:
            # All or nothing: a demonstration whose passwords could not be kept would be of no use.
            with transaction.atomic():
                demo = build(at=timezone.now(), seed=seed, classes_per_grade=classes, pupils=pupils)
                write_private(path, "\n".join(all_accounts(demo)) + "\n")
        except Refused as refused:
            raise CommandError(str(refused)) from refused
        self.stdout.write(_("A demonstration school has been made; its people are invented. Some of its accounts:"))
        for line in columns(some_accounts(demo)):
            self.stdout.write(f"  {line}")
        self.stdout.write(_("All accounts with their passwords: %(path)s") % {"path": path})


def some_accounts(demo: Demo) -> list[tuple[str, str, str]]:
    """List user name, password and what there is to see: administrator, office, teachers with something to do."""
    rows = [(demo.staff.administrator, _("administrator")), (demo.staff.clerks[0], demo.school.office_name)]
    seen = {
        Fate.BEGUN: _("homeroom teacher of %(class)s, whose sheet is half filled in"),
        Fate.NEARLY: _("homeroom teacher of %(class)s, whose sheet has problems"),
        Fate.RETURNED: _("homeroom teacher of %(class)s, whose sheet was returned"),
        Fate.ON_SCREEN: _("homeroom teacher of %(class)s, whose %(committee)s votes on screen"),
    }
    committee = demo.term.pinned.scheme.committee_name
    for fate in SHOWN_FATES:
        sheet, account = demo.homeroom_of(fate)
        name = sheet.school_class.name_in(demo.term.school_year)
        rows.append((account, seen[fate] % {"class": name, "committee": committee}))
    # The last class shown is the one on screen.
    words = {"class": name, "committee": committee}
    voices = demo.voices
    rows += [
        (voices.leaders[0], _("group leader of %(class)s, who has not voted yet") % {"class": name}),
        (voices.cadres[0], _("class cadre on the %(committee)s of %(class)s") % words),
        (voices.others[0], _("pupil of %(class)s") % {"class": name}),
    ]
    return [(account.user.username, account.password, task) for account, task in rows]


def all_accounts(demo: Demo) -> list[str]:
    """List one line an account: user name, password, name, what it may do."""
    rows = [
        (demo.staff.administrator, _("administrator")),
        *((clerk, demo.school.office_name) for clerk in demo.staff.clerks),
        *((one, _("headmaster")) for one in (demo.staff.headmaster,) if one is not None),
    ]
    classes = {demo.staff.homeroom[sheet.school_class_id].user.pk: sheet.school_class for sheet in demo.sheets}
    for teacher in demo.staff.teachers:
        own = classes.get(teacher.user.pk)
        task = _("subject teacher")
        if own is not None:
            task = _("homeroom teacher of %(class)s") % {"class": own.name_in(demo.term.school_year)}
        rows.append((teacher, task))
    rows += [(pupil, _("pupil")) for pupil in demo.voices.accounts]
    return columns([(one.user.username, one.password, one.user.name, task) for one, task in rows])


def columns(rows: Sequence[tuple[str, ...]]) -> list[str]:
    """Set rows as lines, one under the other; the last column as long as it likes."""
    widths = [max(len(cell) for cell in column) for column in zip(*rows, strict=True)]
    return [
        "  ".join([*(cell.ljust(width) for cell, width in zip(row[:-1], widths, strict=False)), row[-1]])
        for row in rows
    ]


def write_private(path: Path, text: str) -> None:
    """Write a new file that only its owner may read; one left from before is replaced."""
    path.unlink(missing_ok=True)
    # The mode is given at creation, so that there is no moment in which others could read it.
    with os.fdopen(os.open(path, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600), "w", encoding="utf-8") as file:
        file.write(text)
