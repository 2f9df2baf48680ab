"""Whom a row of a table means, and on what day: by school number, checked by name and class."""

import datetime as dt
import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass

from django.utils.translation import gettext_lazy as _

from starrating.cells.findings import Finding, Question
from starrating.cells.headers import column
from starrating.cells.tables import RowReader
from starrating.cells.values import fits, lost_digits, number_of, shown, whole_of
from starrating.days import year_of
from starrating.joiners import in_a_row
from starrating.text import Level, label_key, sentence
from students.imports.pipeline.asked import Asked
from students.imports.pipeline.class_cells import class_said
from students.models import Enrolment, School, SchoolClass, Student, Term
from students.names.class_names import ParsedClass, alias_key, class_readings, grade_name_in, grade_word, number_in
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
_GROUP_NUMBER = re.compile(r"\d{1,2}|[一二三四五六七八九]?十[一二三四五六七八九]?|[一二三四五六七八九]")

_NO_NAME = _("The name is missing.")
_UNKNOWN_NUMBER = _("No pupil of the school has this number.")
_OTHER_NAME = _("The pupil with this number has another name. Correct the number or the name.")
OTHER_CLASS = _("%(name)s: the file says %(typed)s, the roster of that day %(known)s; the roster's class was taken.")
_NUMBER_MEANT = _("The number was read as %(number)s, who has the same name.")
_NUMBER_OF_OTHERS = _("This is no school number of the school; class and name were used.")
_EXAM_NUMBER = _("The exam number ends in the school number %(number)s, whose pupil has the same name.")
_NOT_ENROLLED = _("The pupil was in no class on that day. Correct the roster, or delete the row.")
_UNKNOWN_CLASS = _("This names no class of the school. Correct its name.")
_NO_CLASS = _("Give the school number, or the class: a name alone does not tell who is meant.")
_UNKNOWN_NAME = _("Nobody in the class has this name.")
_NAMESAKES = _(
    "Several pupils of the class have this name. Give the school number or the seat, or say below who is meant; in a "
    "command: --cell '%(place)s=%(number)s'."
)
_NOT_ONE_OF_THEM = _("%(said)s is none of those who may be meant: %(people)s.")
_LOST_DIGITS = _("The last digits of the number are lost; class and name were used.")


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
        self.rows = list(Enrolment.objects.filter(school_class__school=school).select_related("student", "group"))

    def on(self, day: dt.date) -> Iterator[tuple[Enrolment, Pupil]]:
        for row in self.rows:
            if row.starts_on <= day and (row.ends_on is None or row.ends_on >= day):
                yield row, Pupil(row.student, self.classes[row.school_class_id])


class PupilFinder:
    """The pupils of a school on one day, for all rows of a file that are about it."""

    def __init__(
        self, places: Places, *, school_year: int, day: dt.date, said: Mapping[str, str] | None = None
    ) -> None:
        """``said``: the numbers of those whom cells name, by place and name (B5 张三), as questions were answered."""
        self.school, self.school_year, self._said = places.school, school_year, said or {}
        self.by_number: dict[str, Pupil] = {}
        self.classes: dict[int, SchoolClass] = {}
        self._people: dict[int, list[Person]] = {}
        self._known = places.numbers
        self._groups: dict[str, set[str]] = {}
        for enrolment, pupil in places.on(day):
            self.by_number[pupil.student.number] = pupil
            self.classes[pupil.school_class.pk] = pupil.school_class
            self._people.setdefault(pupil.school_class.pk, []).append(enrolment.person)
            if enrolment.group is not None:
                names = (str(enrolment.group.number or ""), enrolment.group.name)
                self._groups[pupil.student.number] = {group_key(name) for name in names if name}
        self._rosters: dict[int, Roster] = {}

    def find(
        self,
        row: RowReader,
        *,
        around: SchoolClass | None = None,
        grade: str = "",
        namesakes: list[Pupil] | None = None,
    ) -> Pupil | None:
        """Find the pupil of a row with the columns above; None with an error in the row where nobody is certain.

        ``around`` is the class that the sheet itself names, ``grade`` the grade (七年级) that a bare number as class
        belongs to; beside a school number it belongs to the pupil's own grade. With ``namesakes``, those of a name who
        cannot be told apart are put there, and are no error.
        """
        lost = lost_digits(row.cell("number"))
        name, number = row.text("name"), "" if lost else row.number("number")
        if row.refused:
            return None
        if not name:
            row.error("name", _NO_NAME)
            return None
        if number and not _NO_NUMBER.fullmatch(number):
            found = self._by_number(row, number, name)
            if found is not None or row.refused:
                return found
        people = self._by_exam_number(row, name) or self._by_name(row, name, around, grade)
        if lost and people:
            people = [one for one in people if fits(lost, one.student.number)]
            row.say(Level.NOTE if people else Level.ERROR, "number", _LOST_DIGITS if people else _UNKNOWN_NUMBER)
        if len(people) < 2:
            return people[0] if people else None
        return self._answered(row, people, namesakes)

    def _answered(self, row: RowReader, people: Sequence[Pupil], namesakes: list[Pupil] | None) -> Pupil | None:
        """Take whom an answer names among namesakes; else ask, or give them all."""
        place, name = row.place("name"), people[0].student.name
        where = f"{place} {name}"
        said = self._said.get(where, "")
        meant = next((one for one in people if one.student.number == said), None)
        if meant is not None:
            return meant
        choices = tuple((one.student.number, self._shown(one)) for one in people)
        if said:
            row.error("name", _NOT_ONE_OF_THEM, said=said, people=in_a_row(shown for _number, shown in choices))
            return None
        if namesakes is not None:
            namesakes.extend(people)
            return None
        asked = Question(where, place, (), blocks=True, choices=choices, about="person")
        said_of = sentence(_NAMESAKES, place=where, number=choices[0][0])
        row.found.append(Finding(Level.ERROR, place, shown(row.cell("name")), said_of, asked))
        return None

    def _shown(self, pupil: Pupil) -> str:
        mark = next(one.mark for one in self._people[pupil.school_class.pk] if one.number == pupil.student.number)
        shown_class = pupil.school_class.name_in(self.school_year)
        return " ".join(dict.fromkeys((pupil.student.number, pupil.student.name, shown_class, mark)))

    def is_of_absent_grade(self, row: RowReader, grade: str = "") -> bool:
        """Tell whether a row is about a grade of which the school has no class: nobody here is meant."""
        if self.by_number.get(number_of(row.cell("number"), row.place("number")).value):
            return False
        grade = grade_word(row.cell("grade").text.strip() or grade)
        said = next(iter(class_said(row)), "")
        beside = (f"{grade}{said or '1班'}",) if grade else ()
        for text in (*((said,) if said else ()), *beside):
            named = grade_name_in(text)
            parsed = self.school.class_meant(f"{named}1班" if named else text, self.school_year)
            if named and parsed is None:
                return True
            if parsed is not None and parsed.entry_year is not None:
                return all(one.entry_year != parsed.entry_year for one in self.classes.values())
        return False

    def class_named(self, text: str, grade: str = "") -> SchoolClass | None:
        """Find the class of the school that a text names in that year; a number alone is one of the ``grade``."""
        readings, grade = class_readings(text), grade_word(grade)
        for candidate in (*readings[:1], *((f"{grade}{text}",) if grade else ()), *readings[1:]):
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
        texts = class_said(row)
        text = texts[0] if texts else ""
        bare = text.removesuffix("班").strip("()")
        own = bare.isdecimal() and int(bare) == pupil.school_class.number
        grade = row.text("grade")
        if text and not own and all(self.class_named(one, grade) != pupil.school_class for one in texts):
            known = pupil.school_class.name_in(self.school_year)
            row.say(Level.NOTE, "class", OTHER_CLASS, name=pupil.student.name, typed=text, known=known)

    def _by_exam_number(self, row: RowReader, name: str) -> list[Pupil]:
        """Find by an exam number that ends in a school number, if that pupil has the name."""
        digits = row.number("exam_number") if not row.cell("exam_number").is_blank else ""
        for start in range(max(len(digits) - _SHORTEST_NUMBER + 1, 0)):
            pupil = self.by_number.get(digits[start:])
            if pupil is not None and _same_name(pupil, name):
                if start:
                    row.say(Level.NOTE, "exam_number", _EXAM_NUMBER, number=pupil.student.number)
                self._compare_class(row, pupil)
                return [pupil]
        return []

    def _by_name(self, row: RowReader, name: str, around: SchoolClass | None, grade: str) -> list[Pupil]:
        """Find who has the name in the class; several where nothing in the row tells them apart."""
        texts = class_said(row)
        named = (self.class_named(text, row.text("grade") or grade) for text in texts)
        classes = [one for one in (named if texts else (around,)) if one is not None]
        if not classes:
            row.error("class" if texts else "name", _UNKNOWN_CLASS if texts else _NO_CLASS)
            return []
        found: list[Person] = []
        for school_class in dict.fromkeys(classes):
            answer = self._roster(school_class).resolve(name, pinyin=False)
            if isinstance(answer, Found):
                found.append(answer.person)
            elif isinstance(answer, Ambiguous) and answer.exact:
                found.extend(answer.candidates)
        if not found:
            row.error("name", _UNKNOWN_NAME)
        if len(found) > 1:
            found = self._told_apart(row, found)
        return [self.by_number[one.number] for one in found]

    def _told_apart(self, row: RowReader, people: Sequence[Person]) -> list[Person]:
        """Choose among namesakes by the seat, by the group, else by how their numbers end; all where none tells."""
        seat = row.keep(whole_of(row.cell("seat"), row.place("seat")))
        group = group_key(row.text("group"))
        tail = row.number("exam_number") if not row.cell("exam_number").is_blank else ""
        tail = tail or ("" if seat is None else f"{seat:02}")
        ways = (
            [one for one in people if seat is not None and one.seat == seat],
            [one for one in people if group and group in self._groups.get(one.number, ())],
            [one for one in people if tail and one.seat is None and one.number.endswith(tail[-4:])],
        )
        return next((found for found in ways if len(found) == 1), list(people))

    def _roster(self, school_class: SchoolClass) -> Roster:
        if school_class.pk not in self._rosters:
            self._rosters[school_class.pk] = Roster(self._people[school_class.pk])
        return self._rosters[school_class.pk]


def _same_name(pupil: Pupil, name: str) -> bool:
    known, written = match_key(pupil.student.name), match_key(name)
    return known == written or without_dots(known) == without_dots(written)


def group_key(text: str) -> str:
    """Give what 3, 第3组, 3组 and 三组 have in common; another name is itself."""
    plain = label_key(text).removeprefix("第").removesuffix("小组").removesuffix("组")
    return str(number_in(plain)) if _GROUP_NUMBER.fullmatch(plain) else plain


# Invented, and skipped on import.
EXAMPLE_PUPIL = {"class": "七年级(1)班", "number": "20250101", "name": "林晓雯"}


# Under which an answer on the preview says the term that a file is read as of.
OF_TERM = "term"


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
    """Read the answers ``term`` (its code; the latest open one unless said) and ``starts_on`` (its first day).

    What was said of the term on a preview goes before what was chosen beside the file.
    """
    code = asked.cells.get(OF_TERM) or asked.text("term")
    named = Term.objects.filter(school=asked.school).with_code(code).first() if code else None
    term = named or latest_term(asked.school)
    return Validity(
        school_year=term.school_year if term else year_of(asked.today),
        starts_on=asked.day("starts_on") or (term.starts_on if term else asked.today),
        today=asked.today,
    )
