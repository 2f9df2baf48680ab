"""What the page of a term's settlement shows: what is in the way, whom it would freeze where, and what changed."""

import datetime as dt
from collections import Counter, defaultdict
from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass

from django.db.models import Count, Q
from django.urls import reverse

from awards.models import Entitlement, Level, Scheme, TermLevel
from awards.rules.entitlements import TO_DO, RewardKind
from awards.rules.levels import shown_total
from awards.settlement.checks import SettlementProblem
from awards.settlement.facts import PupilEnd, years_of
from awards.settlement.grades import GradeLine, grade_lines, latest_by_year
from awards.settlement.verbs import LevelChange, Plan, plan_settlement
from starrating import joiners
from students.models import GradeSettlement, SchoolClass, Student, Term, TermState


@dataclass(frozen=True)
class CountRow:
    """How many pupils of a class are at each level, the highest first, and how many below the first."""

    name: str
    by_level: Sequence[int]
    pupils: int
    class_pk: int | None = None


@dataclass(frozen=True)
class PupilLine:
    """A pupil one star below a level (to catch a mistake, not to bargain)."""

    class_name: str
    seat: int | None
    name: str
    pk: int
    total: int
    next_level: str


@dataclass(frozen=True)
class Correction:
    """What settling again would change for one pupil."""

    class_name: str
    name: str
    old: str
    new: str
    old_total: int | None
    new_total: int
    rewards: Sequence[str]


@dataclass(frozen=True)
class Since:
    """Against the term before, of the pupils settled in both."""

    term: Term
    higher: int
    same: int
    lower: int
    counts: CountRow


@dataclass(frozen=True)
class QueueCount:
    kind: str
    label: str
    to_do: int
    of: int


@dataclass(frozen=True)
class SettlementPage:
    term: Term
    terms: Sequence[Term]
    grades: Sequence[GradeLine]
    levels: Sequence[str]
    classes: Sequence[CountRow]
    total: CountRow
    near: Sequence[PupilLine]
    corrections: Sequence[Correction]
    since: Since | None
    queue: Sequence[QueueCount]

    @property
    def is_settled(self) -> bool:
        return self.term.state == TermState.SETTLED

    @property
    def archive_url(self) -> str:
        """The address at which what is settled can be looked into."""
        has_settled = self.is_settled or any(line.is_settled for line in self.grades)
        return reverse("reports:archive_of_term", args=[self.term.pk]) if has_settled else ""

    @property
    def problems(self) -> Sequence[SettlementProblem]:
        """What is in the way of any grade, each once."""
        return list(dict.fromkeys(problem for line in self.grades for problem in line.problems))

    @property
    def ready(self) -> Sequence[GradeLine]:
        return [line for line in self.grades if line.is_ready]

    @property
    def open(self) -> Sequence[GradeLine]:
        return [line for line in self.grades if not line.is_settled]

    @property
    def left(self) -> Sequence[GradeLine]:
        """The grades that something keeps from being settled."""
        return [line for line in self.open if line.blocking]

    @property
    def blocked(self) -> bool:
        """Whether nothing can be settled."""
        return bool(self.open) and not self.ready

    @property
    def by_grade(self) -> bool:
        """Whether there is more than one grade to speak of."""
        return len(self.grades) > 1


def settlement_page(term: Term, terms: Sequence[Term], day: dt.date) -> SettlementPage:
    """Gather the page as it would be settled on ``day``, or as it is settled; a fixed number of statements."""
    levels = list(Level.objects.filter(scheme=term.pinned.scheme).order_by("number"))
    latest = latest_by_year(term)
    frozen = [] if not latest and not term.is_settled else _ends(term, latest)
    open_years = [] if term.is_settled else [year for year in years_of(term) if not _is_live(latest.get(year))]
    plan = plan_settlement(term, open_years) if open_years else Plan([], [], [])
    pupils = [*frozen, *plan.pupils]
    classes = _classes({end.class_pk for end in pupils} | {change.end.class_pk for change in plan.levels})
    # The first time every level is new, which is nothing to look through.
    late = [change for change in plan.levels if change.old or classes[change.end.class_pk].entry_year in latest]
    near = _near(plan.pupils, levels)
    of_year = Counter(classes[end.class_pk].entry_year for end in pupils)
    people = Student.objects.in_bulk({end.student_pk for end in near} | {change.end.student_pk for change in late})
    names = {0: "", **{level.number: level.name for level in levels}}
    return SettlementPage(
        term=term,
        terms=terms,
        grades=grade_lines(term, latest, of_year, day),
        levels=[level.name for level in reversed(levels)],
        classes=[
            _counts(row.name_in(term.school_year), [end.level for end in pupils if end.class_pk == pk], len(levels), pk)
            for pk, row in classes.items()
        ],
        total=_counts("", [end.level for end in pupils], len(levels)),
        near=[
            PupilLine(
                classes[end.class_pk].name_in(term.school_year),
                end.seat,
                people[end.student_pk].name,
                end.student_pk,
                end.total,
                names[end.level + 1],
            )
            for end in near
        ],
        corrections=_corrections(late, plan, classes, term.school_year, people, names, term.pinned.scheme),
        since=_since(term, terms, pupils, len(levels)),
        queue=_queue(term),
    )


def _is_live(settlement: GradeSettlement | None) -> bool:
    return settlement is not None and settlement.reopened_at is None


def _ends(term: Term, latest: Mapping[int, GradeSettlement]) -> list[PupilEnd]:
    """Give the pupils of the grades that are settled, as they are frozen."""
    rows = TermLevel.objects.filter(term=term).current().listed().in_paper_order()
    if not term.is_settled:
        rows = rows.filter(school_class__entry_year__in=[year for year, row in latest.items() if _is_live(row)])
    values = rows.values_list("student_id", "school_class_id", "seat", "total", "level")
    return [PupilEnd(*row) for row in values]


def _classes(pks: Collection[int]) -> dict[int, SchoolClass]:
    """Give classes by key, lowest grade first."""
    rows = SchoolClass.objects.filter(pk__in=pks).select_related("school").order_by("-entry_year", "number")
    return {row.pk: row for row in rows}


def _counts(name: str, levels: Sequence[int], highest: int, class_pk: int | None = None) -> CountRow:
    counts = Counter(levels)
    return CountRow(name, [counts[level] for level in range(highest, -1, -1)], len(levels), class_pk)


def _near(pupils: Iterable[PupilEnd], levels: Sequence[Level]) -> list[PupilEnd]:
    one_below = {level.lower_bound - 1 for level in levels}
    return [end for end in pupils if end.total in one_below]


def _corrections(
    changes: Sequence[LevelChange],
    plan: Plan,
    classes: dict[int, SchoolClass],
    year: int,
    people: dict[int, Student],
    names: dict[int, str],
    scheme: Scheme,
) -> list[Correction]:
    """List what settling again would change, with totals as the scheme has them shown (A26)."""
    negative = scheme.allow_negative_total
    rewards: dict[int, list[str]] = defaultdict(list)
    for change in plan.rewards:
        rewards[change.student_pk].append(joiners.explained_by(change.kind.label, change.move.label))
    return [
        Correction(
            class_name=classes[change.end.class_pk].name_in(year),
            name=people[change.end.student_pk].name,
            old=names[change.old.level] if change.old else "",
            new=names[change.end.level],
            old_total=shown_total(change.old.total, allow_negative=negative) if change.old else None,
            new_total=shown_total(change.end.total, allow_negative=negative),
            rewards=rewards[change.end.student_pk],
        )
        for change in changes
    ]


def _since(term: Term, terms: Sequence[Term], pupils: Sequence[PupilEnd], highest: int) -> Since | None:
    earlier = [row for row in terms if row.starts_on < term.starts_on]
    if not earlier:
        return None
    before = max(earlier, key=lambda row: row.starts_on)
    rows = TermLevel.objects.filter(term=before).current().listed()
    levels = dict(rows.values_list("student_id", "level"))
    if not levels:
        return None
    steps = [end.level - levels[end.student_pk] for end in pupils if end.student_pk in levels]
    return Since(
        term=before,
        higher=sum(step > 0 for step in steps),
        same=steps.count(0),
        lower=sum(step < 0 for step in steps),
        counts=_counts(before.name, list(levels.values()), highest),
    )


def _queue(term: Term) -> list[QueueCount]:
    rows = Entitlement.objects.filter(term=term).order_by().values_list("kind")
    counted = rows.annotate(to_do=Count("pk", filter=Q(state__in=TO_DO)), of=Count("pk"))
    counts = {kind: (to_do, of) for kind, to_do, of in counted}
    return [QueueCount(kind, str(kind.label), *counts[kind]) for kind in RewardKind if kind in counts]
