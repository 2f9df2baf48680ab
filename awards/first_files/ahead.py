"""Files of one drop compared with each other: what the roster and the staff matrix will have written, in memory."""

import datetime as dt
from collections import defaultdict
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field, replace

from django.utils.functional import cached_property
from django.utils.translation import gettext_lazy as _

from awards.sheet_files.all_sheets import SheetsFacts, classes_of
from awards.sheet_files.facts import ClassFacts, class_facts
from awards.sheet_files.paper import PaperSheet
from starrating.cells.findings import Finding, Place
from starrating.joiners import in_a_row
from starrating.text import Level, sentence
from students.imports.pipeline.classes import ClassKey
from students.imports.pipeline.plan import RowState
from students.imports.roster.facts import RosterFacts
from students.imports.roster.plan import RosterPlan, RosterRow
from students.imports.staff.plan import StaffPlan, StaffRow
from students.names.people import Person

_PLACE = frozenset({"class", "seat", "group"})
_NOT_IN_ROSTER = _("The staff matrix has classes that neither the roster nor the school has: %(names)s.")
_NO_HOMEROOM = _("Classes of the roster without a homeroom teacher in the staff matrix: %(names)s.")


@dataclass(frozen=True)
class Arrival:
    """A pupil as the roster will have it, in the class from ``since`` on."""

    person: Person
    class_key: ClassKey
    since: dt.date


@dataclass
class Ahead:
    """What comes before: the plans of the same drop, with what the roster's was made from."""

    roster: RosterPlan | None = None
    roster_facts: RosterFacts | None = None
    staff: StaffPlan | None = None
    found: list[Finding] = field(default_factory=list)

    @property
    def new_classes(self) -> list[ClassKey]:
        plans = [one for one in (self.roster, self.staff) if one is not None]
        return list(dict.fromkeys((one.entry_year, one.number) for plan in plans for one in plan.new_classes))

    @cached_property
    def arrivals(self) -> Mapping[ClassKey, Sequence[Arrival]]:
        """Give by class who will be in it, of those whose rows change anything."""
        found: dict[ClassKey, list[Arrival]] = defaultdict(list)
        for place, row in enumerate(self.roster.rows if self.roster else (), 1):
            if row.state in (RowState.NEW, RowState.CHANGED) and row.class_key is not None:
                found[row.class_key].append(self._arrival(row, place))
        return found

    @cached_property
    def moved(self) -> Mapping[int, Arrival]:
        """The same by pupil's key."""
        return {one.person.pk: one for arrivals in self.arrivals.values() for one in arrivals}

    @cached_property
    def homerooms(self) -> Mapping[ClassKey, StaffRow]:
        """Give by class the row that brings another homeroom teacher."""
        return {
            row.class_key: row
            for row in (self.staff.working if self.staff else ())
            if not row.cell.subject and row.class_key is not None
        }

    def _arrival(self, row: RosterRow, place: int) -> Arrival:
        facts = self.roster_facts
        assert facts is not None and row.class_key is not None, "they come with the roster's plan"  # noqa: PT018, S101
        current = facts.enrolled(row.student) if row.student else None
        moves = row.student is None or any(change.field in _PLACE for change in row.changes)
        stays = (
            current is not None
            and facts.book.by_key.get(row.class_key) is not None
            and (facts.book.by_key[row.class_key].pk == current.school_class_id)
        )
        seat = row.line.seat or (current.seat if current is not None and stays else None)
        since = (row.moves_on if moves else None) or (current.starts_on if current else facts.dates.starts_on)
        # A pupil who is not saved yet has a key below nought, the same however often it is asked for.
        key = row.student.pk if row.student else -place
        return Arrival(Person(key, row.number, row.line.name, seat), row.class_key, since)


def upon_roster(ahead: Ahead, plan: StaffPlan) -> Iterator[Finding]:
    """Say where staff matrix and roster do not fit each other."""
    if ahead.roster is None or not plan.rows:
        return
    file = Place(plan.rows[0].cell.place.file)
    if plan.new_classes:
        names = in_a_row(one.name for one in plan.new_classes)
        yield Finding(Level.WARNING, file, "", sentence(_NOT_IN_ROSTER, names=names))
    led = {row.class_key for row in plan.rows if not row.cell.subject and row.teachers}
    rest = [one.name for one in ahead.roster.new_classes if (one.entry_year, one.number) not in led]
    if rest:
        yield Finding(Level.WARNING, file, "", sentence(_NO_HOMEROOM, names=in_a_row(rest)))


def sheets_upon(ahead: Ahead, papers: Sequence[PaperSheet], facts: SheetsFacts) -> SheetsFacts:
    """Give what month sheets are compared with once roster and staff matrix are written."""
    if ahead.roster is None and ahead.staff is None:
        return facts
    facts.round.book.expect(ahead.new_classes)
    known = class_facts(facts.round, classes_of(papers, facts.round))
    keys = {one.pk: key for key, one in facts.round.book.by_key.items()}
    return replace(facts, known={pk: _upon(ahead, one, pk, keys[pk], facts) for pk, one in known.items()})


def _upon(ahead: Ahead, known: ClassFacts, class_pk: int, key: ClassKey, facts: SheetsFacts) -> ClassFacts:
    day, contents = facts.round.round.ends_on, known.contents
    people = dict(contents.people)
    for pk in list(people):
        moved = ahead.moved.get(pk)
        if moved is None:
            continue
        if moved.class_key == key or moved.since > day:
            people[pk] = replace(people[pk], name=moved.person.name)
        else:
            del people[pk]
    for one in ahead.arrivals.get(key, ()):
        if one.since <= day:
            people[one.person.pk] = one.person
    order = sorted(people.values(), key=lambda one: (one.seat is None, one.seat or 0, one.number))
    led = ahead.homerooms.get(key)
    begins = led is not None and (led.changes_on is None or led.changes_on <= day)
    return replace(
        known,
        contents=replace(contents, people={one.pk: one for one in order}, quota=contents.scheme.quota_in(len(order))),
        homeroom=led.teachers[0].name if led is not None and begins else known.homeroom,
    )
