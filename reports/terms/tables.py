"""The tables of a term: columns that pages and workbooks share (学期评星汇总表)."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from django.utils.translation import gettext as _
from django.utils.translation import pgettext

from awards.models import Round, StarItem
from reports.terms.facts import PupilTerm, TermFacts
from starrating.days import long_day
from starrating.spreadsheets.columns import Column, Kind, Table
from students.models import Sex
from students.names.personal import one_dot

PupilColumn = Column[PupilTerm]


def round_columns(rounds: Iterable[Round]) -> list[PupilColumn]:
    """One column a month; deductions stand in their own."""

    def column(round_: Round) -> PupilColumn:
        return Column(round_.month_name, lambda pupil: pupil.by_round.get(round_.pk, 0), 5.5, Kind.NUMBER)

    return [column(round_) for round_ in rounds]


def item_columns(items: Iterable[StarItem]) -> list[PupilColumn]:
    """One column a star of the scheme, by its full name."""

    def column(item: StarItem) -> PupilColumn:
        return Column(item.name, lambda pupil: pupil.by_item.get(item.pk, 0), 6.5, Kind.NUMBER)

    return [column(item) for item in items]


def total_columns(facts: TermFacts) -> list[PupilColumn]:
    """What was earned, what was taken, and what it comes to, with the level by its name."""
    brought: list[PupilColumn] = [
        Column(pgettext("term workbook", "Brought along"), lambda pupil: pupil.brought, 6.5, Kind.NUMBER)
    ]
    return [
        Column(pgettext("term workbook", "Earned"), lambda pupil: pupil.earned, 6.5, Kind.NUMBER),
        *(brought if any(pupil.brought for pupil in facts.pupils) else []),
        Column(pgettext("term workbook", "Deducted"), lambda pupil: pupil.deducted, 6, Kind.NUMBER),
        Column(pgettext("term workbook", "Total"), lambda pupil: pupil.shown, 6.5, Kind.NUMBER),
        Column(_level_heading(facts), facts.level_name, 12),
    ]


def _level_heading(facts: TermFacts) -> str:
    """The level is marked as long as it may change."""
    return pgettext("term workbook", "Level (provisional)") if facts.provisional else pgettext("term workbook", "Level")


def detail_table(facts: TermFacts) -> Table[PupilTerm]:
    """Sheet 1: a row for each pupil still here."""
    rows = [pupil for pupil in facts.pupils if facts.is_here(pupil)]
    columns = [
        *person_columns(facts, rows),
        *round_columns(facts.rounds),
        *item_columns(facts.items),
        *total_columns(facts)[:-1],
        # As a number, nought for none: a workbook is sorted, filtered and counted.
        Column(_level_heading(facts), lambda pupil: pupil.level, 6, Kind.NUMBER),
        *_reward_columns(facts),
        Column(pgettext("term workbook", "Remarks"), lambda pupil: _moves(facts, pupil), 18),
    ]
    return Table(pgettext("term workbook", "Pupils"), columns, rows, frozen=5)


def class_table(facts: TermFacts) -> Table[ClassTerm]:
    """Sheet 2: a row for each class, of the pupils that sheet 1 lists."""
    rows = [_class_term(facts, pk) for pk in facts.classes]
    return Table(
        pgettext("term workbook", "Classes"), _class_columns(facts), [row for row in rows if row.size], frozen=1
    )


def leavers_table(facts: TermFacts) -> Table[PupilTerm]:
    """The last sheet: who has left during the term; their stars stay on record and count for no class (A44)."""
    rows = [pupil for pupil in facts.pupils if not facts.is_here(pupil)]
    columns = [
        *person_columns(facts, rows),
        Column(
            pgettext("term workbook", "Left on"),
            lambda pupil: long_day(pupil.stay.until) if pupil.stay.until else "",
            14,
        ),
        *total_columns(facts)[:-1],
    ]
    return Table(pgettext("term workbook", "Pupils who left"), columns, rows, frozen=5)


def person_columns(facts: TermFacts, rows: Sequence[PupilTerm]) -> list[PupilColumn]:
    """Who it is, with a running number in the order of ``rows``."""
    year = facts.term.school_year
    place = {pupil.pk: number for number, pupil in enumerate(rows, start=1)}
    grades = {pk: row.grade_name_in(year) for pk, row in facts.classes.items()}
    names = {pk: row.name_in(year) for pk, row in facts.classes.items()}
    sexes = {Sex.MALE: pgettext("sex of a pupil", "M"), Sex.FEMALE: pgettext("sex of a pupil", "F")}
    return [
        Column(pgettext("running number", "No."), lambda pupil: place[pupil.pk], 5, Kind.NUMBER),
        Column(pgettext("term workbook", "Grade"), lambda pupil: grades[pupil.stay.class_pk], 8),
        Column(pgettext("term workbook", "Class"), lambda pupil: names[pupil.stay.class_pk], 13),
        Column(pgettext("term workbook", "School number"), lambda pupil: pupil.number, 12),
        Column(pgettext("term workbook", "Name"), lambda pupil: one_dot(pupil.name), 10),
        Column(pgettext("term workbook", "Sex"), lambda pupil: sexes.get(Sex(pupil.sex), ""), 5),
    ]


def _reward_columns(facts: TermFacts) -> list[PupilColumn]:
    """What a level brings with it (六2 to 六4)."""
    scheme = facts.scheme
    rewards = [
        (pgettext("term workbook", "Letter"), scheme.letter_from),
        (pgettext("term workbook", "Certificate"), scheme.certificate_from),
        (pgettext("term workbook", "Award eligibility"), scheme.award_eligibility_from),
        (pgettext("term workbook", "Outstanding Parent"), scheme.parent_title_from),
    ]
    return [_reward_column(name, level) for name, level in rewards]


def _reward_column(name: str, from_level: int) -> PupilColumn:
    given = pgettext("reward", "yes")
    return Column(name, lambda pupil: given if 0 < from_level <= pupil.level else "", 6)


def _moves(facts: TermFacts, pupil: PupilTerm) -> str:
    """Where else the pupil was in this term, and an arrival after its first day."""
    year = facts.term.school_year
    notes = [
        _("until %(day)s in %(class)s")
        % {"day": long_day(stay.until), "class": facts.classes[stay.class_pk].name_in(year)}
        for stay in pupil.stays[:-1]
        if stay.until
    ]
    if not notes and pupil.stay.since > facts.term.starts_on:
        notes = [_("arrived on %(day)s") % {"day": long_day(pupil.stay.since)}]
    return pgettext("between notes", ", ").join(notes)


@dataclass(frozen=True)
class ClassTerm:
    """One class's term: how many pupils reached each level, from the first, and none."""

    name: str
    teacher: str
    size: int
    at_level: tuple[int, ...]
    total: int
    in_time: int

    @property
    def below(self) -> int:
        return self.size - sum(self.at_level)

    @property
    def mean(self) -> float:
        return round(self.total / self.size, 1)


def _class_term(facts: TermFacts, class_pk: int) -> ClassTerm:
    pupils = facts.in_class(class_pk)
    levels = [pupil.level for pupil in pupils]
    return ClassTerm(
        name=facts.classes[class_pk].name_in(facts.term.school_year),
        teacher=facts.homerooms.get(class_pk, ""),
        size=len(pupils),
        at_level=tuple(levels.count(level.number) for level in facts.levels),
        total=sum(pupil.shown for pupil in pupils),
        in_time=facts.in_time.get(class_pk, 0),
    )


def _class_columns(facts: TermFacts) -> list[Column[ClassTerm]]:
    def level_column(place: int, name: str) -> Column[ClassTerm]:
        return Column(name, lambda row: row.at_level[place], 9, Kind.NUMBER)

    levels = [level_column(place, level.name) for place, level in enumerate(facts.levels)]
    return [
        Column(pgettext("term workbook", "Class"), lambda row: row.name, 14),
        Column(pgettext("term workbook", "Homeroom teacher"), lambda row: row.teacher, 12),
        Column(pgettext("term workbook, how many", "Pupils"), lambda row: row.size, 8, Kind.NUMBER),
        *reversed(levels),
        Column(pgettext("term workbook", "No level yet"), lambda row: row.below, 8, Kind.NUMBER),
        Column(pgettext("term workbook", "Total stars"), lambda row: row.total, 9, Kind.NUMBER),
        Column(pgettext("term workbook", "Mean"), lambda row: row.mean, 8, Kind.DECIMAL),
        Column(pgettext("term workbook", "Sheets in time"), lambda row: row.in_time, 10, Kind.NUMBER),
    ]
