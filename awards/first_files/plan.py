"""What files of several kinds would do together: the plans of each kind, in the order in which they are written."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from typing import Any

from django.utils.functional import Promise

from awards.first_files.ahead import Ahead, sheets_upon, upon_roster
from awards.first_files.telling import ROSTER, SHEETS, STAFF, Told
from starrating.cells.findings import Finding, Question
from students.imports.pipeline.asked import Asked
from students.imports.pipeline.classes import NewClass
from students.imports.pipeline.files import Source
from students.imports.pipeline.flow import AnyImporter, AnyPreview
from students.imports.pipeline.importer import Preview
from students.imports.pipeline.plan import Plan, PlannedRow, RowState


@dataclass(frozen=True)
class Part:
    """The files of one kind among those chosen, and read; ``title`` says which kind."""

    importer: AnyImporter
    asked: Asked
    source: Source[Any]
    title: str | Promise
    choices_template: str = ""
    rows_template: str = ""

    @property
    def code(self) -> str:
        return self.importer.code


@dataclass(frozen=True)
class Drop(Source[Part]):
    """Files chosen together: what each was taken for, and what each may be taken for instead."""

    told: tuple[Told, ...] = ()
    choices: tuple[tuple[str, str], ...] = ()

    @property
    def asks_again(self) -> bool:
        return True


@dataclass(frozen=True)
class PartPreview:
    """One kind on the preview of all, with what the page of that kind alone prints of it."""

    part: Part
    preview: AnyPreview

    @property
    def questions(self) -> Sequence[Question]:
        return self.preview.questions

    @property
    def said(self) -> str:
        return self.part.importer.shown(self.preview)


@dataclass(frozen=True)
class PartRow:
    """A row of one of the plans."""

    kind: str
    row: PlannedRow

    @property
    def state(self) -> RowState:
        return self.row.state

    @property
    def essence(self) -> tuple[object, ...]:
        return (self.kind, *self.row.essence)


@dataclass(frozen=True)
class TogetherPlan(Plan[PartRow]):
    parts: tuple[PartPreview, ...]
    new_classes: tuple[NewClass, ...]

    @property
    def size(self) -> int:
        return sum(one.preview.plan.size for one in self.parts)


@dataclass(frozen=True)
class TogetherFacts:
    """The previews of all kinds, each made in the light of those before it, and where they do not fit each other."""

    previews: tuple[AnyPreview, ...]
    found: tuple[Finding, ...]


def together_facts(parts: Sequence[Part], _asked: Asked) -> TogetherFacts:
    """Look at each kind as if those before it were written: nothing is, and nothing is asked twice."""
    ahead = Ahead()
    found: list[Finding] = []
    return TogetherFacts(tuple(_previews(parts, ahead, found)), tuple(found))


def _previews(parts: Sequence[Part], ahead: Ahead, found: list[Finding]) -> Iterator[AnyPreview]:
    for part in parts:
        lines = part.source.lines
        facts = part.importer.facts(lines, part.asked)
        if part.code == STAFF:
            facts.book.expect(ahead.new_classes)
        elif part.code == SHEETS:
            facts = sheets_upon(ahead, lines, facts)
        plan = part.importer.plan(lines, facts)
        if part.code == ROSTER:
            ahead.roster, ahead.roster_facts = plan, facts
        elif part.code == STAFF:
            found.extend(upon_roster(ahead, plan))
            ahead.staff = plan
        yield Preview(part.source, part.asked, plan)


def plan_together(parts: Sequence[Part], facts: TogetherFacts) -> TogetherPlan:
    previews = tuple(PartPreview(*pair) for pair in zip(parts, facts.previews, strict=True))
    plans = [one.preview.plan for one in previews]
    classes = {(one.entry_year, one.number): one for plan in plans for one in getattr(plan, "new_classes", ())}
    return TogetherPlan(
        rows=tuple(PartRow(one.part.code, row) for one in previews for row in one.preview.plan.rows),
        findings=(*facts.found, *(finding for one in previews for finding in one.preview.findings)),
        parts=previews,
        new_classes=tuple(classes.values()),
    )
