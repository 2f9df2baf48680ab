"""What the what-if page prints: each level before and after, how many could reach it, and which rule limits them."""

from collections.abc import Sequence
from dataclasses import dataclass

from django.utils.translation import gettext as _, ngettext

from awards.rules.units import counted
from awards.rules.whatif import GradeFacts, Limit, Outcome, Settings, outcome
from awards.whatif.facts import Numbers
from students.models import School, Term
from students.names.class_names import grade_name


@dataclass(frozen=True)
class LevelRow:
    """A level's numbers; ``before`` is under the numbers that the form began with."""

    name: str
    bound: int
    before: int
    reached: int
    by_conduct: int
    at_most: int
    limit: str


@dataclass(frozen=True)
class ReachRow:
    """The most that one pupil of a grade can get."""

    grade: str
    rounds: int
    conduct: int
    champion: int
    total: int


@dataclass(frozen=True)
class WhatIfPage:
    term: Term
    pupils: int
    levels: Sequence[LevelRow]
    reach: Sequence[ReachRow]
    conduct: str
    tried: bool


def what_if_page(term: Term, facts: Sequence[GradeFacts], numbers: Numbers, tried: Settings | None) -> WhatIfPage:
    """Gather the page without a statement: everything is in ``facts``. ``term`` needs ``school``."""
    before = outcome(facts, numbers.settings)
    settings = tried or numbers.settings
    after = outcome(facts, settings) if tried else before
    old = [level.reached for level in before.levels]
    return WhatIfPage(
        term=term,
        pupils=after.pupils,
        levels=[
            LevelRow(
                name=numbers.levels[row.number - 1],
                bound=row.bound,
                before=old[row.number - 1],
                reached=row.reached,
                by_conduct=row.by_conduct,
                at_most=row.at_most,
                limit=limit_sentence(row.limit, settings),
            )
            for row in after.levels
        ],
        reach=_reach(after, term.school),
        conduct=conduct_sentence(after, numbers.levels, numbers.unit),
        tried=tried is not None,
    )


def _reach(found: Outcome, school: School) -> list[ReachRow]:
    return [
        ReachRow(
            grade_name(row.grade, school.grade_style, first_grade=school.first_grade),
            row.rounds,
            row.conduct,
            row.champion,
            row.total,
        )
        for row in found.ceilings
    ]


def conduct_sentence(found: Outcome, names: Sequence[str], unit: str) -> str:
    """Say where conduct alone ends: the most that a pupil can get without ever being first."""
    stars = counted(unit, max((row.conduct for row in found.ceilings), default=0))
    if not found.conduct_level:
        sentence = _("By conduct alone a pupil can get at most %(stars)s, which is no level.")
        return sentence % {"stars": stars}
    if found.conduct_level == len(names):
        sentence = _("By conduct alone a pupil can get at most %(stars)s: every level is within reach.")
        return sentence % {"stars": stars}
    sentence = _(
        "By conduct alone a pupil can get at most %(stars)s, which is %(level)s; only first places lead beyond."
    )
    return sentence % {"stars": stars, "level": names[found.conduct_level - 1]}


def limit_sentence(limit: Limit, settings: Settings) -> str:
    """Say which rule keeps more pupils from a level."""
    if limit is Limit.CAP:
        sentence = ngettext(
            "Conduct alone does not get there: at most %(count)d item per month. First places are needed.",
            "Conduct alone does not get there: at most %(count)d items per month. First places are needed.",
            settings.cap,
        )
        return sentence % {"count": settings.cap}
    sentences = {
        Limit.NONE: _("Nothing: everybody could."),
        Limit.PLACES: _("The number of winners an item may have."),
        Limit.ITEMS: _("Conduct alone does not get there: too few items and months. First places are needed."),
        Limit.OUT_OF_REACH: _("Out of reach: no pupil can get so many stars."),
    }
    return sentences[limit]
