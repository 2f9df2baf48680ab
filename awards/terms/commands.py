"""The round that a command is told, and the words for what keeps a sheet of it back."""

from django.core.management.base import CommandError, CommandParser
from django.utils.translation import gettext as _

from awards.models import ClassRound, Round
from starrating.joiners import in_a_row
from students.models import School


def add_round(parser: CommandParser) -> None:
    parser.add_argument("--round", required=True, metavar="2025-09", help="the month, as the round is labelled")


def round_from(school: School, label: str) -> Round:
    """Find the school's round of that label; of several the latest. Ends the command where there is none."""
    rounds = Round.objects.filter(term__school=school, label=label)
    found = rounds.select_related("term__school", "term__pinned__scheme").order_by("-starts_on").first()
    if found is None:
        known = Round.objects.filter(term__school=school).order_by("-starts_on").values_list("label", flat=True)[:12]
        sentence = _("There is no month %(label)s; there are: %(known)s.")
        raise CommandError(sentence % {"label": label, "known": in_a_row(reversed(list(known))) or "–"})
    return found


def named(sheet: ClassRound, message: str) -> str:
    """Say a problem of a sheet (with its round's term and class) as a line: the class, then the sentence."""
    return _("%(name)s: %(message)s") % {"name": sheet.class_name, "message": message}
