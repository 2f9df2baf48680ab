"""The whole demonstration in one go."""

import datetime as dt
from dataclasses import dataclass
from random import Random

from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from awards.demo.dates import ShownDays, shown_days, term_days
from awards.demo.months import Fate, Months, fates
from awards.demo.school import make_classes, make_pupils, make_school
from awards.demo.staff import Account, Staff, hire_staff
from awards.demo.voices import Voices, misbehave, object_to, sit_exam, take_steps
from awards.models import ClassRound, Round
from awards.schemes import drafts
from awards.sheets.moves import notice_end
from awards.terms import opening
from starrating.refused import Refused
from students.models import School, Term, User
from students.school.calendar import working_day_test

PRESET = "monthly-stars"
CLASSES_PER_GRADE = 12
PUPILS = 48
# Each state needs a class of its own.
LEAST_CLASSES_PER_GRADE = -(-len(Fate) // 3)
# The unusual names and the namesakes, and enough others that stars spread.
LEAST_PUPILS = 10
# Days before the filing that the calendar is asked about: longer than any holiday.
LOOK_BACK = dt.timedelta(days=30)


@dataclass(frozen=True)
class Demo:
    """What was made: the accounts with their passwords, and the shown round's sheets with their fates by class."""

    school: School
    term: Term
    shown: Round
    staff: Staff
    sheets: list[ClassRound]
    fates: dict[int, Fate]
    voices: Voices

    def homeroom_of(self, fate: Fate) -> tuple[ClassRound, Account]:
        """Give the first sheet of that fate, and who answers for it."""
        sheet = next(sheet for sheet in self.sheets if self.fates[sheet.school_class_id] == fate)
        return sheet, self.staff.homeroom[sheet.school_class_id]


@transaction.atomic
def build(*, at: dt.datetime, seed: int = 1, classes_per_grade: int = CLASSES_PER_GRADE, pupils: int = PUPILS) -> Demo:
    """Build a school of three grades around the day of ``at``; ``seed`` fixes names and stars, never a password.

    Raises :class:`Refused` when the database has a school or an account, or when the school would be too small.
    """
    if School.objects.exists() or User.objects.exists():
        raise Refused(
            _("There is a school in the database already. Set the demonstration up in an empty one."), code="not_empty"
        )
    if classes_per_grade < LEAST_CLASSES_PER_GRADE or pupils < LEAST_PUPILS:
        least = {"classes": LEAST_CLASSES_PER_GRADE, "pupils": LEAST_PUPILS}
        raise Refused(
            _("A demonstration needs at least %(classes)d classes per grade and %(pupils)d pupils.") % least,
            code="small",
        )
    rng = Random(seed)  # noqa: S311 -- invents names and stars; passwords come from `secrets`
    school = make_school(at=at)
    term = _open_term(school, at=at)
    classes = make_classes(school, term.school_year, classes_per_grade)
    make_pupils(classes, pupils, since=term.starts_on, at=at, rng=rng)
    staff = hire_staff(classes, term.school_year, since=term.starts_on, at=at, rng=rng)
    shown, days = _fit_rounds(term, staff.administrator.user, at=at)
    months = Months(term, staff, now=at, rng=rng)
    past = list(Round.objects.filter(term=term, starts_on__lt=shown.starts_on))
    for round_ in past:
        if round_ == past[0]:
            sit_exam(round_, classes, staff, now=at, rng=rng)
        months.live_through(round_)
    months.reverse_one(past[0])
    dealt = fates(classes, rng)
    sheets = months.show(shown, days, dealt)
    [on_screen] = [sheet for sheet in sheets if dealt[sheet.school_class_id] == Fate.ON_SCREEN]
    misbehave(term, shown, staff, now=at, rng=rng)
    object_to(sheets, staff, now=at)
    voices = take_steps(on_screen, staff.homeroom[on_screen.school_class_id].user, now=at, rng=rng)
    return Demo(school, term, shown, staff, sheets, dealt, voices)


def _open_term(school: School, *, at: dt.datetime) -> Term:
    draft = drafts.adopt_preset(school, PRESET, by=None, at=at)
    drafts.publish(draft, by=None, at=at)
    days = term_days(timezone.localdate(at))
    term = opening.open_term(
        school,
        school_year=days.school_year,
        ordinal=days.ordinal,
        starts_on=days.starts_on,
        ends_on=days.ends_on,
        by=None,
        at=at,
    )
    return Term.objects.select_related("school", "pinned__scheme").get(pk=term.pk)


def _fit_rounds(term: Term, administrator: User, *, at: dt.datetime) -> tuple[Round, ShownDays]:
    """Let the shown round be over and due, and no later one begun: months are rows, not the calendar's (A51)."""
    today = timezone.localdate(at)
    month = term_days(today).month
    is_working = working_day_test(term.school, around=today - LOOK_BACK)
    days = shown_days(today, month, is_working, lambda day: notice_end(term, day))
    shown = Round.objects.get(term=term, label=f"{month:%Y-%m}")
    shown = _change(shown, shown.starts_on, days.ends_on, days.due_on, by=administrator, at=at)
    for later in Round.objects.filter(term=term, starts_on__gt=shown.starts_on, starts_on__lte=today):
        _change(later, today + dt.timedelta(days=1), later.ends_on, later.due_on, by=administrator, at=at)
    return shown, days


def _change(
    round_: Round, starts_on: dt.date, ends_on: dt.date, due_on: dt.date, *, by: User, at: dt.datetime
) -> Round:
    return opening.change_round(
        round_, starts_on=starts_on, ends_on=ends_on, due_on=due_on, grades=round_.grades, by=by, at=at
    )
