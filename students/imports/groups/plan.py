"""What a file of groups would do: each row new, changed, unchanged or in error."""

import datetime as dt
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field

from django.utils.functional import Promise
from django.utils.translation import gettext as _, gettext_lazy

from starrating.cells.findings import Findings
from starrating.text import Level
from students.imports.groups.facts import GroupFacts
from students.imports.groups.file import GroupLine
from students.imports.pipeline.classes import UNKNOWN_CLASS, ClassMatch
from students.imports.pipeline.plan import FieldChange, Plan, RowState
from students.imports.pipeline.pupil_rows import OTHER_CLASS
from students.models import Enrolment, SchoolClass
from students.names.personal import match_key

_NOBODY = gettext_lazy("%(class)s has no pupil %(who)s. Correct the row, or delete it.")
_SEVERAL = gettext_lazy("%(class)s has %(count)d pupils called %(name)s: give the school number.")
_OTHER_NAME = gettext_lazy(
    "The number %(number)s belongs to %(known)s, not to %(name)s. Correct the number or the name."
)
_TWICE = gettext_lazy("%(name)s is in the file more than once.")
_TWO_LEADERS = gettext_lazy("%(group)s of %(class)s has two leaders in the file.")
_NO_GROUP = gettext_lazy("%(name)s is to lead a group, but sits in none.")


@dataclass(frozen=True, slots=True)
class GroupRow:
    """One pupil: where from and where to; ``place`` is empty for a row in error."""

    line: GroupLine
    state: RowState
    class_name: str
    place: Enrolment | None = None
    group: str = ""
    leads: bool = False
    joins: bool = False
    changes: tuple[FieldChange, ...] = ()

    @property
    def essence(self) -> tuple[object, ...]:
        changes = [(change.field, change.old, change.new) for change in self.changes]
        return (self.place.student_id if self.place else self.line.name, self.state.value, changes)


@dataclass(frozen=True)
class GroupsPlan(Plan[GroupRow]):
    """What a file of groups would do from ``day`` on."""

    day: dt.date

    @property
    def figures(self) -> Mapping[str, object]:
        return {**super().figures, "count": self.size}


@dataclass
class _Planner:
    facts: GroupFacts
    findings: Findings = field(default_factory=Findings)

    def row(self, line: GroupLine) -> GroupRow:
        match = self.facts.book.find(line.class_text, line.grade_text)
        error = GroupRow(line, RowState.ERROR, match.name)
        if line.refused:
            return error
        place = self._by_number(line, match) if match.existing is not None or not line.class_text else None
        if place is None and match.existing is None:
            self._say(line, line.class_text, UNKNOWN_CLASS, name=match.name or line.class_text)
            return error
        if place is None and match.existing is not None:
            place = self._place(line, match.existing, match.name)
        if place is None:
            return error
        match = self.facts.book.match_of(place.school_class_id) or match
        group = line.group or (place.group.typed if place.group else "")
        if line.leader and not group:
            self._say(line, line.name, _NO_GROUP, name=line.name)
            return error
        return self._compared(line, match.name, place, group)

    def _compared(self, line: GroupLine, class_name: str, place: Enrolment, group: str) -> GroupRow:
        known = self.facts.groups.named(place.school_class_id, group) if group else None
        moves = bool(group) and (known is None or known.pk != place.group_id)
        leads_now = self.facts.leaders.get(place.student_id)
        leads = line.leader and (known is None or leads_now != known.pk)
        on_committee = place.student_id in self.facts.cadres or (leads_now is not None and not moves)
        joins = line.cadre and not line.leader and not on_committee
        changes = []
        if moves:
            changes.append(FieldChange("group", _("group"), str(place.group or ""), str(known) if known else group))
        if leads:
            changes.append(FieldChange("leader", _("group leader"), "", _("yes")))
        if joins:
            changes.append(FieldChange("cadre", _("committee member"), "", _("yes")))
        state = RowState.UNCHANGED
        if changes:
            state = RowState.CHANGED if place.group_id and moves else RowState.NEW
        return GroupRow(line, state, class_name, place, group, leads, joins, tuple(changes))

    def _by_number(self, line: GroupLine, match: ClassMatch) -> Enrolment | None:
        """Find whom number and name tell; where the class of the row is another, the roster's is taken, with a note."""
        found = self.facts.by_number.get(line.number) if line.number else None
        if found is None or match_key(found.student.name) != match_key(line.name):
            return None
        other = self.facts.book.find(line.class_or, line.grade_text) if line.class_or else match
        there = [one.existing.pk for one in (match, other) if one.existing is not None]
        if match.key is not None and found.school_class_id not in there:
            known = self.facts.book.match_of(found.school_class_id)
            values = {"name": found.student.name, "typed": line.class_text, "known": known.name if known else ""}
            self.findings.say(Level.NOTE, line.place, line.class_text, OTHER_CLASS, **values)
        return found

    def _place(self, line: GroupLine, school_class: SchoolClass, name: str) -> Enrolment | None:
        there = self.facts.places.get(school_class.pk, [])
        same = [place for place in there if match_key(place.student.name) == match_key(line.name)]
        if line.number:
            found = next((place for place in there if place.student.number == line.number), None)
            if found is None:
                who = f"{line.name} ({line.number})"
                self._say(line, line.number, _NOBODY, **{"class": name, "who": who})
            elif line.name and found not in same:
                values = {"number": line.number, "known": found.student.name, "name": line.name}
                self._say(line, line.name, _OTHER_NAME, **values)
                return None
            return found
        if len(same) > 1 and line.seat is not None:
            same = [place for place in same if place.seat == line.seat] or same
        if len(same) > 1:
            several: dict[str, object] = {"class": name, "count": len(same), "name": line.name}
            self._say(line, line.name, _SEVERAL, **several)
        elif not same:
            self._say(line, line.name, _NOBODY, **{"class": name, "who": line.name})
        return same[0] if len(same) == 1 else None

    def remark(self, rows: Sequence[GroupRow]) -> None:
        """Refuse a pupil on two rows and a group with two leaders: which of them counts is not guessed."""
        seen: set[int] = set()
        led: set[tuple[int, str]] = set()
        for row in rows:
            if row.place is None:
                continue
            if row.place.student_id in seen:
                self._say(row.line, row.line.name, _TWICE, name=row.line.name)
            seen.add(row.place.student_id)
            key = (row.place.school_class_id, row.group)
            if row.line.leader and key in led:
                self._say(row.line, row.line.name, _TWO_LEADERS, **{"group": row.group, "class": row.class_name})
            if row.line.leader:
                led.add(key)

    def _say(self, line: GroupLine, value: str, template: Promise, /, **values: object) -> None:
        self.findings.say(Level.ERROR, line.place, value, template, **values)


def plan_groups(lines: Sequence[GroupLine], facts: GroupFacts) -> GroupsPlan:
    """Plan these lines against what the database knows."""
    planner = _Planner(facts)
    rows = tuple(planner.row(line) for line in lines)
    planner.remark(rows)
    return GroupsPlan(rows, tuple(planner.findings), facts.day)
