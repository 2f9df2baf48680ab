"""The program and the plain reckoning agree on schools made at random, and the schools hold every awkward case.

Each database plays every other of 200 schools in the long form; in the short one, as `.ci/run` plays it, the first of
them and those few that hold every awkward case several times on either database.
"""

from __future__ import annotations

import ast
from collections import Counter
from pathlib import Path

import pytest
from django.db import connection

from tests import length
from tests.oracle import plan, reckoning, settling
from tests.oracle.generator import make_plan
from tests.oracle.plan import STANDS, Fate, Ruling, SchoolPlan, place_on
from tests.oracle.playing import play
from tests.oracle.reckoning import reckon

SEEDS = range(1, 201)
AWKWARD = {
    *(31, 43, 49, 65, 73, 83, 89, 93, 99, 107, 119, 123, 129, 135, 155, 161, 183, 197),
    *(2, 10, 30, 32, 50, 64, 72, 80, 110, 114, 118, 126, 128, 134, 142, 144, 152, 160, 194),
}
PLAYED = length.of(short=sorted({*SEEDS[:20], *AWKWARD}), long=list(SEEDS))
HALVES = {"sqlite": [seed for seed in PLAYED if seed % 2], "postgresql": [seed for seed in PLAYED if not seed % 2]}


@pytest.mark.django_db
@pytest.mark.parametrize("seed", HALVES[connection.vendor])
def test_both_reckon_the_same(seed: int) -> None:
    made = make_plan(seed)
    program, plain = play(made).outcome(), reckon(made)
    assert program.winners == plain.winners
    assert program.cells == plain.cells
    assert program.totals == plain.totals
    assert program.levels == plain.levels


@pytest.mark.parametrize("module", [plan, reckoning, settling])
def test_the_plain_reckoning_knows_nothing_of_the_program(module: object) -> None:
    path = Path(getattr(module, "__file__", ""))
    imported = set()
    for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
        if isinstance(node, ast.Import):
            imported |= {name.name for name in node.names}
        elif isinstance(node, ast.ImportFrom):
            imported.add(node.module or "")
    ours = {name for name in imported if not name.startswith(("tests.oracle.plan", "tests.oracle.reckoning"))}
    assert {name.split(".")[0] for name in ours} <= {"__future__", "collections", "dataclasses", "datetime", "enum"}


def test_the_same_seed_gives_the_same_school() -> None:
    assert make_plan(7) == make_plan(7)
    assert make_plan(7) != make_plan(8)


def test_the_halves_are_all_the_schools() -> None:
    assert sorted(seed for half in HALVES.values() for seed in half) == PLAYED


def test_the_schools_hold_every_awkward_case() -> None:
    found: Counter[str] = Counter()
    for seed in HALVES[connection.vendor]:
        found.update(cases(make_plan(seed)))
    missing = {case for case in CASES if found[case] < 3}
    assert not missing, found


CASES = {
    *("class of one", "class of more than fifty", "grade of one class", "namesakes", "three months"),
    *("moved", "left", "joined later", "absent", "shared first place", "total below zero", "top level"),
    *("grade champion with class star", "grade champion alone", "second in class inherits"),
    *("exam that does not count", "exam corrected", "exam moved", "deduction above the limit"),
    *(f"sheet: {fate.name}" for fate in Fate),
    *(f"violation: {ruling.name}" for ruling in Ruling),
    *("reversed star", "name above the places", "name above the cap", "name from elsewhere"),
}


def cases(made: SchoolPlan) -> set[str]:
    """Which awkward cases a school has."""
    return {*_of_people(made), *_of_sheets(made), *_of_exams(made), *_of_totals(made)}


def _of_people(made: SchoolPlan) -> set[str]:
    found = set()
    sizes = {place: len(made.members(place, made.months[0].last)) for place in made.classes}
    by_grade = Counter(place.grade for place in made.classes)
    names = Counter((pupil.stays[0].place, pupil.name) for pupil in made.pupils)
    told = {
        "class of one": 1 in sizes.values(),
        "class of more than fifty": max(sizes.values()) > 50,
        "grade of one class": 1 in by_grade.values(),
        "namesakes": max(names.values()) > 1,
        "three months": len(made.months) == 3,
        "moved": any(len(pupil.stays) > 1 for pupil in made.pupils),
        "left": any(pupil.stays[-1].until for pupil in made.pupils),
        "joined later": any(pupil.stays[0].since > made.months[0].first for pupil in made.pupils),
    }
    found |= {case for case, there in told.items() if there}
    return found | {f"violation: {one.ruling.name}" for one in made.violations}


def _of_sheets(made: SchoolPlan) -> set[str]:
    found = {f"sheet: {sheet.fate.name}" for sheet in made.sheets}
    for sheet in made.sheets:
        members = {pupil.number for pupil in made.members(sheet.place, sheet.month.last)}
        standing = reckoning.written(made, sheet, [], sheet.wishes)
        inside = [wish for wish in sheet.wishes if wish[0] in members]
        places = reckoning.places(made.rules, len(members))
        by_item = Counter(item for _number, item in inside)
        by_pupil = Counter(number for number, item in inside if item not in made.rules.outside_cap)
        told = {
            "reversed star": sheet.fate is Fate.FINAL and bool(set(sheet.reversed) & set(standing)),
            "name above the places": max(by_item.values(), default=0) > places,
            "name above the cap": 0 < made.rules.cap < max(by_pupil.values(), default=0),
            "name from elsewhere": len(inside) < len(sheet.wishes),
        }
        found |= {case for case, there in told.items() if there}
    return found


def _of_exams(made: SchoolPlan) -> set[str]:
    found = set()
    for exam in made.exams:
        wins = reckoning.first_places(made, exam)
        grade_firsts = {number for kind, subject, number in wins if (kind, subject) == ("grade_total", "")}
        class_firsts = {number for kind, subject, number in wins if (kind, subject) == ("class_total", "")}
        firsts = Counter((kind, subject) for kind, subject, _number in wins if kind.startswith("grade"))
        told = {
            "absent": any(mark is None for marks in exam.marks.values() for mark in marks.values()),
            "shared first place": max(firsts.values(), default=0) > len(exam.grades),
            "grade champion with class star": made.rules.cumulative and bool(grade_firsts & class_firsts),
            "grade champion alone": not made.rules.cumulative and bool(grade_firsts),
            "second in class inherits": not made.rules.cumulative and made.rules.pass_down and bool(class_firsts),
            "exam that does not count": not exam.counts,
            "exam corrected": exam.first_try is not None,
            "exam moved": exam.moved_to is not None
            and exam.moved_to != reckoning.month_of(made, exam.held_on)
            and bool(wins),
        }
        found |= {case for case, there in told.items() if there}
    return found


def _of_totals(made: SchoolPlan) -> set[str]:
    outcome = reckon(made)
    confirmed = Counter(one.number for one in made.violations if one.ruling in STANDS)
    told = {
        "total below zero": min(outcome.totals.values()) < 0,
        "top level": max(outcome.levels.values()) == len(made.rules.bounds),
        "deduction above the limit": 0 < made.rules.deductions_a_term < max(confirmed.values(), default=0),
    }
    assert all(place_on(pupil, pupil.stays[0].since) for pupil in made.pupils)
    return {case for case, there in told.items() if there}
