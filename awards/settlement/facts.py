"""A term as settlement sees it, read in a fixed number of statements however many pupils there are."""

import datetime as dt
from collections import defaultdict
from collections.abc import Collection, Iterable
from dataclasses import dataclass

from django.db.models import Count, F, Min, Q

from awards.models import Entitlement, Level, Punishment, Round, Scheme, StarEntry, TermLevel, Violation
from awards.rules.entitlements import Flag, RewardKind, flags_of, terms_between
from awards.rules.levels import level_for
from students.models import Enrolment, SchoolClass, Student, Term

# By settlement in the second term the graduating grade has left, weeks before the others (A32).
SECOND = 2


@dataclass(frozen=True)
class PupilEnd:
    """One pupil at the end of the term: where, with how many stars, at which level (zero for none)."""

    student_pk: int
    class_pk: int
    seat: int | None
    total: int
    level: int


def bounds_of(scheme: Scheme) -> list[int]:
    """Give the lower bounds of the scheme's levels, ascending."""
    return list(Level.objects.filter(scheme=scheme).order_by("lower_bound").values_list("lower_bound", flat=True))


def first_levels(scheme: Scheme) -> dict[RewardKind, int]:
    """Say from which level each reward is due; zero is never."""
    return {
        RewardKind.LETTER: scheme.letter_from,
        RewardKind.CERTIFICATE: scheme.certificate_from,
        RewardKind.HONOUR_BOARD: scheme.honour_board_from,
        RewardKind.AWARD_ELIGIBILITY: scheme.award_eligibility_from,
        RewardKind.PARENT_TITLE: scheme.parent_title_from,
        RewardKind.INVITATION: scheme.invitation_from,
    }


def pupils_at_end(term: Term, years: Collection[int] | None = None) -> list[PupilEnd]:
    """Give everybody enrolled at the end of ``term`` (with ``school`` and ``pinned__scheme``) by class, then seat.

    Who has left or is suspended by then is not on the lists (A44). The levels are those of the ledger as it is now.
    With ``years`` only the grades of these entry years; who has changed grades is of that at the term's end alone.
    """
    totals = {row["student"]: row["total"] for row in StarEntry.objects.of_term(term).totals()}
    bounds = bounds_of(term.pinned.scheme)
    rows = (
        Enrolment.objects.filter(at_end(term), student__school=term.school_id)
        .order_by(
            "-school_class__entry_year", "school_class__number", F("seat").asc(nulls_last=True), "student__number"
        )
        .values_list("student_id", "school_class_id", "seat", "school_class__entry_year")
    )
    found: dict[int, PupilEnd] = {}
    of_year: dict[int, int] = {}
    for student_pk, class_pk, seat, entry_year in rows:
        of_year.setdefault(student_pk, entry_year)
        total = totals.get(student_pk, 0)
        found.setdefault(student_pk, PupilEnd(student_pk, class_pk, seat, total, level_for(total, bounds)))
    return [end for pk, end in found.items() if years is None or of_year[pk] in years]


def totals_of(term: Term, student_pks: Collection[int]) -> dict[int, int]:
    """Give the ledger's sums of some pupils."""
    entries = StarEntry.objects.of_term(term).filter(student__in=student_pks)
    return {row["student"]: row["total"] for row in entries.totals()}


def current_levels(term: Term) -> dict[int, TermLevel]:
    """Give what the last settlement froze, by pupil."""
    return {row.student_id: row for row in TermLevel.objects.filter(term=term).current()}


def entitlements_by_pupil(term: Term) -> dict[int, dict[RewardKind, Entitlement]]:
    found: dict[int, dict[RewardKind, Entitlement]] = defaultdict(dict)
    for row in Entitlement.objects.filter(term=term):
        found[row.student_id][RewardKind(row.kind)] = row
    return found


def flags_by_pupil(term: Term, student_pks: Collection[int], day: dt.date) -> dict[int, list[Flag]]:
    """Give what stands against a merit award on ``day``, for those it stands against; at most five statements."""
    needed = term.pinned.scheme.residence_terms
    here = terms_here(term, student_pks) if needed else {}
    violations = dict(
        Violation.objects.confirmed()
        .filter(term=term, student__in=student_pks)
        .order_by()
        .values_list("student")
        .annotate(number=Count("pk"))
    )
    punished = set(Punishment.objects.active_on(day).filter(student__in=student_pks).values_list("student", flat=True))
    guests = set(Student.objects.filter(pk__in=student_pks, is_guest=True).values_list("pk", flat=True))
    flags = {
        pk: flags_of(
            guest=pk in guests,
            terms_here=here.get(pk, 0),
            terms_needed=needed,
            violations=violations.get(pk, 0),
            punished=pk in punished,
        )
        for pk in student_pks
    }
    return {pk: found for pk, found in flags.items() if found}


def terms_here(term: Term, student_pks: Collection[int]) -> dict[int, int]:
    """Count how many terms each pupil has been at the school by the end of ``term``, this one counted.

    Who was enrolled when the first term on record began has been here since the class entered the school: before that
    the program knows nothing, and nobody is held back for it.
    """
    terms = list(Term.objects.filter(school=term.school_id, starts_on__lte=term.starts_on).order_by("starts_on"))
    rows = (
        Enrolment.objects.filter(student__in=student_pks)
        .order_by()
        .values_list("student")
        .annotate(since=Min("starts_on"), entry_year=Min("school_class__entry_year"))
    )
    now = (term.school_year, term.ordinal)
    return {pk: terms_between(_first_term(terms, since, entry_year), now) for pk, since, entry_year in rows}


def _first_term(terms: list[Term], since: dt.date, entry_year: int) -> tuple[int, int]:
    if since <= terms[0].starts_on:
        return min((entry_year, 1), (terms[0].school_year, terms[0].ordinal))
    found = next((one for one in terms if one.ends_on >= since), terms[-1])
    return found.school_year, found.ordinal


def years_of(term: Term) -> list[int]:
    """Give the entry years of the grades that have classes in ``term``, the lowest grade first; one statement."""
    classes = SchoolClass.objects.taught_in(term.school, term.school_year).order_by("-entry_year")
    return list(classes.values_list("entry_year", flat=True).distinct())


def at_end(term: Term) -> Q:
    """Give enrolments that hold the last day of the term, for the graduating grade that of its last round."""
    whole = _holding(term.ends_on)
    leaving = last_round_of_leavers(Round.objects.filter(term=term), term)
    if leaving is None or leaving >= term.ends_on:
        return whole
    graduating = Q(school_class__entry_year=entry_year_of_leavers(term))
    return (whole & ~graduating) | (_holding(leaving) & graduating)


def end_of(term: Term, entry_year: int, rounds: Iterable[Round]) -> dt.date:
    """Give the last day of one grade's term, among whose ``rounds`` is its last (A32)."""
    leaving = last_round_of_leavers(rounds, term) if entry_year == entry_year_of_leavers(term) else None
    return term.ends_on if leaving is None else min(leaving, term.ends_on)


def last_round_of_leavers(rounds: Iterable[Round], term: Term) -> dt.date | None:
    """Give the last day of the graduating grade's rounds in the second term of the year; None in the first (A32)."""
    if term.ordinal != SECOND:
        return None
    return max((row.ends_on for row in rounds if term.school.last_grade in row.grades), default=None)


def entry_year_of_leavers(term: Term) -> int:
    return term.school.entry_year_of(term.school.last_grade, term.school_year)


def _holding(day: dt.date) -> Q:
    return Q(starts_on__lte=day) & (Q(ends_on__isnull=True) | Q(ends_on__gte=day))
