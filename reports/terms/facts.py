"""A term in plain facts, read in a fixed number of statements however many pupils there are."""

import datetime as dt
from collections import defaultdict
from collections.abc import Collection, Iterable
from dataclasses import dataclass, field

from django.db.models import Sum
from django.utils import timezone

from awards.models import ClassRound, Level, Round, Scheme, StarEntry, StarItem
from awards.rules.kinds import ItemKind
from awards.rules.levels import level_for
from students.models import Enrolment, GradeSettlement, SchoolClass, Staffing, Term


@dataclass(frozen=True)
class Stay:
    """A pupil's time in a class within the term; no ``until`` means still there."""

    class_pk: int
    seat: int | None
    since: dt.date
    until: dt.date | None


@dataclass
class PupilTerm:
    """One pupil's term. ``by_round`` and ``by_item`` leave deductions out, so that each adds up to ``earned``."""

    pk: int
    number: str
    name: str
    sex: str
    stays: list[Stay] = field(default_factory=list)
    by_round: dict[int, int] = field(default_factory=lambda: defaultdict(int))
    by_item: dict[int, int] = field(default_factory=lambda: defaultdict(int))
    earned: int = 0
    deducted: int = 0
    # Stars that a transfer brought along (A42): of no item, no deduction.
    brought: int = 0
    level: int = 0
    # The total as the scheme has it shown: the sum, or not below zero (A26).
    shown: int = 0

    @property
    def total(self) -> int:
        return self.earned + self.deducted + self.brought

    @property
    def stay(self) -> Stay:
        """Where the pupil is now, or was last."""
        return self.stays[-1]


@dataclass(frozen=True)
class TermFacts:
    """What every table of a term is made of. ``day`` is the day it tells of, inside the term where possible."""

    term: Term
    scheme: Scheme
    day: dt.date
    rounds: list[Round]
    items: list[StarItem]
    levels: list[Level]
    classes: dict[int, SchoolClass]
    homerooms: dict[int, str]
    in_time: dict[int, int]
    pupils: list[PupilTerm]
    # The entry years whose grades are settled.
    settled: frozenset[int] = frozenset()

    @property
    def provisional(self) -> bool:
        """Until its grade is settled no level is certain (A30): whether any of these may change."""
        if self.term.is_settled:
            return False
        return not self.pupils or any(self.is_provisional(pupil) for pupil in self.pupils)

    @property
    def partly_settled(self) -> bool:
        return self.provisional and not all(self.is_provisional(pupil) for pupil in self.pupils)

    def is_provisional(self, pupil: PupilTerm) -> bool:
        return not self.term.is_settled and self.classes[pupil.stay.class_pk].entry_year not in self.settled

    @property
    def bounds(self) -> list[int]:
        return [level.lower_bound for level in self.levels]

    def level_name(self, pupil: PupilTerm) -> str:
        """Name the level; below the first there is no name to print."""
        return self.levels[pupil.level - 1].name if pupil.level else ""

    def is_here(self, pupil: PupilTerm) -> bool:
        """Tell whether the pupil is still of the school on the day."""
        return pupil.stay.until is None or pupil.stay.until >= self.day

    def in_class(self, class_pk: int) -> list[PupilTerm]:
        return [pupil for pupil in self.pupils if pupil.stay.class_pk == class_pk and self.is_here(pupil)]


def facts_of(term: Term, day: dt.date, class_pks: Collection[int] | None = None) -> TermFacts:
    """Read the facts of ``term`` as of ``day``, of the whole school or of the classes named; twelve statements.

    ``term`` needs ``school`` and ``pinned__scheme``. A pupil belongs to the class of the last enrolment in the term.
    """
    day = max(term.starts_on, min(day, term.ends_on))
    scheme = term.pinned.scheme
    levels = list(Level.objects.filter(scheme=scheme))
    items = list(StarItem.objects.filter(scheme=scheme).order_by("order"))
    pupils = _pupils(term, class_pks)
    _add_stars(term, pupils, None if class_pks is None else list(pupils))
    for pupil in pupils.values():
        pupil.level = level_for(pupil.total, [level.lower_bound for level in levels])
        pupil.shown = scheme.shown(pupil.total)
    classes = _classes({stay.class_pk for pupil in pupils.values() for stay in pupil.stays})
    homerooms = Staffing.objects.homerooms_on(day, list(classes))
    return TermFacts(
        term=term,
        scheme=scheme,
        day=day,
        rounds=list(Round.objects.filter(term=term)),
        # Champion stars follow the ordinary ones, as on the school's own summary.
        items=sorted(items, key=lambda item: item.kind != ItemKind.ORDINARY),
        levels=levels,
        classes=classes,
        homerooms=dict(homerooms.values_list("school_class_id", "user__name")),
        in_time=_in_time(term, classes),
        pupils=_in_paper_order(pupils.values(), classes),
        settled=GradeSettlement.objects.years_of(term),
    )


def _pupils(term: Term, class_pks: Collection[int] | None) -> dict[int, PupilTerm]:
    in_term = Enrolment.objects.touching(term.starts_on, term.ends_on).filter(student__school=term.school)
    if class_pks is not None:
        in_term = in_term.filter(student__enrolments__in=in_term.filter(school_class__in=class_pks)).distinct()
    person = ("student_id", "student__number", "student__name", "student__sex")
    rows = in_term.order_by("starts_on", "pk").values_list(
        *person, "school_class_id", "seat", "starts_on", "ends_on", "pk"
    )
    found: dict[int, PupilTerm] = {}
    for pk, number, name, sex, class_pk, seat, since, until, _row in rows.iterator(chunk_size=5000):
        pupil = found.setdefault(pk, PupilTerm(pk, number, name, sex))
        pupil.stays.append(Stay(class_pk, seat, since, until))
    if class_pks is None:
        return found
    return {pk: pupil for pk, pupil in found.items() if pupil.stay.class_pk in class_pks}


def _add_stars(term: Term, pupils: dict[int, PupilTerm], only: list[int] | None) -> None:
    entries = StarEntry.objects.of_term(term)
    if only is not None:
        entries = entries.filter(student__in=only)
    for student_pk, round_pk, item_pk, stars in entries.sums().iterator(chunk_size=5000):
        pupil = pupils.get(student_pk)
        if pupil is None:
            continue
        if item_pk is None:
            pupil.deducted += stars
            continue
        pupil.earned += stars
        pupil.by_round[round_pk] += stars
        pupil.by_item[item_pk] += stars
    for student_pk, stars in entries.brought().order_by().values_list("student").annotate(total=Sum("stars")):
        if student_pk in pupils:
            pupils[student_pk].brought += stars
            pupils[student_pk].deducted -= stars


def _classes(pks: Iterable[int]) -> dict[int, SchoolClass]:
    rows = SchoolClass.objects.filter(pk__in=set(pks)).select_related("school")
    return {row.pk: row for row in rows.order_by("-entry_year", "number")}


def _in_time(term: Term, classes: dict[int, SchoolClass]) -> dict[int, int]:
    """Count the sheets of each class that came in by the day they were due; a later return changes nothing."""
    sheets = ClassRound.objects.filter(
        round__term=term, school_class__in=list(classes), first_submitted_at__isnull=False
    ).values_list("school_class_id", "first_submitted_at", "round__due_on")
    counts: dict[int, int] = defaultdict(int)
    for class_pk, submitted_at, due_on in sheets:
        counts[class_pk] += submitted_at is not None and timezone.localdate(submitted_at) <= due_on
    return counts


def _in_paper_order(pupils: Iterable[PupilTerm], classes: dict[int, SchoolClass]) -> list[PupilTerm]:
    """Order by class, then seat, never by stars: a list of children is not a ranking."""
    places = {pk: place for place, pk in enumerate(classes)}
    return sorted(
        pupils, key=lambda row: (places[row.stay.class_pk], row.stay.seat is None, row.stay.seat or 0, row.number)
    )
