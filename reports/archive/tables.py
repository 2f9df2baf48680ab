"""The tables of the package: for each its path, its columns and the statement that fills it."""

from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from typing import Any

from django.db.models import Case, CharField, F, Q, QuerySet, Sum, TextField, Value, When
from django.db.models.functions import Cast, Coalesce, Concat, LPad, TruncDate

from awards import models
from reports.archive import columns
from reports.archive.checking import layout
from reports.archive.columns import Columns
from starrating.spreadsheets.columns import Cell, for_programs
from students.models import (
    CommitteeMember,
    Enrolment,
    GradeSettlement,
    GroupLeader,
    SchoolClass,
    Staffing,
    Student,
    StudentGroup,
    Term,
)

CHUNK = 2000
Row = Sequence[Cell]


@dataclass(frozen=True)
class FileTable:
    """One CSV file: ``rows`` gives its lines one after the other and holds none of them back."""

    path: str
    header: tuple[str, ...]
    rows: Callable[[], Iterator[Row]]


def tables_of(term: Term) -> list[FileTable]:
    """Give every table of the term but the totals, in the package's order; each is one statement when it is read."""
    return [
        FileTable(f"{layout.TABLES}/classes.csv", _CLASS_HEADER, lambda: _classes(term)),
        *(_table(f"{layout.TABLES}/{name}.csv", rows, named) for name, rows, named in _open(term)),
        *(_table(f"{layout.RESTRICTED_TABLES}{name}.csv", rows, named) for name, rows, named in _restricted(term)),
    ]


def _table(path: str, rows: QuerySet[Any], named: Columns) -> FileTable:
    fields = [field for _name, field in named]
    # Only by key: text is sorted differently from one database to the other.
    values = (
        rows.annotate(**_class_codes(fields), **_said(fields))
        .order_by(*(rows.query.order_by or ("pk",)))
        .values_list(*fields)
    )

    def lines() -> Iterator[Row]:
        for row in values.iterator(chunk_size=CHUNK):
            yield [for_programs(value) for value in row]

    return FileTable(path, tuple(name for name, _field in named), lines)


def class_code(school_class: SchoolClass) -> str:
    """Name a class by entry year and number (2025-03), which never changes."""
    return f"{school_class.entry_year}-{school_class.number:02d}"


def _class_codes(fields: Sequence[str]) -> dict[str, Any]:
    """Give the code of :func:`class_code` in the statement, for each field that ends in ``class_code``."""
    codes = {}
    for name in fields:
        if name.endswith("class_code"):
            path = {"class_code": "school_class__", "sheet_class_code": "class_round__school_class__"}[name]
            number = LPad(Cast(f"{path}number", CharField()), 2, Value("0"))
            codes[name] = Concat(Cast(f"{path}entry_year", CharField()), Value("-"), number)
    return codes


def _said(fields: Sequence[str]) -> dict[str, Any]:
    """Give the text of each field that ends in ``_said``; an erased one is told by its day: ``(erased 2027-03-01)``."""
    texts = {}
    for name in fields:
        if name.endswith("_said"):
            kept = f"{name.removesuffix('_said')}_kept"
            day = Concat(Value("(erased "), Cast(TruncDate(f"{kept}__erased_at"), CharField()), Value(")"))
            then = When(**{f"{kept}__erased_at__isnull": False}, then=day)
            texts[name] = Case(then, default=Coalesce(f"{kept}__text", Value("")), output_field=TextField())
    return texts


_CLASS_HEADER = ("class", "name", "grade", "own_name")


def _classes(term: Term) -> Iterator[Row]:
    # Each by itself: joined side by side, a class's sheets, entries and pupils would multiply.
    sheets = models.ClassRound.objects.filter(round__term=term).values("school_class")
    entries = models.StarEntry.objects.of_term(term).order_by().values("school_class")
    pupils = _enrolments(term).values("school_class")
    rows = SchoolClass.objects.filter(Q(pk__in=sheets) | Q(pk__in=entries) | Q(pk__in=pupils), school=term.school)
    for row in rows.select_related("school").order_by("-entry_year", "number"):
        yield [class_code(row), row.name_in(term.school_year), row.grade_in(term.school_year), row.alias]


def _enrolments(term: Term) -> QuerySet[Enrolment]:
    return Enrolment.objects.touching(term.starts_on, term.ends_on).filter(student__school=term.school)


def pupils_of(term: Term) -> QuerySet[Student]:
    """Give those who were of the school within the term, and whoever has an entry in its ledger."""
    entered = models.StarEntry.objects.of_term(term).values("student")
    return Student.objects.filter(Q(pk__in=_enrolments(term).values("student")) | Q(pk__in=entered))


def _open(term: Term) -> list[tuple[str, QuerySet[Any], Columns]]:
    scheme = term.pinned.scheme_id
    entries = models.StarEntry.objects.of_term(term)
    return [
        ("rounds", models.Round.objects.filter(term=term), columns.ROUND),
        ("items", models.StarItem.objects.filter(scheme=scheme), columns.ITEM),
        ("levels", models.Level.objects.filter(scheme=scheme).order_by("number"), columns.LEVEL),
        ("staff", _staff(term), columns.STAFF),
        ("pupils", pupils_of(term), columns.PUPIL),
        ("enrolments", _enrolments(term), columns.ENROLMENT),
        ("groups", _groups(term), columns.GROUP),
        ("group_leaders", _leaders(term), columns.LEADER),
        ("committee", _committee(term), columns.MEMBER),
        ("grades", GradeSettlement.objects.filter(term=term).order_by("pk"), columns.GRADE),
        ("sheets", models.ClassRound.objects.filter(round__term=term), columns.SHEET),
        ("lines", models.Nomination.objects.filter(class_round__round__term=term), columns.LINE),
        ("decisions", _decisions(term), columns.DECISION),
        ("held_steps", models.HeldStep.objects.filter(class_round__round__term=term), columns.HELD),
        ("opinions", models.Opinion.objects.filter(class_round__round__term=term).order_by("pk"), columns.OPINION),
        ("exams", models.Exam.objects.filter(term=term).order_by("pk"), columns.EXAM),
        ("champions", models.Champion.objects.filter(exam__term=term), columns.CHAMPION),
        ("credits", _credits(term).filter(stars__gt=0, appeal=None), columns.CREDIT),
        ("ledger", entries.exclude(pk__in=deduction_entries(term).values("pk")), columns.ENTRY),
    ]


def _restricted(term: Term) -> list[tuple[str, QuerySet[Any], Columns]]:
    return [
        ("deductions", models.Violation.objects.filter(term=term).order_by("pk"), columns.VIOLATION),
        ("punishments", _punishments(term), columns.PUNISHMENT),
        ("objections", _objections(term), columns.OBJECTION),
        ("deduction_records", models.FaultRecord.objects.filter(violation__term=term).order_by("pk"), columns.RECORD),
        ("credits", _credits(term).exclude(stars__gt=0, appeal=None), columns.CREDIT),
        ("appeals", _appeals(term), columns.APPEAL),
        ("appeal_answers", _answers(term), columns.ANSWER),
        ("ledger_deductions", deduction_entries(term), columns.ENTRY),
        ("settled", models.TermLevel.objects.filter(term=term), columns.SETTLED),
        ("entitlements", models.Entitlement.objects.filter(term=term), columns.ENTITLEMENT),
    ]


def _decisions(term: Term) -> QuerySet[models.Decision]:
    """Give the decisions; a pupil who objected stays unnamed, though on screen it came from the own account."""
    rows = models.Decision.objects.filter(class_round__round__term=term).order_by("pk")
    named = Case(When(verdict=models.Verdict.DISPUTED, then=Value("")), default=F("by__name"))
    return rows.annotate(shown_by=named)


def _objections(term: Term) -> QuerySet[models.Objection]:
    """Give objections without who raised or recorded them, and decisions without a pupil who took one back."""
    rows = models.Objection.objects.filter(class_round__round__term=term).order_by("pk")
    own = When(route=models.ObjectionRoute.PUPIL, state=models.ObjectionState.WITHDRAWN, then=Value(""))
    return rows.annotate(shown_decider=Case(own, default=F("decided_by__name")))


def _staff(term: Term) -> QuerySet[Staffing]:
    return Staffing.objects.touching(term.starts_on, term.ends_on).filter(school_class__school=term.school)


def _leaders(term: Term) -> QuerySet[GroupLeader]:
    leaders = GroupLeader.objects.touching(term.starts_on, term.ends_on)
    return leaders.filter(group__school_class__school=term.school)


def _groups(term: Term) -> QuerySet[StudentGroup]:
    """Give the groups that somebody was in, or led, within the term: they have no days of their own."""
    led, sat_in = _leaders(term).values("group"), _enrolments(term).values("group")
    return StudentGroup.objects.filter(Q(pk__in=led) | Q(pk__in=sat_in)).order_by("pk")


def _committee(term: Term) -> QuerySet[CommitteeMember]:
    members = CommitteeMember.objects.touching(term.starts_on, term.ends_on)
    return members.filter(school_class__school=term.school)


def _punishments(term: Term) -> QuerySet[models.Punishment]:
    """Give those that the term's pupils were under on a day of it, and those decided within it."""
    over = Q(until__lt=term.starts_on) | Q(lifted_on__lte=term.starts_on, decided_on__lt=term.starts_on)
    rows = models.Punishment.objects.filter(student__in=pupils_of(term).values("pk"), decided_on__lte=term.ends_on)
    return rows.exclude(over).order_by("pk")


def _credits(term: Term) -> QuerySet[models.Credit]:
    return models.Credit.objects.filter(pk__in=models.StarEntry.objects.of_term(term).values("credit"))


def _appeals(term: Term) -> QuerySet[models.Appeal]:
    """Give the appeals about this term and its punishments, and those about another that restored something here."""
    restored = models.AppealDecision.objects.filter(credits__in=_credits(term)).values("appeal")
    about = Q(violation__term=term) | Q(level__term=term) | Q(punishment__in=_punishments(term))
    return models.Appeal.objects.filter(about | Q(pk__in=restored)).order_by("pk")


def _answers(term: Term) -> QuerySet[models.AppealDecision]:
    return models.AppealDecision.objects.filter(appeal__in=_appeals(term)).order_by("pk")


def deduction_entries(term: Term) -> QuerySet[models.StarEntry]:
    """Give entries of no item that take stars, and what gave those back; a credit has no item either (A42).

    What an appeal restored belongs to them: it would tell of what was taken.
    """
    taken = Q(stars__lt=0) & ~Q(source=models.EntrySource.REVERSAL)
    given_back = Q(source=models.EntrySource.REVERSAL, reverses__stars__lt=0)
    appealed = Q(credit__appeal__isnull=False) | Q(reverses__credit__appeal__isnull=False)
    return models.StarEntry.objects.of_term(term).filter(taken | given_back | appealed, item__isnull=True)


def totals(term: Term) -> dict[str, list[int]]:
    """Sum by school number, of every pupil of the term: stars won and stars taken."""
    found = {number: [0, 0] for number in pupils_of(term).order_by("pk").values_list("number", flat=True)}
    everything = models.StarEntry.objects.of_term(term).order_by().values_list("student__number")
    for number, total in everything.annotate(total=Sum("stars")):
        found[number][0] = total
    for number, taken in deduction_entries(term).order_by().values_list("student__number").annotate(total=Sum("stars")):
        found[number][0] -= taken
        found[number][1] = taken
    return found
