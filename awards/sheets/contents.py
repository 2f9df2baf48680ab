"""What stands on one sheet, in memory: read once, for the verb that changes it and the page that shows it."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable
from dataclasses import dataclass
from functools import cached_property
from itertools import count

from django.db.models import OuterRef, Subquery

from awards.models import (
    LIVE_STATES,
    PLACED_STATES,
    ClassRound,
    Decision,
    HeldStep,
    LineSource,
    LineState,
    Nomination,
    Objection,
    ObjectionState,
    Scheme,
    StarItem,
    Step,
    Verdict,
)
from awards.rules.kinds import QuotaMode, StepRole
from awards.sheets.facts import class_steps, quota_in_class
from awards.sheets.repeats import TakenStars, taken
from awards.sheets.stage import Stage
from students.models import Enrolment
from students.names.people import Person, Roster

# What is read of a step that is over.
_OF_HELD = ("pk", "held_on", "participants", "on_paper", "by", "at")


@dataclass
class Contents:
    """A sheet's ``items`` in paper order, ``people`` in seat order by key, ``lines`` by (pupil, star), any state.

    A verb that changes the sheet changes ``lines`` with it, so that the answer can be printed from here. Where a class
    has no sheet yet, ``sheet`` is one that is not saved. ``taken`` is how often pupils have stars in the term's other
    rounds, empty where the scheme sets no limit (A12).
    """

    sheet: ClassRound
    stage: Stage
    items: dict[int, StarItem]
    people: dict[int, Person]
    lines: dict[tuple[int, int], Nomination]
    quota: int
    taken: TakenStars

    @classmethod
    def load(cls, sheet: ClassRound) -> Contents:
        """Read a sheet (with ``round__term__pinned__scheme``) in four queries, six with a limit of repeats."""
        scheme = sheet.round.term.pinned.scheme
        people = people_of(sheet)
        lines = Nomination.objects.filter(class_round=sheet).select_related("student").order_by("place", "pk")
        return cls(
            sheet=sheet,
            stage=stage_of(sheet),
            items={item.pk: item for item in StarItem.objects.of_round(sheet.round)},
            people={person.pk: person for person in people},
            lines={(line.student_id, line.item_id): line for line in lines},
            quota=quota_in_class(scheme, len(people)),
            taken=taken(sheet, [person.pk for person in people]),
        )

    @property
    def scheme(self) -> Scheme:
        return self.sheet.round.term.pinned.scheme

    @property
    def cap(self) -> int:
        """Items a pupil may have (五4); 0 without limit."""
        return self.scheme.self_report_max

    @property
    def hard(self) -> bool:
        """Whether nobody may stand above the quota; otherwise the office is asked (A10)."""
        return self.scheme.quota_mode == QuotaMode.HARD

    @property
    def declared(self) -> bool:
        """Whether the pupils put themselves forward on screen, so that any other name is the teacher's own (A6)."""
        return self.stage.was_online(StepRole.PUPIL)

    @property
    def voted(self) -> bool:
        """Whether the committee decided on screen, so that every change from it needs a reason (A57)."""
        return self.stage.was_online(StepRole.COMMITTEE)

    @cached_property
    def retracted(self) -> frozenset[int]:
        """Lines that are off the sheet since their pupils took them back themselves; one query."""
        words = Decision.objects.filter(
            nomination__class_round=self.sheet.pk,
            nomination__state=LineState.DROPPED,
            verdict__in=[Verdict.DECLARED, Verdict.NOMINATED, Verdict.RETRACTED],
        )
        last = dict(words.order_by("pk").values_list("nomination_id", "verdict"))
        return frozenset(pk for pk, verdict in last.items() if verdict == Verdict.RETRACTED)

    @cached_property
    def upheld(self) -> frozenset[int]:
        """Lines that an objection took off the sheet (A38); one query."""
        found = Objection.objects.filter(nomination__class_round=self.sheet.pk, state=ObjectionState.UPHELD)
        return frozenset(found.values_list("nomination_id", flat=True))

    @cached_property
    def roster(self) -> Roster:
        return Roster(self.people.values())

    def placed(self) -> list[Nomination]:
        """Give names that stand on the sheet, in the order of the paper."""
        order = {pk: number for number, pk in enumerate(self.items)}
        found = [line for line in self.lines.values() if line.state in PLACED_STATES and line.item_id in order]
        return sorted(found, key=lambda line: (order[line.item_id], line.place or 0))

    def proposed(self) -> list[Nomination]:
        """Give names declared or nominated that take no place yet, in the order of the class."""
        found = {key: line for key, line in self.lines.items() if line.state == LineState.PROPOSED}
        return [found[key] for key in ((pk, item) for pk in self.people for item in self.items) if key in found]

    def under(self, item_pk: int) -> list[Nomination]:
        """Give names that take a place under one star."""
        return [line for (_s, item), line in self.lines.items() if item == item_pk and line.state in PLACED_STATES]

    def free_place(self, item_pk: int) -> int:
        """Give the lowest place under a star that nobody has."""
        used = {line.place for line in self.under(item_pk)}
        return next(number for number in count(1) if number not in used)

    @property
    def counts(self) -> Counter[int]:
        """By pupil, the items that count among the pupil's: declared, nominated or on the sheet (五4)."""
        return Counter(
            line.student_id
            for line in self.lines.values()
            if line.state in LIVE_STATES and line.item_id in self.items and self.items[line.item_id].counts_toward_cap
        )

    def name_of(self, line: Nomination) -> str:
        """Name a pupil, also one who has left the class since and is not among ``people``."""
        person = self.people.get(line.student_id)
        return person.name if person else line.student.name


def stage_of(sheet: ClassRound) -> Stage:
    """Read the sheet's stage by one query instead of two: it is read with every name that is saved."""
    rows = HeldStep.objects.filter(class_round=sheet, step=OuterRef("pk"))
    steps = class_steps(
        Step.objects.filter(scheme=sheet.round.term.pinned.scheme_id).annotate(
            **{f"held_{name}": Subquery(rows.values(name)) for name in _OF_HELD}
        )
    )
    return Stage(steps, {step.pk: _held(sheet, step) for step in steps if getattr(step, "held_pk", None)})


def _held(sheet: ClassRound, step: Step) -> HeldStep:
    said = {name: getattr(step, f"held_{name}") for name in _OF_HELD}
    return HeldStep(class_round=sheet, step=step, by_id=said.pop("by"), **said)


def people_of(sheet: ClassRound) -> list[Person]:
    """Give those who may stand on the sheet: the class on the round's last day, in seat order (A44)."""
    return [row.person for row in Enrolment.objects.of_class(sheet.school_class, sheet.round.ends_on)]


def once_taken_off(line: Nomination) -> LineState:
    """Say what a name is without its place: a pupil's own declaration stays one unless the group has declined it."""
    declared = line.source == LineSource.SELF and line.group_agreed is not False
    return LineState.PROPOSED if declared else LineState.DROPPED


def namesakes(people: Iterable[Person]) -> frozenset[str]:
    """Give names that more than one of the class bears."""
    seen: set[str] = set()
    twice: set[str] = set()
    for person in people:
        (twice if person.name in seen else seen).add(person.name)
    return frozenset(twice)
