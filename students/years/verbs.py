"""A new school year: nothing is renamed, since a grade follows from the entry year; the graduating grade leaves.

Everything is dated by the old year's last day, so that the old year stays as it was and a second run finds nothing.
"""

import datetime as dt
from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass

from django.db import transaction
from django.db.models import Exists, OuterRef, Q, QuerySet
from django.utils import timezone
from django.utils.translation import gettext as _, ngettext

from starrating.days import short_day
from starrating.db.locks import lock
from starrating.operations import audit
from starrating.refused import Refused
from students.accounts.pupils import close_accounts
from students.models import (
    CommitteeMember,
    Enrolment,
    GroupLeader,
    Movement,
    MovementKind,
    School,
    SchoolClass,
    Staffing,
    Term,
    TermState,
    User,
)
from students.permits.reach import demand_school
from students.permits.roles import standing_of
from students.pupils.movements import demand_open_term

_ONE_DAY = dt.timedelta(days=1)
_SECOND = 2


@dataclass(frozen=True)
class YearOptions:
    """What does not go on by itself in the classes that stay; ``last_day`` of the old year where no term tells it."""

    clear_groups: bool = False
    clear_staffing: bool = False
    last_day: dt.date | None = None


@dataclass(frozen=True)
class ClassStep:
    """A class before and after; no ``before``: it comes, no ``after``: it leaves."""

    before: str
    after: str
    pupils: int


@dataclass(frozen=True)
class YearPlan:
    """What starting the year does, counted: pupils out, up and in; rows that end on ``last_day``."""

    school_year: int
    last_day: dt.date
    classes: Sequence[ClassStep]
    leaving: int
    staying: int
    arriving: int
    staffings: int
    leaders: int
    cadres: int
    regrouped: int
    accounts: int
    warnings: Sequence[str]

    @property
    def writes(self) -> bool:
        return any((self.leaving, self.staffings, self.leaders, self.cadres, self.regrouped, self.accounts))


@dataclass(frozen=True)
class _Rows:
    """The rows that end, as queries, so that preview and writing mean the same."""

    enrolments: QuerySet[Enrolment]
    regrouped: QuerySet[Enrolment]
    staffings: QuerySet[Staffing]
    leaders: QuerySet[GroupLeader]
    cadres: QuerySet[CommitteeMember]
    accounts: QuerySet[User]


def plan_year(school: School, school_year: int, options: YearOptions) -> YearPlan:
    """Say what :func:`start_year` would do; nothing is written.

    Raises :class:`Refused` where the last day of the year before is not known, and for pupils who entered a graduating
    class after it.
    """
    last_day = _last_day(school, school_year, options)
    rows = _rows(school, school_year, last_day, options)
    late = rows.enrolments.filter(starts_on__gt=last_day).count()
    if late:
        sentence = ngettext(
            "%(count)d pupil entered a graduating class after its last day. Correct this first.",
            "%(count)d pupils entered a graduating class after its last day. Correct this first.",
            late,
        )
        raise Refused(sentence % {"count": late}, code="late")
    pupils = _pupils(school)
    classes = list(SchoolClass.objects.filter(pk__in=pupils).select_related("school"))
    oldest = school.oldest_in(school_year)
    by_place = Counter({"out": 0, "up": 0, "in": 0})
    for row in classes:
        by_place[_place(row, school_year, oldest)] += pupils[row.pk]
    return YearPlan(
        school_year=school_year,
        last_day=last_day,
        classes=[_step(row, school_year, oldest, pupils[row.pk]) for row in classes if row.entry_year <= school_year],
        leaving=by_place["out"],
        staying=by_place["up"],
        arriving=by_place["in"],
        staffings=rows.staffings.count(),
        leaders=rows.leaders.count(),
        cadres=rows.cadres.count(),
        regrouped=rows.regrouped.count(),
        accounts=rows.accounts.count(),
        warnings=_warnings(school, school_year, by_place["in"]),
    )


@transaction.atomic
def start_year(school: School, school_year: int, options: YearOptions, *, by: User, at: dt.datetime) -> YearPlan:
    """Begin the school year that starts in ``school_year``; gives what was done. Safe to repeat.

    The graduating grade's enrolments, tasks and leaders end on the old year's last day, and its pupils' accounts are
    closed; groups and tasks of the other classes go on unless ``options`` clear them. Raises :class:`Refused` as
    :func:`plan_year`, for anybody but an administrator of the school, and before the last day has come.
    """
    # The school's row is locked as for a roster import: a second start waits, and then finds nothing to do.
    school = lock(School.objects.all()).get(pk=school.pk)
    today = timezone.localdate(at)
    standing = standing_of(by, today)
    demand_school(standing, "students:confirm_year", school.pk)
    plan = plan_year(school, school_year, options)
    if not plan.writes:
        return plan
    if today < plan.last_day:
        sentence = _("%(day)s is the last day of the school year: start the next one on that day or later.")
        raise Refused(sentence % {"day": short_day(plan.last_day)}, code="early")
    if plan.leaving:
        demand_open_term(school, plan.last_day + _ONE_DAY)
    _write(_rows(school, school_year, plan.last_day, options), plan.last_day, by=by, at=at)
    counted = ("leaving", "staffings", "leaders", "cadres", "regrouped", "accounts")
    counts = {name: getattr(plan, name) for name in counted}
    new = {"school_year": school_year, "last_day": plan.last_day.isoformat(), **counts}
    audit.record("year.started", school, by=by, at=at, school_id=school.pk, new=new)
    return plan


def _write(rows: _Rows, last_day: dt.date, *, by: User, at: dt.datetime) -> None:
    # Who leaves is told by the enrolments that are still open; accounts are locked last (`starrating.db.locks`).
    leaving = list(rows.accounts.exclude(student__isnull=True).values_list("student", flat=True))
    rows.staffings.update(ends_on=last_day)
    rows.leaders.update(ends_on=last_day)
    rows.cadres.update(ends_on=last_day)
    leavers = list(rows.enrolments.values_list("student_id", "school_class_id"))
    rows.enrolments.update(ends_on=last_day)
    Movement.objects.bulk_create(
        (
            Movement(
                student_id=student_pk,
                kind=MovementKind.GRADUATION,
                on=last_day + _ONE_DAY,
                from_class_id=class_pk,
                by=by,
                at=at,
            )
            for student_pk, class_pk in leavers
        ),
        batch_size=500,
    )
    grouped = list(rows.regrouped.values_list("student_id", "school_class_id", "seat"))
    rows.regrouped.update(ends_on=last_day)
    Enrolment.objects.bulk_create(
        (
            Enrolment(student_id=student_pk, school_class_id=class_pk, seat=seat, starts_on=last_day + _ONE_DAY)
            for student_pk, class_pk, seat in grouped
        ),
        batch_size=500,
    )
    close_accounts(leaving, by=by, at=at)


def _rows(school: School, school_year: int, last_day: dt.date, options: YearOptions) -> _Rows:
    oldest = school.oldest_in(school_year)
    leaving = Q(school_class__entry_year__lt=oldest)
    staying = Q(school_class__entry_year__gte=oldest, school_class__entry_year__lt=school_year)
    # What began after the last day belongs to the new year already.
    old = Q(starts_on__lte=last_day)
    enrolments = Enrolment.objects.filter(school_class__school=school, ends_on__isnull=True)
    staffings = Staffing.objects.filter(school_class__school=school, ends_on__isnull=True).filter(old)
    leaders = GroupLeader.objects.filter(group__school_class__school=school, ends_on__isnull=True).filter(old)
    left = Q(group__school_class__entry_year__lt=oldest)
    return _Rows(
        enrolments=enrolments.filter(leaving),
        regrouped=enrolments.filter(staying & old, group__isnull=False) if options.clear_groups else enrolments.none(),
        staffings=staffings.filter(leaving | staying if options.clear_staffing else leaving),
        leaders=leaders.filter(
            left | Q(group__school_class__entry_year__lt=school_year) if options.clear_groups else left
        ),
        cadres=CommitteeMember.objects.filter(leaving & old, school_class__school=school, ends_on__isnull=True),
        accounts=_accounts(school, oldest),
    )


def _accounts(school: School, oldest: int) -> QuerySet[User]:
    """Open accounts of pupils whose last class leaves or has left."""
    mine = Enrolment.objects.filter(student=OuterRef("student"))
    here = mine.filter(ends_on__isnull=True, school_class__entry_year__gte=oldest)
    return User.objects.filter(
        Exists(mine.filter(school_class__entry_year__lt=oldest)), ~Exists(here), school=school, is_active=True
    )


def _last_day(school: School, school_year: int, options: YearOptions) -> dt.date:
    if options.last_day is not None:
        if options.last_day.year != school_year:
            raise Refused(
                _("The last day of the year before must lie in %(year)d. Correct it.") % {"year": school_year},
                code="day",
            )
        return options.last_day
    term = Term.objects.filter(school=school, school_year=school_year - 1, ordinal=_SECOND).first()
    if term is None:
        sentence = _("The second term of the year before %(year)d is not on record: say which was its last day.")
        raise Refused(sentence % {"year": school_year}, code="no_term")
    return term.ends_on


def _pupils(school: School) -> Counter[int]:
    rows = Enrolment.objects.filter(school_class__school=school, ends_on__isnull=True)
    return Counter(rows.values_list("school_class_id", flat=True))


def _place(row: SchoolClass, school_year: int, oldest: int) -> str:
    if row.entry_year < oldest:
        return "out"
    if row.entry_year > school_year:
        return "later"
    return "in" if row.entry_year == school_year else "up"


def _step(row: SchoolClass, school_year: int, oldest: int, pupils: int) -> ClassStep:
    place = _place(row, school_year, oldest)
    before = "" if place == "in" else row.name_in(school_year - 1)
    return ClassStep(before, "" if place == "out" else row.name_in(school_year), pupils)


def _warnings(school: School, school_year: int, arriving: int) -> list[str]:
    found = []
    sentence = _("The %(term)s is not settled yet.")
    for term in Term.objects.filter(school=school, school_year=school_year - 1, state=TermState.OPEN):
        found.append(sentence % {"term": term.name})
    if not arriving:
        found.append(_("The new first grade is not enrolled yet: import its roster."))
    return found
