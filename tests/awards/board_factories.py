"""A school with many classes in every state, for the office's pages."""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass

from awards.models import ClassRound, Round
from awards.sheets import moves
from awards.terms import opening
from students.models import School, User
from tests.factories import (
    FILING_DAY,
    fill,
    make_administrator,
    make_class,
    make_homeroom,
    make_office,
    make_school,
    make_sheet,
    make_students,
    make_term,
    moment,
    pupils_of,
)
from tests.surroundings import surround

# Late since 6 October: the round of September is due on the 5th.
TODAY = dt.date(2025, 10, 9)


@dataclass(frozen=True)
class Board:
    school: School
    clerk: User
    administrator: User
    round: Round
    sheets: list[ClassRound]


def make_board(classes: int = 6, *, pupils: int = 4) -> Board:
    """Classes in turn: not started, being filled in, submitted, returned, in notice, final; others lie around."""
    school = make_school()
    clerk = make_office(school)
    term = make_term(school)
    for number in range(classes):
        school_class = make_class(school, number % 12 + 1, entry_year=2025 - number // 12)
        make_students(school_class, pupils)
        teacher = make_homeroom(school_class, name=f"教师{number + 1}")
        teacher.phone = f"1380000{number:04d}"
        teacher.save(update_fields=["phone"])
    round_ = Round.objects.get(term=term, label="2025-09")
    opening.open_round(round_, by=None, at=moment(round_.starts_on))
    sheets = list(ClassRound.objects.filter(round=round_).in_paper_order())
    if sheets:
        surround(term, sheets[0].school_class, pupils_of(sheets[0]))
    for turn, sheet in enumerate(sheets):
        advance(sheet, turn % 6, clerk)
    moves.finalize_due(at=moment(TODAY))
    return Board(school, clerk, make_administrator(school), round_, list(_again(sheets)))


def advance(sheet: ClassRound, steps: int, clerk: User) -> None:
    """0 leaves the sheet untouched; 5 puts it on a notice that is over on :data:`TODAY`."""
    staffing = sheet.school_class.staffings.first()
    assert staffing is not None
    teacher = staffing.user
    sheet = make_sheet(sheet.school_class)
    if steps >= 1:
        fill(sheet, teacher)
    if steps >= 2:
        moves.submit(sheet, by=teacher, at=moment(sheet.round.ends_on))
    if steps == 3:
        moves.send_back(sheet, reason="少一个日期", by=clerk, at=moment(sheet.round.ends_on, 15))
    if steps == 4:
        moves.register(sheet, on=FILING_DAY, by=clerk, at=moment(FILING_DAY, 16))
    if steps == 5:
        # As the command does that brings a paper in: its notice keeps its own days.
        at = moment(sheet.round.ends_on, 16)
        moves.register_many(sheet.round, [sheet.pk], on=dt.date(2025, 9, 28), by=clerk, at=at, brings_in=True)


def _again(sheets: list[ClassRound]) -> list[ClassRound]:
    return [ClassRound.objects.get(pk=sheet.pk) for sheet in sheets]
