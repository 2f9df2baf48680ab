"""A settled term to look into: found by pupil, by class or by month; nothing on it can be changed."""

import datetime as dt
from collections.abc import Collection, Sequence
from dataclasses import dataclass

from django.db.models import Count, Q, QuerySet, Sum

from awards.models import FILED_STATES, ClassRound, EntrySource, Level, Round, StarEntry, TermLevel, Violation
from students.accounts.search import named
from students.models import GradeSettlement, SchoolClass, Term
from students.models.school import TermQuerySet

SHOWN_AT_MOST = 60


@dataclass(frozen=True)
class FoundPupil:
    """A pupil of the term with class, total and level as settled."""

    pk: int
    number: str
    name: str
    class_name: str
    total: int
    level: str


@dataclass(frozen=True)
class ClassLine:
    """One class with its sheets, one a month; None where it had none."""

    pk: int
    name: str
    pupils: int
    sheets: Sequence[ClassRound | None]


@dataclass(frozen=True)
class ArchivePage:
    term: Term | None
    terms: Sequence[Term]
    # Names of the grades that are settled, where others are not yet.
    grades: Sequence[str] = ()
    typed: str = ""
    found: Sequence[FoundPupil] = ()
    more: int = 0
    # Each with ``filed``, the number of its sheets on file.
    months: Sequence[Round] = ()
    classes: Sequence[ClassLine] = ()
    violations: Sequence[Violation] = ()
    settled_at: dt.datetime | None = None
    pupils: int = 0
    stars: int = 0
    deducted: int = 0


def archive_page(terms: TermQuerySet, term: Term | None, typed: str = "") -> ArchivePage:
    """Gather one of ``terms`` in which a grade is settled; ``typed`` is a name, its initials or a school number.

    While other grades go on it shows the settled ones alone.
    """
    settled = list(terms.with_settled_grades())
    if term is None:
        return ArchivePage(None, settled)
    levels = TermLevel.objects.filter(term=term).current().listed()
    years = None if term.is_settled else GradeSettlement.objects.years_of(term)
    if years is not None:
        levels = levels.filter(school_class__entry_year__in=years)
    filed = Count("sheets", filter=Q(sheets__state__in=FILED_STATES))
    rounds = list(Round.objects.filter(term=term).annotate(filed=filed))
    found = _found(levels, term, typed)
    counts = _counts(term, levels)
    return ArchivePage(
        term=term,
        terms=settled,
        grades=_names(term, years or ()),
        typed=typed,
        found=found[:SHOWN_AT_MOST],
        more=max(len(found) - SHOWN_AT_MOST, 0),
        months=rounds,
        classes=_classes(term, rounds, levels),
        violations=list(
            Violation.objects.filter(term=term, **({} if years is None else {"school_class__entry_year__in": years}))
            .confirmed()
            .select_related("student", "ground", "school_class__school")
        ),
        settled_at=levels.order_by("-entered_at").values_list("entered_at", flat=True).first(),
        pupils=levels.count(),
        stars=counts["won"] or 0,
        deducted=-(counts["deducted"] or 0),
    )


def _found(levels: QuerySet[TermLevel], term: Term, typed: str) -> list[FoundPupil]:
    """Find pupils in the order of classes and seats, never of stars."""
    if not typed.strip():
        return []
    names = ["", *Level.objects.filter(scheme=term.pinned.scheme).order_by("number").values_list("name", flat=True)]
    token = "".join(typed.split())
    wanted = Q(student__number__startswith=token) | named("student__", token)
    rows = TermLevel.objects.filter(pk__in=levels).filter(wanted)
    rows = rows.select_related("student", "school_class__school").in_paper_order()
    return [
        FoundPupil(
            pk=row.student_id,
            number=row.student.number,
            name=row.student.name,
            class_name=row.school_class.name_in(term.school_year),
            total=term.pinned.scheme.shown(row.total),
            level=names[row.level],
        )
        for row in rows
    ]


def _classes(term: Term, rounds: Sequence[Round], levels: QuerySet[TermLevel]) -> list[ClassLine]:
    sheets = {(row.school_class_id, row.round_id): row for row in ClassRound.objects.filter(round__in=rounds)}
    pupils = dict(levels.order_by().values_list("school_class").annotate(number=Count("pk")))
    held = set(pupils) | ({class_pk for class_pk, _round in sheets} if term.is_settled else set())
    classes = SchoolClass.objects.filter(pk__in=held).select_related("school").order_by("-entry_year", "number")
    return [
        ClassLine(
            pk=row.pk,
            name=row.name_in(term.school_year),
            pupils=pupils.get(row.pk, 0),
            sheets=[sheets.get((row.pk, round_.pk)) for round_ in rounds],
        )
        for row in classes
    ]


def _names(term: Term, years: Collection[int]) -> list[str]:
    school = term.school
    return [school.grade_name(school.grade_of(year, term.school_year)) for year in sorted(years, reverse=True)]


def _counts(term: Term, levels: QuerySet[TermLevel]) -> dict[str, int | None]:
    """Count stars and deductions, each with what reversed it; of the settled pupils while other grades go on."""
    taken = Q(source=EntrySource.VIOLATION) | Q(reverses__source=EntrySource.VIOLATION)
    entries = StarEntry.objects.of_term(term)
    if not term.is_settled:
        entries = entries.filter(student__in=levels.values("student"))
    return entries.aggregate(won=Sum("stars", filter=~taken), deducted=Sum("stars", filter=taken))
