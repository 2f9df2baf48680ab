"""A term's facts and a scheme's numbers for trying out others (see the rules of the same name); writes nothing."""

import datetime as dt
from collections import Counter, defaultdict
from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from django.db.models import Q, Sum

from awards.models import Champion, ExamState, Level, LineState, Nomination, Round, Scheme, StarEntry, StarItem
from awards.rules.champions import TOTAL, Win
from awards.rules.kinds import ItemKind, Overlap, QuotaKind, Rounding
from awards.rules.whatif import ExamFacts, GradeFacts, Line, Settings
from students.models import Enrolment, SchoolClass, Term


@dataclass(frozen=True)
class Numbers:
    """The numbers of one version, and the names of what they belong to: items by code, levels in order."""

    settings: Settings
    items: Mapping[str, str]
    champions: Mapping[ItemKind, str]
    levels: Sequence[str]
    unit: str


def numbers_of(scheme: Scheme) -> Numbers:
    """Give the numbers that ``scheme`` says, draft or published; two statements."""
    items = list(StarItem.objects.filter(scheme=scheme))
    levels = list(Level.objects.filter(scheme=scheme).order_by("number"))
    ordinary = [item for item in items if item.kind == ItemKind.ORDINARY]
    champions = {ItemKind(item.kind): item for item in items if item.kind != ItemKind.ORDINARY}
    settings = Settings(
        values={item.code: item.value for item in ordinary},
        # A scheme without one of the four kinds gives nothing for it.
        champions={
            kind: champions[kind].value if kind in champions else 0 for kind in ItemKind if kind != ItemKind.ORDINARY
        },
        outside_cap=frozenset(item.code for item in ordinary if not item.counts_toward_cap),
        cap=scheme.self_report_max,
        quota_kind=QuotaKind(scheme.quota_kind),
        quota_number=scheme.quota_number,
        quota_percent=scheme.quota_percent,
        quota_rounding=Rounding(scheme.quota_rounding),
        quota_minimum=scheme.quota_minimum,
        repeats=scheme.item_repeats_per_term,
        overlap=Overlap(scheme.champion_overlap),
        bounds=tuple(level.lower_bound for level in levels),
        months={item.code: frozenset(item.months) for item in ordinary if item.months},
    )
    return Numbers(
        settings,
        {item.code: item.name for item in ordinary},
        {kind: item.name for kind, item in champions.items()},
        [level.name for level in levels],
        scheme.unit,
    )


def facts_of(term: Term, day: dt.date) -> list[GradeFacts]:
    """Give the term by grade, of the pupils who are at the school on ``day`` or on the term's last; six statements.

    ``term`` needs ``school``. A pupil belongs to the grade of the class on that day.
    """
    day = max(term.starts_on, min(day, term.ends_on))
    stays = _stays(term)
    rounds = list(Round.objects.filter(term=term))
    classes = {
        row.pk: row for row in SchoolClass.objects.taught_in(term.school, term.school_year).select_related("school")
    }
    grade_of = {pk: row.grade_in(term.school_year) for pk, row in classes.items()}
    here = {stay.pupil: stay.class_pk for stay in stays if stay.covers(day) and stay.class_pk in classes}
    sizes = Counter(here.values())
    lines = _lines(term)
    exams = _exams(term)
    others = _others(term)
    sheet_sizes = _sheet_sizes(stays, rounds, lines)
    facts = []
    for grade in sorted(set(grade_of.values())):
        pupils = frozenset(pupil for pupil, class_pk in here.items() if grade_of[class_pk] == grade)
        if not pupils:
            continue
        facts.append(
            GradeFacts(
                grade=grade,
                pupils=pupils,
                sizes=tuple(sizes[pk] for pk in classes if grade_of[pk] == grade and sizes[pk]),
                rounds=sum(grade in round_.grades for round_ in rounds),
                lines=[line for line, _class_pk in lines if line.pupil in pupils],
                sheet_sizes=sheet_sizes,
                exams=exams.get(grade, []),
                others={pupil: stars for pupil, stars in others.items() if pupil in pupils},
                months=[round_.months for round_ in rounds if grade in round_.grades],
            )
        )
    return facts


@dataclass(frozen=True)
class _Stay:
    pupil: int
    class_pk: int
    since: dt.date
    until: dt.date | None

    def covers(self, day: dt.date) -> bool:
        return self.since <= day and (self.until is None or day <= self.until)


def _stays(term: Term) -> list[_Stay]:
    rows = Enrolment.objects.filter(
        Q(ends_on__isnull=True) | Q(ends_on__gte=term.starts_on),
        starts_on__lte=term.ends_on,
        school_class__school=term.school,
    )
    return [_Stay(*row) for row in rows.values_list("student_id", "school_class_id", "starts_on", "ends_on")]


def _lines(term: Term) -> list[tuple[Line, int]]:
    """Give each star that took effect and was not reversed, with the class of its sheet."""
    rows = Nomination.objects.filter(class_round__round__term=term, state=LineState.FINAL).order_by()
    return [
        (Line(pupil, sheet, round_pk, item, place or 0), class_pk)
        for pupil, sheet, round_pk, item, place, class_pk in rows.values_list(
            "student_id",
            "class_round_id",
            "class_round__round_id",
            "item__code",
            "place",
            "class_round__school_class_id",
        )
    ]


def _sheet_sizes(stays: Sequence[_Stay], rounds: Sequence[Round], lines: Sequence[tuple[Line, int]]) -> dict[int, int]:
    """Count the pupils of each sheet's class on the last day of its round: a percentage is of them (A8)."""
    sizes = {round_.pk: Counter(stay.class_pk for stay in stays if stay.covers(round_.ends_on)) for round_ in rounds}
    return {line.sheet: sizes[line.round][class_pk] for line, class_pk in lines}


def _exams(term: Term) -> dict[int, list[ExamFacts]]:
    rows = Champion.objects.standing().filter(exam__term=term, exam__state=ExamState.CONFIRMED, exam__kind__counts=True)
    found: dict[tuple[int, int], set[Win]] = defaultdict(set)
    for exam, grade, kind, subject, pupil in rows.values_list(
        "exam_id", "grade", "kind", "subject__name", "student_id"
    ):
        found[exam, grade].add(Win(ItemKind(kind), subject or TOTAL, pupil))
    by_grade: dict[int, list[ExamFacts]] = defaultdict(list)
    for (_exam, grade), wins in sorted(found.items()):
        subjects = {win.subject for win in wins} - {TOTAL}
        by_grade[grade].append(ExamFacts(frozenset(wins), len(subjects)))
    return by_grade


def _others(term: Term) -> dict[int, int]:
    """Give stars of no item: deductions, and what a transfer brought."""
    rows = StarEntry.objects.of_term(term).filter(item__isnull=True).order_by().values_list("student_id")
    return dict(rows.annotate(total=Sum("stars")))
