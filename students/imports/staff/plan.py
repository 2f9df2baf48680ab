"""What a staff matrix would do to the database: each task new, changed, unchanged or in error."""

import datetime as dt
from collections import Counter, defaultdict
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field

from django.utils.translation import gettext_lazy as _

from starrating.cells.findings import Finding, Findings, Place
from starrating.cells.words import staff_titles
from starrating.joiners import in_a_row
from starrating.text import Level, sentence
from students.accounts.staff import free_username, staff_key
from students.imports.pipeline.classes import NEW_CLASSES, ClassKey, NewClass
from students.imports.pipeline.plan import Plan, RowState
from students.imports.staff.cells import StaffCell, subject_key
from students.imports.staff.facts import StaffFacts
from students.imports.staff.names import StaffName
from students.models import Staffing, User
from students.names.likeness import is_close

_CLASS_TWICE = _("The class %(name)s is in the file more than once (%(places)s).")
_TWO_HOMEROOM = _("A class has one homeroom teacher; the cell names several.")
_SEVERAL_ACCOUNTS = _(
    "Several accounts are called %(name)s (%(accounts)s). Write the account's name in brackets: %(name)s(%(first)s)."
)
_HOMEROOM_TWICE = _("%(name)s is homeroom teacher of several classes by this file: %(classes)s.")
_READ_AS = _("%(name)s was read as %(known)s.")
_LIKE = _(
    "Nobody is called %(name)s. Is %(people)s meant? What the file says of this name is skipped until you say who it "
    "is (in a command: --teacher '%(name)s=ACCOUNT') or tick a new account (--account %(name)s)."
)
_NOT_TICKED = _(
    "Nobody is called %(name)s, and a new account is not ticked: what the file says of this name is skipped."
)
_TAKEN = _("Tasks pass from %(name)s to others: %(tasks)s.")
_KEPT = _("The cell is empty; %(names)s keeps the task. End it by hand if it is over.")
_NEW_SUBJECT = _("Subjects that are not there yet and are made when you confirm: %(names)s.")


@dataclass(frozen=True, slots=True)
class Teacher:
    """Who a name means: an account, or one to be made. ``name`` is the one to show and to keep.

    ``asked``: nobody is called so, so that it is on the list of new accounts, with those whose names are ``similar``;
    ``skipped``: no account is to be made, and what the file says of this name is not written.
    """

    name: str
    username: str
    user: User | None = None
    asked: bool = False
    similar: tuple[User, ...] = ()
    skipped: bool = False


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
        return in_a_row(one.name for one in self.teachers) or in_a_row(one.text for one in self.cell.names)

    @property
    def shown_before(self) -> str:
        """Who holds it now."""
        return in_a_row(str(one.user) for one in self.held)

    @property
    def essence(self) -> tuple[object, ...]:
        held = [one.pk for one in self.held]
        if any(one.asked for one in self.teachers):
            # What is answered on the preview is no change of the ground.
            return (self.class_key, self.cell.subject, "asked", [one.text for one in self.cell.names], held)
        teachers = [(one.username, one.user is None) for one in self.teachers]
        return (self.class_key, self.cell.subject, self.state.value, teachers, held, self.changes_on)


@dataclass(frozen=True)
class StaffPlan(Plan[StaffRow]):
    new_classes: tuple[NewClass, ...]
    new_accounts: tuple[Teacher, ...]
    asked: tuple[Teacher, ...]
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
    variants: Counter[str] = field(default_factory=Counter)

    def __post_init__(self) -> None:
        self._taken = set(self.facts.taken)

    def row(self, cell: StaffCell) -> StaffRow:
        match = self.facts.book.find(cell.class_text, cell.grade_text)
        if match.key is None and not cell.refused and cell.class_place not in self._unknown:
            self._unknown.add(cell.class_place)
            self.findings.say(Level.ERROR, cell.class_place, match.name, match.unknown)
        if not cell.subject and len(cell.names) > 1:
            self.findings.say(Level.ERROR, cell.place, in_a_row(one.text for one in cell.names), _TWO_HOMEROOM)
        teachers = [self._teacher(name, cell.place) for name in cell.names]
        known = tuple(one for one in teachers if one is not None)
        failed = cell.refused or match.key is None or len(known) < len(teachers)
        if failed or (not cell.subject and len(cell.names) > 1):
            return StaffRow(cell, RowState.ERROR, match.key, match.name, known)
        task = subject_key(cell.subject)
        held = tuple(self.facts.held.get((match.existing.pk, task), ())) if match.existing else ()
        if not known:
            names = in_a_row(str(one.user) for one in held)
            self.findings.say(Level.NOTE, cell.place, "", _KEPT, names=names)
        state, changes_on = self._state(known, held)
        if any(one.skipped for one in known):
            return StaffRow(cell, RowState.CONFLICT, match.key, match.name, known, held)
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
            return self._unknown_teacher(name, same, place)
        accounts = [one.username for one in found]
        values = {"name": name.name, "accounts": in_a_row(accounts), "first": accounts[0]}
        self.findings.say(Level.ERROR, place, name.text, _SEVERAL_ACCOUNTS, **values)
        return None

    def _unknown_teacher(self, name: StaffName, same: Sequence[User], place: Place) -> Teacher:
        """Say what becomes of a name that nobody has: who it stands for, or a new account if that is wanted."""
        people = [one for users in self.facts.users.values() for one in users]
        meant = next((one for one in people if one.username == self.facts.meant.get(name.text)), None)
        if meant is not None:
            return Teacher(meant.name, meant.username, meant, asked=True)
        if len(same) == 1 and name.tag.isdecimal() and self.variants[name.name] == 1:
            self.findings.say(Level.NOTE, place, name.text, _READ_AS, name=name.text, known=same[0].name)
            return Teacher(same[0].name, same[0].username, same[0])
        similar = (*same, *(one for one in people if one not in same and _may_be(name, one.name)))
        ticked = not similar if self.facts.accounts is None else name.text in self.facts.accounts
        if not ticked:
            values = {"name": name.text, "people": in_a_row(f"{one.name} ({one.username})" for one in similar)}
            message = _LIKE if similar else _NOT_TICKED
            self.findings.say(Level.WARNING, place, name.text, message, **values)
        username = self._new_username(name.name)
        return Teacher(name.text, username, asked=True, similar=similar, skipped=not ticked)

    def _new_username(self, name: str) -> str:
        username = free_username(name, self._taken)
        self._taken.add(username)
        return username


def _may_be(name: StaffName, known: str) -> bool:
    """Tell whether a name that nobody has may stand for one that somebody has: 孙静捐, 静娟, 孙静娟或徐建颖, 孙老师."""
    if is_close(name.name, known) or (len(known) > 1 and known in name.text):
        return True
    family = next((name.name.removesuffix(one) for one in staff_titles() if name.name.endswith(one)), "")
    return (len(name.name) > 1 and name.name in known) or (len(family) == 1 and known.startswith(family))


def plan_staff(cells: Sequence[StaffCell], facts: StaffFacts) -> StaffPlan:
    """Plan these cells against what the database knows."""
    variants = Counter(name.name for name in {name for cell in cells for name in cell.names if name.tag})
    planner = Planner(facts, variants=variants)
    rows = tuple(planner.row(cell) for cell in cells if planner.has_task(cell))
    new_classes = facts.book.missing(row.class_key for row in rows)
    new_subjects = _new_subjects(facts, rows)
    findings = (
        *planner.findings,
        *_repeats(rows),
        *_double_homeroom(rows),
        *_taken(rows),
        *_news(rows, new_classes, new_subjects),
    )
    met = [one for one in planner.met.values() if one is not None]
    return StaffPlan(
        rows=rows,
        findings=findings,
        new_classes=new_classes,
        new_accounts=tuple(one for one in met if one.user is None and not one.skipped),
        asked=tuple(one for one in met if one.asked and one.user is None),
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
        names = in_a_row(one.name for one in classes)
        yield Finding(Level.NOTE, Place(rows[0].cell.place.file), "", sentence(NEW_CLASSES, names=names))
    if subjects:
        names = in_a_row(subjects)
        yield Finding(Level.NOTE, Place(rows[0].cell.place.file), "", sentence(_NEW_SUBJECT, names=names))


def _taken(rows: Sequence[StaffRow]) -> Iterator[Finding]:
    """Say of everybody who loses tasks which, and to whom: nobody loses a class unseen."""
    lost: dict[User, list[StaffRow]] = defaultdict(list)
    for row in rows:
        if row.state == RowState.CHANGED:
            staying = {one.username for one in row.teachers}
            for task in row.held:
                if task.user.username not in staying:
                    lost[task.user].append(row)
    for user, found in lost.items():
        tasks = in_a_row(f"{row.class_name}{row.cell.subject or _('homeroom teacher')} → {row.shown}" for row in found)
        yield Finding(Level.WARNING, found[0].cell.place, user.name, sentence(_TAKEN, name=user.name, tasks=tasks))


def _repeats(rows: Sequence[StaffRow]) -> Iterator[Finding]:
    """Refuse a class on two rows: which of them counts is not guessed."""
    places: dict[ClassKey, dict[Place, str]] = defaultdict(dict)
    for row in rows:
        if row.class_key is not None:
            places[row.class_key][row.cell.class_place] = row.class_name
    for found in places.values():
        if len(found) > 1:
            where = in_a_row(one.in_file for one in found)
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
            said = sentence(_HOMEROOM_TWICE, name=found[0].shown, classes=in_a_row(names))
            yield Finding(Level.WARNING, found[1].cell.place, found[1].shown, said)
