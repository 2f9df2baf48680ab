"""The tables of the package: for each its path, its columns and the statement that fills it."""

from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from typing import Any

from django.db.models import Case, CharField, F, Q, QuerySet, Sum, Value, When
from django.db.models.functions import Cast, Concat, LPad

from awards import models
from reports.archive import layout
from starrating.spreadsheets.columns import Cell, for_programs
from students.models import Enrolment, SchoolClass, Staffing, Student, Term

CHUNK = 2000
Row = Sequence[Cell]
# A column of the file and the field of the statement that fills it.
Columns = tuple[tuple[str, str], ...]


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
        *(_table(f"{layout.TABLES}/{name}.csv", rows, columns) for name, rows, columns in _open(term)),
        *(_table(f"{layout.RESTRICTED}/{name}.csv", rows, columns) for name, rows, columns in _restricted(term)),
    ]


def _table(path: str, rows: QuerySet[Any], columns: Columns) -> FileTable:
    fields = [field for _name, field in columns]
    # Only by key: text is sorted differently from one database to the other.
    values = rows.annotate(**_class_codes(fields)).order_by(*(rows.query.order_by or ("pk",))).values_list(*fields)

    def lines() -> Iterator[Row]:
        for row in values.iterator(chunk_size=CHUNK):
            yield [for_programs(value) for value in row]

    return FileTable(path, tuple(name for name, _field in columns), lines)


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
        ("rounds", models.Round.objects.filter(term=term), _ROUND),
        ("items", models.StarItem.objects.filter(scheme=scheme), _ITEM),
        ("levels", models.Level.objects.filter(scheme=scheme).order_by("number"), _LEVEL),
        ("staff", _staff(term), _STAFF),
        ("pupils", pupils_of(term), _PUPIL),
        ("enrolments", _enrolments(term), _ENROLMENT),
        ("sheets", models.ClassRound.objects.filter(round__term=term), _SHEET),
        ("lines", models.Nomination.objects.filter(class_round__round__term=term), _LINE),
        ("decisions", _decisions(term), _DECISION),
        ("held_steps", models.HeldStep.objects.filter(class_round__round__term=term), _HELD),
        ("opinions", models.Opinion.objects.filter(class_round__round__term=term).order_by("pk"), _OPINION),
        ("exams", models.Exam.objects.filter(term=term).order_by("pk"), _EXAM),
        ("champions", models.Champion.objects.filter(exam__term=term), _CHAMPION),
        ("credits", _credits(term).filter(stars__gt=0), _CREDIT),
        ("ledger", entries.exclude(pk__in=deduction_entries(term).values("pk")), _ENTRY),
    ]


def _restricted(term: Term) -> list[tuple[str, QuerySet[Any], Columns]]:
    return [
        ("deductions", models.Violation.objects.filter(term=term).order_by("pk"), _VIOLATION),
        ("objections", _objections(term), _OBJECTION),
        ("deduction_records", models.FaultRecord.objects.filter(violation__term=term).order_by("pk"), _RECORD),
        ("credits", _credits(term).filter(stars__lt=0), _CREDIT),
        ("ledger_deductions", deduction_entries(term), _ENTRY),
        ("settled", models.TermLevel.objects.filter(term=term), _SETTLED),
        ("entitlements", models.Entitlement.objects.filter(term=term), _ENTITLEMENT),
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


def _credits(term: Term) -> QuerySet[models.Credit]:
    return models.Credit.objects.filter(pk__in=models.StarEntry.objects.of_term(term).values("credit"))


def deduction_entries(term: Term) -> QuerySet[models.StarEntry]:
    """Give entries of no item that take stars, and what gave those back; a credit has no item either (A42)."""
    taken = Q(stars__lt=0) & ~Q(source=models.EntrySource.REVERSAL)
    given_back = Q(source=models.EntrySource.REVERSAL, reverses__stars__lt=0)
    return models.StarEntry.objects.of_term(term).filter(taken | given_back, item__isnull=True)


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


def _columns(text: str) -> Columns:
    """Read columns that are called as the field that fills them, or written ``name=field``."""
    return tuple((name, field or name) for name, _eq, field in (word.partition("=") for word in text.split()))


_ROUND = _columns("round=label from=starts_on until=ends_on due_on grades")
_PUPIL = _columns("student_no=number name")
_ITEM = _columns("item=name code kind stars=value")
_LEVEL = _columns("level=number name lower_bound")
_STAFF = _columns("name=user__name class=class_code role subject=subject__name from=starts_on until=ends_on")
_ENROLMENT = _columns("student_no=student__number class=class_code seat from=starts_on until=ends_on")
_SHEET = _columns("""
    round=round__label class=class_code state filing_number filed_on brought_in notice_from notice_until
    first_submitted_at submitted_at submitted_by=submitted_by__name filed_at filed_by=filed_by__name final_at
    return_reason
""")
_LINE = _columns("""
    line=pk round=class_round__round__label class=sheet_class_code student_no=student__number item=item__name place
    state source statement group_agreed hands_for hands_against votes_for votes_against could_vote
""")
_DECISION = _columns("""
    round=class_round__round__label class=sheet_class_code line=nomination_id step=step__name verdict by=shown_by at
    on_paper votes_for votes_against reason
""")
_HELD = _columns("""
    round=class_round__round__label class=sheet_class_code step=step__name held_on participants on_paper by=by__name
    at
""")
_OPINION = _columns("""
    round=class_round__round__label class=sheet_class_code line=nomination_id teacher=user__name agrees text at
    reply replied_by=replied_by__name replied_at
""")
_OBJECTION = _columns("""
    round=class_round__round__label class=sheet_class_code number line=nomination_id route facts received_at due_on
    state answer answered_how decided_by=shown_decider decided_at
""")
_EXAM = _columns("""
    exam=name kind=kind__name held_on round=round__label state confirmed_at confirmed_by=confirmed_by__name
""")
_CHAMPION = _columns("""
    champion=pk exam=exam__name kind subject=subject__name student_no=student__number class=class_code grade
    withdrawn_at
""")
_ENTRY = _columns("""
    entry=pk student_no=student__number round=round__label class=class_code item=item__name detail stars source
    line=nomination_id champion=champion_id deduction=violation_id credit=credit_id reverses=reverses_id reason
    by=by__name entered_at
""")
_CREDIT = _columns("credit=pk student_no=student__number stars carries=carries_id proof by=by__name at")
_VIOLATION = _columns("""
    deduction=pk student_no=student__number class=class_code ground=ground__name happened_on place facts statement
    guardian_told_on guardian_told_how written_ground stars state proposed_by=proposed_by__name proposed_at
    decided_by=decided_by__name decided_at decision_reason revoked_by=revoked_by__name revoked_at revoke_reason
""")
_RECORD = _columns("deduction=violation_id happened_on note")
_SETTLED = _columns("""
    row=pk student_no=student__number class=class_code total level listed replaces=replaces_id by=by__name
    entered_at
""")
_ENTITLEMENT = _columns("student_no=student__number kind state number issued reason by=by__name at")
