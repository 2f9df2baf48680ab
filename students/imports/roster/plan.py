"""What a roster would do to the database: each line new, changed, unchanged, in conflict or in error."""

from __future__ import annotations

import datetime as dt
from collections import Counter, defaultdict
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from starrating.cells.findings import Finding, Place
from starrating.text import Level, sentence
from students.imports.pipeline.classes import ClassKey, ClassMatch
from students.imports.pipeline.preview import FieldChange, NewClass, RowState, digest_of
from students.imports.roster.facts import RosterFacts
from students.imports.roster.file import RosterLine
from students.imports.roster.preview import RosterOptions, RosterPreview, RosterRow
from students.models import Enrolment, School, Sex, Student
from students.names.personal import match_key
from students.pupils.guardians import masked

_NO_CLASS = gettext_lazy("Neither the row nor the sheet says which class this is.")
_UNKNOWN_CLASS = gettext_lazy("There is no class %(name)s.")
_UNKNOWN_CLASS_NEAR = gettext_lazy("There is no class %(name)s. Is %(suggestion)s meant?")
_TWO_CLASSES = gettext_lazy("The sheet says %(sheet)s, but its title says %(title)s. Correct one of them.")
_TWICE = gettext_lazy("The number %(number)s stands in the file more than once (%(places)s).")
_ZEROS = gettext_lazy("Leading zeros were lost: %(typed)s was taken for %(number)s, who has the same name.")
_ZEROS_DOUBT = gettext_lazy(
    "Leading zeros may be lost: %(typed)s may mean %(numbers)s. Give the number as text, with its zeros."
)
_OTHER_NAME = gettext_lazy(
    "The number %(number)s belongs to %(known)s, not to %(name)s. The row is skipped unless you take the new name."
)
_JOINED = gettext_lazy("The number %(number)s has been joined to %(kept)s; use that number.")
_SEAT_TWICE = gettext_lazy("Seat %(seat)d of %(name)s is given to more than one pupil.")
_NAMESAKES = gettext_lazy("%(class)s has %(count)d pupils called %(name)s; they stay separate people.")
NEW_CLASSES = gettext_lazy("Classes that are not there yet and are made when you confirm: %(names)s.")
_ABSENT = gettext_lazy("%(class)s has pupils who are not in the file; they stay as they are: %(pupils)s.")


@dataclass
class Planner:
    """Goes through the lines once; ``findings`` grows on the way."""

    facts: RosterFacts
    options: RosterOptions
    findings: list[Finding] = field(default_factory=list)

    def rows(self, lines: Sequence[RosterLine]) -> list[RosterRow]:
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
        student, sure = self._student_of(line)
        if not sure:
            return error
        if student is None:
            return RosterRow(line, RowState.NEW, line.number, match.key, match.name)
        if student.merged_into_id is not None:
            kept = next(one.number for one in self.facts.students.values() if one.pk == student.merged_into_id)
            self._say(Level.ERROR, line.place, line.number, sentence(_JOINED, number=student.number, kept=kept))
            return error
        same_name = match_key(student.name) == match_key(line.name)
        if not same_name:
            values = {"number": student.number, "known": student.name, "name": line.name}
            self._say(Level.WARNING, line.place, line.name, sentence(_OTHER_NAME, **values))
            if not self.options.takes_name(student.number):
                return RosterRow(line, RowState.CONFLICT, student.number, match.key, match.name, student)
        renamed = [] if same_name else [FieldChange("name", _("Name"), student.name, line.name)]
        changes = (*renamed, *self._personal(line, student), *self._place(line, student, match))
        state = RowState.CHANGED if changes else RowState.UNCHANGED
        moves_on = self._moves_on(student, changes)
        return RosterRow(line, state, student.number, match.key, match.name, student, changes, moves_on)

    def _class_of(self, line: RosterLine) -> ClassMatch:
        match = self.facts.book.find(line.class_text, line.grade_text)
        if match.key is None and not line.refused:
            own = line.class_place != line.place
            template = _UNKNOWN_CLASS_NEAR if match.suggestion else _UNKNOWN_CLASS
            said = sentence(template, name=match.name, suggestion=match.suggestion)
            self._say(Level.ERROR, line.class_place, match.name if own else "", said if own else sentence(_NO_CLASS))
        also = self.facts.book.find(line.class_also) if line.class_also else None
        if also is not None and match.key is not None and also.key != match.key:
            place = Place(line.place.file, line.place.sheet)
            said = sentence(_TWO_CLASSES, sheet=match.name, title=also.name)
            self._say(Level.ERROR, place, line.class_also, said)
        return match

    def _student_of(self, line: RosterLine) -> tuple[Student | None, bool]:
        """Who the line means (``None``: somebody new) and whether that is certain."""
        known = self.facts.students.get(line.number)
        bare = line.number.lstrip("0")
        if known is not None or not line.number.isdigit() or bare != line.number:
            return known, True
        longer = self.facts.by_bare_number.get(bare, [])
        if not longer:
            return None, True
        same = [one for one in longer if match_key(one.name) == match_key(line.name)]
        if len(longer) == 1 and same:
            said = sentence(_ZEROS, typed=line.number, number=same[0].number)
            self._say(Level.WARNING, line.place, line.number, said)
            return same[0], True
        if line.was_number:
            numbers = "、".join(one.number for one in longer)
            self._say(Level.ERROR, line.place, line.number, sentence(_ZEROS_DOUBT, typed=line.number, numbers=numbers))
            return None, False
        return None, True

    def _personal(self, line: RosterLine, student: Student) -> Iterator[FieldChange]:
        if line.sex and line.sex != student.sex:
            old = str(Sex(student.sex).label) if student.sex else ""
            yield FieldChange("sex", _("sex"), old, str(Sex(line.sex).label))
        if line.born_on and line.born_on != student.born_on:
            old = student.born_on.isoformat() if student.born_on else ""
            yield FieldChange("born_on", _("date of birth"), old, line.born_on.isoformat())
        guardian = (line.guardian, line.phone)
        if any(guardian) and guardian not in self.facts.guardians.get(student.pk, set()):
            said = " ".join(filter(None, (line.guardian, masked(line.phone))))
            yield FieldChange("guardian", _("guardian"), "", said)

    def _place(self, line: RosterLine, student: Student, match: ClassMatch) -> Iterator[FieldChange]:
        """Class, seat and group. An empty cell says nothing and takes nothing away."""
        current = self.facts.enrolled(student)
        if current is None:
            yield FieldChange("class", _("class"), "", match.name)
            return
        if match.existing is None or current.school_class_id != match.existing.pk:
            yield FieldChange("class", _("class"), self._class_name(current), match.name)
        if line.seat is not None and line.seat != current.seat:
            yield FieldChange("seat", _("seat"), str(current.seat or ""), str(line.seat))
        if line.group and not (current.group and line.group in (str(current.group.number), current.group.name)):
            old = (current.group.name or str(current.group.number)) if current.group else ""
            yield FieldChange("group", _("group"), old, line.group)

    def _class_name(self, enrolment: Enrolment) -> str:
        known = {one.pk: one for one in self.facts.book.by_key.values()}
        found = known.get(enrolment.school_class_id)
        return found.name_in(self.options.school_year) if found else str(enrolment.school_class)

    def _moves_on(self, student: Student, changes: Sequence[FieldChange]) -> dt.date | None:
        """From which day class, seat or group are other; ``None`` where they stay or are only filled in.

        The day that pupils are enrolled from, if the present enrolment is older than it, else today. An enrolment that
        has not been used for a day yet is put right in place (its own first day): nothing has happened in it.
        """
        place = [change for change in changes if change.field in ("class", "seat", "group")]
        current = self.facts.enrolled(student)
        if current is None:
            return self._first_free_day(student) if place else None
        if not any(change.old for change in place) and all(change.field != "class" for change in place):
            return None
        for day in (self.options.starts_on, self.options.today):
            if day > current.starts_on:
                return day
        return current.starts_on

    def _first_free_day(self, student: Student) -> dt.date:
        latest = self.facts.enrolments.get(student.pk)
        if latest and latest.ends_on and latest.ends_on >= self.options.starts_on:
            return latest.ends_on + dt.timedelta(days=1)
        return self.options.starts_on

    def _without_repeats(self, rows: list[RosterRow]) -> list[RosterRow]:
        places: dict[str, list[Place]] = defaultdict(list)
        for row in rows:
            if row.number:
                places[row.number].append(row.line.place)
        twice = {number: found for number, found in places.items() if len(found) > 1}
        for number, found in twice.items():
            said = sentence(_TWICE, number=number, places=", ".join(f"{one.sheet} {one.cell}".strip() for one in found))
            for place in found:
                self._say(Level.ERROR, place, number, said)
        if not twice:
            return rows
        return [
            RosterRow(row.line, RowState.ERROR, row.number, row.class_key, row.class_name)
            if row.number in twice
            else row
            for row in rows
        ]

    def _remark_seats(self, rows: Sequence[RosterRow]) -> None:
        seen: Counter[tuple[str, int]] = Counter()
        for row in rows:
            if row.line.seat is not None:
                seen[row.class_name, row.line.seat] += 1
                if seen[row.class_name, row.line.seat] > 1:
                    said = sentence(_SEAT_TWICE, seat=row.line.seat, name=row.class_name)
                    self._say(Level.WARNING, row.line.place, str(row.line.seat), said)

    def _remark_namesakes(self, rows: Sequence[RosterRow]) -> None:
        names: dict[tuple[str, str], list[RosterRow]] = defaultdict(list)
        for row in rows:
            names[row.class_name, match_key(row.line.name)].append(row)
        for (class_name, _key), found in names.items():
            if len(found) > 1:
                values = {"class": class_name, "count": len(found), "name": found[0].line.name}
                self._say(Level.NOTE, found[-1].line.place, found[-1].line.name, sentence(_NAMESAKES, **values))

    def _say(self, level: Level, place: Place, value: str, message: object) -> None:
        one = Finding(level, place, value, message)  # type: ignore[arg-type]
        if one not in self.findings[-1:]:
            self.findings.append(one)


def plan(
    school: School,
    facts: RosterFacts,
    lines: Sequence[RosterLine],
    file_findings: Sequence[Finding],
    options: RosterOptions,
    files: Sequence[tuple[str, str]] = (),
) -> RosterPreview:
    """The preview of these lines against what the database knows. ``files``: name and checksum of each."""
    planner = Planner(facts, options)
    rows = planner.rows(lines)
    new_classes = _new_classes(facts, rows)
    absent = _absent(facts, rows)
    own = [*planner.findings, *_new_class_notes(new_classes, rows), *absent.values()]
    return RosterPreview(
        school=school,
        options=options,
        lines=tuple(lines),
        rows=tuple(rows),
        new_classes=new_classes,
        findings=(*file_findings, *own),
        file_findings=tuple(file_findings),
        files=tuple(files),
        absent=sum(len(pupils) for pupils in absent),
        digest=digest_of(_essence(row) for row in rows),
    )


def _essence(row: RosterRow) -> tuple[object, ...]:
    """What must be the same at confirmation. A conflict counts as one, whether its new name is taken or not."""
    renamed = any(change.field == "name" for change in row.changes)
    if row.state == RowState.CONFLICT or renamed:
        return (row.number, "name", row.known_name, row.line.name, row.class_key)
    changes = [(change.field, change.old, change.new) for change in row.changes]
    return (row.number, row.state.value, row.class_key, row.line.name, changes, row.moves_on)


def _new_classes(facts: RosterFacts, rows: Sequence[RosterRow]) -> tuple[NewClass, ...]:
    wanted = Counter(
        row.class_key for row in rows if row.class_key is not None and row.class_key not in facts.book.by_key
    )
    ordered = sorted(wanted.items(), key=lambda item: (-item[0][0], item[0][1]))
    return tuple(NewClass(*key, facts.book.name_of(key), pupils) for key, pupils in ordered)


def _new_class_notes(new_classes: Sequence[NewClass], rows: Sequence[RosterRow]) -> Iterator[Finding]:
    """One note a file, at the first class that it brings."""
    first: dict[ClassKey | None, Place] = {}
    for row in rows:
        first.setdefault(row.class_key, row.line.class_place)
    by_file: dict[str, list[NewClass]] = defaultdict(list)
    for one in new_classes:
        by_file[first[one.entry_year, one.number].file].append(one)
    for classes in by_file.values():
        names = "、".join(one.name for one in classes)
        yield Finding(
            Level.NOTE, first[classes[0].entry_year, classes[0].number], "", sentence(NEW_CLASSES, names=names)
        )


def _absent(facts: RosterFacts, rows: Sequence[RosterRow]) -> dict[tuple[str, ...], Finding]:
    """Pupils of the file's classes who are not in it, as a note for each class, by their numbers."""
    places = {row.class_key: Place(row.line.place.file, row.line.place.sheet) for row in reversed(rows)}
    covered = {one.pk: key for key, one in facts.book.by_key.items() if key in places}
    present = {row.number for row in rows}
    missing: dict[ClassKey, list[Student]] = defaultdict(list)
    for student in facts.students.values():
        current = facts.enrolled(student)
        if current and current.school_class_id in covered and student.number not in present:
            missing[covered[current.school_class_id]].append(student)
    found = {}
    for key, students in missing.items():
        pupils = "、".join(f"{one.name} ({one.number})" for one in students)
        said = sentence(_ABSENT, **{"class": facts.book.name_of(key), "pupils": pupils})
        found[tuple(one.number for one in students)] = Finding(Level.NOTE, places[key], "", said)
    return found
