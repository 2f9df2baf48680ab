"""What a roster would do to the database: each line new, changed, unchanged, in conflict or in error."""

import datetime as dt
import re
from collections import Counter, defaultdict
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field, replace

from django.utils.translation import gettext as _, gettext_lazy

from starrating.cells.findings import Finding, Findings, Place, Question
from starrating.cells.values import DESTROYED, fits
from starrating.days import long_day
from starrating.joiners import in_a_row
from starrating.text import Level, Sentence, sentence
from students.imports.pipeline.classes import NEW_CLASSES, ClassKey, ClassMatch, NewClass
from students.imports.pipeline.plan import FieldChange, Plan, RowState
from students.imports.roster.facts import RosterFacts
from students.imports.roster.file import RosterLine
from students.imports.roster.school_year import is_of_year, of_another_year, other_year
from students.models import Enrolment, Sex, Student
from students.names.personal import match_key
from students.pupils.guardians import masked

_NO_CLASS = gettext_lazy(
    "Neither the row nor the sheet says which class this is. Say it below; in a command: "
    "--cell '%(sheet)s=七年级(1)班'."
)
_POINT_CLASS = gettext_lazy(
    "The class is a number with a point, which may be %(one)s or %(other)s. Write it as text, such as 7.10."
)
_TWO_CLASSES = gettext_lazy("The sheet says %(sheet)s, but its title says %(title)s. Correct one of them.")
_TWICE = gettext_lazy("The number %(number)s is in the file more than once (%(places)s).")
_ZEROS = gettext_lazy("Leading zeros were lost: %(typed)s was read as %(number)s, who has the same name.")
_ZEROS_DOUBT = gettext_lazy(
    "Leading zeros may be lost: %(typed)s may mean %(numbers)s. Give the number as text, with its zeros."
)
_OTHER_NAME = gettext_lazy(
    "The number %(number)s belongs to %(known)s, not to %(name)s. The row is skipped unless you take the new name."
)
_JOINED = gettext_lazy("The number %(number)s has been joined to %(kept)s; use that number.")
_SAME_AGAIN = gettext_lazy("The row says the same as %(place)s; it was read once.")
_NUMBER_MEANT = gettext_lazy("The number %(typed)s was read as %(number)s, who has the same name.")
_SECOND_PERSON = gettext_lazy(
    "%(class)s has %(known)s already; %(name)s with the number %(number)s would become another person. The row is "
    "skipped unless you tick it."
)
_HAS_LEFT = gettext_lazy(
    "%(name)s (%(number)s) has left (%(kind)s, %(day)s). The row is skipped unless you tick it: the pupil would return."
)
_SAYS_LEFT = gettext_lazy("The file says of %(name)s (%(number)s): %(said)s. The row is skipped unless you tick it.")
_BEHIND = re.compile(r"(?P<number>.+?)[-_]\d{1,2}")
_SIGNS = re.compile(r"[-_./\\]")
_SEAT_TWICE = gettext_lazy("Seat %(seat)d of %(name)s is given to more than one pupil.")
_NAMESAKES = gettext_lazy("%(class)s has %(count)d pupils called %(name)s; they stay separate people.")
_ABSENT = gettext_lazy("%(class)s has pupils who are not in the file; they stay as they are: %(pupils)s.")


@dataclass(frozen=True, slots=True)
class RosterRow:
    """One line and what becomes of it. ``number`` is the pupil's, with zeros given back where they were lost.

    ``doubt``: why the row is only taken when it is ticked; a row without one that is in conflict has another name.
    """

    line: RosterLine
    state: RowState
    number: str
    class_key: ClassKey | None
    class_name: str
    student: Student | None = None
    changes: tuple[FieldChange, ...] = ()
    moves_on: dt.date | None = None
    doubt: Sentence | None = None

    @property
    def known_name(self) -> str:
        """The name on record, for a conflict."""
        return self.student.name if self.student else ""

    @property
    def essence(self) -> tuple[object, ...]:
        """A conflict counts as one, whether its new name is taken or not."""
        if self.doubt is not None:
            return (self.number, "doubted", str(self.doubt.template), self.line.name, self.class_key)
        changes = [(change.field, change.old, change.new) for change in self.changes]
        if self.state == RowState.CONFLICT or any(change.field == "name" for change in self.changes):
            return (self.number, "name", self.known_name, self.line.name, self.class_key)
        return (self.number, self.state.value, self.class_key, self.line.name, changes, self.moves_on)


@dataclass(frozen=True)
class RosterPlan(Plan[RosterRow]):
    """``absent``: how many pupils of the files' classes are not in them."""

    new_classes: tuple[NewClass, ...]
    absent: int

    @property
    def doubted(self) -> list[RosterRow]:
        """The rows that are taken only when they are ticked."""
        return [row for row in self.conflicts if row.doubt is not None]

    @property
    def renamed(self) -> list[RosterRow]:
        """The rows whose number has another name on record."""
        return [row for row in self.conflicts if row.doubt is None]

    @property
    def figures(self) -> Mapping[str, object]:
        return {**super().figures, "classes": len(self.new_classes), "absent": self.absent}


@dataclass
class Planner:
    """Goes through the lines once; ``findings`` grows on the way."""

    facts: RosterFacts
    findings: Findings = field(default_factory=Findings)
    numbers: set[str] = field(default_factory=set)
    other_year: int | None = None

    def rows(self, lines: Sequence[RosterLine]) -> list[RosterRow]:
        self.numbers = {line.number for line in lines}
        self.other_year = other_year(lines, self.facts)
        if self.other_year is not None:
            self.findings.extend(of_another_year(lines, self.other_year, self.facts))
        rows = [self._row(line) for line in lines]
        rows = self._without_repeats(rows)
        self._remark_seats(rows)
        self._remark_namesakes(rows)
        return rows

    def _row(self, line: RosterLine) -> RosterRow:
        match = self._class_of(line)
        error = RosterRow(line, RowState.ERROR, line.number, match.key, match.name)
        if line.refused or match.key is None:
            return error
        student, sure = self._by_name(line, match) if line.lost_digits else self._student_of(line)
        if not sure:
            return error
        doubt = self._doubt(line, student, match)
        if doubt is not None and line.number not in self.facts.taken:
            self.findings.extend([Finding(Level.WARNING, line.place, line.name, doubt)])
            return RosterRow(line, RowState.CONFLICT, line.number, match.key, match.name, student, doubt=doubt)
        if student is None:
            return RosterRow(line, RowState.NEW, line.number, match.key, match.name, doubt=doubt)
        if student.merged_into_id is not None:
            kept = next(one.number for one in self.facts.students.values() if one.pk == student.merged_into_id)
            self.findings.say(Level.ERROR, line.place, line.number, _JOINED, number=student.number, kept=kept)
            return error
        same_name = match_key(student.name) == match_key(line.name)
        if not same_name:
            values = {"number": student.number, "known": student.name, "name": line.name}
            self.findings.say(Level.WARNING, line.place, line.name, _OTHER_NAME, **values)
            if not self.facts.takes_name(student.number):
                return RosterRow(line, RowState.CONFLICT, student.number, match.key, match.name, student)
        renamed = [] if same_name else [FieldChange("name", _("Name"), student.name, line.name)]
        changes = (*renamed, *self._personal(line, student), *self._place(line, student, match))
        state = RowState.CHANGED if changes else RowState.UNCHANGED
        moves_on = self._moves_on(student, changes)
        return RosterRow(line, state, student.number, match.key, match.name, student, changes, moves_on, doubt)

    def _doubt(self, line: RosterLine, student: Student | None, match: ClassMatch) -> Sentence | None:
        """Say why a line may not mean what it seems to: who has left, and a second person by a wrong number."""
        if line.left:
            return sentence(_SAYS_LEFT, name=line.name, number=line.number, said=line.left)
        if student is None:
            there = self.facts.by_name.get((match.existing.pk, match_key(line.name)), ()) if match.existing else ()
            same = [one for one in there if one.number not in self.numbers]
            if same:
                known = in_a_row(f"{one.name} ({one.number})" for one in same)
                values = {"class": match.name, "known": known, "name": line.name, "number": line.number}
                return sentence(_SECOND_PERSON, **values)
            return None
        gone = self.facts.left.get(student.pk)
        if gone is None or self.facts.enrolled(student) is not None or gone.on < self.facts.dates.starts_on:
            return None
        kind = gone.get_kind_display()
        return sentence(_HAS_LEFT, name=student.name, number=student.number, kind=kind, day=long_day(gone.on))

    def _class_of(self, line: RosterLine) -> ClassMatch:
        match = self._meant_class(line)
        if match is None:
            return ClassMatch(None, None, line.class_text)
        if match.key is None and not line.refused:
            if line.asks:
                self.findings.append(self._class_missing(line))
            elif not self._is_of_other_year(line):
                self.findings.say(Level.ERROR, line.class_place, match.name, match.unknown)
        also = self.facts.book.find(line.class_also) if line.class_also else None
        if also is not None and match.key is not None and also.key != match.key:
            place = Place(line.place.file, line.place.sheet)
            self.findings.say(Level.ERROR, place, line.class_also, _TWO_CLASSES, sheet=match.name, title=also.name)
        return match

    def _is_of_other_year(self, line: RosterLine) -> bool:
        """Tell whether the one fact about the whole file says already why the class of a line is not there."""
        school, year = self.facts.book.school, self.other_year
        return year is not None and is_of_year(school, year, line.class_text, line.grade_text)

    def _meant_class(self, line: RosterLine) -> ClassMatch | None:
        """Find the class of a line; None with an error where a number with a point may be two."""
        match = self.facts.book.find(line.class_text, line.grade_text)
        if match.key is None and line.asks:
            # A list without classes says nothing of the classes of those who are known.
            return self._class_now(line) or match
        if not line.class_or:
            return match
        other, there = self.facts.book.find(line.class_or, line.grade_text), self._class_now(line)
        if there is not None and there.key in (match.key, other.key):
            return there
        if other.existing is None:
            return match
        if not line.refused:
            values = {"one": match.name, "other": other.name}
            self.findings.say(Level.ERROR, line.class_place, line.class_text, _POINT_CLASS, **values)
        return None

    def _class_now(self, line: RosterLine) -> ClassMatch | None:
        """Give the class of a pupil who is known by number and name."""
        known = self.facts.students.get(line.number)
        current = self.facts.enrolled(known) if known and match_key(known.name) == match_key(line.name) else None
        return self.facts.book.match_of(current.school_class_id) if current else None

    def _class_missing(self, line: RosterLine) -> Finding:
        """Give the error of a line whose class nothing says, with the question that an answer settles."""
        names = sorted((key, self.facts.book.name_of(key)) for key in self.facts.book.by_key)
        choices = tuple((name, name) for (_year, _number), name in names)
        asked = Question(line.asks, line.place, (), blocks=True, choices=choices, about="class")
        return Finding(Level.ERROR, line.place, "", sentence(_NO_CLASS, sheet=line.asks), asked)

    def _by_name(self, line: RosterLine, match: ClassMatch) -> tuple[Student | None, bool]:
        """Find the one pupil of the class with the line's name whose number may have been the one that is lost."""
        there = self.facts.by_name.get((match.existing.pk, match_key(line.name)), ()) if match.existing else ()
        found = [one for one in there if fits(line.number, one.number)]
        if len(found) == 1:
            values = {"typed": line.number, "number": found[0].number}
            self.findings.say(Level.WARNING, line.place, line.number, _NUMBER_MEANT, **values)
            return found[0], True
        self.findings.say(Level.ERROR, line.place, line.number, DESTROYED)
        return None, False

    def _student_of(self, line: RosterLine) -> tuple[Student | None, bool]:
        """Say who the line means (``None``: somebody new) and whether that is certain."""
        known = self.facts.students.get(line.number)
        # 20250101-1, 2025-0101: a part behind the number, or signs within it.
        behind = _BEHIND.fullmatch(line.number) if known is None else None
        written = (behind["number"] if behind else "", _SIGNS.sub("", line.number)) if known is None else ()
        for number in filter(None, written):
            meant = self.facts.students.get(number)
            if meant is not None and match_key(meant.name) == match_key(line.name):
                values = {"typed": line.number, "number": meant.number}
                self.findings.say(Level.NOTE, line.place, line.number, _NUMBER_MEANT, **values)
                return meant, True
        bare = line.number.lstrip("0")
        if known is not None or not line.number.isdigit() or bare != line.number:
            return known, True
        longer = self.facts.by_bare_number.get(bare, [])
        if not longer:
            return None, True
        same = [one for one in longer if match_key(one.name) == match_key(line.name)]
        if len(longer) == 1 and same:
            values = {"typed": line.number, "number": same[0].number}
            self.findings.say(Level.WARNING, line.place, line.number, _ZEROS, **values)
            return same[0], True
        if line.was_number:
            numbers = in_a_row(one.number for one in longer)
            self.findings.say(Level.ERROR, line.place, line.number, _ZEROS_DOUBT, typed=line.number, numbers=numbers)
            return None, False
        return None, True

    def _personal(self, line: RosterLine, student: Student) -> Iterator[FieldChange]:
        if line.sex and line.sex != student.sex:
            old = str(Sex(student.sex).label) if student.sex else ""
            yield FieldChange("sex", _("sex"), old, str(Sex(line.sex).label))
        if line.born_on and line.born_on != student.born_on:
            old = student.born_on.isoformat() if student.born_on else ""
            yield FieldChange("born_on", _("date of birth"), old, line.born_on.isoformat())
        if line.is_guest and not student.is_guest:
            yield FieldChange("guest", _("guest pupil"), "", _("yes"))
        guardian = (line.guardian, line.phone)
        if any(guardian) and guardian not in self.facts.guardians.get(student.pk, set()):
            said = " ".join(filter(None, (line.guardian, masked(line.phone))))
            yield FieldChange("guardian", _("guardian"), "", said)

    def _place(self, line: RosterLine, student: Student, match: ClassMatch) -> Iterator[FieldChange]:
        """Compare class, seat and group. An empty cell says nothing and takes nothing away."""
        current = self.facts.enrolled(student)
        if current is None:
            yield FieldChange("class", _("class"), "", match.name)
            return
        if match.existing is None or current.school_class_id != match.existing.pk:
            yield FieldChange("class", _("class"), self._class_name(current), match.name)
        if line.seat is not None and line.seat != current.seat:
            yield FieldChange("seat", _("seat"), str(current.seat or ""), str(line.seat))
        if line.group and not (current.group and current.group.goes_by(line.group)):
            old = current.group.typed if current.group else ""
            yield FieldChange("group", _("group"), old, line.group)

    def _class_name(self, enrolment: Enrolment) -> str:
        known = {one.pk: one for one in self.facts.book.by_key.values()}
        found = known.get(enrolment.school_class_id)
        return found.name_in(self.facts.dates.school_year) if found else str(enrolment.school_class)

    def _moves_on(self, student: Student, changes: Sequence[FieldChange]) -> dt.date | None:
        """Say from which day class, seat or group are other; ``None`` where they stay or are only filled in."""
        place = [change for change in changes if change.field in ("class", "seat", "group")]
        current = self.facts.enrolled(student)
        if current is None:
            return self._first_free_day(student) if place else None
        if not any(change.old for change in place) and all(change.field != "class" for change in place):
            return None
        return self.facts.dates.changes_on(current.starts_on)

    def _first_free_day(self, student: Student) -> dt.date:
        latest = self.facts.enrolments.get(student.pk)
        if latest and latest.ends_on and latest.ends_on >= self.facts.dates.starts_on:
            return latest.ends_on + dt.timedelta(days=1)
        return self.facts.dates.starts_on

    def _without_repeats(self, rows: list[RosterRow]) -> list[RosterRow]:
        places: dict[str, list[Place]] = defaultdict(list)
        for row in rows:
            if row.number:
                places[row.number].append(row.line.place)
        rows = self._without_copies(rows, places)
        twice = {number: found for number, found in places.items() if len(found) > 1}
        for number, found in twice.items():
            said = sentence(_TWICE, number=number, places=in_a_row(one.in_file for one in found))
            for place in found:
                self.findings.say(Level.ERROR, place, number, said)
        return [
            RosterRow(row.line, RowState.ERROR, row.number, row.class_key, row.class_name)
            if row.number in twice
            else row
            for row in rows
        ]

    def _without_copies(self, rows: list[RosterRow], places: dict[str, list[Place]]) -> list[RosterRow]:
        """Keep the first of rows that say the same of one pupil."""
        first: dict[str, RosterRow] = {}
        kept = []
        for row in rows:
            other = first.setdefault(row.number, row)
            if other is not row and row.number and _essence(other.line) == _essence(row.line):
                places[row.number].remove(row.line.place)
                self.findings.say(Level.NOTE, row.line.place, row.number, _SAME_AGAIN, place=other.line.place.in_file)
            else:
                kept.append(row)
        return kept

    def _remark_seats(self, rows: Sequence[RosterRow]) -> None:
        seen: Counter[tuple[str, int]] = Counter()
        for row in rows:
            if row.line.seat is not None:
                seen[row.class_name, row.line.seat] += 1
                if seen[row.class_name, row.line.seat] > 1:
                    values = {"seat": row.line.seat, "name": row.class_name}
                    self.findings.say(Level.WARNING, row.line.place, str(row.line.seat), _SEAT_TWICE, **values)

    def _remark_namesakes(self, rows: Sequence[RosterRow]) -> None:
        names: dict[tuple[str, str], list[RosterRow]] = defaultdict(list)
        for row in rows:
            names[row.class_name, match_key(row.line.name)].append(row)
        for (class_name, _key), found in names.items():
            # Rows without a name are errors of their own, not people of one name.
            if len(found) > 1 and found[0].line.name:
                values = {"class": class_name, "count": len(found), "name": found[0].line.name}
                self.findings.say(Level.NOTE, found[-1].line.place, found[-1].line.name, _NAMESAKES, **values)


def _essence(line: RosterLine) -> RosterLine:
    return replace(line, place=Place(""), class_place=Place(""), was_number=False)


def plan_roster(lines: Sequence[RosterLine], facts: RosterFacts) -> RosterPlan:
    """Plan these lines against what the database knows."""
    planner = Planner(facts)
    rows = planner.rows(lines)
    new_classes = facts.book.missing(row.class_key for row in rows)
    absent = _absent(facts, rows)
    planner.findings.extend(_new_class_notes(new_classes, rows))
    planner.findings.extend(_absent_notes(absent, facts, rows))
    count = sum(map(len, absent.values()))
    return RosterPlan(tuple(rows), tuple(dict.fromkeys(planner.findings)), new_classes, count)


def _new_class_notes(new_classes: Sequence[NewClass], rows: Sequence[RosterRow]) -> Iterator[Finding]:
    """Give one note a file, at the first class that it brings."""
    first: dict[ClassKey | None, Place] = {}
    for row in rows:
        first.setdefault(row.class_key, row.line.class_place)
    by_file: dict[str, list[NewClass]] = defaultdict(list)
    for one in new_classes:
        by_file[first[one.entry_year, one.number].file].append(one)
    for classes in by_file.values():
        names = in_a_row(one.name for one in classes)
        yield Finding(
            Level.NOTE, first[classes[0].entry_year, classes[0].number], "", sentence(NEW_CLASSES, names=names)
        )


def _absent(facts: RosterFacts, rows: Sequence[RosterRow]) -> dict[ClassKey, list[Student]]:
    """List the pupils of the files' classes who are not in them, by class."""
    keys = {row.class_key for row in rows}
    covered = {one.pk: key for key, one in facts.book.by_key.items() if key in keys}
    present = {row.number for row in rows}
    missing: dict[ClassKey, list[Student]] = defaultdict(list)
    for student in facts.students.values():
        current = facts.enrolled(student)
        if current and current.school_class_id in covered and student.number not in present:
            missing[covered[current.school_class_id]].append(student)
    return missing


def _absent_notes(
    absent: Mapping[ClassKey, Sequence[Student]], facts: RosterFacts, rows: Sequence[RosterRow]
) -> Iterator[Finding]:
    places = {row.class_key: Place(row.line.place.file, row.line.place.sheet) for row in reversed(rows)}
    for key, students in absent.items():
        pupils = in_a_row(f"{one.name} ({one.number})" for one in students)
        said = sentence(_ABSENT, **{"class": facts.book.name_of(key), "pupils": pupils})
        yield Finding(Level.NOTE, places[key], "", said)
