"""Whom a row of a table means, and on what day: by school number, checked by name and class."""

import datetime as dt
from collections.abc import Iterator
from dataclasses import dataclass

from django.utils.translation import gettext_lazy as _

from starrating.cells.headers import Column
from starrating.cells.tables import RowReader
from starrating.cells.values import code_of
from starrating.days import year_of
from students.imports.pipeline.importer import Asked
from students.models import Enrolment, School, SchoolClass, Student, Term
from students.names.class_names import alias_key
from students.names.people import Ambiguous, Found, Roster
from students.names.personal import match_key
from students.school.terms import latest_term

PUPIL_COLUMNS = (
    Column("number", ("学号", "学生学号", "校内学号")),
    Column("name", ("姓名", "学生姓名", "名字"), required=True),
    Column("class", ("班级", "所在班级", "班别", "行政班", "班"), fill=True),
)

_NO_NAME = _("The name is missing.")
_UNKNOWN_NUMBER = _("No pupil of the school has this number.")
_OTHER_NAME = _("The pupil with this number has another name. Correct the number or the name.")
_OTHER_CLASS = _("The pupil was in another class on that day. Correct the class, or the roster.")
_NOT_ENROLLED = _("The pupil was in no class on that day. Correct the roster, or delete the row.")
_UNKNOWN_CLASS = _("This names no class of the school. Correct its name.")
_NO_CLASS = _("Give the school number, or the class: a name alone does not tell who is meant.")
_UNKNOWN_NAME = _("Nobody in the class has this name.")
_NAMESAKES = _("Several pupils of the class have this name. Give the school number.")


@dataclass(frozen=True)
class Pupil:
    """A pupil with the class on the day in question."""

    student: Student
    school_class: SchoolClass


class Places:
    """Who has sat where in a school, read in three statements for as many days as a file names."""

    def __init__(self, school: School) -> None:
        self.school = school
        self.classes = SchoolClass.objects.filter(school=school).in_bulk()
        for school_class in self.classes.values():
            school_class.school = school
        self.numbers = set(Student.objects.filter(school=school).values_list("number", flat=True))
        self.rows = list(Enrolment.objects.filter(school_class__school=school).select_related("student"))

    def on(self, day: dt.date) -> Iterator[Pupil]:
        for row in self.rows:
            if row.starts_on <= day and (row.ends_on is None or row.ends_on >= day):
                yield Pupil(row.student, self.classes[row.school_class_id])


class PupilFinder:
    """The pupils of a school on one day, for all rows of a file that are about it."""

    def __init__(self, places: Places, *, school_year: int, day: dt.date) -> None:
        self.school, self.school_year = places.school, school_year
        self.by_number: dict[str, Pupil] = {}
        self.classes: dict[int, SchoolClass] = {}
        self._people: dict[int, list[Pupil]] = {}
        self._known = places.numbers
        for pupil in places.on(day):
            self.by_number[pupil.student.number] = pupil
            self.classes[pupil.school_class.pk] = pupil.school_class
            self._people.setdefault(pupil.school_class.pk, []).append(pupil)
        self._rosters: dict[int, Roster] = {}

    def find(self, row: RowReader, *, around: SchoolClass | None = None, grade: str = "") -> Pupil | None:
        """Find the pupil of a row with the columns above; None with an error in the row where nobody is certain.

        ``around`` is the class that the sheet itself names, ``grade`` the grade (七年级) that a bare number as class
        belongs to; beside a school number it belongs to the pupil's own grade.
        """
        name, number = row.text("name"), row.code("number")
        if row.refused:
            return None
        if not name:
            row.error("name", _NO_NAME)
            return None
        if number:
            return self._by_number(row, number, name)
        return self._by_name(row, name, around, grade)

    def class_named(self, text: str) -> SchoolClass | None:
        """Find the class of the school that a text names in that year."""
        parsed = self.school.class_meant(text, self.school_year)
        if parsed is None:
            return None
        for one in self.classes.values():
            if parsed.number is not None and (one.entry_year, one.number) == (parsed.entry_year, parsed.number):
                return one
            if parsed.alias and one.alias and alias_key(one.alias) == alias_key(parsed.alias):
                return one
        return None

    def _by_number(self, row: RowReader, number: str, name: str) -> Pupil | None:
        pupil = self.by_number.get(number)
        if pupil is None:
            row.error("number", _NOT_ENROLLED if number in self._known else _UNKNOWN_NUMBER)
            return None
        if match_key(pupil.student.name) != match_key(name):
            row.error("name", _OTHER_NAME)
            return None
        return pupil if self._class_agrees(row, pupil) else None

    def _class_agrees(self, row: RowReader, pupil: Pupil) -> bool:
        text = code_of(row.cell("class"), row.place("class")).value
        if not text:
            return True
        bare = text.removesuffix("班")
        if bare.isdecimal() and int(bare) == pupil.school_class.number:
            return True
        if self.class_named(text) == pupil.school_class:
            return True
        row.error("class", _OTHER_CLASS)
        return False

    def _by_name(self, row: RowReader, name: str, around: SchoolClass | None, grade: str) -> Pupil | None:
        text = code_of(row.cell("class"), row.place("class")).value
        full = f"{grade}({bare})班" if grade and (bare := text.removesuffix("班")).isdecimal() else text
        school_class = self.class_named(full) if text else around
        if school_class is None:
            row.error("class" if text else "name", _UNKNOWN_CLASS if text else _NO_CLASS)
            return None
        answer = self._roster(school_class).resolve(name, pinyin=False)
        if isinstance(answer, Found):
            return self.by_number[answer.person.number]
        several = isinstance(answer, Ambiguous) and answer.exact
        row.error("name", _NAMESAKES if several else _UNKNOWN_NAME)
        return None

    def _roster(self, school_class: SchoolClass) -> Roster:
        if school_class.pk not in self._rosters:
            self._rosters[school_class.pk] = Roster(one.student.as_person() for one in self._people[school_class.pk])
        return self._rosters[school_class.pk]


# Invented, and skipped on import.
EXAMPLE_PUPIL = {"class": "七年级(1)班", "number": "20250101", "name": "林晓雯"}


@dataclass(frozen=True)
class Validity:
    """``school_year`` gives class names their meaning; new things hold from ``starts_on``; ``today`` dates changes."""

    school_year: int
    starts_on: dt.date
    today: dt.date

    def changes_on(self, since: dt.date) -> dt.date:
        """Give the day from which something that has held ``since`` that day is otherwise.

        What has not held for a day yet is put right in place, on its own first day: nothing has happened in it.
        """
        return next((day for day in (self.starts_on, self.today) if day > since), since)


def validity(asked: Asked) -> Validity:
    """Read the answers ``term`` (its code; the latest open one unless said) and ``starts_on`` (its first day)."""
    code = asked.text("term")
    named = Term.objects.filter(school=asked.school).with_code(code).first() if code else None
    term = named or latest_term(asked.school)
    return Validity(
        school_year=term.school_year if term else year_of(asked.today),
        starts_on=asked.day("starts_on") or (term.starts_on if term else asked.today),
        today=asked.today,
    )
