import sys
from itertools import islice
from typing import Any

from django.core.management.base import BaseCommand, CommandError, CommandParser
from django.utils import timezone
from django.utils.translation import gettext as _

from starrating.backup.snapshot import snapshot
from starrating.operations.seal_models import Seal
from starrating.operations.seals.chain import SHORT, written
from starrating.operations.seals.findings import Bad, Walked, What
from starrating.operations.seals.walking import walk

NOTHING_SEALED, DOES_NOT_HOLD = 3, 4
# More would not fit on a page, and the first is what counts.
MOST_SHOWN = 10


class Command(BaseCommand):
    help = (
        "Walk through the whole record and name what was changed after it was sealed. Ends with 0 where every seal"
        " holds, 1 where that could not be looked at, 3 where nothing is sealed yet, 4 where something does not hold."
    )
    requires_system_checks = ()

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("--newest", action="store_true", help="say the newest seal only, to be written down")
        parser.add_argument("--against", metavar="NUMBER:DIGEST", default="", help="compare with one written down")

    def handle(self, *args: Any, newest: bool, against: str, **options: Any) -> None:
        if newest:
            self.say_newest(Seal.objects.newest())
            return
        wanted = written_down(against) if against else None
        at, walked = timezone.now(), Walked()
        with snapshot() as alias:
            last = Seal.objects.using(alias).select_related("key").newest()
            found = list(islice(walk(walked, at=at, using=alias), MOST_SHOWN + 1))
            if wanted is not None and not agrees(wanted, alias):
                found.insert(0, Bad(What.CONTRADICTED, wanted[0]))
        self.say_seen(walked)
        self.say_newest(last)
        self.say_found(found)
        if found:
            sys.exit(DOES_NOT_HOLD)
        if last is None:
            sys.exit(NOTHING_SEALED)

    def say_newest(self, seal: Seal | None) -> None:
        if seal is None:
            self.stdout.write(_("Nothing is sealed yet: the worker does so within a minute."))
            return
        day = f"{timezone.localtime(seal.closed_at):%Y-%m-%d %H:%M}"
        self.stdout.write(_("Newest seal, closed on %(day)s, to be written down:") % {"day": day})
        self.stdout.write(f"    {written(seal)}")
        self.stdout.write(_("Fingerprint of the key: %(fingerprint)s") % {"fingerprint": seal.key.fingerprint})

    def say_seen(self, walked: Walked) -> None:
        self.stdout.write(
            _("Seals that hold: %(seals)d. Sealed rows that were compared: %(rows)d.")
            % {"seals": walked.seals, "rows": walked.rows}
        )
        if walked.waiting:
            self.stdout.write(_("Rows that no seal covers yet: %(rows)d.") % {"rows": walked.waiting})
        if walked.oldest is not None:
            oldest = f"{timezone.localtime(walked.oldest):%Y-%m-%d %H:%M}"
            self.stdout.write(_("The oldest of them says that it is of %(moment)s.") % {"moment": oldest})
        if walked.late:
            told = {"rows": walked.late, "first": walked.first_late}
            self.stdout.write(
                _("Rows that came in more than a day later than they say: %(rows)d, the first is %(first)s.") % told
            )
        if walked.last_erased is not None:
            told = {"texts": walked.erased, "day": f"{timezone.localtime(walked.last_erased):%Y-%m-%d}"}
            self.stdout.write(
                _("Texts deleted under the rules, as is on record: %(texts)d, the last on %(day)s.") % told
            )
        for fingerprint in walked.unvouched:
            self.stdout.write(
                _("No older key vouches for %(fingerprint)s: the one before it was lost. Compare it with paper.")
                % {"fingerprint": fingerprint}
            )

    def say_found(self, found: list[Bad]) -> None:
        if not found:
            self.stdout.write(self.style.SUCCESS(_("Nothing that is sealed was changed.")))
        for bad in found[:MOST_SHOWN]:
            self.stdout.write(self.style.ERROR(bad.said))
        if len(found) > MOST_SHOWN:
            self.stdout.write(_("There is more; restore the latest backup that verifies, and compare."))


def written_down(text: str) -> tuple[int, str]:
    """Read ``NUMBER:DIGEST``, the digest shortened if need be; raises CommandError for anything else."""
    number, _colon, digest = text.strip().partition(":")
    if not number.isdecimal() or len(digest) < SHORT or not all(figure in "0123456789abcdef" for figure in digest):
        raise CommandError(_("Write the number of the seal, a colon, and at least 16 figures of its digest."))
    return int(number), digest


def agrees(wanted: tuple[int, str], using: str) -> bool:
    number, digest = wanted
    return Seal.objects.using(using).filter(number=number, digest__startswith=digest).exists()
