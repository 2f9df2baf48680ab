"""A term in pictures for the staff: the months, the levels of each class, the items, and who has no star yet.

Every picture is a table with drawn cells, so that it can be read, printed and heard as well. No list is in the order
of stars: a list of children is not a ranking.
"""

import datetime as dt
from collections import defaultdict
from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass

from django.db.models import Count

from awards.models import ClassRound, EntrySource, Round, SheetState, StarEntry, StarItem
from awards.rules.kinds import ItemKind
from reports.terms.class_month import ClassMonth, class_month
from reports.terms.facts import PupilTerm, TermFacts, facts_of
from students.models import Term

# Steps of the heat of an item: from nobody to every place taken.
HEAT_STEPS = 4


@dataclass(frozen=True)
class Bar:
    """A bar and its ``share`` of the longest, in per cent."""

    label: str
    value: int
    share: int


@dataclass(frozen=True)
class Part:
    """A level's part of a class: where it begins and how wide it is, in per cent of the class."""

    level: int
    count: int
    start: float
    width: float


@dataclass(frozen=True)
class ClassLevels:
    pk: int
    name: str
    size: int
    parts: Sequence[Part]
    counts: Sequence[int]


@dataclass(frozen=True)
class Heat:
    """How many of the places of an item were taken in a month, ``step`` from 0 to :data:`HEAT_STEPS`."""

    taken: int
    places: int
    step: int


@dataclass(frozen=True)
class ItemRow:
    """An item by months; ``note`` is ``full`` or ``empty`` where every month of the term was so."""

    name: str
    cells: Sequence[Heat]
    note: str


@dataclass(frozen=True)
class Without:
    """Pupils of a class who have no star this term, in the order of the seats."""

    class_name: str
    names: Sequence[str]


@dataclass(frozen=True)
class Chosen:
    """What somebody wants to look at: a class's month, and the levels of one grade. None leaves it to the page."""

    class_pk: int | None = None
    round_pk: int | None = None
    grade: int | None = None


@dataclass(frozen=True)
class Choice:
    """A class, month or grade that can be chosen."""

    value: int
    name: str


@dataclass(frozen=True)
class FiguresPage:
    term: Term
    chosen: Chosen
    provisional: bool
    months: Sequence[Bar]
    levels: Sequence[str]
    classes: Sequence[ClassLevels]
    rounds: Sequence[str]
    items: Sequence[ItemRow]
    without: Sequence[Without]
    class_month: ClassMonth | None
    class_choices: Sequence[Choice]
    round_choices: Sequence[Choice]
    grade_choices: Sequence[Choice]

    @property
    def without_count(self) -> int:
        return sum(len(row.names) for row in self.without)


def figures_page(
    term: Term, day: dt.date, class_pks: Collection[int] | None = None, chosen: Chosen | None = None
) -> FiguresPage:
    """Gather the pictures of ``term`` (with school and scheme) as of ``day``, of the school or of some classes."""
    facts = facts_of(term, day, class_pks)
    here = _by_class([pupil for pupil in facts.pupils if facts.is_here(pupil)])
    final = _final_rounds(facts)
    chosen = chosen or Chosen()
    class_pk = chosen.class_pk or next(iter(here), 0)
    return FiguresPage(
        term=term,
        chosen=chosen,
        provisional=facts.provisional,
        months=_months(facts, [pupil for rows in here.values() for pupil in rows]),
        levels=[level.name for level in facts.levels],
        classes=[
            _class_levels(facts, pk, rows) for pk, rows in here.items() if chosen.grade in (None, _grade(facts, pk))
        ],
        rounds=[round_.month_name for round_, _sheets in final],
        items=_items(facts, final),
        without=_without(facts, here),
        class_month=class_month(facts, class_pk, chosen.round_pk) if class_pk in here else None,
        class_choices=[Choice(pk, facts.classes[pk].name_in(term.school_year)) for pk in here],
        round_choices=[Choice(round_.pk, round_.month_name) for round_, _sheets in final],
        grade_choices=_grades(facts, here),
    )


def _without(facts: TermFacts, here: Mapping[int, Sequence[PupilTerm]]) -> list[Without]:
    year = facts.term.school_year
    return [
        Without(facts.classes[pk].name_in(year), names)
        for pk, rows in here.items()
        if (names := [pupil.name for pupil in rows if pupil.earned <= 0])
    ]


def _grade(facts: TermFacts, class_pk: int) -> int:
    return facts.classes[class_pk].grade_in(facts.term.school_year)


def _grades(facts: TermFacts, class_pks: Collection[int]) -> list[Choice]:
    grades = sorted({_grade(facts, pk) for pk in class_pks})
    return [Choice(grade, facts.term.school.grade_name(grade)) for grade in grades]


def _by_class(pupils: Sequence[PupilTerm]) -> dict[int, list[PupilTerm]]:
    found: dict[int, list[PupilTerm]] = defaultdict(list)
    for pupil in pupils:
        found[pupil.stay.class_pk].append(pupil)
    return found


def _months(facts: TermFacts, pupils: Sequence[PupilTerm]) -> list[Bar]:
    values = [sum(pupil.by_round.get(round_.pk, 0) for pupil in pupils) for round_ in facts.rounds]
    most = max(values, default=0)
    return [
        Bar(round_.month_name, value, round(100 * value / most) if most else 0)
        for round_, value in zip(facts.rounds, values, strict=True)
    ]


def _class_levels(facts: TermFacts, class_pk: int, pupils: Sequence[PupilTerm]) -> ClassLevels:
    """Divide a class by levels from the highest on, so that the golden end of every class begins at the same edge."""
    reached = [pupil.level for pupil in pupils]
    counts = [reached.count(level.number) for level in facts.levels]
    parts, start = [], 0.0
    for number in range(len(counts), 0, -1):
        width = 100 * counts[number - 1] / len(pupils)
        if width:
            parts.append(Part(number, counts[number - 1], round(start, 2), round(width, 2)))
        start += width
    name = facts.classes[class_pk].name_in(facts.term.school_year)
    return ClassLevels(class_pk, name, len(pupils), parts, counts)


def _final_rounds(facts: TermFacts) -> list[tuple[Round, int]]:
    """Give the months with sheets whose stars count, each with the number of such sheets."""
    sheets = ClassRound.objects.filter(round__term=facts.term, school_class__in=list(facts.classes))
    counted = sheets.filter(state=SheetState.FINAL).order_by().values_list("round").annotate(number=Count("pk"))
    numbers = dict(counted)
    return [(round_, numbers[round_.pk]) for round_ in facts.rounds if numbers.get(round_.pk)]


def _items(facts: TermFacts, final: Sequence[tuple[Round, int]]) -> list[ItemRow]:
    ordinary = [item for item in facts.items if item.kind == ItemKind.ORDINARY]
    taken = _taken(facts)
    sizes = [len(rows) for rows in _by_class(facts.pupils).values()]
    # The same quota for every sheet: of the mean class, where the scheme counts in per cent.
    places = facts.scheme.quota_in(round(sum(sizes) / len(sizes))) if sizes else 0
    return [_item_row(item, final, taken, places) for item in ordinary] if final else []


def _taken(facts: TermFacts) -> Mapping[tuple[int, int], int]:
    entries = (
        StarEntry.objects.of_term(facts.term)
        .standing()
        .filter(source=EntrySource.NOMINATION, school_class__in=list(facts.classes))
    )
    rows = entries.order_by().values_list("item", "round").annotate(number=Count("pk"))
    return {(item, round_): number for item, round_, number in rows if item is not None}


def _item_row(
    item: StarItem, final: Sequence[tuple[Round, int]], taken: Mapping[tuple[int, int], int], places: int
) -> ItemRow:
    cells = [heat_of(taken.get((item.pk, round_.pk), 0), places * sheets) for round_, sheets in final]
    steps = {cell.step for cell in cells}
    note = "full" if steps == {HEAT_STEPS} else "empty" if steps == {0} else ""
    return ItemRow(item.name, cells, note)


def heat_of(taken: int, places: int) -> Heat:
    """Give the step of a share: nobody is 0, every place the last step, and what lies between is neither."""
    if not taken or not places:
        return Heat(taken, places, 0)
    if taken >= places:
        return Heat(taken, places, HEAT_STEPS)
    return Heat(taken, places, min(HEAT_STEPS - 1, 1 + int((HEAT_STEPS - 1) * taken / places)))
