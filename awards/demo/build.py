"""The whole demonstration in one go."""

import datetime as dt
from dataclasses import dataclass
from random import Random

from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from awards.demo.afterwards import ask_for_papers
from awards.demo.cases import appeal_once, note_faults
from awards.demo.dates import ShownDays, TermDays, midterm_day, shown_days, term_days
from awards.demo.deeds import guardians_agree, note_deeds
from awards.demo.graduates import next_ceremony
from awards.demo.months import Fate, Months, fates
from awards.demo.past import live_past
from awards.demo.school import make_classes, make_pupils, make_school
from awards.demo.staff import Account, Staff, hire_teachers
from awards.demo.voices import Voices, misbehave, object_to, sit_exam, take_steps
from awards.models import ClassRound, Round
from awards.schemes import drafts
from awards.sheets.moves import notice_end
from awards.terms import opening
from awards.visit.places import Place, note_places
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

    @property
    def places(self) -> dict[Place, User]:
        """Give the account for each place that a visitor may look from: those with something to do."""
        return {
            Place.TEACHER: self.homeroom_of(Fate.BEGUN)[1].user,
            Place.CLERK: self.staff.clerks[0].user,
            Place.ADMINISTRATOR: self.staff.administrator.user,
            Place.PUPIL: self.voices.others[0].user,
            Place.COMMITTEE: self.voices.cadres[0].user,
        }


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
    drafts.publish(drafts.adopt_preset(school, PRESET, by=None, at=at), by=None, at=at)
    days = term_days(timezone.localdate(at))
    past_term = live_past(school, days.school_year, pupils=pupils, now=at, rng=rng)
    staff = past_term.staff
    term = _open_term(school, days, at=at)
    fresh = make_classes(school, term.school_year, classes_per_grade, beside=past_term.staying)
    make_pupils(fresh, pupils, since=term.starts_on, at=at, rng=rng)
    hire_teachers(staff, fresh, term.school_year, since=term.starts_on, at=at)
    classes = sorted([*past_term.staying, *fresh], key=lambda row: (-row.entry_year, row.number))
    shown, shown_on = _fit_rounds(term, staff.administrator.user, at=at)
    months = Months(term, staff, now=at, rng=rng)
    past = list(Round.objects.filter(term=term, starts_on__lt=shown.starts_on))
    if midterm_day(term) <= shown.ends_on:
        sit_exam(term, classes, staff, now=at, rng=rng)
    for round_ in past:
        months.live_through(round_)
    if past:
        months.reverse_one(past[0])
    dealt = fates(classes, rng)
    sheets = months.show(shown, shown_on, dealt)
    [on_screen] = [sheet for sheet in sheets if dealt[sheet.school_class_id] == Fate.ON_SCREEN]
    misbehave(term, shown, staff, now=at, rng=rng)
    object_to(sheets, staff, now=at)
    voices = take_steps(on_screen, staff.homeroom[on_screen.school_class_id].user, now=at, rng=rng)
    appeal_once(term, staff, now=at)
    note_faults(on_screen, staff, now=at)
    [begun] = [sheet for sheet in sheets if dealt[sheet.school_class_id] == Fate.BEGUN][:1]
    note_deeds(on_screen, begun, [staff.homeroom[one.school_class_id].user for one in (on_screen, begun)], now=at)
    guardians_agree(begun, staff.homeroom[begun.school_class_id].user, now=at)
    next_ceremony(term, past_term.term, staff, now=at)
    ask_for_papers(past_term.term, staff, now=at)
    demo = Demo(school, term, shown, staff, sheets, dealt, voices)
    note_places(school, demo.places, at=at)
    return demo


def _open_term(school: School, days: TermDays, *, at: dt.datetime) -> Term:
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
    """Let the shown round be over and due, and no later one begun: months are rows (A51)."""
    today = timezone.localdate(at)
    calendar = term_days(today)
    is_working = working_day_test(term.school, around=today - LOOK_BACK)
    days = shown_days(today, calendar.last, is_working, lambda day: notice_end(term, day))
    shown = Round.objects.holding(calendar.last).get(term=term)
    shown = _change(shown, shown.starts_on, days.ends_on, days.due_on, by=administrator, at=at)
    tomorrow = today + dt.timedelta(days=1)
    for later in Round.objects.filter(term=term, starts_on__gt=shown.starts_on):
        starts_on, ends_on = max(later.starts_on, tomorrow), min(later.ends_on, calendar.usual_end)
        if starts_on > ends_on:
            opening.remove_round(later, by=administrator, at=at)
        elif (starts_on, ends_on) != (later.starts_on, later.ends_on):
            _change(later, starts_on, ends_on, max(later.due_on, ends_on), by=administrator, at=at)
    return shown, days


def _change(
    round_: Round, starts_on: dt.date, ends_on: dt.date, due_on: dt.date, *, by: User, at: dt.datetime
) -> Round:
    return opening.change_round(
        round_, starts_on=starts_on, ends_on=ends_on, due_on=due_on, grades=round_.grades, by=by, at=at
    )
