"""What importing month sheets would do: each sheet of a file against what the database knows of its class."""

from __future__ import annotations

import datetime as dt
import re
from collections import defaultdict
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field

from django.utils.functional import Promise
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from awards.models import ENTRY_STATES, LIVE_STATES, LineState, StarItem, Step
from awards.rules.kinds import ItemKind, StepRole, SubjectMode
from awards.sheet_files.facts import ClassFacts, RoundFacts
from awards.sheet_files.paper import COMMITTEE, HOMEROOM, SUBJECTS, PaperSheet, StarLine, Written
from awards.sheet_files.voices import voices_findings, voted_findings
from awards.sheet_files.winners import pupils_in, shown
from awards.sheets.contents import once_taken_off
from awards.sheets.entering import Change
from awards.sheets.paper_steps import Tick
from awards.sheets.workflow import Verb, may
from starrating.cells.findings import Finding, Findings, Place, has_errors
from starrating.text import Level, label_key, sentence
from students.imports.pipeline.plan import RowState
from students.models import SchoolClass
from students.names.class_names import nearest
from students.names.people import Person

_CONSULTED = re.compile(r"已?征[求询]|[均都]?(全体|全部|一致)?同意|[均都]?(无|没有)(异议|意见)|[√✓✔是]$")
_OBJECTS = re.compile(r"不同意|有异议|未|反对|但")

_UNKNOWN_STAR = gettext_lazy("The scheme has no star of this name.")
_UNKNOWN_STAR_NEAR = gettext_lazy("The scheme has no star of this name. Similar: %(name)s.")
_CHAMPION = gettext_lazy("Champion stars come from exams; the row was skipped.")
_STAR_TWICE = gettext_lazy("This star has another row in the sheet.")
_NO_ROW = gettext_lazy("The sheet has no row for %(stars)s; what was entered there stays as it is.")
_COUNT = gettext_lazy("%(count)d is written here, and there are %(names)d names.")
_OVER_QUOTA = gettext_lazy("There are %(names)d names, and the limit is %(limit)d.")
_OVER_CAP = gettext_lazy("%(name)s has %(count)d items in this round, and the limit is %(limit)d: %(stars)s.")
_TAKEN_OFF = gettext_lazy("%(people)s: on the sheet so far, not in the file; the name is taken off.")
_ADDED = gettext_lazy("%(people)s: not on the sheet so far; the name is added.")
_LOCKED = gettext_lazy("The sheet is “%(state)s” and says something else than the file: %(stars)s.")
_NOT_YOURS = gettext_lazy("You may not enter the sheet of this class.")
_STEPS = gettext_lazy("The steps that the class held on paper are ticked with the date %(day)s.")
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

    @property
    def essence(self) -> tuple[object, ...]:
        return (str(self.place), self.state.value, self.class_name, self.changes, self.ticks)


@dataclass
class Planner:
    """Compares sheets with the facts; ``findings`` grows on the way."""

    facts: RoundFacts
    held_on: dt.date
    findings: Findings = field(default_factory=Findings)
    _by_label: dict[str, StarItem] = field(init=False)

    def __post_init__(self) -> None:
        self._by_label = {label_key(item.short_name): item for item in self.facts.items}
        self._by_label.update({label_key(item.name): item for item in self.facts.items})

    def plan(self, paper: PaperSheet, school_class: SchoolClass, known: ClassFacts) -> SheetPlan:
        """Plan one sheet whose class and month are certain."""
        findings: list[Finding] = []
        name = school_class.name_in(self.facts.round.term.school_year)
        error = SheetPlan(paper.place, RowState.ERROR, school_class, name)
        if not self.facts.standing.toward(school_class) or not self._may_enter(school_class):
            self._say(Level.ERROR, paper.place, name, _NOT_YOURS)
            return error
        rows = dict(self._rows(paper, findings))
        wanted = {item.pk: self._people(line, known, findings) for item, line in rows.items()}
        lines = {item.pk: line for item, line in rows.items()}
        self._caps(paper, wanted, lines, known, findings)
        findings.extend(voices_findings(wanted, lines, known))
        differences = {pk: self._difference(pk, people, known) for pk, people in wanted.items()}
        changes = [change for pk in wanted for change in self._changes(pk, wanted[pk], known)]
        ticks = list(self._ticks(paper, known, findings)) if self._in_entry(known) else []
        if not has_errors(findings):
            self._report(paper, lines, differences, known, findings, ticks=bool(ticks))
        self.findings.extend(findings)
        if has_errors(findings):
            return error
        return SheetPlan(
            place=paper.place,
            state=_state(known, changed=bool(changes or ticks)),
            school_class=school_class,
            class_name=name,
            changes=tuple(changes),
            ticks=tuple(ticks),
            differences=tuple(one for one in differences.values() if one.added or one.removed),
            names=sum(map(len, wanted.values())),
        )

    def _may_enter(self, school_class: SchoolClass) -> bool:
        roles = self.facts.standing.toward(school_class)
        return any(may(state, Verb.ENTER, roles) for state in ENTRY_STATES)

    def _in_entry(self, known: ClassFacts) -> bool:
        return known.sheet is None or known.sheet.state in ENTRY_STATES

    def _rows(self, paper: PaperSheet, findings: list[Finding]) -> Iterator[tuple[StarItem, StarLine]]:
        seen: set[int] = set()
        for line in paper.lines:
            item = self._by_label.get(label_key(line.star.text))
            if (item is not None and item.kind != ItemKind.ORDINARY) or (item is None and "状元" in line.star.text):
                findings.append(_finding(Level.NOTE, line.star, _CHAMPION))
            elif item is None:
                findings.append(self._unknown_star(line.star))
            elif item.pk in seen:
                findings.append(_finding(Level.ERROR, line.star, _STAR_TWICE))
            else:
                seen.add(item.pk)
                yield item, line
        missing = [one.name for one in self._ordinary() if one.pk not in seen]
        if missing and seen:
            said = sentence(_NO_ROW, stars="、".join(missing))
            findings.append(Finding(Level.WARNING, paper.place, "", said))

    def _ordinary(self) -> list[StarItem]:
        return [item for item in self.facts.items if item.kind == ItemKind.ORDINARY]

    def _unknown_star(self, star: Written) -> Finding:
        similar = nearest(star.text, [item.name for item in self._ordinary()])
        if similar:
            return _finding(Level.ERROR, star, _UNKNOWN_STAR_NEAR, name=similar)
        return _finding(Level.ERROR, star, _UNKNOWN_STAR)

    def _people(self, line: StarLine, known: ClassFacts, findings: list[Finding]) -> list[Person]:
        people, found = pupils_in(line.winners, known.contents.roster)
        findings.extend(found)
        limit = known.contents.quota
        if len(people) > limit:
            # A10: where the office may allow more, it is asked when the sheet is filed.
            level = Level.ERROR if known.contents.hard else Level.WARNING
            findings.append(_finding(level, line.winners, _OVER_QUOTA, names=len(people), limit=limit))
        if line.count is not None and line.count != len(people) and not has_errors(found):
            said = sentence(_COUNT, count=line.count, names=len(people))
            findings.append(Finding(Level.WARNING, line.count_place, str(line.count), said))
        return people

    def _caps(
        self,
        paper: PaperSheet,
        wanted: Mapping[int, Sequence[Person]],
        lines: Mapping[int, StarLine],
        known: ClassFacts,
        findings: list[Finding],
    ) -> None:
        """五4: a pupil's items, those of the file and those entered under stars that the file does not have."""
        cap = known.contents.cap
        held: dict[int, list[StarItem]] = defaultdict(list)
        for item in self._ordinary():
            pks = {person.pk for person in wanted[item.pk]} if item.pk in wanted else set(_standing(known, item.pk))
            pks |= set(_declared(known, item.pk))
            for pk in pks if item.counts_toward_cap else ():
                held[pk].append(item)
        for pk, items in held.items():
            if not cap or len(items) <= cap:
                continue
            last = next((lines[item.pk].winners for item in reversed(items) if item.pk in lines), None)
            name = _name(known, pk)
            stars = "、".join(item.name for item in items)
            said = sentence(_OVER_CAP, name=name, count=len(items), limit=cap, stars=stars)
            findings.append(Finding(Level.ERROR, last.place if last else paper.place, name, said))

    def _changes(self, item_pk: int, people: Sequence[Person], known: ClassFacts) -> Iterator[Change]:
        standing = _standing(known, item_pk)
        wanted = [person.pk for person in people]
        yield from (Change(pk, item_pk, wanted=False) for pk in standing if pk not in wanted)
        yield from (Change(pk, item_pk, wanted=True) for pk in wanted if pk not in standing)

    def _difference(self, item_pk: int, people: Sequence[Person], known: ClassFacts) -> Difference:
        standing = _standing(known, item_pk)
        wanted = {person.pk for person in people}
        return Difference(
            star=known.contents.items[item_pk].name,
            added=tuple(shown(person) for person in people if person.pk not in standing),
            removed=tuple(_name(known, pk) for pk in standing if pk not in wanted),
        )

    def _report(
        self,
        paper: PaperSheet,
        lines: Mapping[int, StarLine],
        differences: Mapping[int, Difference],
        known: ClassFacts,
        findings: list[Finding],
        *,
        ticks: bool,
    ) -> None:
        """Say what would be overwritten; nothing that somebody entered goes unseen."""
        changed = {pk: one for pk, one in differences.items() if one.added or one.removed}
        voted = list(voted_findings(paper, known, [one.star for one in changed.values()]))
        if self._in_entry(known) and voted:
            findings.extend(voted)
            return
        if changed and known.sheet is not None and not self._in_entry(known):
            stars = "、".join(one.star for one in changed.values())
            said = sentence(_LOCKED, state=known.sheet.get_state_display(), stars=stars)
            findings.append(Finding(Level.ERROR, paper.place, "", said))
            return
        if known.contents.placed():
            for pk, one in changed.items():
                if one.removed:
                    findings.append(
                        _finding(Level.WARNING, lines[pk].winners, _TAKEN_OFF, people="、".join(one.removed))
                    )
                if one.added:
                    findings.append(_finding(Level.NOTE, lines[pk].winners, _ADDED, people="、".join(one.added)))
        if ticks:
            findings.append(Finding(Level.NOTE, paper.place, "", sentence(_STEPS, day=self.held_on.isoformat())))

    def _ticks(self, paper: PaperSheet, known: ClassFacts, findings: list[Finding]) -> Iterator[Tick]:
        """Tick the steps that a sheet on paper says were held (A55), the review only where it says so (A39)."""
        stage = known.contents.stage
        for step in stage.steps:
            if not step.paper or step.pk in stage.held:
                continue
            if step.role == StepRole.HOMEROOM and not self._consulted(paper):
                subjects = paper.words.get(SUBJECTS)
                place, value = (subjects.place, subjects.text) if subjects else (paper.place, "")
                said = sentence(_NOT_CONSULTED, step=step.name)
                findings.append(Finding(Level.WARNING, place, value, said))
                continue
            yield Tick(step.pk, self.held_on, self._participants(step, paper, known))

    def _consulted(self, paper: PaperSheet) -> bool:
        if self.facts.scheme.subject_mode == SubjectMode.NONE:
            return True
        subjects = paper.words.get(SUBJECTS)
        said = label_key(subjects.text) if subjects else ""
        return bool(_CONSULTED.match(said)) and not _OBJECTS.search(said)

    def _participants(self, step: Step, paper: PaperSheet, known: ClassFacts) -> str:
        """Who took part, by the sheet's own words where it has any, else by the scheme's."""
        committee, homeroom = paper.words.get(COMMITTEE), paper.words.get(HOMEROOM)
        if step.role == StepRole.COMMITTEE:
            return (committee.text if committee else "")[:200] or self.facts.scheme.committee_name
        if step.role == StepRole.HOMEROOM:
            teacher = (homeroom.text if homeroom else "")[:60] or known.homeroom or _("homeroom teacher")
            if self.facts.scheme.subject_mode == SubjectMode.NONE:
                return teacher
            return _("%(teacher)s; the subject teachers were asked") % {"teacher": teacher}
        if step.role == StepRole.GROUP_LEADER:
            return _("the groups of the class")
        return _("the pupils of the class")

    def _say(self, level: Level, place: Place, value: str, template: Promise) -> None:
        self.findings.append(Finding(level, place, value, sentence(template)))


def _standing(known: ClassFacts, item_pk: int) -> list[int]:
    return [line.student_id for line in known.contents.placed() if line.item_id == item_pk]


def _declared(known: ClassFacts, item_pk: int) -> list[int]:
    """Whose declaration on screen counts, chosen or not."""
    lines = [line for (_pk, item), line in known.contents.lines.items() if item == item_pk]
    return [
        line.student_id
        for line in lines
        if line.state in LIVE_STATES and (line.place is None or once_taken_off(line) == LineState.PROPOSED)
    ]


def _name(known: ClassFacts, student_pk: int) -> str:
    person = known.contents.people.get(student_pk)
    if person is not None:
        return shown(person)
    return next(line.student.name for (pk, _item), line in known.contents.lines.items() if pk == student_pk)


def _state(known: ClassFacts, *, changed: bool) -> RowState:
    if not changed:
        return RowState.UNCHANGED
    return RowState.CHANGED if known.contents.placed() else RowState.NEW


def _finding(level: Level, written: Written, template: Promise, **values: object) -> Finding:
    return Finding(level, written.place, written.text[:60], sentence(template, **values))
