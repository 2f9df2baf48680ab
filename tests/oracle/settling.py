"""Settlement by grade in plain Python, from the scheme's text and what was settled of it alone (六3, A32, A67)."""

from __future__ import annotations

import datetime as dt
from collections.abc import Mapping
from dataclasses import replace

from tests.oracle.plan import BECOMES_STARS, Fate, PupilPlan, Ruling, SchoolPlan, SheetPlan, place_on
from tests.oracle.reckoning import Cell, reckon, written

# By grade, then by pupil: the total and the level that settling freezes.
Frozen = Mapping[int, Mapping[str, tuple[int, int]]]


def frozen(school: SchoolPlan) -> Frozen:
    """What settling whatever is ready freezes; a grade that is not ready is not in it."""
    outcome = reckon(school)
    return {
        grade: {
            pupil.number: (outcome.totals[pupil.number], outcome.levels[pupil.number])
            for pupil in school.pupils
            if grade_of(school, pupil) == grade
        }
        for grade in sorted({place.grade for place in school.classes})
        if is_ready(school, grade)
    }


def last_day_of(school: SchoolPlan, grade: int) -> dt.date:
    """The grade's last day: that of the last month that it takes part in."""
    return school.months[-2].last if grade == school.graduating else school.last_day


def grade_of(school: SchoolPlan, pupil: PupilPlan) -> int | None:
    """With which grade the pupil is settled: that of the class at the term's end, None for who has left."""
    at_end = place_on(pupil, school.last_day)
    if at_end is not None and at_end.grade != school.graduating:
        return at_end.grade
    if school.graduating is None:
        return None
    before = place_on(pupil, last_day_of(school, school.graduating))
    return school.graduating if before is not None and before.grade == school.graduating else None


def is_ready(school: SchoolPlan, grade: int) -> bool:
    """Whether nothing is open that may still change who of the grade has how many stars."""
    mine = {pupil.number for pupil in school.pupils if grade_of(school, pupil) == grade}
    for sheet in school.sheets:
        if is_final(school, sheet):
            continue
        members = school.members(sheet.place, sheet.month.last)
        if sheet.place.grade == grade and (members or sheet.fate is not Fate.LEFT_OPEN):
            return False
        if any(number in mine for number, _item in written(school, sheet, [], sheet.wishes)):
            return False
    for one in school.violations:
        [pupil] = [pupil for pupil in school.pupils if pupil.number == one.number]
        place = place_on(pupil, one.day)
        if one.ruling is Ruling.PROPOSED and (one.number in mine or (place is not None and place.grade == grade)):
            return False
    return True


def is_final(school: SchoolPlan, sheet: SheetPlan) -> bool:
    """Whether the sheet took effect: an empty one cannot be handed in."""
    standing = written(school, sheet, [], sheet.wishes)
    if sheet.fate not in BECOMES_STARS or not standing:
        return False
    left = [wish for wish in standing if wish not in sheet.taken_off]
    return sheet.fate is Fate.FINAL or bool(written(school, sheet, left, sheet.put_on))


def star_of(school: SchoolPlan, grade: int) -> Cell | None:
    """A star of conduct of somebody who is settled with the grade, won in one of its classes; None where none is."""
    outcome = reckon(school)
    mine = {pupil.number for pupil in school.pupils if grade_of(school, pupil) == grade}
    found = [
        cell for cell, stars in outcome.cells.items() if cell[0] in mine and cell[2] in school.rules.values and stars
    ]
    return min(found, default=None)


def without(school: SchoolPlan, star: Cell) -> SchoolPlan:
    """The same school with this star taken back."""
    number, label, item = star
    sheets = tuple(
        replace(sheet, reversed=(*sheet.reversed, (number, item))) if sheet.month.label == label else sheet
        for sheet in school.sheets
    )
    return replace(school, sheets=sheets)
