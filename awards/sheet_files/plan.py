"""What importing month sheets would do: each sheet of a file against what the database knows of its class."""

import datetime as dt
import re
from collections import defaultdict
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field

from django.utils.functional import Promise, cached_property
from django.utils.translation import gettext as _, gettext_lazy

from awards.models import ENTRY_STATES, LIVE_STATES, LineState, StarItem, Step
from awards.rules.kinds import ItemKind, StepRole, SubjectMode
from awards.sheet_files.facts import ClassFacts, RoundFacts
from awards.sheet_files.matching import pupils_in, shown
from awards.sheet_files.paper import COMMITTEE, HOMEROOM, SUBJECTS, PaperSheet, StarLine, Written, star_key
from awards.sheet_files.voices import VOTED, voices_findings
from awards.sheets.contents import once_taken_off
from awards.sheets.entering import Change, why_not_add
from awards.sheets.on_screen import open_on_paper, running_on_screen
from awards.sheets.paper_steps import Tick
from awards.sheets.workflow import Verb, may
from starrating.cells.findings import Finding, Findings, Place, has_errors
from starrating.days import short_day
from starrating.joiners import in_a_row
from starrating.text import Level, label_key
from students.imports.pipeline.plan import RowState
from students.models import SchoolClass
from students.names.class_names import nearest
from students.names.people import Person

_CONSULTED = re.compile(r"已?征[求询]|[均都]?(全体|全部|一致)?同意|[均都]?(无|没有)(异议|意见)|[√✓✔是]$")
_OBJECTS = re.compile(r"不同意|有异议|未|反对|但")

_UNKNOWN_STAR = gettext_lazy("The scheme has no star of this name. Correct its name.")
_UNKNOWN_STAR_NEAR = gettext_lazy("The scheme has no star of this name. Similar: %(name)s.")
_CHAMPION = gettext_lazy("Champion stars come from exams; the row was skipped.")
_STAR_TWICE = gettext_lazy("This star has another row in the sheet.")
_NO_ROW = gettext_lazy("The sheet has no row for %(stars)s; what was entered there stays as it is.")
_COUNT = gettext_lazy("Number written here: %(count)d; names found: %(names)d.")
_OVER_QUOTA = gettext_lazy("Names found: %(names)d, and the limit is %(limit)d.")
_OVER_CAP = gettext_lazy("%(name)s has too many items in this month: %(count)d, and the limit is %(limit)d: %(stars)s.")
_TAKEN_OFF = gettext_lazy("%(people)s: on the sheet so far, not in the file; the name is taken off.")
_ADDED = gettext_lazy("%(people)s: not on the sheet so far; the name is added.")
_LOCKED = gettext_lazy("The sheet is “%(state)s” and says something else than the file: %(stars)s.")
_NOT_YOURS = gettext_lazy("The sheet of this class is filled in by its homeroom teacher, not by you.")
_STEPS = gettext_lazy("The steps that the class held on paper are ticked with the date %(day)s.")
_RUNNING = gettext_lazy("“%(step)s” runs on screen and is closed there, so it and the steps after it are not ticked.")
_NOT_CONSULTED = gettext_lazy(
    "It is not written that the subject teachers were asked, so the step “%(step)s” is not ticked."
)


@dataclass(frozen=True)
class Difference:
    """One star whose names change: the star's name, and who comes and goes as people read it."""

    star: str
    added: tuple[str, ...]
    removed: tuple[str, ...]


@dataclass(frozen=True)
class SheetPlan:
    """What becomes of one sheet of a file. ``school_class`` is ``None`` where its class is not known."""

    place: Place
    state: RowState
    school_class: SchoolClass | None = None
    class_name: str = ""
    changes: tuple[Change, ...] = ()
    ticks: tuple[Tick, ...] = ()
    differences: tuple[Difference, ...] = ()
    names: int = 0
    numbers: tuple[str, ...] = ()

    @property
    def essence(self) -> tuple[object, ...]:
        """By school numbers: a pupil of a roster in the same drop has no key yet."""
        changes = [(number, one.item_pk, one.wanted) for number, one in zip(self.numbers, self.changes, strict=True)]
        return (str(self.place), self.state.value, self.class_name, changes, self.ticks)


Stars = Mapping[str, StarItem]


def stars_by_label(facts: RoundFacts) -> Stars:
    """Give all stars by what a sheet may call them; a whole name wins over a short one."""
    short = {label_key(item.short_name): item for item in facts.items}
    return short | {label_key(item.name): item for item in facts.items}


@dataclass
class SheetPlanner:
    """Compares one sheet, whose class and month are certain, with what is known of its class.

    ``findings`` grows on the way, ``lines`` and ``wanted`` hold the rows of the paper and whom they name, by star.
    """

    facts: RoundFacts
    stars: Stars
    held_on: dt.date
    paper: PaperSheet
    school_class: SchoolClass
    known: ClassFacts
    findings: Findings = field(default_factory=Findings)
    lines: dict[int, StarLine] = field(default_factory=dict)
    wanted: dict[int, list[Person]] = field(default_factory=dict)

    def plan(self) -> SheetPlan:
        name = self.school_class.name_in(self.facts.round.term.school_year)
        error = SheetPlan(self.paper.place, RowState.ERROR, self.school_class, name)
        if not self._may_enter():
            self.findings.say(Level.ERROR, self.paper.place, name, _NOT_YOURS)
            return error
        self._read_rows()
        self._check_caps()
        self.findings.extend(voices_findings(self.wanted, self.lines, self.known))
        differences = {pk: one for pk in self.wanted if (one := self._difference(pk)).added or one.removed}
        changes = [change for pk in self.wanted for change in self._changes(pk)]
        ticks = list(self._ticks()) if self._in_entry else []
        if not has_errors(self.findings):
            self._report(differences, ticks=bool(ticks))
        if has_errors(self.findings):
            return error
        return SheetPlan(
            place=self.paper.place,
            state=self._state(changed=bool(changes or ticks)),
            school_class=self.school_class,
            class_name=name,
            changes=tuple(changes),
            ticks=tuple(ticks),
            differences=tuple(differences.values()),
            names=sum(map(len, self.wanted.values())),
            numbers=tuple(self._number(change.student_pk) for change in changes),
        )

    def _may_enter(self) -> bool:
        roles = self.facts.standing.toward(self.school_class)
        return bool(roles) and any(may(state, Verb.ENTER, roles) for state in ENTRY_STATES)

    @property
    def _in_entry(self) -> bool:
        return self.known.sheet is None or self.known.sheet.state in ENTRY_STATES

    @cached_property
    def _standing(self) -> Mapping[int, Sequence[int]]:
        """Who stands on the sheet now, by star in the order of the paper."""
        found: dict[int, list[int]] = defaultdict(list)
        for line in self.known.contents.placed():
            found[line.item_id].append(line.student_id)
        return found

    def _state(self, *, changed: bool) -> RowState:
        if not changed:
            return RowState.UNCHANGED
        return RowState.CHANGED if self._standing else RowState.NEW

    def _say(self, level: Level, written: Written, template: Promise, /, **values: object) -> None:
        self.findings.say(level, written.place, written.text[:60], template, **values)

    def _read_rows(self) -> None:
        for line in self.paper.lines:
            item = self.stars.get(label_key(line.star.text)) or self.stars.get(star_key(line.star.text))
            if (item is not None and item.kind != ItemKind.ORDINARY) or (item is None and "状元" in line.star.text):
                self._say(Level.NOTE, line.star, _CHAMPION)
            elif item is None:
                similar = nearest(line.star.text, [one.name for one in self.facts.ordinary])
                self._say(Level.ERROR, line.star, _UNKNOWN_STAR_NEAR if similar else _UNKNOWN_STAR, name=similar)
            elif item.pk in self.lines:
                self._say(Level.ERROR, line.star, _STAR_TWICE)
            else:
                self.lines[item.pk] = line
        missing = [one.name for one in self.facts.ordinary if one.pk not in self.lines]
        if missing and self.lines:
            self.findings.say(Level.WARNING, self.paper.place, "", _NO_ROW, stars=in_a_row(missing))
        self.wanted = {pk: self._people(line) for pk, line in self.lines.items()}

    def _people(self, line: StarLine) -> list[Person]:
        people, found = pupils_in(line.winners, self.known.contents.roster)
        self.findings.extend(found)
        limit = self.known.contents.quota
        if len(people) > limit:
            # A10: where the office may allow more, it is asked when the sheet is filed.
            level = Level.ERROR if self.known.contents.hard else Level.WARNING
            self._say(level, line.winners, _OVER_QUOTA, names=len(people), limit=limit)
        if line.count is not None and line.count != len(people) and not has_errors(found):
            values = {"count": line.count, "names": len(people)}
            self.findings.say(Level.WARNING, line.count_place, str(line.count), _COUNT, **values)
        return people

    def _check_caps(self) -> None:
        """Count a pupil's items (五4), those of the file and those entered under stars that the file does not have."""
        cap = self.known.contents.cap
        held: dict[int, list[StarItem]] = defaultdict(list)
        for item in self.facts.ordinary:
            named = self.wanted.get(item.pk)
            pks = {person.pk for person in named} if named is not None else set(self._standing.get(item.pk, ()))
            for pk in pks | self._declared(item.pk) if item.counts_toward_cap else ():
                held[pk].append(item)
        for pk, items in held.items():
            if cap and len(items) > cap:
                rows = [self.lines[item.pk].winners.place for item in items if item.pk in self.lines]
                name, stars = self._name(pk), in_a_row(item.name for item in items)
                values = {"name": name, "count": len(items), "limit": cap, "stars": stars}
                self.findings.say(Level.ERROR, rows[-1] if rows else self.paper.place, name, _OVER_CAP, **values)

    def _declared(self, item_pk: int) -> set[int]:
        """Give whose declaration on screen counts, chosen or not."""
        return {
            line.student_id
            for (_pk, item), line in self.known.contents.lines.items()
            if item == item_pk
            and line.state in LIVE_STATES
            and (line.place is None or once_taken_off(line) == LineState.PROPOSED)
        }

    def _changes(self, item_pk: int) -> Iterator[Change]:
        standing = self._standing.get(item_pk, ())
        wanted = [person.pk for person in self.wanted[item_pk]]
        yield from (Change(pk, item_pk, wanted=False) for pk in standing if pk not in wanted)
        yield from (Change(pk, item_pk, wanted=True) for pk in wanted if pk not in standing)

    def _difference(self, item_pk: int) -> Difference:
        """Say the changes as people read them."""
        standing = self._standing.get(item_pk, ())
        wanted = {person.pk for person in self.wanted[item_pk]}
        return Difference(
            star=self.known.contents.items[item_pk].name,
            added=tuple(shown(person) for person in self.wanted[item_pk] if person.pk not in standing),
            removed=tuple(self._name(pk) for pk in standing if pk not in wanted),
        )

    def _name(self, student_pk: int) -> str:
        contents = self.known.contents
        if student_pk in contents.people:
            return shown(contents.people[student_pk])
        return next(line.student.name for (pk, _item), line in contents.lines.items() if pk == student_pk)

    def _number(self, student_pk: int) -> str:
        contents = self.known.contents
        if student_pk in contents.people:
            return contents.people[student_pk].number
        return next(line.student.number for (pk, _item), line in contents.lines.items() if pk == student_pk)

    def _report(self, changed: Mapping[int, Difference], *, ticks: bool) -> None:
        """Say what would be overwritten; nothing that somebody entered goes unseen."""
        stars, place = in_a_row(one.star for one in changed.values()), self.paper.place
        if stars and self._in_entry and self.known.contents.voted:
            committee = self.facts.scheme.committee_name
            self.findings.say(Level.ERROR, place, "", VOTED, stars=stars, committee=committee)
            return
        added = self._in_entry and any(one.added for one in changed.values())
        no = why_not_add(self.known.contents) if added else None
        if no is not None:
            self.findings.extend([Finding(Level.ERROR, place, stars, no.message)])
            return
        if stars and self.known.sheet is not None and not self._in_entry:
            state = self.known.sheet.get_state_display()
            self.findings.say(Level.ERROR, place, "", _LOCKED, state=state, stars=stars)
            return
        for pk, one in changed.items() if self._standing else ():
            if one.removed:
                self._say(Level.WARNING, self.lines[pk].winners, _TAKEN_OFF, people=in_a_row(one.removed))
            if one.added:
                self._say(Level.NOTE, self.lines[pk].winners, _ADDED, people=in_a_row(one.added))
        if ticks:
            self.findings.say(Level.NOTE, place, "", _STEPS, day=short_day(self.held_on))

    def _ticks(self) -> Iterator[Tick]:
        """Tick what a sheet on paper says was held (A55), the review only where it says so (A39)."""
        contents = self.known.contents
        running = running_on_screen(contents)
        # The review is the paper's to tell: it says whether the subject teachers were heard.
        reviewed = running is not None and running.role == StepRole.HOMEROOM and running.paper
        if running is not None and not reviewed:
            self.findings.say(Level.WARNING, self.paper.place, "", _RUNNING, step=running.name)
        for step in [running] if running is not None and reviewed else open_on_paper(contents):
            if step.role == StepRole.HOMEROOM and not self._consulted():
                subjects = self.paper.words.get(SUBJECTS) or Written("", self.paper.place)
                self.findings.say(Level.WARNING, subjects.place, subjects.text, _NOT_CONSULTED, step=step.name)
                continue
            yield Tick(step.pk, self.held_on, self._participants(step))

    def _consulted(self) -> bool:
        if self.facts.scheme.subject_mode == SubjectMode.NONE:
            return True
        said = label_key(self._words(SUBJECTS))
        return bool(_CONSULTED.match(said)) and not _OBJECTS.search(said)

    def _participants(self, step: Step) -> str:
        """Say who took part, by the sheet's own words where it has any, else by the scheme's."""
        if step.role == StepRole.COMMITTEE:
            return self._words(COMMITTEE)[:200] or self.facts.scheme.committee_name
        if step.role == StepRole.HOMEROOM:
            teacher = self._words(HOMEROOM)[:60] or self.known.homeroom or _("homeroom teacher")
            if self.facts.scheme.subject_mode == SubjectMode.NONE:
                return teacher
            return _("%(teacher)s; the subject teachers were asked") % {"teacher": teacher}
        if step.role == StepRole.GROUP_LEADER:
            return _("the groups of the class")
        return _("the pupils of the class")

    def _words(self, key: str) -> str:
        """Give what stands beside a label of the footer."""
        found = self.paper.words.get(key)
        return found.text if found else ""
