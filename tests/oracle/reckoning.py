"""The scheme's rules in plain Python, written from its text alone: nothing of the program is used here."""

from __future__ import annotations

import datetime as dt
from collections import Counter, defaultdict
from collections.abc import Iterable, Mapping
from dataclasses import dataclass

from tests.oracle.plan import (
    BECOMES_STARS,
    STANDS,
    ClassPlan,
    ExamPlan,
    Fate,
    Marks,
    Month,
    Rules,
    Ruling,
    SchoolPlan,
    SheetPlan,
    Wish,
    place_on,
)

DEDUCTION = "deduction"
# Exam, kind, subject (empty for the total), pupil.
Winner = tuple[str, str, str, str]
# Pupil, month, item.
Cell = tuple[str, str, str]


@dataclass(frozen=True)
class Reckoned:
    """Stars by pupil, month and item where they do not cancel out; totals and levels of every pupil; first places."""

    cells: Mapping[Cell, int]
    totals: Mapping[str, int]
    levels: Mapping[str, int]
    winners: frozenset[Winner]


def reckon(school: SchoolPlan) -> Reckoned:
    """The term's outcome."""
    cells: Counter[Cell] = Counter()
    for sheet in school.sheets:
        for number, item in final_names(school, sheet):
            cells[number, sheet.month.label, item] += school.rules.values[item]
    winners: set[Winner] = set()
    for exam in school.exams:
        month = exam.moved_to or month_of(school, exam.held_on)
        for kind, subject, number in first_places(school, exam):
            winners.add((exam.name, kind, subject, number))
            cells[number, month.label, kind] += school.rules.champions[kind]
    for number, day, stars in deductions(school):
        cells[number, month_of(school, day).label, DEDUCTION] -= stars
    totals = {pupil.number: 0 for pupil in school.pupils}
    for (number, _month, _item), stars in cells.items():
        totals[number] += stars
    levels = {number: sum(total >= bound for bound in school.rules.bounds) for number, total in totals.items()}
    return Reckoned({cell: stars for cell, stars in cells.items() if stars}, totals, levels, frozenset(winners))


def month_of(school: SchoolPlan, day: dt.date) -> Month:
    """The month that holds the day; what comes after the last month counts in the last (A16, A17)."""
    for month in school.months:
        if day <= month.last:
            return month
    return school.months[-1]


def final_names(school: SchoolPlan, sheet: SheetPlan) -> set[Wish]:
    """Whose stars of a sheet count in the end (A7, A8, A9, A11, A36, A44, clause 五4)."""
    if sheet.fate not in BECOMES_STARS:
        return set()
    standing = written(school, sheet, [], sheet.wishes)
    if not standing:
        # An empty sheet cannot be handed in.
        return set()
    if sheet.fate is not Fate.FINAL:
        left = [wish for wish in standing if wish not in sheet.taken_off]
        standing = written(school, sheet, left, sheet.put_on)
    return set(standing) - set(sheet.reversed)


def written(school: SchoolPlan, sheet: SheetPlan, standing: list[Wish], wishes: Iterable[Wish]) -> list[Wish]:
    """The names on the sheet after ``wishes`` were written one by one; what does not fit is left out."""
    members = {pupil.number for pupil in school.members(sheet.place, sheet.month.last)}
    rules, result = school.rules, list(standing)
    for number, item in wishes:
        if (number, item) in result or number not in members:
            continue
        if sum(other == item for _number, other in result) >= places(rules, len(members)):
            continue
        own = [other for someone, other in result if someone == number and other not in rules.outside_cap]
        if rules.cap and item not in rules.outside_cap and len(own) >= rules.cap:
            continue
        result.append((number, item))
    return result


def places(rules: Rules, size: int) -> int:
    """How many may have one item in a class of that size."""
    if not rules.percent:
        return rules.places
    whole, rest = divmod(size * rules.percent, 100)
    up = {"down": False, "half_up": rest >= 50, "up": rest > 0}[rules.rounding]
    return max(rules.least_places, whole + up)


def first_places(school: SchoolPlan, exam: ExamPlan) -> set[tuple[str, str, str]]:
    """Kind, subject and pupil of every champion star of an exam (四12, A1, A2, A13, A14, A15, A21)."""
    found: set[tuple[str, str, str]] = set()
    if not exam.counts:
        return found
    for grade in exam.grades:
        of_grade = {}
        for pupil in school.pupils:
            place = place_on(pupil, exam.held_on)
            if place is not None and place.grade == grade and pupil.number in exam.marks:
                of_grade[pupil.number] = place
        for subject, marks in columns(exam.marks, of_grade).items():
            wide, narrow = ("grade_total", "class_total") if subject == "" else ("grade_subject", "class_subject")
            for number in best(marks, school.rules):
                found.add((wide, subject, number))
            winners = {number for kind, about, number in found if (kind, about) == (wide, subject)}
            for place in set(of_grade.values()):
                inside = {number: mark for number, mark in marks.items() if of_grade[number] == place}
                for number in class_firsts(inside, winners, school.rules):
                    found.add((narrow, subject, number))
    return found


def columns(marks: Marks, of_grade: Mapping[str, ClassPlan]) -> dict[str, dict[str, int]]:
    """The marks of each subject of a grade, and the totals of those who miss none of its subjects."""
    subjects: dict[str, dict[str, int]] = defaultdict(dict)
    for number in of_grade:
        for subject, mark in marks[number].items():
            if mark is not None:
                subjects[subject][number] = mark
    totals = {
        number: sum(column[number] for column in subjects.values())
        for number in of_grade
        if subjects and all(number in column for column in subjects.values())
    }
    return {**subjects, "": totals}


def best(marks: Mapping[str, int], rules: Rules) -> set[str]:
    """Who is first: nobody better. Several who are first all win, or none of them."""
    first = {number for number, mark in marks.items() if not any(other > mark for other in marks.values())}
    return first if rules.ties_win or len(first) == 1 else set()


def class_firsts(marks: Mapping[str, int], of_grade: set[str], rules: Rules) -> set[str]:
    """Who gets the class's star, given who got the grade's for the same thing."""
    if rules.cumulative:
        return best(marks, rules)
    if rules.pass_down:
        return best({number: mark for number, mark in marks.items() if number not in of_grade}, rules)
    return best(marks, rules) - of_grade


def deductions(school: SchoolPlan) -> list[tuple[str, dt.date, int]]:
    """Pupil, day and stars of every deduction that stands, less what an appeal gave back (A22 to A24, A28, A71)."""
    found = []
    counted: Counter[str] = Counter()
    limit = school.rules.deductions_a_term
    for one in school.violations:
        if one.ruling not in STANDS or (limit and counted[one.number] >= limit):
            continue
        counted[one.number] += 1
        stars = one.stars if one.stars is not None else school.rules.ground_stars
        found.append((one.number, one.day, stars - stars // 2 if one.ruling is Ruling.CHANGED else stars))
    return found
