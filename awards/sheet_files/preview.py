"""The preview of month sheets: a plan a sheet, everything found, and the facts that it was compared with."""

from __future__ import annotations

import datetime as dt
from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from functools import cached_property

from django.utils.translation import gettext_lazy as _

from awards.models import Round
from awards.sheet_files.facts import ClassFacts, RoundFacts, class_facts
from awards.sheet_files.matching import class_of, month_problem
from awards.sheet_files.paper import PaperSheet
from awards.sheet_files.plan import Planner, SheetPlan
from starrating.cells.findings import Finding, has_errors
from starrating.text import Level, sentence
from students.imports.pipeline.preview import RowState, counted, digest_of
from students.models import SchoolClass

_TWO_SHEETS = _("More than one sheet is for %(name)s.")


@dataclass(frozen=True)
class FileSheets:
    """What was read from the files, before it is compared: nothing of it depends on the database."""

    papers: tuple[PaperSheet, ...]
    findings: tuple[Finding, ...]
    checksums: tuple[tuple[str, str], ...]


@dataclass(frozen=True)
class SheetsPreview:
    """What entering the files would do. ``digest`` is the same as long as files and database are."""

    round: Round
    files: FileSheets
    held_on: dt.date
    plans: tuple[SheetPlan, ...]
    findings: tuple[Finding, ...]
    known: Mapping[int, ClassFacts]

    @cached_property
    def digest(self) -> str:
        return digest_of(
            (str(plan.place), plan.state.value, plan.class_name, plan.changes, plan.ticks) for plan in self.plans
        )

    @cached_property
    def counts(self) -> dict[RowState, int]:
        return counted(plan.state for plan in self.plans)

    @property
    def blocked(self) -> bool:
        """Whether an error keeps all of it from being entered."""
        return has_errors(self.findings) or not self.plans

    @property
    def working(self) -> list[tuple[SheetPlan, ClassFacts]]:
        """The plans that would change something, each with the facts of its class."""
        return [
            (plan, self.known[plan.school_class.pk])
            for plan in self.plans
            if plan.school_class is not None and (plan.changes or plan.ticks)
        ]

    @property
    def writes(self) -> bool:
        """Whether confirming would change anything."""
        return bool(self.working)

    @property
    def changed(self) -> list[SheetPlan]:
        """The plans under which a sheet that has names already gets others."""
        return [plan for plan in self.plans if plan.state == RowState.CHANGED]

    @property
    def names(self) -> int:
        """How many names the sheets have, each star counted."""
        return sum(plan.names for plan in self.plans)


def compare(files: FileSheets, facts: RoundFacts, held_on: dt.date, *, lock: bool) -> SheetsPreview:
    """Compare these files with the database; with ``lock`` the sheets' rows are locked first (T15)."""
    planner = Planner(facts, held_on)
    matched = [(paper, _class_for(paper, facts, planner.findings)) for paper in files.papers]
    known = class_facts(facts, [one for _paper, one in matched if one is not None], lock=lock)
    _refuse_repeats(matched, facts, planner.findings)
    plans = tuple(
        SheetPlan(paper.place, RowState.ERROR) if one is None else planner.plan(paper, one, known[one.pk])
        for paper, one in matched
    )
    findings = (*files.findings, *(one for paper in files.papers for one in paper.findings), *planner.findings)
    return SheetsPreview(facts.round, files, held_on, plans, findings, known)


def _class_for(paper: PaperSheet, facts: RoundFacts, findings: list[Finding]) -> SchoolClass | None:
    """Give the sheet's class where class and month are certain and the sheet could be read."""
    if not paper.lines and has_errors(paper.findings):
        return None
    school_class = class_of(paper, facts, findings)
    problem = month_problem(paper, facts.round)
    if problem is not None:
        findings.append(problem)
        if problem.level is Level.ERROR:
            return None
    return school_class


def _refuse_repeats(
    matched: Sequence[tuple[PaperSheet, SchoolClass | None]], facts: RoundFacts, findings: list[Finding]
) -> None:
    counts = Counter(one.pk for _paper, one in matched if one is not None)
    for paper, one in matched:
        if one is not None and counts[one.pk] > 1:
            name = one.name_in(facts.round.term.school_year)
            findings.append(Finding(Level.ERROR, paper.place, name, sentence(_TWO_SHEETS, name=name)))
