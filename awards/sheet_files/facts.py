"""What the database knows of a round before month sheets are compared with it: a handful of queries, then memory."""

import datetime as dt
from collections.abc import Collection
from dataclasses import dataclass

from awards.models import ClassRound, Round, Scheme, StarItem
from awards.rules.kinds import ItemKind
from awards.sheets.contents import Contents
from students.imports.pipeline.classes import ClassBook
from students.models import SchoolClass, Staffing, StaffingRole
from students.permits.roles import Standing


@dataclass(frozen=True)
class RoundFacts:
    """A round with its scheme and classes; ``items`` are all stars."""

    round: Round
    scheme: Scheme
    items: tuple[StarItem, ...]
    book: ClassBook
    standing: Standing


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
    scheme = round_.term.pinned.scheme
    months = round_.months
    return RoundFacts(
        round=round_,
        scheme=scheme,
        items=tuple(item for item in StarItem.objects.filter(scheme=scheme) if _is_open(item, months)),
        book=ClassBook(round_.term.school, round_.term.school_year),
        standing=standing,
    )


def _is_open(item: StarItem, months: frozenset[int]) -> bool:
    return item.kind != ItemKind.ORDINARY or item.is_open_in(months)


def class_facts(facts: RoundFacts, classes: Collection[SchoolClass]) -> dict[int, ClassFacts]:
    """Give by class its sheet, what stands on it, who may. With ``lock`` the sheets' rows stay locked (T15)."""
    pks = [one.pk for one in classes]
    sheets = _sheets(facts.round, pks)
    of_classes = [sheets.get(one.pk) or ClassRound(round=facts.round, school_class=one) for one in classes]
    items = [item for item in facts.items if item.kind == ItemKind.ORDINARY]
    teachers = _teachers(facts.round.ends_on, pks)
    found = Contents.of_sheets(of_classes, items=items) if of_classes else []
    return {one.pk: ClassFacts(read, teachers.get(one.pk, "")) for one, read in zip(classes, found, strict=True)}


def _sheets(round_: Round, class_pks: list[int]) -> dict[int, ClassRound]:
    rows = ClassRound.objects.filter(round=round_, school_class__in=class_pks).select_related("school_class__school")
    sheets = {row.school_class_id: row for row in rows}
    for sheet in sheets.values():
        sheet.round = round_
    return sheets


def _teachers(day: dt.date, class_pks: list[int]) -> dict[int, str]:
    rows = Staffing.objects.active_on(day).filter(school_class__in=class_pks, role=StaffingRole.HOMEROOM)
    return dict(rows.values_list("school_class_id", "user__name"))
