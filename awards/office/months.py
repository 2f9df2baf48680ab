"""The board over the months of a term: each class by month, and who was late when."""

import datetime as dt
from collections.abc import Sequence
from dataclasses import dataclass, field

from django.utils import timezone

from awards.models import ClassRound, Round
from students.models import Term


@dataclass(frozen=True)
class MonthCell:
    """One class's month; ``late`` counts the days after the last day for handing it in."""

    sheet: ClassRound
    late: int

    @property
    def is_in(self) -> bool:
        """Whether it has come: late for good, not overdue."""
        return self.sheet.first_submitted_at is not None


@dataclass(frozen=True)
class ClassMonths:
    """A class's line: a cell a month, None where it has no sheet."""

    name: str
    cells: Sequence[MonthCell | None]

    @property
    def times_late(self) -> int:
        return sum(cell is not None and cell.late > 0 for cell in self.cells)


@dataclass(frozen=True)
class MonthsPage:
    term: Term
    rounds: Sequence[Round]
    lines: Sequence[ClassMonths] = field(default_factory=list)


def months_page(term: Term, today: dt.date) -> MonthsPage:
    """Gather the months of ``term`` that have begun; two statements, however many classes there are."""
    rounds = list(Round.objects.filter(term=term, starts_on__lte=today).order_by("starts_on"))
    sheets = ClassRound.objects.filter(round__in=rounds).select_related("school_class__school", "round")
    by_class: dict[str, dict[int, MonthCell]] = {}
    for sheet in sheets.in_paper_order():
        name = sheet.school_class.name_in(term.school_year)
        by_class.setdefault(name, {})[sheet.round_id] = MonthCell(sheet, _late(sheet, today))
    lines = [ClassMonths(name, [cells.get(one.pk) for one in rounds]) for name, cells in by_class.items()]
    return MonthsPage(term, rounds, lines)


def _late(sheet: ClassRound, today: dt.date) -> int:
    """Count from the first time that it was handed in, or until today."""
    if sheet.first_submitted_at is None:
        return sheet.late_days(today)
    return max(0, (timezone.localdate(sheet.first_submitted_at) - sheet.round.due_on).days)
