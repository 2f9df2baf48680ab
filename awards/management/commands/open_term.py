import datetime as dt
from typing import Any

from django.core.management.base import CommandError, CommandParser
from django.utils import timezone
from django.utils.translation import gettext as _

from awards.models import Round
from awards.terms import opening
from students.management.school_command import Acting, Outcome, SchoolCommand


class Command(SchoolCommand):
    help = "Open a term: one round a month, and the sheets of rounds that have begun."

    def add_options(self, parser: CommandParser) -> None:
        parser.add_argument("term", metavar="2025-1", help="the year in which the school year starts, and 1 or 2")
        parser.add_argument("--from", dest="starts_on", required=True, type=dt.date.fromisoformat, metavar="DAY")
        parser.add_argument("--until", dest="ends_on", required=True, type=dt.date.fromisoformat, metavar="DAY")

    def act(self, acting: Acting, options: dict[str, Any]) -> Outcome:
        school_year, ordinal = _parts(options["term"])
        term = opening.open_term(
            acting.school,
            school_year=school_year,
            ordinal=ordinal,
            starts_on=options["starts_on"],
            ends_on=options["ends_on"],
            by=acting.by,
            at=acting.at,
        )
        begun = Round.objects.filter(term=term).begun_by(timezone.localdate(acting.at)).order_by("pk")
        opened = sum(opening.open_round(round_, by=acting.by, at=acting.at) for round_ in begun)
        found = list(Round.objects.filter(term=term))
        summary = _("%(term)s: months opened: %(rounds)d, sheets opened: %(sheets)d.") % {
            "term": term.name,
            "rounds": len(found),
            "sheets": opened,
        }
        return Outcome(summary, lines=[_line(round_) for round_ in found])


def _parts(code: str) -> tuple[int, int]:
    year, _dash, ordinal = code.partition("-")
    if not (year.isdecimal() and len(year) == 4 and ordinal.isdecimal()):
        raise CommandError(_("A term is written as 2025-1: the school year's first calendar year, then 1 or 2."))
    return int(year), int(ordinal)


def _line(round_: Round) -> str:
    return _("%(label)s: %(first)s to %(last)s, due on %(due)s") % {
        "label": round_.label,
        "first": round_.starts_on.isoformat(),
        "last": round_.ends_on.isoformat(),
        "due": round_.due_on.isoformat(),
    }
