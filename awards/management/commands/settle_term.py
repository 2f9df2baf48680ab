from typing import Any

from django.core.management.base import CommandParser
from django.utils import timezone
from django.utils.translation import gettext as _

from awards.models import Level, TermLevel
from awards.settlement import verbs as settlement
from awards.settlement.checks import problems_before_settling
from awards.settlement.verbs import Settled
from students.management.school_command import Acting, Outcome, SchoolCommand, named_term
from students.models import Term


class Command(SchoolCommand):
    help = "Settle a term: freeze its levels and create what they entitle to. A settled term stays as it is."

    def add_options(self, parser: CommandParser) -> None:
        parser.add_argument("term", metavar="2025-1", help="the year in which the school year starts, and 1 or 2")

    def act(self, acting: Acting, options: dict[str, Any]) -> Outcome:
        term = named_term(acting.school, options["term"])
        if term is None or term.is_settled:
            return Outcome(_("Nothing to do: the term is settled already."))
        problems = problems_before_settling(term, timezone.localdate(acting.at))
        messages = [problem.message for problem in problems]
        if any(problem.blocks for problem in problems):
            return Outcome(_("%(term)s cannot be settled yet.") % {"term": term.name}, lines=messages, blocked=True)
        done = settlement.settle(term, by=acting.by, at=acting.at)
        return Outcome(_summary(term, done), lines=[*messages, *_counts(term)])


def _summary(term: Term, done: Settled) -> str:
    sentence = _(
        "%(term)s: levels frozen: %(frozen)d, corrected: %(corrected)d; entitlements added: %(added)d, withdrawn: "
        "%(withdrawn)d, to be issued again: %(reissued)d."
    )
    return sentence % {"term": term.name, **vars(done)}


def _counts(term: Term) -> list[str]:
    """Count how many pupils reached each level, the highest first."""
    reached = list(TermLevel.objects.filter(term=term).current().listed().values_list("level", flat=True))
    levels = Level.objects.filter(scheme=term.pinned.scheme_id).order_by("-number")
    lines = [
        _("%(level)s: %(count)d") % {"level": level.name, "count": reached.count(level.number)} for level in levels
    ]
    return [*lines, _("without a level: %(count)d") % {"count": reached.count(0)}]
