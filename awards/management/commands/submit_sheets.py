from typing import Any

from django.core.management.base import CommandParser
from django.utils import timezone
from django.utils.translation import gettext as _

from awards.models import ClassRound
from awards.sheets import moves
from awards.terms.commands import add_round, named, round_from
from starrating.refused import Refused
from students.management.school_command import Acting, Outcome, SchoolCommand
from students.permits.roles import standing_of


class Command(SchoolCommand):
    help = "Hand in every sheet of a round that is still with its class: all of them, or none where one is blocked."

    def add_options(self, parser: CommandParser) -> None:
        add_round(parser)
        parser.add_argument(
            "--early", action="store_true", help="although subject teachers who were asked on a page have days left"
        )

    def act(self, acting: Acting, options: dict[str, Any]) -> Outcome:
        round_ = round_from(acting.school, options["round"])
        of_round = ClassRound.objects.filter(round=round_)
        waiting = list(of_round.in_entry().select_related("round__term", "school_class__school").in_paper_order())
        already = of_round.count() - len(waiting)
        standing = standing_of(acting.by, timezone.localdate(acting.at))
        blocked: list[str] = []
        for sheet in waiting:
            try:
                moves.submit(sheet, by=acting.by, at=acting.at, standing=standing, early=options["early"])
            except moves.Blocked as stopped:
                blocked += [named(sheet, problem.message) for problem in stopped.problems]
            except Refused as no:
                if no.code != "early":
                    raise
                blocked.append(named(sheet, no.message))
        summary = _(
            "%(round)s: sheets submitted: %(submitted)d, submitted before: %(already)d, problems: %(blocked)d."
        ) % {
            "round": round_.label,
            "submitted": 0 if blocked else len(waiting),
            "already": already,
            "blocked": len(blocked),
        }
        return Outcome(summary, lines=blocked, blocked=bool(blocked))
