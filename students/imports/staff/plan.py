"""What a staff matrix would do to the database: each task new, changed, unchanged or in error."""

import datetime as dt
from collections import defaultdict
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field

from django.utils.translation import gettext_lazy as _

from starrating.cells.findings import Finding, Findings, Place
from starrating.text import Level, sentence
from students.accounts.staff import free_username, staff_key
from students.imports.pipeline.classes import NEW_CLASSES, ClassKey, NewClass
from students.imports.pipeline.plan import Plan, RowState
from students.imports.staff.facts import StaffFacts
from students.imports.staff.file import StaffCell, StaffName, subject_key
from students.models import Staffing, User

_CLASS_TWICE = _("The class %(name)s is in the file more than once (%(places)s).")
_TWO_HOMEROOM = _("A class has one homeroom teacher; the cell names several.")
_SEVERAL_ACCOUNTS = _(
    "Several accounts are called %(name)s (%(accounts)s). Write the account's name in brackets: %(name)s(%(first)s)."
)
_HOMEROOM_TWICE = _("%(name)s is homeroom teacher of several classes by this file: %(classes)s.")
_KEPT = _("The cell is empty; %(names)s keeps the task. End it by hand if it is over.")
_NEW_SUBJECT = _("Subjects that are not there yet and are made when you confirm: %(names)s.")


@dataclass(frozen=True, slots=True)
class Teacher:
    """Who a name means: an account, or one to be made. ``name`` is the one to show and to keep."""

    name: str
    username: str
    user: User | None = None


@dataclass(frozen=True, slots=True)
class StaffRow:
    """One task of one class: who has it by the file, who holds it now, and from which day it is otherwise."""

    cell: StaffCell
    state: RowState
    class_key: ClassKey | None
    class_name: str
    teachers: tuple[Teacher, ...] = ()
    held: tuple[Staffing, ...] = ()
    changes_on: dt.date | None = None

    @property
    def shown(self) -> str:
        """Who has the task by the file."""
        return "、".join(one.name for one in self.teachers) or "、".join(one.text for one in self.cell.names)

    @property
    def shown_before(self) -> str:
        """Who holds it now."""
        return "、".join(str(one.user) for one in self.held)

    @property
    def essence(self) -> tuple[object, ...]:
        teachers = [(one.username, one.user is None) for one in self.teachers]
        held = [one.pk for one in self.held]
        return (self.class_key, self.cell.subject, self.state.value, teachers, held, self.changes_on)


@dataclass(frozen=True)
class StaffPlan(Plan[StaffRow]):
    new_classes: tuple[NewClass, ...]
    new_accounts: tuple[Teacher, ...]
    new_subjects: tuple[str, ...]

    @property
    def figures(self) -> Mapping[str, object]:
        return {**super().figures, "accounts": len(self.new_accounts), "classes": len(self.new_classes)}


@dataclass
class Planner:
    """Goes through the cells once; ``findings`` and the people met grow on the way."""

    facts: StaffFacts
    findings: Findings = field(default_factory=Findings)
    met: dict[str, Teacher | None] = field(default_factory=dict)
    _taken: set[str] = field(init=False)
    _unknown: set[Place] = field(init=False, default_factory=set)

    def __post_init__(self) -> None:
        self._taken = set(self.facts.taken)

    def row(self, cell: StaffCell) -> StaffRow:
        match = self.facts.book.find(cell.class_text, cell.grade_text)
        if match.key is None and not cell.refused and cell.class_place not in self._unknown:
            self._unknown.add(cell.class_place)
            self.findings.say(Level.ERROR, cell.class_place, match.name, match.unknown)
        if not cell.subject and len(cell.names) > 1:
            self.findings.say(Level.ERROR, cell.place, "、".join(one.text for one in cell.names), _TWO_HOMEROOM)
        teachers = [self._teacher(name, cell.place) for name in cell.names]
        known = tuple(one for one in teachers if one is not None)
        failed = cell.refused or match.key is None or len(known) < len(teachers)
        if failed or (not cell.subject and len(cell.names) > 1):
            return StaffRow(cell, RowState.ERROR, match.key, match.name, known)
        task = subject_key(cell.subject)
        held = tuple(self.facts.held.get((match.existing.pk, task), ())) if match.existing else ()
        if not known:
            names = "、".join(str(one.user) for one in held)
            self.findings.say(Level.NOTE, cell.place, "", _KEPT, names=names)
        state, changes_on = self._state(known, held)
        return StaffRow(cell, state, match.key, match.name, known, held, changes_on)

    def has_task(self, cell: StaffCell) -> bool:
        """Say whether a cell says anything: an empty one does where somebody holds the task."""
        match = self.facts.book.find(cell.class_text, cell.grade_text)
        held = match.existing and self.facts.held.get((match.existing.pk, subject_key(cell.subject)))
        return bool(cell.names or cell.refused or held)

    def _state(self, teachers: Sequence[Teacher], held: Sequence[Staffing]) -> tuple[RowState, dt.date | None]:
        if not teachers or {one.user.pk if one.user else 0 for one in teachers} == {one.user_id for one in held}:
            return RowState.UNCHANGED, None
        if not held:
            return RowState.NEW, self.facts.dates.starts_on
        return RowState.CHANGED, self.facts.dates.changes_on(max(one.starts_on for one in held))

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
        values = {"name": name.name, "accounts": ", ".join(accounts), "first": accounts[0]}
        self.findings.say(Level.ERROR, place, name.text, _SEVERAL_ACCOUNTS, **values)
        return None

    def _new_username(self, name: str) -> str:
        username = free_username(name, self._taken)
        self._taken.add(username)
        return username


def plan_staff(cells: Sequence[StaffCell], facts: StaffFacts) -> StaffPlan:
    """Plan these cells against what the database knows."""
    planner = Planner(facts)
    rows = tuple(planner.row(cell) for cell in cells if planner.has_task(cell))
    new_classes = facts.book.missing(row.class_key for row in rows)
    new_subjects = _new_subjects(facts, rows)
    findings = (*planner.findings, *_repeats(rows), *_double_homeroom(rows), *_news(rows, new_classes, new_subjects))
    return StaffPlan(
        rows=rows,
        findings=findings,
        new_classes=new_classes,
        new_accounts=tuple(one for one in planner.met.values() if one is not None and one.user is None),
        new_subjects=new_subjects,
    )


def _new_subjects(facts: StaffFacts, rows: Sequence[StaffRow]) -> tuple[str, ...]:
    """List the subjects to be made in the order of the file, each once, as the file first calls it."""
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
    """Refuse a class on two rows: which of them counts is not guessed."""
    places: dict[ClassKey, dict[Place, str]] = defaultdict(dict)
    for row in rows:
        if row.class_key is not None:
            places[row.class_key][row.cell.class_place] = row.class_name
    for found in places.values():
        if len(found) > 1:
            where = ", ".join(one.in_file for one in found)
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
