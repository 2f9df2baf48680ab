"""What stands on sheets, in memory: read once, for the verb that changes one and the pages that show them."""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Collection, Iterable, Sequence
from dataclasses import dataclass
from itertools import count

from django.utils.functional import cached_property

from awards.models import (
    LIVE_STATES,
    PLACED_STATES,
    ClassRound,
    Decision,
    EntrySource,
    LineSource,
    LineState,
    Nomination,
    Objection,
    ObjectionState,
    PendingName,
    Scheme,
    StarEntry,
    StarItem,
    Verdict,
)
from awards.rules.kinds import QuotaMode, StepRole
from awards.sheets.stage import Stage
from students.models import Enrolment
from students.names.people import Person, Roster


@dataclass
class Contents:
    """A sheet's ``items`` in paper order, ``people`` in seat order by key, ``lines`` by (pupil, star), any state.

    A verb that changes the sheet changes ``lines`` with it, so that the answer can be printed from here. Where a class
    has no sheet yet, ``sheet`` is one that is not saved. ``taken`` is how often pupils have stars in the term's other
    rounds, empty where the scheme sets no limit (A12). ``counted`` is how many names wait for a decision where only
    those that stand were read, else None; ``typed`` is what :attr:`pending` gives, once it has been read.
    """

    sheet: ClassRound
    stage: Stage
    items: dict[int, StarItem]
    people: dict[int, Person]
    lines: dict[tuple[int, int], Nomination]
    quota: int
    taken: TakenStars
    counted: int | None = None
    typed: list[PendingName] | None = None

    @classmethod
    def load(cls, sheet: ClassRound) -> Contents:
        """Read a sheet (with ``round__term__pinned__scheme``) in four queries, six with a limit of repeats."""
        return cls.of_sheets([sheet])[0]

    @classmethod
    def of_sheets(
        cls, sheets: Sequence[ClassRound], *, placed: bool = False, items: Iterable[StarItem] | None = None
    ) -> list[Contents]:
        """Read sheets of one round, in their order: a query more than for one, however many there are.

        ``placed`` leaves out the names that do not stand: the checks only ask how many of them are undecided, in one
        query more. ``items`` are the round's stars where they are known.
        """
        round_ = sheets[0].round
        people, lines = _people(sheets), _lines(sheets, placed=placed)
        alone = len(sheets) == 1 and sheets[0].pk
        stages = {sheets[0].pk: Stage.load(sheets[0])} if alone else Stage.of_sheets(sheets)
        stars = {item.pk: item for item in (StarItem.objects.of_round(round_) if items is None else items)}
        pupils = {pk for of_class in people.values() for pk in of_class} | {pk for of in lines.values() for pk, _ in of}
        had = taken(sheets[0], pupils)
        waits = _what_waits(sheets) if placed else {}
        typed = _typed([sheet for sheet in sheets if waits.get(sheet.pk, _NOTHING)[0]]) if placed else {}
        return [
            cls(
                sheet=sheet,
                stage=stages[sheet.pk],
                items=stars,
                people=people[sheet.school_class_id],
                lines=lines[sheet.pk],
                quota=round_.term.pinned.scheme.quota_in(len(people[sheet.school_class_id])),
                taken=had,
                counted=waits.get(sheet.pk, _NOTHING)[1] if placed else None,
                typed=typed[sheet.pk] if placed else None,
            )
            for sheet in sheets
        ]

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

    @property
    def pending(self) -> list[PendingName]:
        """Pieces of typed text that wait to be recognised; read when first asked for, unless the sheet says none do."""
        if self.typed is None:
            asking = self.sheet.pk and getattr(self.sheet, "has_pending", True)
            self.typed = _typed([self.sheet] if asking else [])[self.sheet.pk]
        return self.typed

    @property
    def undecided(self) -> int:
        """How many names are declared or nominated and neither chosen nor declined, those of leavers with them."""
        if self.counted is not None:
            return self.counted
        return sum(line.state == LineState.PROPOSED for line in self.lines.values())

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


def _people(sheets: Sequence[ClassRound]) -> dict[int, dict[int, Person]]:
    """Give by class those who may stand on its sheet: the class on the round's last day, in seat order (A44)."""
    found: dict[int, dict[int, Person]] = defaultdict(dict)
    classes = [sheet.school_class_id for sheet in sheets]
    for row in Enrolment.objects.of_classes(classes, sheets[0].round.ends_on):
        found[row.school_class_id][row.student_id] = row.person
    return found


def _lines(sheets: Sequence[ClassRound], *, placed: bool) -> dict[int, dict[tuple[int, int], Nomination]]:
    found: dict[int, dict[tuple[int, int], Nomination]] = defaultdict(dict)
    rows = Nomination.objects.placed() if placed else Nomination.objects.all()
    rows = rows.filter(class_round__in=[sheet.pk for sheet in sheets if sheet.pk])
    for line in rows.select_related("student").order_by("place", "pk"):
        found[line.class_round_id][line.student_id, line.item_id] = line
    return found


_NOTHING = (False, 0)


def _what_waits(sheets: Sequence[ClassRound]) -> dict[int, tuple[bool, int]]:
    """Say by sheet whether typed names wait, and how many names are undecided; no query where the sheets say it."""
    if all(hasattr(sheet, "has_pending") for sheet in sheets):
        return {sheet.pk: (sheet.has_pending, sheet.undecided) for sheet in sheets}
    found = ClassRound.objects.filter(pk__in=[sheet.pk for sheet in sheets if sheet.pk]).saying_what_waits()
    return {sheet.pk: (sheet.has_pending, sheet.undecided) for sheet in found}


def _typed(sheets: Sequence[ClassRound]) -> dict[int, list[PendingName]]:
    found: dict[int, list[PendingName]] = defaultdict(list)
    for row in PendingName.objects.filter(class_round__in=[sheet.pk for sheet in sheets]) if sheets else ():
        found[row.class_round_id].append(row)
    return found


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


TakenStars = dict[tuple[int, int], int]


def taken(sheet: ClassRound, students: Collection[int]) -> TakenStars:
    """Count by (pupil, star) how often it was won, or stands to be, in the term's other rounds; two statements.

    Pairs that do not occur are absent. Empty, without a question, where the scheme sets no limit. ``sheet`` needs
    ``round__term__pinned__scheme`` loaded.
    """
    term = sheet.round.term
    if not term.pinned.scheme.item_repeats_per_term or not students:
        return {}
    won = (
        StarEntry.objects.of_term(term)
        .standing()
        .filter(student__in=students, item__isnull=False)
        # A credit carries over what a second record of the same pupil had won.
        .filter(source__in=[EntrySource.NOMINATION, EntrySource.CREDIT])
        .exclude(round=sheet.round_id)
    )
    # What is final is in the ledger already.
    to_be = (
        Nomination.objects.filter(class_round__round__term=term, student__in=students)
        .filter(state__in=[LineState.CHOSEN, LineState.DISPUTED])
        .exclude(class_round__round=sheet.round_id)
    )
    pairs = [
        *won.values_list("student_id", "item_id").order_by(),
        *to_be.values_list("student_id", "item_id").order_by(),
    ]
    return dict(Counter(pairs))
