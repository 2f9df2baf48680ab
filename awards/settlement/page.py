"""What the page of a term's settlement shows: what is in the way, whom it would freeze where, and what changed."""

import datetime as dt
from collections import Counter, defaultdict
from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from django.db.models import Count, Q
from django.urls import reverse

from awards.models import Entitlement, Level, Scheme, TermLevel
from awards.rules.entitlements import TO_DO, RewardKind
from awards.rules.levels import shown_total
from awards.settlement.checks import SettlementProblem, problems_before_settling
from awards.settlement.facts import PupilEnd
from awards.settlement.verbs import LevelChange, Plan, plan_settlement
from starrating import joiners
from students.models import SchoolClass, Student, Term, TermState


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
    problems: Sequence[SettlementProblem]
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
        """The address at which a settled term can be looked into."""
        return reverse("reports:archive_of_term", args=[self.term.pk]) if self.is_settled else ""

    @property
    def blocked(self) -> bool:
        return any(problem.blocks for problem in self.problems)


def settlement_page(term: Term, terms: Sequence[Term], day: dt.date) -> SettlementPage:
    """Gather the page as it would be settled on ``day``, or as it is settled; a fixed number of statements."""
    levels = list(Level.objects.filter(scheme=term.pinned.scheme).order_by("number"))
    settled = term.state == TermState.SETTLED
    plan = Plan(_ends(term), [], []) if settled else plan_settlement(term)
    problems = [] if settled else problems_before_settling(term, day)
    classes = _classes(term, plan)
    was_settled = settled or TermLevel.objects.filter(term=term).exists()
    # The first time every level is new, which is nothing to look through.
    late = plan.levels if was_settled else []
    near = [] if settled else _near(plan.pupils, levels)
    people = Student.objects.in_bulk({end.student_pk for end in near} | {change.end.student_pk for change in late})
    names = {0: "", **{level.number: level.name for level in levels}}
    return SettlementPage(
        term=term,
        terms=terms,
        problems=problems,
        levels=[level.name for level in reversed(levels)],
        classes=[
            _counts(name, [end.level for end in plan.pupils if end.class_pk == pk], len(levels), pk)
            for pk, name in classes.items()
        ],
        total=_counts("", [end.level for end in plan.pupils], len(levels)),
        near=[
            PupilLine(
                classes[end.class_pk],
                end.seat,
                people[end.student_pk].name,
                end.student_pk,
                end.total,
                names[end.level + 1],
            )
            for end in near
        ],
        corrections=_corrections(late, plan, classes, people, names, term.pinned.scheme),
        since=_since(term, terms, plan.pupils, len(levels)),
        queue=_queue(term),
    )


def _ends(term: Term) -> list[PupilEnd]:
    rows = TermLevel.objects.filter(term=term).current().listed().in_paper_order()
    values = rows.values_list("student_id", "school_class_id", "seat", "total", "level")
    return [PupilEnd(*row) for row in values]


def _classes(term: Term, plan: Plan) -> dict[int, str]:
    """Give names by key, lowest grade first."""
    pks = {end.class_pk for end in plan.pupils} | {change.end.class_pk for change in plan.levels}
    rows = SchoolClass.objects.filter(pk__in=pks).select_related("school").order_by("-entry_year", "number")
    return {row.pk: row.name_in(term.school_year) for row in rows}


def _counts(name: str, levels: Sequence[int], highest: int, class_pk: int | None = None) -> CountRow:
    counts = Counter(levels)
    return CountRow(name, [counts[level] for level in range(highest, -1, -1)], len(levels), class_pk)


def _near(pupils: Iterable[PupilEnd], levels: Sequence[Level]) -> list[PupilEnd]:
    one_below = {level.lower_bound - 1 for level in levels}
    return [end for end in pupils if end.total in one_below]


def _corrections(
    changes: Sequence[LevelChange],
    plan: Plan,
    classes: dict[int, str],
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
            class_name=classes[change.end.class_pk],
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
