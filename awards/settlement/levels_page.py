"""A class's totals and levels as of a day: the ledger answers, and a settled term is as it was settled."""

import datetime as dt
from collections.abc import Sequence
from dataclasses import dataclass, replace

from django.utils import timezone

from awards.models import Level, StarEntry, TermLevel
from awards.rules.levels import level_for, shown_total
from students.models import Enrolment, SchoolClass, Term


@dataclass(frozen=True)
class LevelRow:
    pk: int
    seat: int | None
    name: str
    total: int
    level: str


@dataclass(frozen=True)
class LevelsPage:
    """A class's levels; ``settled_at`` is when they were frozen, None while they are provisional (A30).

    Where it is not ``balanced`` its reader may not read deductions: the stars won until the level is official, which
    comes without a total.
    """

    class_name: str
    term: Term
    day: dt.date
    settled_at: dt.datetime | None
    balanced: bool
    rows: Sequence[LevelRow]

    @property
    def untold(self) -> tuple[str, ...]:
        """Columns that together would give a deduction away to a reader who may not read it."""
        if self.balanced:
            return ()
        return ("total",) if self.settled_at else ("level",)


def levels_page(school_class: SchoolClass, term: Term, day: dt.date, *, balanced: bool) -> LevelsPage:
    """Gather the class at the end of ``day``, in the order of the seats; ``term`` needs ``pinned__scheme``."""
    moment = timezone.make_aware(dt.datetime.combine(day, dt.time.max))
    levels = list(Level.objects.filter(scheme=term.pinned.scheme).order_by("lower_bound"))
    names = ["", *(level.name for level in levels)]
    frozen = TermLevel.objects.filter(term=term, school_class__entry_year=school_class.entry_year).as_of(moment)
    settled_at = frozen.order_by("-entered_at").values_list("entered_at", flat=True).first()
    negative = term.pinned.scheme.allow_negative_total
    if settled_at is None:
        bounds = [level.lower_bound for level in levels]
        rows = _provisional(school_class, term, day, moment, bounds, names, balanced=balanced)
    else:
        mine = frozen.listed().filter(school_class=school_class).select_related("student").in_paper_order()
        rows = [LevelRow(row.student_id, row.seat, row.student.name, row.total, names[row.level]) for row in mine]
    shown = [replace(row, total=shown_total(row.total, allow_negative=negative)) for row in rows]
    return LevelsPage(school_class.name_in(term.school_year), term, day, settled_at, balanced, shown)


def _provisional(
    school_class: SchoolClass,
    term: Term,
    day: dt.date,
    moment: dt.datetime,
    bounds: Sequence[int],
    names: Sequence[str],
    *,
    balanced: bool,
) -> list[LevelRow]:
    seated = list(Enrolment.objects.of_class(school_class, min(max(day, term.starts_on), term.ends_on)))
    entries = StarEntry.objects.of_term(term).as_of(moment).filter(student__in=[row.student_id for row in seated])
    entries = entries if balanced else entries.won()
    totals = {row["student"]: row["total"] for row in entries.totals()}
    rows = []
    for row in seated:
        total = totals.get(row.student_id, 0)
        rows.append(LevelRow(row.student_id, row.seat, row.student.name, total, names[level_for(total, bounds)]))
    return rows
