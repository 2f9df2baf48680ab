"""What a staff matrix would do to the database: each task new, changed, unchanged or in error."""

from __future__ import annotations

import datetime as dt
from collections import defaultdict
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field

from django.utils.translation import gettext_lazy as _

from starrating.cells.findings import Finding, Place
from starrating.text import Level, sentence
from students.accounts.new import free_username, staff_key
from students.imports.pipeline.classes import ClassBook, ClassKey
from students.imports.pipeline.preview import NewClass, RowState, digest_of
from students.imports.roster.plan import NEW_CLASSES
from students.imports.staff.file import StaffCell, StaffName, subject_key
from students.imports.staff.preview import StaffOptions, StaffPreview, StaffRow, Teacher
from students.models import School, Staffing, Subject, User

TaskKey = tuple[int, str]

_UNKNOWN_CLASS = _("There is no class %(name)s.")
_UNKNOWN_CLASS_NEAR = _("There is no class %(name)s. Is %(suggestion)s meant?")
_CLASS_TWICE = _("The class %(name)s stands in the file more than once (%(places)s).")
_TWO_HOMEROOM = _("A class has one homeroom teacher; the cell names several.")
_SEVERAL_ACCOUNTS = _(
    "Several accounts are called %(name)s (%(accounts)s). Write the account's name in brackets: %(name)s(%(first)s)."
)
_HOMEROOM_TWICE = _("%(name)s is homeroom teacher of several classes by this file: %(classes)s.")
_KEPT = _("The cell is empty; %(names)s keeps the task. End it by hand if it is over.")
_NEW_SUBJECT = _("Subjects that are not there yet and are made when you confirm: %(names)s.")


@dataclass
class StaffFacts:
    """What the database knows: six queries when read, then memory."""

    book: ClassBook
    subjects: dict[str, Subject]
    users: dict[str, list[User]]
    taken: set[str]
    held: dict[TaskKey, list[Staffing]]


def staff_facts(school: School, school_year: int) -> StaffFacts:
    users: dict[str, list[User]] = defaultdict(list)
    for user in User.objects.filter(school=school, student__isnull=True, is_active=True).order_by("pk"):
        users[staff_key(user.name)].append(user)
    held: dict[TaskKey, list[Staffing]] = defaultdict(list)
    rows = Staffing.objects.filter(school_class__school=school, ends_on__isnull=True)
    for row in rows.select_related("user", "subject").order_by("starts_on", "pk"):
        held[row.school_class_id, subject_key(row.subject.name) if row.subject else ""].append(row)
    return StaffFacts(
        book=ClassBook(school, school_year),
        subjects={subject_key(one.name): one for one in Subject.objects.filter(school=school)},
        users=users,
        # Account names are unique in the whole installation, whatever the school.
        taken=set(User.objects.values_list("username", flat=True)),
        held=held,
    )


@dataclass
class Planner:
    """Goes through the cells once; ``findings`` and the people met grow on the way."""

    facts: StaffFacts
    options: StaffOptions
    findings: list[Finding] = field(default_factory=list)
    met: dict[str, Teacher | None] = field(default_factory=dict)

    def row(self, cell: StaffCell) -> StaffRow:
        match = self.facts.book.find(cell.class_text, cell.grade_text)
        if match.key is None and not cell.refused:
            template = _UNKNOWN_CLASS_NEAR if match.suggestion else _UNKNOWN_CLASS
            said = sentence(template, name=match.name, suggestion=match.suggestion)
            self._say(Level.ERROR, cell.class_place, match.name, said)
        if not cell.subject and len(cell.names) > 1:
            self._say(Level.ERROR, cell.place, "、".join(one.text for one in cell.names), sentence(_TWO_HOMEROOM))
        teachers = [self._teacher(name, cell.place) for name in cell.names]
        known = tuple(one for one in teachers if one is not None)
        failed = cell.refused or match.key is None or len(known) < len(teachers)
        if failed or (not cell.subject and len(cell.names) > 1):
            return StaffRow(cell, RowState.ERROR, match.key, match.name, known)
        task = subject_key(cell.subject)
        held = tuple(self.facts.held.get((match.existing.pk, task), ())) if match.existing else ()
        if not known:
            names = "、".join(str(one.user) for one in held)
            self._say(Level.NOTE, cell.place, "", sentence(_KEPT, names=names))
        state, changes_on = self._state(known, held)
        return StaffRow(cell, state, match.key, match.name, known, held, changes_on)

    def has_task(self, cell: StaffCell) -> bool:
        """Whether a cell says anything: an empty one does where somebody holds the task."""
        match = self.facts.book.find(cell.class_text, cell.grade_text)
        held = match.existing and self.facts.held.get((match.existing.pk, subject_key(cell.subject)))
        return bool(cell.names or cell.refused or held)

    def _state(self, teachers: Sequence[Teacher], held: Sequence[Staffing]) -> tuple[RowState, dt.date | None]:
        if not teachers or {one.user.pk if one.user else 0 for one in teachers} == {one.user_id for one in held}:
            return RowState.UNCHANGED, None
        if not held:
            return RowState.NEW, self.options.starts_on
        since = max(one.starts_on for one in held)
        days = (day for day in (self.options.starts_on, self.options.today) if day > since)
        # A task that began today, or later, is put right in place: nobody has done it for a day.
        return RowState.CHANGED, next(days, since)

    def _teacher(self, name: StaffName, place: Place) -> Teacher | None:
        key = staff_key(name.text)
        if key not in self.met:
            self.met[key] = self._found(name, place)
        return self.met[key]

    def _found(self, name: StaffName, place: Place) -> Teacher | None:
        own = self.facts.users.get(staff_key(name.text), [])
        same = self.facts.users.get(staff_key(name.name), [])
        by_account = [one for one in same if name.tag and one.username == name.tag]
        found = by_account or own
        if len(found) == 1:
            return Teacher(found[0].name, found[0].username, found[0])
        if not found:
            return Teacher(name.text, self._new_username(name.name))
        accounts = [one.username for one in found]
        said = sentence(_SEVERAL_ACCOUNTS, name=name.name, accounts=", ".join(accounts), first=accounts[0])
        self._say(Level.ERROR, place, name.text, said)
        return None

    def _new_username(self, name: str) -> str:
        username = free_username(name, self.facts.taken)
        self.facts.taken.add(username)
        return username

    def _say(self, level: Level, place: Place, value: str, message: object) -> None:
        one = Finding(level, place, value, message)  # type: ignore[arg-type]
        if one not in self.findings:
            self.findings.append(one)


def plan(
    school: School,
    facts: StaffFacts,
    cells: Sequence[StaffCell],
    file_findings: Sequence[Finding],
    options: StaffOptions,
    files: Sequence[tuple[str, str]] = (),
) -> StaffPreview:
    """The preview of these cells against what the database knows. ``files``: name and checksum of each."""
    planner = Planner(facts, options)
    rows = [planner.row(cell) for cell in cells if planner.has_task(cell)]
    new_classes = _new_classes(facts, rows)
    new_subjects = _new_subjects(facts, rows)
    own = [*planner.findings, *_repeats(rows), *_double_homeroom(rows), *_news(rows, new_classes, new_subjects)]
    return StaffPreview(
        school=school,
        options=options,
        cells=tuple(cells),
        rows=tuple(rows),
        new_classes=new_classes,
        new_accounts=tuple(one for one in planner.met.values() if one is not None and one.user is None),
        new_subjects=new_subjects,
        findings=(*file_findings, *own),
        file_findings=tuple(file_findings),
        files=tuple(files),
        digest=digest_of(_essence(row) for row in rows),
    )


def _essence(row: StaffRow) -> tuple[object, ...]:
    teachers = [(one.username, one.user is None) for one in row.teachers]
    held = [one.pk for one in row.held]
    return (row.class_key, row.cell.subject, row.state.value, teachers, held, row.changes_on)


def _new_classes(facts: StaffFacts, rows: Sequence[StaffRow]) -> tuple[NewClass, ...]:
    keys = {row.class_key for row in rows if row.class_key is not None and row.class_key not in facts.book.by_key}
    return tuple(NewClass(*key, facts.book.name_of(key)) for key in sorted(keys, key=lambda key: (-key[0], key[1])))


def _new_subjects(facts: StaffFacts, rows: Sequence[StaffRow]) -> tuple[str, ...]:
    """In the order of the file, each subject once, as the file first calls it."""
    names: dict[str, str] = {}
    for row in rows:
        if row.cell.subject and subject_key(row.cell.subject) not in facts.subjects and row.teachers:
            names.setdefault(subject_key(row.cell.subject), row.cell.subject)
    return tuple(names.values())


def _news(rows: Sequence[StaffRow], classes: Sequence[NewClass], subjects: Sequence[str]) -> Iterator[Finding]:
    if classes:
        names = "、".join(one.name for one in classes)
        yield Finding(Level.NOTE, Place(rows[0].cell.place.file), "", sentence(NEW_CLASSES, names=names))
    if subjects:
        names = "、".join(subjects)
        yield Finding(Level.NOTE, Place(rows[0].cell.place.file), "", sentence(_NEW_SUBJECT, names=names))


def _repeats(rows: Sequence[StaffRow]) -> Iterator[Finding]:
    """A class on two rows: which of them counts is not guessed."""
    places: dict[ClassKey, dict[Place, str]] = defaultdict(dict)
    for row in rows:
        if row.class_key is not None:
            places[row.class_key][row.cell.class_place] = row.class_name
    for found in places.values():
        if len(found) > 1:
            where = ", ".join(f"{one.sheet} {one.cell}".strip() for one in found)
            for place, name in found.items():
                yield Finding(Level.ERROR, place, name, sentence(_CLASS_TWICE, name=name, places=where))


def _double_homeroom(rows: Sequence[StaffRow]) -> Iterator[Finding]:
    classes: dict[str, list[StaffRow]] = defaultdict(list)
    for row in rows:
        if not row.cell.subject and row.teachers:
            classes[row.teachers[0].username].append(row)
    for found in classes.values():
        # One class on two rows is told elsewhere.
        names = dict.fromkeys(row.class_name for row in found)
        if len(names) > 1:
            said = sentence(_HOMEROOM_TWICE, name=found[0].shown, classes="、".join(names))
            yield Finding(Level.WARNING, found[1].cell.place, found[1].shown, said)
