"""Open a term with its dates, scheme and rounds, and a round with one sheet a class."""

import datetime as dt
from collections.abc import Iterable, Iterator, Sequence

from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from awards.models import ClassRound, Exam, Nomination, Round, Scheme, SchemeState, StarItem, TermScheme
from awards.terms.locks import demand_grades_open, demand_open, locked_round, locked_term
from starrating.db.locks import lock
from starrating.joiners import in_a_row
from starrating.operations import audit
from starrating.refused import Refused
from students.models import GradeSettlement, School, SchoolClass, Term, TermState, User
from students.permits.reach import demand_school
from students.permits.roles import standing_of
from students.school.calendar import seed_calendar

# A sheet may come in for so many days after the round's last day before it counts as late.
DAYS_TO_SUBMIT = 5


@transaction.atomic
def open_term(
    school: School,
    *,
    school_year: int,
    ordinal: int,
    starts_on: dt.date,
    ends_on: dt.date,
    scheme: Scheme | None = None,
    by: User | None,
    at: dt.datetime,
) -> Term:
    """Open a new term with one round a month, under ``scheme`` or the school's newest published one (A53, A58).

    Dates are the school's own days, both inside the term. Raises :class:`Refused` when the term is open already,
    when its days are out of order or overlap another term, or when the school has published no such scheme.
    """
    # The school's row is locked, so that two terms opened at the same time cannot overlap each other unseen.
    school = lock(School.objects.all()).get(pk=school.pk)
    pinned = _publishable(school, scheme or Scheme.objects.filter(school=school).published().first())
    _demand_new(school, school_year, ordinal)
    check_days(school, starts_on, ends_on)
    term = Term.objects.create(
        school=school, school_year=school_year, ordinal=ordinal, starts_on=starts_on, ends_on=ends_on
    )
    TermScheme.objects.create(term=term, scheme=pinned)
    make_rounds(term, months_between(starts_on, ends_on))
    seed_calendar(school, sorted({starts_on.year, ends_on.year}))
    new = {"starts_on": starts_on.isoformat(), "ends_on": ends_on.isoformat()}
    audit.record("term.opened", term, by=by, at=at, school_id=school.pk, new=new)
    return term


def months_between(starts_on: dt.date, ends_on: dt.date) -> Iterator[tuple[dt.date, dt.date]]:
    """Give the first and last day of each calendar month of a term, cut to the term; rows that may be changed (A51)."""
    first = starts_on
    while first <= ends_on:
        last = month_end(first)
        yield first, min(ends_on, last)
        first = last + dt.timedelta(days=1)


def month_end(day: dt.date) -> dt.date:
    """Give the last day of the month of ``day``."""
    return (day.replace(day=1) + dt.timedelta(days=32)).replace(day=1) - dt.timedelta(days=1)


def make_rounds(term: Term, months: Iterable[tuple[dt.date, dt.date]]) -> None:
    """Make a round of all grades for each of these months, given by first and last day."""
    grades = list(term.school.grades)
    Round.objects.bulk_create(
        Round(
            term=term,
            label=f"{first:%Y-%m}",
            starts_on=first,
            ends_on=last,
            due_on=last + dt.timedelta(days=DAYS_TO_SUBMIT),
            grades=grades,
        )
        for first, last in months
    )


def _publishable(school: School, scheme: Scheme | None) -> Scheme:
    if scheme is None or scheme.state != SchemeState.PUBLISHED:
        raise Refused(
            _("Publish a scheme first: a term cannot start under rules that nobody has seen."), code="unpublished"
        )
    if scheme.school_id != school.pk:
        raise Refused(_("This scheme belongs to another school. Choose one of your school."), code="foreign")
    return scheme


def _demand_new(school: School, school_year: int, ordinal: int) -> None:
    if ordinal not in (1, 2):
        raise Refused(_("A school year has a first and a second term. Choose one of them."), code="ordinal")
    if Term.objects.filter(school=school, school_year=school_year, ordinal=ordinal).exists():
        raise Refused(_("This term is open already. Open it from the list of terms."), code="twice")


def check_days(school: School, starts_on: dt.date, ends_on: dt.date, *, but: Term | None = None) -> None:
    """Raise :class:`Refused` for days out of order, and for days of another term than ``but``."""
    if ends_on <= starts_on:
        raise Refused(_("The last day of the term must come after its first day."), code="period")
    others = Term.objects.filter(school=school, starts_on__lte=ends_on, ends_on__gte=starts_on)
    other = next((one for one in others if one != but), None)
    if other is not None:
        raise Refused(
            _("These days overlap another term: %(term)s. Choose other days.") % {"term": other.name}, code="overlap"
        )


@transaction.atomic
def change_round(
    round_: Round,
    *,
    starts_on: dt.date,
    ends_on: dt.date,
    due_on: dt.date,
    grades: Sequence[int],
    by: User,
    at: dt.datetime,
) -> Round:
    """Set other days or grades for a round that nothing has been handed in for yet (A51).

    Sheets of grades that no longer take part go, if nobody has touched them. Raises :class:`Refused` when a sheet has
    been handed in, for days outside the term, out of order or in another round of the same grade, for no grade, and
    when pupils stand under an item of a month that would no longer be the round's.
    """
    round_, sheets = _locked_round(round_, "awards:change_round", by, at)
    _demand_nothing_handed_in(sheets)
    _demand_grades_open(round_.term, {*round_.grades, *grades})
    _check_round_days(round_, starts_on, ends_on, due_on, set(grades))
    year = round_.term.school_year
    _remove_untouched([sheet for sheet in sheets if sheet.school_class.grade_in(year) not in grades])
    old = _as_json(round_)
    round_.starts_on, round_.ends_on, round_.due_on = starts_on, ends_on, due_on
    _demand_items_open(round_)
    round_.grades = sorted(set(grades))
    round_.save(update_fields=["starts_on", "ends_on", "due_on", "grades"])
    audit.record("round.changed", round_, by=by, at=at, school_id=round_.term.school_id, old=old, new=_as_json(round_))
    return round_


@transaction.atomic
def add_round(
    term: Term,
    *,
    label: str,
    starts_on: dt.date,
    ends_on: dt.date,
    due_on: dt.date,
    grades: Sequence[int],
    by: User,
    at: dt.datetime,
) -> Round:
    """Add a round to an open term, as for a grade that graduates before its month is over (六3, A51).

    ``label`` is what the school calls it. Raises :class:`Refused` for a name that the term has already, for days
    outside the term, out of order or in another round of the same grade, for no grade and for one that is settled.
    """
    term = locked_term(term.pk)
    demand_school(standing_of(by, timezone.localdate(at)), "awards:add_round", term.school_id)
    demand_open(term)
    if not label:
        raise Refused(_("Give the month a name."), code="label")
    if Round.objects.filter(term=term, label=label).exists():
        raise Refused(_("The term has a month of this name already. Choose another name."), code="twice")
    _check_round_days(Round(term=term), starts_on, ends_on, due_on, set(grades))
    _demand_grades_open(term, grades)
    round_ = Round.objects.create(
        term=term, label=label, starts_on=starts_on, ends_on=ends_on, due_on=due_on, grades=sorted(set(grades))
    )
    new = {"label": label, **_as_json(round_)}
    audit.record("round.added", round_, by=by, at=at, school_id=term.school_id, new=new)
    return round_


@transaction.atomic
def remove_round(round_: Round, *, by: User, at: dt.datetime) -> None:
    """Take a round out of its term, as for a month with few school days (A51); its sheets must be untouched."""
    round_, sheets = _locked_round(round_, "awards:remove_round", by, at)
    _demand_grades_open(round_.term, round_.grades)
    take_out(round_, sheets, by=by, at=at)


def take_out(round_: Round, sheets: Sequence[ClassRound], *, by: User, at: dt.datetime) -> None:
    """Delete a round with its ``sheets``, all locked; :class:`Refused` where one is begun or an exam belongs to it."""
    exam = Exam.objects.filter(round=round_).first()
    if exam is not None:
        sentence = _("The exam %(exam)s belongs to this month, so the month stays. Change the exam first.")
        raise Refused(sentence % {"exam": exam.name}, code="exam")
    _remove_untouched(sheets)
    old = {"label": round_.label, **_as_json(round_)}
    audit.record("round.removed", round_, by=by, at=at, school_id=round_.term.school_id, old=old)
    round_.delete()


def move(
    round_: Round, sheets: Sequence[ClassRound], starts_on: dt.date, ends_on: dt.date, *, by: User, at: dt.datetime
) -> None:
    """Give a round with its ``sheets``, all locked, other days, as when its term gets others."""
    _demand_nothing_handed_in(sheets)
    old = _as_json(round_)
    if ends_on != round_.ends_on:
        round_.due_on = ends_on + dt.timedelta(days=DAYS_TO_SUBMIT)
    round_.starts_on, round_.ends_on = starts_on, ends_on
    _demand_items_open(round_)
    round_.save(update_fields=["starts_on", "ends_on", "due_on"])
    audit.record("round.changed", round_, by=by, at=at, school_id=round_.term.school_id, old=old, new=_as_json(round_))


def _locked_round(round_: Round, action: str, by: User, at: dt.datetime) -> tuple[Round, list[ClassRound]]:
    # With its sheets, so that nobody hands one in meanwhile, and its term, so that it is not settled.
    locked_term(round_.term_id)
    standing = standing_of(by, timezone.localdate(at))
    found = lock(Round.objects.all()).select_related("term__school").filter(pk=round_.pk).first()
    if found is None:
        raise Refused(_("This month has been removed already. Load the page again."), code="twice")
    demand_school(standing, action, found.term.school_id)
    demand_open(found.term)
    return found, list(lock(ClassRound.objects.filter(round=found).select_related("school_class__school")))


def _demand_grades_open(term: Term, grades: Iterable[int]) -> None:
    """Raise :class:`Refused` where one of them is settled: when its term ended is part of what was settled."""
    demand_grades_open(term, {term.school.entry_year_of(grade, term.school_year) for grade in grades})


def _demand_nothing_handed_in(sheets: Sequence[ClassRound]) -> None:
    if any(sheet.first_submitted_at is not None for sheet in sheets):
        raise Refused(
            _("A class has submitted its sheet already, so the month stays as it is. Change the next month."),
            code="state",
        )


def _check_round_days(round_: Round, starts_on: dt.date, ends_on: dt.date, due_on: dt.date, grades: set[int]) -> None:
    term = round_.term
    if not grades or not grades <= set(term.school.grades):
        raise Refused(_("Choose at least one grade of the school."), code="grades")
    if ends_on < starts_on:
        raise Refused(_("The last day is before the first day. Correct one of the two."), code="period")
    if due_on < ends_on:
        raise Refused(_("A month cannot be due before it ends. Choose a later day."), code="due")
    if starts_on < term.starts_on or ends_on > term.ends_on:
        raise Refused(
            _("The days of the month must lie inside the term. Choose days from its first to its last."), code="outside"
        )
    others = Round.objects.filter(term=term, starts_on__lte=ends_on, ends_on__gte=starts_on).exclude(pk=round_.pk)
    for other in others:
        if grades & set(other.grades):
            raise Refused(
                _("These days overlap another month: %(round)s. Choose other days.") % {"round": other.name},
                code="overlap",
            )


def _demand_items_open(round_: Round) -> None:
    """Refuse days under which items of a month, such as its theme, would have names in a round without that month."""
    open_items = {item.pk for item in StarItem.objects.of_round(round_)}
    named = Nomination.objects.filter(class_round__round=round_).order_by().values_list("item", "item__name").distinct()
    closed = [name for item, name in named if item not in open_items]
    if closed:
        sentence = _(
            "There are pupils under items of another month already: %(items)s. This month must keep days in that one."
        )
        raise Refused(sentence % {"items": in_a_row(closed)}, code="state")


def _remove_untouched(sheets: Sequence[ClassRound]) -> None:
    """Remove untouched sheets: one that anybody has worked on has a history, and history is not removed."""
    if any(sheet.version for sheet in sheets):
        raise Refused(
            _(
                "A class has begun to fill in its sheet, so the sheet stays. Leave the month and its "
                "grades as they are."
            ),
            code="state",
        )
    ClassRound.objects.filter(pk__in=[sheet.pk for sheet in sheets]).delete()


def _as_json(round_: Round) -> dict[str, object]:
    return {
        "starts_on": round_.starts_on.isoformat(),
        "ends_on": round_.ends_on.isoformat(),
        "due_on": round_.due_on.isoformat(),
        "grades": list(round_.grades),
    }


@transaction.atomic
def open_round(round_: Round, *, by: User | None, at: dt.datetime) -> int:
    """Make one sheet for every class of the round's grades that has none yet; give their number. Safe to repeat.

    A grade that is settled gets none any more.
    """
    # The round's row is locked so that two openers do not both find a class without a sheet.
    round_ = locked_round(round_)
    term = round_.term
    present = set(ClassRound.objects.filter(round=round_).values_list("school_class_id", flat=True))
    settled = GradeSettlement.objects.years_of(term)
    missing = [
        ClassRound(round=round_, school_class=school_class)
        for school_class in SchoolClass.objects.taught_in(term.school, term.school_year).select_related("school")
        if school_class.pk not in present
        and school_class.entry_year not in settled
        and school_class.grade_in(term.school_year) in round_.grades
    ]
    if missing:
        ClassRound.objects.bulk_create(missing)
        new = {"sheets": len(missing)}
        audit.record("round.opened", round_, by=by, at=at, school_id=term.school_id, new=new)
    return len(missing)


def open_due(*, at: dt.datetime) -> int:
    """Open every round of an open term whose first day has come: what the worker does by itself."""
    begun = Round.objects.begun_by(timezone.localdate(at)).filter(term__state=TermState.OPEN)
    return sum(_opened(round_, at=at) for round_ in begun)


def _opened(round_: Round, *, at: dt.datetime) -> int:
    try:
        return open_round(round_, by=None, at=at)
    except Refused:
        # Settled in the meantime: nothing is to be opened any more.
        return 0
