"""The exams of a term that is over: their first places are dealt so that every level is there."""

import datetime as dt
from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from awards.demo import sentences
from awards.demo.dates import at_hour, midterm_day, school_day
from awards.demo.staff import Staff
from awards.exams import verbs as exams
from awards.exams.verbs import Results
from awards.models import StarEntry
from awards.rules.champions import TOTAL, Win
from awards.rules.kinds import ItemKind
from students.models import Enrolment, SchoolClass, Term

# What a first place brings in the scheme (五5), the small ones first: so a total comes close to what is wished for.
_SUBJECT, _TOTAL = 2, 5
# Totals wished for, of whoever has most already, one after the other: the fifth level, the fourth, the third.
_WISHES = (30, 25, 20)


@dataclass(frozen=True)
class Paper:
    """An exam: its kind, its name and its last day."""

    kind: str
    name: str
    held_on: dt.date


@dataclass(frozen=True)
class _Prize:
    paper: Paper
    subject: str

    @property
    def stars(self) -> int:
        return _TOTAL if self.subject == TOTAL else _SUBJECT


def papers_of(term: Term, grade: int) -> list[Paper]:
    """Give the exams that the law leaves to a grade: mid-term and final, in the last one trials in place of that."""
    midterm = Paper(sentences.EXAM_KIND, sentences.EXAM_NAME, midterm_day(term))
    if grade != term.school.last_grade:
        return [midterm, Paper(sentences.FINAL_KIND, sentences.FINAL_NAME, school_day(term.ends_on))]
    year = term.starts_on.year
    days = (school_day(dt.date(year, 4, 2)), school_day(dt.date(year, 5, 20)))
    return [midterm, *(Paper(sentences.EXAM_KIND, name, day) for name, day in zip(sentences.TRIALS, days, strict=True))]


def sit(term: Term, school_class: SchoolClass, staff: Staff, *, now: dt.datetime) -> None:
    """Let those of the class with most stars be first in the exams as well; the class is all of its grade."""
    grade = school_class.grade_in(term.school_year)
    papers = papers_of(term, grade)
    prizes = [_Prize(paper, subject) for paper in papers for subject in (*sentences.CORE_SUBJECTS, TOTAL)]
    wins: dict[Paper, set[Win]] = {paper: set() for paper in papers}
    for prize, pupil in _dealt(sorted(prizes, key=lambda one: one.stars), _ranked(term, school_class)):
        kind = ItemKind.GRADE_TOTAL if prize.subject == TOTAL else ItemKind.GRADE_SUBJECT
        wins[prize.paper].add(Win(kind, prize.subject, pupil))
    for paper, won in wins.items():
        spec = exams.exam_spec(term.school, kind=paper.kind, name=paper.name, held_on=paper.held_on)
        at = at_hour(paper.held_on + dt.timedelta(days=3), 15, now)
        exams.confirm(spec, Results(frozenset(won), frozenset({grade})), by=staff.clerks[0].user, at=at)


def _ranked(term: Term, school_class: SchoolClass) -> list[tuple[int, int]]:
    """Give total and key of the class's pupils, who has most first."""
    seated = Enrolment.objects.filter(school_class=school_class).values("student")
    rows = StarEntry.objects.of_term(term).filter(student__in=seated).totals()
    return sorted(((row["total"], row["student"]) for row in rows), key=lambda row: (-row[0], row[1]))


def _dealt(prizes: Sequence[_Prize], ranked: Sequence[tuple[int, int]]) -> Iterator[tuple[_Prize, int]]:
    left = list(prizes)
    for wish, (total, pupil) in zip(_WISHES, ranked, strict=False):
        missing = wish - total
        # As few as do, so that some are left for the next: the large ones where much is missing.
        while missing > 0 and left:
            prize = left.pop() if missing >= _TOTAL else left.pop(0)
            missing -= prize.stars
            yield prize, pupil
    for prize in left:
        # Whoever is last of those who have any star is honoured for nothing yet.
        yield prize, ranked[-1][1]
