"""What the database knows of a round before month sheets are compared with it: a handful of queries, then memory."""

from __future__ import annotations

import datetime as dt
from collections import defaultdict
from collections.abc import Collection
from dataclasses import dataclass

from awards.models import ClassRound, HeldStep, Nomination, Round, Scheme, StarItem, Step
from awards.rules.kinds import ItemKind
from awards.sheets.contents import Contents
from awards.sheets.facts import class_steps, quota_in_class
from awards.sheets.repeats import taken
from awards.sheets.stage import Stage
from students.imports.pipeline.classes import ClassBook
from students.models import Enrolment, SchoolClass, Staffing, StaffingRole
from students.names.people import Person
from students.permits.roles import Standing


@dataclass(frozen=True)
class RoundFacts:
    """A round with its scheme and classes; ``items`` are all stars, ``steps`` those a class ticks."""

    round: Round
    scheme: Scheme
    items: tuple[StarItem, ...]
    steps: tuple[Step, ...]
    book: ClassBook
    standing: Standing


@dataclass(frozen=True)
class ClassFacts:
    """One class of the round; ``sheet`` is ``None`` where none has been opened yet."""

    sheet: ClassRound | None
    contents: Contents
    held: frozenset[int]
    homeroom: str


def round_facts(round_: Round, standing: Standing) -> RoundFacts:
    """``round_`` needs ``term__school`` and ``term__pinned__scheme`` loaded."""
    scheme = round_.term.pinned.scheme
    months = round_.months
    return RoundFacts(
        round=round_,
        scheme=scheme,
        items=tuple(item for item in StarItem.objects.filter(scheme=scheme) if _is_open(item, months)),
        steps=tuple(class_steps(Step.objects.filter(scheme=scheme))),
        book=ClassBook(round_.term.school, round_.term.school_year),
        standing=standing,
    )


def _is_open(item: StarItem, months: frozenset[int]) -> bool:
    return item.kind != ItemKind.ORDINARY or item.is_open_in(months)


def class_facts(facts: RoundFacts, classes: Collection[SchoolClass]) -> dict[int, ClassFacts]:
    """By class: its sheet, what stands on it, who may."""
    pks = [one.pk for one in classes]
    sheets = _sheets(facts.round, pks)
    people = _people(facts.round.ends_on, pks)
    lines: dict[int, dict[tuple[int, int], Nomination]] = defaultdict(dict)
    for line in Nomination.objects.filter(class_round__in=sheets.values()).select_related("student"):
        lines[line.class_round_id][line.student_id, line.item_id] = line
    held: dict[int, dict[int, HeldStep]] = defaultdict(dict)
    for row in HeldStep.objects.filter(class_round__in=sheets.values()):
        held[row.class_round_id][row.step_id] = row
    teachers = _teachers(facts.round.ends_on, pks)
    had = taken(ClassRound(round=facts.round), {pupil for of_class in people.values() for pupil in of_class})
    found = {}
    for one in classes:
        sheet = sheets.get(one.pk)
        over = held[sheet.pk] if sheet else {}
        found[one.pk] = ClassFacts(
            sheet=sheet,
            contents=Contents(
                sheet=sheet or ClassRound(round=facts.round, school_class=one),
                stage=Stage(facts.steps, over),
                items={item.pk: item for item in facts.items if item.kind == ItemKind.ORDINARY},
                people=people[one.pk],
                lines=lines[sheet.pk] if sheet else {},
                quota=quota_in_class(facts.scheme, len(people[one.pk])),
                taken=had,
            ),
            held=frozenset(over),
            homeroom=teachers.get(one.pk, ""),
        )
    return found


def _sheets(round_: Round, class_pks: list[int]) -> dict[int, ClassRound]:
    rows = ClassRound.objects.filter(round=round_, school_class__in=class_pks).select_related("school_class__school")
    sheets = {row.school_class_id: row for row in rows}
    for sheet in sheets.values():
        sheet.round = round_
    return sheets


def _people(day: dt.date, class_pks: list[int]) -> dict[int, dict[int, Person]]:
    found: dict[int, dict[int, Person]] = defaultdict(dict)
    rows = Enrolment.objects.active_on(day).filter(school_class__in=class_pks).order_by("seat", "student__number")
    for row in rows.select_related("student"):
        found[row.school_class_id][row.student_id] = row.person
    return found


def _teachers(day: dt.date, class_pks: list[int]) -> dict[int, str]:
    rows = Staffing.objects.active_on(day).filter(school_class__in=class_pks, role=StaffingRole.HOMEROOM)
    return dict(rows.values_list("school_class_id", "user__name"))
