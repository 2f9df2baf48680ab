"""Month sheets from files: what is read, what the database knows of their classes, a plan a sheet."""

import datetime as dt
from collections import Counter
from collections.abc import Collection, Iterator, Mapping, Sequence
from dataclasses import dataclass

from django.utils.translation import gettext_lazy as _

from awards.models import Round
from awards.sheet_files.facts import ClassFacts, RoundFacts, class_facts, round_facts, round_items
from awards.sheet_files.grid import read_grid
from awards.sheet_files.matching import class_of, is_of_month
from awards.sheet_files.paper import PaperSheet, read_paper
from awards.sheet_files.plan import SheetPlan, SheetPlanner, stars_by_label
from awards.sheets.paper_steps import why_not_held
from awards.terms.access import round_for_office
from starrating.cells.findings import Findings, has_errors
from starrating.cells.headers import INSTRUCTIONS
from starrating.cells.model import Sheet, Workbook
from starrating.text import Level, label_key
from students.imports.pipeline.asked import Asked
from students.imports.pipeline.meanings import Meanings, meanings_of
from students.imports.pipeline.plan import Plan, RowState
from students.models import SchoolClass
from students.permits.roles import standing_of

_EMPTY_SHEET = _("The sheet is empty; it was skipped.")
_OTHER_SHEET = _("The sheet is no month sheet; it was not read.")
_TWO_SHEETS = _("More than one sheet is for %(name)s.")


@dataclass(frozen=True)
class SheetsFacts:
    """The round, the day on which its steps were held on paper, and by key what is known of the files' classes."""

    round: RoundFacts
    held_on: dt.date
    known: Mapping[int, ClassFacts]


@dataclass(frozen=True)
class SheetsPlan(Plan[SheetPlan]):
    round: Round

    @property
    def names(self) -> int:
        """How many names the sheets have, each star counted."""
        return sum(row.names for row in self.rows)

    @property
    def size(self) -> int:
        return self.names

    @property
    def figures(self) -> Mapping[str, object]:
        return {**super().figures, "round": self.round.name, "names": self.names, "sheets": len(self.working)}


def read_papers(books: Sequence[Workbook], asked: Asked, findings: Findings) -> Iterator[PaperSheet]:
    """Read the sheets of the files, a row a star or grids; what is neither is passed over beside one that is."""
    meanings = meanings_of(asked, "sheets")
    items = round_items(round_for_office(asked.school, int(asked.text("round"))))
    stars = {label_key(name) for item in items for name in (item.name, item.short_name)}
    for book in books:
        read = [
            (sheet, _papers_of(sheet, stars, meanings, findings)) for sheet in book.sheets if _shown(sheet, meanings)
        ]
        some = any(paper.lines for _sheet, papers in read for paper in papers)
        for sheet, papers in read:
            if some and not any(paper.lines for paper in papers) and sheet.rows:
                findings.say(Level.NOTE, sheet.place(), "", _OTHER_SHEET)
            else:
                yield from papers


def _shown(sheet: Sheet, meanings: Meanings) -> bool:
    return (sheet.visible or meanings.hidden) and sheet.name != INSTRUCTIONS


def _papers_of(sheet: Sheet, stars: Collection[str], meanings: Meanings, findings: Findings) -> list[PaperSheet]:
    if all(cell.is_blank for row in sheet.rows for cell in row):
        findings.say(Level.NOTE, sheet.place(), "", _EMPTY_SHEET)
        return []
    grid = read_grid(sheet, stars, meanings, findings)
    return [read_paper(sheet, meanings, findings)] if grid is None else grid


def sheets_facts(papers: Sequence[PaperSheet], asked: Asked) -> SheetsFacts:
    """Read the answers ``round`` (its key; 404 for another) and ``held_on`` (the round's last day unless said).

    Raises :class:`Refused` for a day on which no step can have been held.

    Who asks would enter the sheets: those of classes that are not theirs are errors.
    """
    round_ = round_for_office(asked.school, int(asked.text("round")))
    facts = round_facts(round_, standing_of(asked.by, asked.today))
    # Of a month that is not over, the steps that are on paper were held by today.
    held_on = asked.day("held_on") or max(round_.starts_on, min(round_.ends_on, asked.today))
    no = why_not_held(round_, held_on, asked.today)
    if no is not None:
        raise no
    return SheetsFacts(facts, held_on, class_facts(facts, classes_of(papers, facts)))


def classes_of(papers: Sequence[PaperSheet], facts: RoundFacts) -> list[SchoolClass]:
    """Give the classes that sheets are for, each once."""
    return list({one.pk: one for paper in papers if (one := _class_for(paper, facts, Findings()))}.values())


def plan_sheets(papers: Sequence[PaperSheet], facts: SheetsFacts) -> SheetsPlan:
    """Plan these sheets against what the database knows."""
    findings = Findings(finding for paper in papers for finding in paper.findings)
    matched = [(paper, _class_for(paper, facts.round, findings)) for paper in papers]
    _refuse_repeats(matched, facts.round, findings)
    stars = stars_by_label(facts.round)
    rows = []
    for paper, one in matched:
        if one is None:
            rows.append(SheetPlan(paper.place, RowState.ERROR))
            continue
        planner = SheetPlanner(facts.round, stars, facts.held_on, paper, one, facts.known[one.pk])
        rows.append(planner.plan())
        findings.extend(planner.findings)
    return SheetsPlan(tuple(rows), tuple(findings), facts.round.round)


def _class_for(paper: PaperSheet, facts: RoundFacts, findings: Findings) -> SchoolClass | None:
    """Give the sheet's class where class and month are certain and the sheet could be read."""
    if not paper.lines and has_errors(paper.findings):
        return None
    school_class = class_of(paper, facts, findings)
    return school_class if is_of_month(paper, facts.round, findings) else None


def _refuse_repeats(
    matched: Sequence[tuple[PaperSheet, SchoolClass | None]], facts: RoundFacts, findings: Findings
) -> None:
    counts = Counter(one.pk for _paper, one in matched if one is not None)
    for paper, one in matched:
        if one is not None and counts[one.pk] > 1:
            name = one.name_in(facts.round.term.school_year)
            findings.say(Level.ERROR, paper.place, name, _TWO_SHEETS, name=name)
