"""What lies around whatever a test looks at: a term before, and a school that looks the same.

A filter that is left out shows only where there is something to leave out. So worlds are made with a settled term of a
class that has left, and with a twin school: the same class numbers, names, months and stars. All of it by rows.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Sequence

from awards.models import (
    Appeal,
    Champion,
    ClassRound,
    Decision,
    Entitlement,
    Exam,
    ExamKind,
    ExamState,
    FaultRecord,
    Ground,
    HeldStep,
    Level,
    Nomination,
    Objection,
    Opinion,
    Round,
    Scheme,
    SheetState,
    StarEntry,
    StarItem,
    Step,
    TermLevel,
    Verdict,
    Violation,
)
from awards.models.ledger import EntrySource
from awards.models.scheme import TermScheme
from awards.models.states import LineSource, LineState
from awards.rules.entitlements import ON_PAPER, RewardKind
from awards.rules.kinds import ItemKind
from students.models import (
    Enrolment,
    School,
    SchoolClass,
    SchoolRole,
    SchoolRoleKind,
    Staffing,
    StaffingRole,
    Student,
    Term,
    TermState,
    User,
)

LONG_AGO = dt.date(2022, 9, 1)
EARLIER_START, EARLIER_END = dt.date(2025, 2, 17), dt.date(2025, 7, 4)
# What only these have, so that a page or a file shows at once where it comes from.
FACTS_ELSEWHERE = "别处的事"


def surround(term: Term, school_class: SchoolClass, pupils: Sequence[Student]) -> None:
    """Give the term's school a settled term before this one, and the world a twin of this school and class."""
    _term_before(term, pupils[:2])
    make_twin(term, school_class, pupils[:2])


def _term_before(term: Term, alike: Sequence[Student]) -> None:
    before = Term.objects.create(
        school_id=term.school_id,
        school_year=2024,
        ordinal=2,
        starts_on=EARLIER_START,
        ends_on=EARLIER_END,
        state=TermState.SETTLED,
    )
    scheme = term.pinned.scheme
    TermScheme.objects.create(term=before, scheme=scheme)
    left = SchoolClass.objects.create(school_id=term.school_id, entry_year=2022, number=1)
    pupils = _seated(left, alike, "离", since=LONG_AGO, until=EARLIER_END)
    # Whoever the test looks at has stars of that term as well.
    _lived(before, scheme, left, pupils, _teacher(left, until=EARLIER_END), beside=alike)


def make_twin(term: Term, school_class: SchoolClass, alike: Sequence[Student]) -> None:
    """Make another school whose settled term and class are called as these, with pupils called as these."""
    own = term.school
    school = School.objects.create(code=f"twin-of-{own.pk}", name=own.name)
    twin = Term.objects.create(
        school=school,
        school_year=term.school_year,
        ordinal=term.ordinal,
        starts_on=term.starts_on,
        ends_on=term.ends_on,
        state=TermState.SETTLED,
    )
    scheme = _copied(term.pinned.scheme, school)
    TermScheme.objects.create(term=twin, scheme=scheme)
    row = SchoolClass.objects.create(
        school=school, entry_year=school_class.entry_year, number=school_class.number, alias=school_class.alias
    )
    _lived(twin, scheme, row, _seated(row, alike, "", since=term.starts_on), _teacher(row), beside=())


def _copied(scheme: Scheme, school: School) -> Scheme:
    own = Scheme.objects.get(pk=scheme.pk)
    own.pk, own.school = None, school
    own.save(force_insert=True)
    for model in (StarItem, Level, Step, Ground, ExamKind):
        rows = list(model._default_manager.filter(scheme=scheme.pk).order_by("pk"))
        for row in rows:
            row.pk, row.scheme = None, own
        model._default_manager.bulk_create(rows)
    return own


def _seated(
    row: SchoolClass, alike: Sequence[Student], mark: str, *, since: dt.date, until: dt.date | None = None
) -> list[Student]:
    pupils = Student.objects.bulk_create(
        Student(
            school_id=row.school_id,
            number=f"{mark}{one.number}",
            name=one.name,
            pinyin=one.pinyin,
            initials=one.initials,
        )
        for one in alike
    )
    Enrolment.objects.bulk_create(
        Enrolment(student=pupil, school_class=row, seat=seat, starts_on=since, ends_on=until)
        for seat, pupil in enumerate(pupils, start=1)
    )
    return pupils


def _teacher(row: SchoolClass, until: dt.date | None = None) -> User:
    user = User(school_id=row.school_id, name="林远", username=f"elsewhere-{row.pk}")
    user.set_unusable_password()
    user.save()
    Staffing.objects.create(user=user, school_class=row, role=StaffingRole.HOMEROOM, starts_on=LONG_AGO, ends_on=until)
    if until is None:
        SchoolRole.objects.create(user=user, role=SchoolRoleKind.ADMINISTRATOR, starts_on=LONG_AGO)
    return user


def _lived(
    term: Term, scheme: Scheme, row: SchoolClass, pupils: Sequence[Student], by: User, *, beside: Sequence[Student]
) -> None:
    """One month that took effect, with something in every table of a term."""
    last = term.starts_on.replace(day=28)
    at = dt.datetime(last.year, last.month, last.day, 9, tzinfo=dt.UTC)
    round_ = Round.objects.create(
        term=term,
        label=f"{last:%Y-%m}",
        starts_on=term.starts_on,
        ends_on=last,
        due_on=last + dt.timedelta(days=9),
        grades=[7, 8, 9],
    )
    sheet = ClassRound.objects.create(
        round=round_,
        school_class=row,
        state=SheetState.FINAL,
        filing_number=f"{row.pk}-000",
        filed_on=last,
        filed_at=at,
        filed_by=by,
        submitted_at=at,
        submitted_by=by,
        notice_from=last,
        notice_until=last,
        final_at=at,
        version=1,
    )
    lines = _lines(sheet, scheme, [*pupils, *beside], by, at)
    _answers(sheet, lines[0], by, at)
    _office(round_, scheme, row, pupils[0], by, at)
    _settled(term, row, pupils, by, at)


def _lines(sheet: ClassRound, scheme: Scheme, pupils: Sequence[Student], by: User, at: dt.datetime) -> list[Nomination]:
    # No more for a pupil than the scheme allows; 0 is no limit.
    items = list(StarItem.objects.filter(scheme=scheme).ordinary()[: min(2, scheme.self_report_max or 2)])
    lines = Nomination.objects.bulk_create(
        Nomination(
            class_round=sheet,
            student=pupil,
            item=item,
            source=LineSource.PAPER,
            state=LineState.FINAL,
            place=place,
            statement=FACTS_ELSEWHERE,
        )
        for item in items
        for place, pupil in enumerate(pupils, start=1)
    )
    StarEntry.objects.bulk_create(
        StarEntry(
            term_id=sheet.round.term_id,
            round=sheet.round,
            student_id=line.student_id,
            school_class_id=sheet.school_class_id,
            item_id=line.item_id,
            stars=1,
            source=EntrySource.NOMINATION,
            nomination=line,
            by=by,
            entered_at=at,
        )
        for line in lines
    )
    return lines


def _answers(sheet: ClassRound, line: Nomination, by: User, at: dt.datetime) -> None:
    step = Step.objects.filter(scheme=line.item.scheme_id)[0]
    HeldStep.objects.create(
        class_round=sheet, step=step, held_on=at.date(), participants=FACTS_ELSEWHERE, on_paper=True, by=by, at=at
    )
    Decision.objects.create(class_round=sheet, nomination=line, verdict=Verdict.ENTERED, by=by, at=at)
    Opinion.objects.create(class_round=sheet, user=by, agrees=True, text=FACTS_ELSEWHERE, at=at)
    told = {"class_round": sheet, "route": "slip", "raised_by": "某人", "recorded_by": by}
    told |= {"facts": FACTS_ELSEWHERE, "received_at": at, "due_on": at.date()}
    answered = {"state": "dismissed", "answer": FACTS_ELSEWHERE, "decided_by": by, "decided_at": at}
    Objection.objects.bulk_create(
        [Objection(**told, **answered, nomination=line, number=1), Objection(**told, number=2)]
    )


def _office(round_: Round, scheme: Scheme, row: SchoolClass, pupil: Student, by: User, at: dt.datetime) -> None:
    """A first place and a deduction, each with its entry."""
    entry = {
        "term_id": round_.term_id, "round": round_, "student": pupil, "school_class": row, "by": by, "entered_at": at,
    }  # fmt: skip
    kind = ExamKind.objects.filter(scheme=scheme, counts=True)[0]
    held = {"term_id": round_.term_id, "kind": kind, "held_on": round_.ends_on, "round": round_}
    confirmed = {"state": ExamState.CONFIRMED, "confirmed_at": at, "confirmed_by": by}
    exam = Exam.objects.create(**held, **confirmed, name=FACTS_ELSEWHERE)
    Exam.objects.create(**held, name=f"{FACTS_ELSEWHERE}二")
    champion = Champion.objects.create(exam=exam, kind=ItemKind.GRADE_TOTAL, student=pupil, school_class=row, grade=7)
    incident = {"student": pupil, "school_class": row, "term_id": round_.term_id, "happened_on": round_.ends_on}
    incident |= {"ground": Ground.objects.filter(scheme=scheme)[0], "facts": FACTS_ELSEWHERE, "stars": 1}
    proposed = {"proposed_by": by, "proposed_at": at}
    decided = {"state": "confirmed", "decided_by": by, "decided_at": at}
    violation = Violation.objects.create(**incident, **proposed, **decided)
    Violation.objects.create(**incident, **proposed, place=FACTS_ELSEWHERE)
    fault = {"student": pupil, "school_class": row, "term_id": round_.term_id, "noted_by": by, "noted_at": at}
    FaultRecord.objects.create(**fault, violation=violation, happened_on=round_.ends_on, note=FACTS_ELSEWHERE)
    FaultRecord.objects.create(**fault, happened_on=round_.starts_on, note=FACTS_ELSEWHERE)
    Appeal.objects.create(
        school=row.school,
        number=99,
        student=pupil,
        about="deduction",
        violation=violation,
        route="paper",
        raised_by=FACTS_ELSEWHERE,
        facts=FACTS_ELSEWHERE,
        told_on=round_.ends_on,
        received_on=round_.ends_on,
        recorded_by=by,
        recorded_at=at,
        due_on=round_.ends_on,
    )
    first = StarItem.objects.filter(scheme=scheme, kind=ItemKind.GRADE_TOTAL)[0]
    StarEntry.objects.bulk_create(
        [
            StarEntry(**entry, item=first, detail=exam.name, stars=5, source=EntrySource.CHAMPION, champion=champion),
            StarEntry(**entry, detail=FACTS_ELSEWHERE, stars=-1, source=EntrySource.VIOLATION, violation=violation),
        ]
    )


def _settled(term: Term, row: SchoolClass, pupils: Sequence[Student], by: User, at: dt.datetime) -> None:
    """Levels and letters."""
    levels = TermLevel.objects.bulk_create(
        TermLevel(term=term, student=pupil, school_class=row, seat=seat, total=30, level=5, by=by, entered_at=at)
        for seat, pupil in enumerate(pupils, start=1)
    )
    Entitlement.objects.bulk_create(
        Entitlement(
            term=term,
            student_id=level.student_id,
            level=level,
            kind=kind,
            number=f"{kind}-{seat}" if kind in ON_PAPER else None,
            by=by,
            at=at,
        )
        for seat, level in enumerate(levels, start=1)
        for kind in RewardKind
    )
