"""The grades of a term on the page of its settlement: settled, ready, or with what is in the way."""

import datetime as dt
from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass

from awards.settlement.checks import SettlementProblem, problems_before_settling
from awards.settlement.facts import years_of
from students.models import GradeSettlement, Term


@dataclass(frozen=True)
class GradeLine:
    """One grade; ``last`` is its latest settlement, live or reopened, None before the first."""

    grade: int
    entry_year: int
    name: str
    pupils: int
    last: GradeSettlement | None
    problems: Sequence[SettlementProblem]

    @property
    def is_settled(self) -> bool:
        return self.last is not None and self.last.reopened_at is None

    @property
    def blocking(self) -> Sequence[SettlementProblem]:
        return [problem for problem in self.problems if problem.blocks]

    @property
    def is_ready(self) -> bool:
        return not self.is_settled and not self.blocking


def latest_by_year(term: Term) -> dict[int, GradeSettlement]:
    """Give by entry year the latest settlement of each grade, live or reopened; one statement."""
    rows = GradeSettlement.objects.filter(term=term).select_related("reason_kept").order_by("pk")
    return {row.entry_year: row for row in rows}


def grade_lines(term: Term, latest: dict[int, GradeSettlement], pupils: Counter[int], day: dt.date) -> list[GradeLine]:
    """Give the grades that have classes in ``term``, lowest first, as they would be settled on ``day``.

    ``latest`` are their settlements, ``pupils`` how many each has, by entry year. A fixed number of statements a grade
    that is not settled.
    """
    found = []
    for year in years_of(term):
        last = latest.get(year)
        settled = last is not None and last.reopened_at is None
        problems = [] if settled or term.is_settled else problems_before_settling(term, day, [year])
        grade = term.school.grade_of(year, term.school_year)
        found.append(GradeLine(grade, year, term.school.grade_name(grade), pupils[year], last, problems))
    return found
