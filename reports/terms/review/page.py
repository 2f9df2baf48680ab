"""The page of a term: levels, shares, items, objections, appeals and what was late; no name of a pupil is on it."""

import datetime as dt
from collections import defaultdict
from collections.abc import Sequence
from dataclasses import dataclass

from awards.models import Appeal, ClassRound, Objection
from awards.models.answers import AnswerCounts
from reports.terms.facts import TermFacts, facts_of
from reports.terms.review.places import Items, items_of
from reports.terms.review.shares import FEWEST, ClassShares, GradeLevels, Share, classes, grades, share_of
from students.models import Enrolment, Term


@dataclass(frozen=True)
class LateMonth:
    """A month with the classes whose sheet came after its day, or has not come."""

    month: str
    late: Sequence[str]
    missing: Sequence[str]


@dataclass(frozen=True)
class ReviewPage:
    term: Term
    day: dt.date
    provisional: bool
    levels: Sequence[str]
    whole: Share
    grades: Sequence[GradeLevels]
    classes: Sequence[ClassShares]
    items: Items
    objections: AnswerCounts
    appeals: AnswerCounts
    late: Sequence[LateMonth]
    fewest: int = FEWEST

    @property
    def has_groups(self) -> bool:
        return any(row.groups for row in self.classes)


def review_page(term: Term, day: dt.date) -> ReviewPage:
    """Gather the page of ``term`` (with school and scheme) as of ``day``; eighteen statements, whatever its size."""
    facts = facts_of(term, day)
    here = [pupil for pupil in facts.pupils if facts.is_here(pupil)]
    return ReviewPage(
        term=term,
        day=facts.day,
        provisional=facts.provisional,
        levels=[level.name for level in facts.levels],
        whole=share_of(here),
        grades=grades(facts, here),
        classes=classes(facts, here, _groups(facts)),
        items=items_of(facts),
        objections=Objection.objects.of_term(term).answer_counts(day),
        appeals=Appeal.objects.decided_in(term).answer_counts(day),
        late=_late(facts, day),
    )


def _groups(facts: TermFacts) -> dict[int, str]:
    rows = Enrolment.objects.active_on(facts.day).filter(school_class__in=list(facts.classes), group__isnull=False)
    return {row.student_id: str(row.group) for row in rows.select_related("group").order_by()}


def _late(facts: TermFacts, day: dt.date) -> list[LateMonth]:
    late: dict[int, list[str]] = defaultdict(list)
    missing: dict[int, list[str]] = defaultdict(list)
    sheets = ClassRound.objects.filter(round__term=facts.term).past_due(day).select_related("school_class__school")
    for sheet in sheets.in_paper_order():
        found = missing if sheet.first_submitted_at is None else late
        found[sheet.round_id].append(sheet.school_class.name_in(facts.term.school_year))
    return [
        LateMonth(round_.month_name, late[round_.pk], missing[round_.pk])
        for round_ in facts.rounds
        if late[round_.pk] or missing[round_.pk]
    ]
