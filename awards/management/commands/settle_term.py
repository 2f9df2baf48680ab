from collections.abc import Sequence
from typing import Any

from django.core.management.base import CommandError, CommandParser
from django.utils import timezone
from django.utils.translation import gettext as _

from awards.models import Level, TermLevel
from awards.settlement import verbs as settlement
from awards.settlement.checks import SettlementProblem, problems_before_settling
from awards.settlement.verbs import Settled, open_years
from starrating import joiners
from students.management.school_command import Acting, Outcome, SchoolCommand, named_term
from students.models import Term


class Command(SchoolCommand):
    help = (
        "Settle a term: freeze the levels of every grade that is ready and create what they entitle to. "
        "What is settled stays as it is."
    )

    def add_options(self, parser: CommandParser) -> None:
        parser.add_argument("term", metavar="2025-1", help="the year in which the school year starts, and 1 or 2")
        parser.add_argument("--grade", type=int, metavar="9", help="settle this grade alone (7 is junior one)")

    def act(self, acting: Acting, options: dict[str, Any]) -> Outcome:
        term, grade = named_term(acting.school, options["term"]), options["grade"]
        if term is None or term.is_settled:
            return Outcome(_("Nothing to do: the term is settled already."))
        if grade is not None and grade not in acting.school.grades:
            known = {"known": joiners.in_a_row(acting.school.grades)}
            raise CommandError(_("The school has no such grade, only: %(known)s.") % known)
        open_grades = {term.school.grade_of(year, term.school_year): year for year in open_years(term)}
        wanted = {key: year for key, year in open_grades.items() if grade in (None, key)}
        if grade is not None and not wanted:
            name = {"grade": term.school.grade_name(grade)}
            return Outcome(_("Nothing to do: %(grade)s is settled already, or has no class.") % name)
        today = timezone.localdate(acting.at)
        found = {key: problems_before_settling(term, today, [year]) for key, year in wanted.items()}
        messages = list(dict.fromkeys(line for key in found for line in _lines(term, key, found[key], len(found))))
        if found and all(_blocks(problems) for problems in found.values()):
            return Outcome(_("%(term)s cannot be settled yet.") % {"term": term.name}, lines=messages, blocked=True)
        if grade is None:
            done = settlement.settle(term, by=acting.by, at=acting.at)
        else:
            done = settlement.settle_grade(term, grade, by=acting.by, at=acting.at)
        return Outcome(_summary(term, done), lines=[*messages, *_counts(term)])


def _blocks(problems: Sequence[SettlementProblem]) -> bool:
    return any(problem.blocks for problem in problems)


def _lines(term: Term, grade: int, problems: Sequence[SettlementProblem], grades: int) -> list[str]:
    """Say what is in the way; with the grade where several are looked at and it is not ready."""
    if grades == 1 or not _blocks(problems):
        return [problem.message for problem in problems]
    name = term.school.grade_name(grade)
    return [joiners.explained_by(name, problem.message) for problem in problems]


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
