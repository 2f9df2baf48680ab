"""Schools whose term is over, and what they settle."""

from __future__ import annotations

import datetime as dt
from collections import Counter
from collections.abc import Iterator, Mapping, Sequence
from contextlib import contextmanager
from dataclasses import dataclass

from awards.models import ClassRound, Entitlement, Round, Scheme, SheetState, StarEntry, StarItem
from awards.models.ledger import EntrySource
from awards.models.nomination import Nomination
from awards.models.states import LineSource, LineState
from awards.rules.entitlements import RewardKind
from awards.settlement import verbs as settlement
from awards.settlement.verbs import Settled
from students.models import School, SchoolClass, Student, Term, User
from tests.factories import (
    TERM_END,
    make_administrator,
    make_class,
    make_office,
    make_school,
    make_students,
    make_term,
    moment,
)
from tests.surroundings import surround

NOW = moment(TERM_END, 16)
LATER = moment(TERM_END + dt.timedelta(days=2))
LATEST = moment(TERM_END + dt.timedelta(days=3))


@dataclass(frozen=True)
class Ended:
    """A school at the end of its first term: every sheet is final, pupils of two classes hold so many stars."""

    school: School
    term: Term
    classes: Sequence[SchoolClass]
    pupils: Sequence[Student]
    administrator: User
    clerk: User

    def settle(self, at: dt.datetime = NOW) -> Settled:
        return settlement.settle(self.term, by=self.administrator, at=at)

    def reopen(self, at: dt.datetime = LATER) -> None:
        settlement.reopen(self.term, reason="漏记一次获星", by=self.administrator, at=at)

    def surround(self) -> None:
        """Let a term before and a twin school lie around this one."""
        surround(self.term, self.classes[0], self.pupils)

    def of(self, pupil: Student, kind: RewardKind) -> Entitlement:
        return Entitlement.objects.select_related("level", "term").get(student=pupil, kind=kind)


def make_ended(stars: Sequence[int] = (32, 26, 21, 16, 11, 3), *, classes: int = 2, alone: bool = False) -> Ended:
    """Pupils with so many stars, shared out to the classes in turn: the first pupil sits in the first class.

    Another term and school lie around it, unless it is ``alone``.
    """
    school = make_school()
    term = make_term(school)
    rows = [make_class(school, number) for number in range(1, classes + 1)]
    per_class = -(-len(stars) // classes)
    seated = [make_students(row, per_class) for row in rows]
    pupils = [seated[place % classes][place // classes] for place in range(len(stars))]
    for round_ in Round.objects.filter(term=term):
        ClassRound.objects.bulk_create(make_final_sheet(round_, row) for row in rows)
    for pupil, wanted in zip(pupils, stars, strict=True):
        if wanted:
            give(term, pupil, wanted)
    ended = Ended(school, term, rows, pupils, make_administrator(school), make_office(school))
    if not alone:
        ended.surround()
    return ended


SUMMER_START, LAST_EXAM, SUMMER_END = dt.date(2026, 2, 25), dt.date(2026, 6, 16), dt.date(2026, 7, 10)
IN_JUNE = moment(dt.date(2026, 6, 20))
IN_JULY = moment(dt.date(2026, 7, 10), 16)


@dataclass(frozen=True)
class Graded:
    """A school in its second term: grade 9 has had its last month, the others go on until July.

    One class a grade, of three pupils with 31, 26 and 12 stars; ``classes`` and ``pupils`` are by grade.
    """

    school: School
    term: Term
    classes: Mapping[int, SchoolClass]
    pupils: Mapping[int, Sequence[Student]]
    administrator: User
    clerk: User

    def settle(self, grade: int, at: dt.datetime = IN_JUNE) -> Settled:
        return settlement.settle_grade(self.term, grade, by=self.administrator, at=at)

    def reopen(self, grade: int, at: dt.datetime = IN_JULY) -> None:
        settlement.reopen_grade(self.term, grade, reason="漏记一次获星", by=self.administrator, at=at)

    def now(self) -> Term:
        return Term.objects.get(pk=self.term.pk)

    def entry(self, grade: int) -> StarEntry:
        """One star of the grade's first pupil."""
        mine = StarEntry.objects.standing().filter(term=self.term, student=self.pupils[grade][0])
        return mine.select_related("nomination")[0]


def make_graded() -> Graded:
    school = make_school()
    term = make_term(school, SUMMER_START, SUMMER_END)
    term.ordinal = 2
    term.save()
    june, july = Round.objects.filter(term=term).order_by("starts_on")[4:6]
    Round.objects.filter(pk=june.pk).update(ends_on=LAST_EXAM)
    Round.objects.filter(pk=july.pk).update(starts_on=LAST_EXAM + dt.timedelta(days=1), grades=[7, 8])
    classes = {grade: make_class(school, 1, entry_year=2025 - (grade - 7)) for grade in school.grades}
    pupils = {grade: make_students(row, 3) for grade, row in classes.items()}
    for round_ in Round.objects.filter(term=term):
        ClassRound.objects.bulk_create(
            make_final_sheet(round_, row, f"{round_.label}-{grade}")
            for grade, row in classes.items()
            if grade in round_.grades
        )
    for seated in pupils.values():
        for pupil, stars in zip(seated, (31, 26, 12), strict=True):
            give(term, pupil, stars)
    return Graded(school, term, classes, pupils, make_administrator(school), make_office(school))


def make_final_sheet(round_: Round, school_class: SchoolClass, number: str = "") -> ClassRound:
    """An unsaved sheet as it is when its notice is over."""
    return ClassRound(
        round=round_,
        school_class=school_class,
        state=SheetState.FINAL,
        filing_number=number or f"{round_.label}-{school_class.number:03d}",
        notice_from=round_.ends_on,
        notice_until=round_.ends_on,
        final_at=moment(round_.ends_on),
        version=1,
    )


@contextmanager
def without_cap(term: Term) -> Iterator[None]:
    """Let a pupil have more stars on a sheet than the scheme lets a class give: few months make a high level then."""
    scheme = Scheme.objects.filter(pk=term.pinned.scheme_id)
    cap = scheme.values_list("self_report_max", flat=True).get()
    scheme.update(self_report_max=0)
    yield
    scheme.update(self_report_max=cap)


def give(term: Term, pupil: Student, stars: int, *, at: dt.datetime | None = None) -> list[StarEntry]:
    """So many stars in the ledger, one a line, as a final sheet leaves them."""
    items = list(StarItem.objects.filter(scheme=term.pinned.scheme).ordinary())
    enrolment = pupil.enrolments.latest("starts_on")
    rounds = list(Round.objects.filter(term=term, sheets__school_class=enrolment.school_class_id))
    taken = set(Nomination.objects.filter(student=pupil).values_list("class_round__round_id", "item_id"))
    free = [(round_, item) for round_ in rounds for item in items if (round_.pk, item.pk) not in taken]
    sheets = {
        sheet.round_id: sheet
        for sheet in ClassRound.objects.filter(round__in=rounds, school_class=enrolment.school_class_id)
    }
    written = Counter(Nomination.objects.filter(class_round__in=sheets.values()).values_list("class_round", "item"))
    with without_cap(term):
        lines = Nomination.objects.bulk_create(
            Nomination(
                class_round=sheets[round_.pk],
                student=pupil,
                item=item,
                source=LineSource.PAPER,
                state=LineState.FINAL,
                place=written[sheets[round_.pk].pk, item.pk] + 1,
            )
            for round_, item in free[:stars]
        )
    assert len(lines) == stars
    return StarEntry.objects.bulk_create(
        StarEntry(
            term=term,
            round=round_,
            student=pupil,
            school_class_id=enrolment.school_class_id,
            item=item,
            stars=1,
            source=EntrySource.NOMINATION,
            nomination=line,
            entered_at=at or moment(round_.ends_on),
        )
        for (round_, item), line in zip(free, lines, strict=False)
    )
