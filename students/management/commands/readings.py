import datetime as dt
from typing import Any

from django.core.management.base import CommandError, CommandParser
from django.utils import timezone
from django.utils.translation import gettext as _

from students.management.school_command import Acting, Outcome, SchoolCommand
from students.readings.forms import AccountReadingsForm, PupilReadingsForm
from students.readings.page import all_lines
from students.readings.verbs import ask_what_was_seen, ask_who_saw


class Command(SchoolCommand):
    help = (
        "Say who was shown something of a pupil, or what an account was shown, since a day. That is on record itself."
    )

    def add_options(self, parser: CommandParser) -> None:
        about = parser.add_mutually_exclusive_group(required=True)
        about.add_argument("--pupil", default="", metavar="NUMBER", help=_("the school number of the pupil"))
        about.add_argument("--account", default="", metavar="USERNAME", help=_("the account that was shown something"))
        since = _("from which day on, such as 2025-09-01")
        parser.add_argument("--since", required=True, type=dt.date.fromisoformat, metavar="DAY", help=since)

    def act(self, acting: Acting, options: dict[str, Any]) -> Outcome:
        asked = {"number": options["pupil"], "username": options["account"], "since": options["since"]}
        form: PupilReadingsForm | AccountReadingsForm
        if options["pupil"]:
            form = PupilReadingsForm(asked, school=acting.school)
        else:
            form = AccountReadingsForm(asked, school=acting.school)
        if not form.is_valid():
            raise CommandError(" ".join(str(error) for errors in form.errors.values() for error in errors))
        said = form.cleaned_data
        if options["pupil"]:
            found = ask_who_saw(said["number"], said["since"], by=acting.by, at=acting.at)
        else:
            found = ask_what_was_seen(said["username"], said["since"], by=acting.by, at=acting.at)
        lines = [
            f"{timezone.localtime(line.at):%Y-%m-%d %H:%M:%S}  {line.who}  {line.what}  {line.pupil}".rstrip()
            for line in all_lines(found, acting.school)
        ]
        return Outcome(_("Readings: %(count)d.") % {"count": len(lines)}, lines=lines)
