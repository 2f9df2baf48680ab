"""Last school year's second term, lived through to its end: settled, handed out, corrected, its papers asked for."""

import datetime as dt
from dataclasses import dataclass, replace
from random import Random

from django.db.models import Max
from django.utils import timezone

from awards.demo import afterwards
from awards.demo.dates import at_hour, days_before
from awards.demo.finals import sit
from awards.demo.graduates import graduation
from awards.demo.months import Months
from awards.demo.portraits import give_portraits
from awards.demo.school import make_pupils
from awards.demo.staff import Staff, hire_staff
from awards.models import ClassRound, Round
from awards.settlement import verbs as settlement
from awards.terms import opening
from students.models import Enrolment, GroupLeader, School, SchoolClass, Staffing, StaffingRole, Term


@dataclass(frozen=True)
class Past:
    """The term before, its classes that are still there, and the staff that has been there since."""

    term: Term
    staying: list[SchoolClass]
    staff: Staff


def live_past(school: School, school_year: int, *, pupils: int, now: dt.datetime, rng: Random) -> Past:
    """Let one class a grade have a past before ``school_year``: the others are no part of it, so that it stays short.

    It comes before all else, for a month opens a sheet for every class of its grades that there is.
    """
    before = _term_before(school, school_year, now)
    *staying, leavers = _classes(before, pupils, now=now, rng=rng)
    staff = hire_staff(staying, school_year, since=before.starts_on, at=at_hour(before.starts_on, 8, now), rng=rng)
    teaching = _with_leavers(staff, leavers, before)
    _live_through(before, teaching, now=now, rng=rng)
    for school_class in (*staying, leavers):
        sit(before, school_class, staff, now=now)
    last: dt.datetime = ClassRound.objects.filter(round__term=before).aggregate(last=Max("final_at"))["last"]
    settled_on = timezone.localdate(last) + dt.timedelta(days=1)
    settlement.settle(before, by=staff.administrator.user, at=at_hour(settled_on, 10, now))
    give_portraits(before, by=staff.clerks[0].user, at=at_hour(settled_on, 11, now))
    graduation(before, settled_on, staff, now=now)
    afterwards.hand_out(before, staying, settled_on, staff, now=now)
    afterwards.correct_once(before, staying, settled_on + dt.timedelta(days=2), staff, now=now)
    _leave(leavers, before)
    return Past(before, staying, staff)


def _term_before(school: School, school_year: int, now: dt.datetime) -> Term:
    starts_on, ends_on = days_before(school_year)
    at = at_hour(starts_on, 8, now)
    made = opening.open_term(
        school, school_year=school_year - 1, ordinal=2, starts_on=starts_on, ends_on=ends_on, by=None, at=at
    )
    return Term.objects.select_related("school", "pinned__scheme").get(pk=made.pk)


def _classes(before: Term, pupils: int, *, now: dt.datetime, rng: Random) -> list[SchoolClass]:
    """Make the first class of each grade, the lowest first: the last one graduates."""
    school, year = before.school, before.school_year
    rows = [SchoolClass(school=school, entry_year=year - step, number=1) for step in range(len(school.grades))]
    classes = SchoolClass.objects.bulk_create(rows)
    make_pupils(classes, pupils, since=before.starts_on, at=at_hour(before.starts_on, 8, now), rng=rng)
    return classes


def _with_leavers(staff: Staff, leavers: SchoolClass, before: Term) -> Staff:
    """Give the class that leaves a homeroom teacher who has another one now."""
    teacher = next(iter(staff.homeroom.values()))
    Staffing.objects.create(
        user=teacher.user,
        school_class=leavers,
        role=StaffingRole.HOMEROOM,
        starts_on=before.starts_on,
        ends_on=before.ends_on,
    )
    return replace(staff, homeroom={**staff.homeroom, leavers.pk: teacher})


def _live_through(before: Term, staff: Staff, *, now: dt.datetime, rng: Random) -> None:
    """Live through its months; in the last one, of a few days, the graduating grade is gone already."""
    rounds = list(Round.objects.filter(term=before).order_by("starts_on"))
    last = rounds[-1]
    days = {"starts_on": last.starts_on, "ends_on": last.ends_on, "due_on": last.due_on}
    grades = [grade for grade in before.school.grades if grade != before.school.last_grade]
    at = at_hour(before.starts_on, 9, now)
    rounds[-1] = opening.change_round(last, **days, grades=grades, by=staff.administrator.user, at=at)
    months = Months(before, staff, now=now, rng=rng)
    for round_ in rounds:
        months.live_through(round_)


def _leave(leavers: SchoolClass, before: Term) -> None:
    Enrolment.objects.filter(school_class=leavers).update(ends_on=before.ends_on)
    GroupLeader.objects.filter(group__school_class=leavers).update(ends_on=before.ends_on)
