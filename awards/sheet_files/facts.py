"""What the database knows of a round before month sheets are compared with it: a handful of queries, then memory."""

from collections.abc import Collection
from dataclasses import dataclass

from awards.models import ClassRound, Round, Scheme, StarItem
from awards.rules.kinds import ItemKind
from awards.sheets.contents import Contents
from awards.terms.contacts import homeroom_contacts
from students.imports.pipeline.classes import ClassBook
from students.models import SchoolClass
from students.permits.roles import Standing


@dataclass(frozen=True)
class RoundFacts:
    """A round with its classes; ``items`` are all stars."""

    round: Round
    items: tuple[StarItem, ...]
    book: ClassBook
    standing: Standing

    @property
    def scheme(self) -> Scheme:
        return self.round.term.pinned.scheme

    @property
    def ordinary(self) -> list[StarItem]:
        return [item for item in self.items if item.kind == ItemKind.ORDINARY]


@dataclass(frozen=True)
class ClassFacts:
    """One class of the round, with what stands on its sheet."""

    contents: Contents
    homeroom: str

    @property
    def sheet(self) -> ClassRound | None:
        """The class's sheet; None where none has been opened yet."""
        return self.contents.sheet if self.contents.sheet.pk else None


def round_facts(round_: Round, standing: Standing) -> RoundFacts:
    """``round_`` needs ``term__school`` and ``term__pinned__scheme`` loaded."""
    return RoundFacts(round_, round_items(round_), ClassBook(round_.term.school, round_.term.school_year), standing)


def round_items(round_: Round) -> tuple[StarItem, ...]:
    """Give the stars that are awarded in a round."""
    items = StarItem.objects.filter(scheme=round_.term.pinned.scheme)
    return tuple(item for item in items if item.kind != ItemKind.ORDINARY or item.is_open_in(round_.months))


def class_facts(facts: RoundFacts, classes: Collection[SchoolClass]) -> dict[int, ClassFacts]:
    """Give by class its sheet, what stands on it, and its homeroom teacher."""
    pks = [one.pk for one in classes]
    sheets = _sheets(facts.round, pks)
    of_classes = [sheets.get(one.pk) or ClassRound(round=facts.round, school_class=one) for one in classes]
    teachers = homeroom_contacts(pks, facts.round.ends_on)
    found = Contents.of_sheets(of_classes, items=facts.ordinary) if of_classes else []
    return {one.pk: ClassFacts(read, teachers[one.pk].name) for one, read in zip(classes, found, strict=True)}


def _sheets(round_: Round, class_pks: list[int]) -> dict[int, ClassRound]:
    rows = ClassRound.objects.filter(round=round_, school_class__in=class_pks).select_related("school_class__school")
    sheets = {row.school_class_id: row for row in rows}
    for sheet in sheets.values():
        sheet.round = round_
    return sheets
