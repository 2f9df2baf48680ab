"""Whom a row of a table means, and on what day: by school number, checked by name and class."""

import datetime as dt
import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from django.utils.translation import gettext_lazy as _

from starrating.cells.headers import column
from starrating.cells.tables import RowReader
from starrating.cells.values import number_of, whole_of
from starrating.days import year_of
from starrating.text import Level
from students.imports.pipeline.asked import Asked
from students.models import Enrolment, School, SchoolClass, Student, Term
from students.names.class_names import ParsedClass, alias_key
from students.names.people import Ambiguous, Found, Person, Roster
from students.names.personal import match_key, without_dots
from students.school.terms import latest_term

PUPIL_COLUMNS = (column("number"), column("name", required=True), column("class", fill=True))
# What files from elsewhere may have beside them, and the empty forms have not.
FURTHER_COLUMNS = (column("exam_number"), column("grade", fill=True), column("seat"), column("group", fill=True))

# Where a school number stands in the files of other programs that do not know it.
_NO_NUMBER = re.compile(r"[-—–/\\_无空]+|null|none|0", re.IGNORECASE)
_BEHIND = re.compile(r"(?P<number>.+?)[-_]\d{1,2}")
_SHORTEST_NUMBER = 4

_NO_NAME = _("The name is missing.")
_UNKNOWN_NUMBER = _("No pupil of the school has this number.")
_OTHER_NAME = _("The pupil with this number has another name. Correct the number or the name.")
_OTHER_CLASS = _("%(name)s: the file says %(typed)s, the roster of that day %(known)s; the roster's class was taken.")
_NUMBER_MEANT = _("The number was read as %(number)s, who has the same name.")
_NUMBER_OF_OTHERS = _("This is no school number of the school; class and name were used.")
_EXAM_NUMBER = _("The exam number ends in the school number %(number)s, whose pupil has the same name.")
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

    def on(self, day: dt.date) -> Iterator[tuple[Enrolment, Pupil]]:
        for row in self.rows:
            if row.starts_on <= day and (row.ends_on is None or row.ends_on >= day):
                yield row, Pupil(row.student, self.classes[row.school_class_id])


class PupilFinder:
    """The pupils of a school on one day, for all rows of a file that are about it."""

    def __init__(self, places: Places, *, school_year: int, day: dt.date) -> None:
        self.school, self.school_year = places.school, school_year
        self.by_number: dict[str, Pupil] = {}
        self.classes: dict[int, SchoolClass] = {}
        self._people: dict[int, list[Person]] = {}
        self._known = places.numbers
        for enrolment, pupil in places.on(day):
            self.by_number[pupil.student.number] = pupil
            self.classes[pupil.school_class.pk] = pupil.school_class
            self._people.setdefault(pupil.school_class.pk, []).append(enrolment.person)
        self._rosters: dict[int, Roster] = {}

    def find(self, row: RowReader, *, around: SchoolClass | None = None, grade: str = "") -> Pupil | None:
        """Find the pupil of a row with the columns above; None with an error in the row where nobody is certain.

        ``around`` is the class that the sheet itself names, ``grade`` the grade (七年级) that a bare number as class
        belongs to; beside a school number it belongs to the pupil's own grade.
        """
        name, number = row.text("name"), row.number("number")
        if row.refused:
            return None
        if not name:
            row.error("name", _NO_NAME)
            return None
        if number and not _NO_NUMBER.fullmatch(number):
            found = self._by_number(row, number, name)
            if found is not None or row.refused:
                return found
        return self._by_exam_number(row, name) or self._by_name(row, name, around, grade)

    def class_named(self, text: str, grade: str = "") -> SchoolClass | None:
        """Find the class of the school that a text names in that year; a number alone is one of the ``grade``."""
        for candidate in filter(None, (text, f"{grade}{text}" if grade else "")):
            parsed = self.school.class_meant(candidate, self.school_year)
            found = self._class_of(parsed) if parsed else None
            if found is not None:
                return found
        return None

    def _class_of(self, parsed: ParsedClass) -> SchoolClass | None:
        for one in self.classes.values():
            if parsed.alias and one.alias and alias_key(one.alias) == alias_key(parsed.alias):
                return one
        for one in self.classes.values():
            if parsed.number is not None and (one.entry_year, one.number) == (parsed.entry_year, parsed.number):
                return one
        return None

    def _by_number(self, row: RowReader, number: str, name: str) -> Pupil | None:
        """Find by school number; None without an error where a column that is only instead of it tells nobody."""
        pupil = self.by_number.get(number)
        if pupil is None and (behind := _BEHIND.fullmatch(number)):
            meant = self.by_number.get(behind["number"])
            if meant is not None and _same_name(meant, name):
                row.say(Level.NOTE, "number", _NUMBER_MEANT, number=meant.student.number)
                pupil = meant
        if pupil is None:
            if number not in self._known and row.is_instead("number"):
                row.say(Level.NOTE, "number", _NUMBER_OF_OTHERS)
                return None
            row.error("number", _NOT_ENROLLED if number in self._known else _UNKNOWN_NUMBER)
            return None
        if not _same_name(pupil, name):
            row.error("name", _OTHER_NAME)
            return None
        self._compare_class(row, pupil)
        return pupil

    def _compare_class(self, row: RowReader, pupil: Pupil) -> None:
        """Say where the file has an outdated class: the number has told who it is."""
        text = number_of(row.cell("class"), row.place("class")).value
        bare = text.removesuffix("班")
        own = bare.isdecimal() and int(bare) == pupil.school_class.number
        if text and not own and self.class_named(text, row.text("grade")) != pupil.school_class:
            known = pupil.school_class.name_in(self.school_year)
            row.say(Level.NOTE, "class", _OTHER_CLASS, name=pupil.student.name, typed=text, known=known)

    def _by_exam_number(self, row: RowReader, name: str) -> Pupil | None:
        """Find by an exam number that ends in a school number, if that pupil has the name."""
        digits = row.number("exam_number") if not row.cell("exam_number").is_blank else ""
        for start in range(max(len(digits) - _SHORTEST_NUMBER + 1, 0)):
            pupil = self.by_number.get(digits[start:])
            if pupil is not None and _same_name(pupil, name):
                if start:
                    row.say(Level.NOTE, "exam_number", _EXAM_NUMBER, number=pupil.student.number)
                self._compare_class(row, pupil)
                return pupil
        return None

    def _by_name(self, row: RowReader, name: str, around: SchoolClass | None, grade: str) -> Pupil | None:
        text = number_of(row.cell("class"), row.place("class")).value
        school_class = self.class_named(text, row.text("grade") or grade) if text else around
        if school_class is None:
            row.error("class" if text else "name", _UNKNOWN_CLASS if text else _NO_CLASS)
            return None
        answer = self._roster(school_class).resolve(name, pinyin=False)
        if isinstance(answer, Found):
            return self.by_number[answer.person.number]
        several = isinstance(answer, Ambiguous) and answer.exact
        if several and isinstance(answer, Ambiguous) and (found := _told_apart(row, answer.candidates)):
            return self.by_number[found.number]
        row.error("name", _NAMESAKES if several else _UNKNOWN_NAME)
        return None

    def _roster(self, school_class: SchoolClass) -> Roster:
        if school_class.pk not in self._rosters:
            self._rosters[school_class.pk] = Roster(self._people[school_class.pk])
        return self._rosters[school_class.pk]


def _same_name(pupil: Pupil, name: str) -> bool:
    known, written = match_key(pupil.student.name), match_key(name)
    return known == written or without_dots(known) == without_dots(written)


def _told_apart(row: RowReader, people: Sequence[Person]) -> Person | None:
    """Choose among namesakes by the seat, else by how their numbers end."""
    seat = row.keep(whole_of(row.cell("seat"), row.place("seat")))
    by_seat = [one for one in people if seat is not None and one.seat == seat]
    if len(by_seat) == 1:
        return by_seat[0]
    tail = row.number("exam_number") if not row.cell("exam_number").is_blank else ""
    tail = tail or ("" if seat is None else f"{seat:02}")
    by_tail = [one for one in people if tail and one.seat is None and one.number.endswith(tail[-4:])]
    return by_tail[0] if len(by_tail) == 1 else None


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
