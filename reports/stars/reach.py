"""What a pupil can still win in a term: the months whose sheets are still open for the class."""

import datetime as dt
from collections import Counter

from awards.models import ENTRY_STATES, ClassRound, LineState, Nomination, Round, StarEntry, StarItem
from awards.rules.reach import Chance, most_winnable
from students.models import GradeSettlement, SchoolClass, Student, Term


def most_left(term: Term, pupil: Student | int, school_class: SchoolClass | None, day: dt.date) -> int:
    """Give the most stars that the pupil can win in the rest of ``term`` (with its scheme); 0 once that is settled.

    Six statements at most. A month that is handed in holds nothing new, nor one that was over by ``day`` and
    never began for the class.
    """
    if term.is_settled or school_class is None or school_class.entry_year in GradeSettlement.objects.years_of(term):
        return 0
    scheme = term.pinned.scheme
    items = list(StarItem.objects.filter(scheme=scheme).ordinary())
    months = [
        [Chance(item.pk, item.value, item.counts_toward_cap) for item in items if item.is_open_in(round_.months)]
        for round_ in _rounds_left(term, school_class, day)
    ]
    repeats = scheme.item_repeats_per_term
    won = _won(term, pupil) if repeats else {}
    return most_winnable(months, cap=scheme.self_report_max, repeats=repeats, won=won)


def _rounds_left(term: Term, school_class: SchoolClass, day: dt.date) -> list[Round]:
    states = dict(ClassRound.objects.filter(round__term=term, school_class=school_class).values_list("round", "state"))
    grade = school_class.grade_in(term.school_year)
    return [
        round_
        for round_ in Round.objects.filter(term=term)
        if (states[round_.pk] in ENTRY_STATES if round_.pk in states else _is_not_over(round_, grade, day))
    ]


def _is_not_over(round_: Round, grade: int, day: dt.date) -> bool:
    return round_.ends_on >= day and grade in round_.grades


def _won(term: Term, pupil: Student | int) -> Counter[int]:
    """Count how often each item was won, or stands to be."""
    entries = StarEntry.objects.of_term(term).standing().filter(student=pupil, item__isnull=False)
    lines = Nomination.objects.filter(class_round__round__term=term, student=pupil)
    to_be = lines.filter(state__in=[LineState.CHOSEN, LineState.DISPUTED])
    return Counter([*entries.values_list("item", flat=True), *to_be.values_list("item", flat=True)])
