"""The demonstration school: every state to be seen whichever day it is started, and passwords nobody can guess."""

from __future__ import annotations

import datetime as dt
import io
from collections import Counter
from pathlib import Path
from random import Random

import pytest
import time_machine
from django.core.management import call_command
from django.core.management.base import CommandError
from django.db import connection, transaction
from django.db.models import F, Q, Sum
from django.utils import timezone
from pytest_django import Settings

from awards.ceremonies.joining import members
from awards.demo.build import Demo, build
from awards.demo.dates import midterm_day, shown_days, term_days
from awards.demo.finals import papers_of
from awards.demo.months import DAYS_TO_FILE
from awards.demo.school import make_classes, make_pupils
from awards.demo.staff import hire_staff
from awards.management.commands import setup_demo
from awards.models import (
    Ceremony,
    ClassRound,
    Deed,
    Entitlement,
    Exam,
    LineState,
    Nomination,
    Objection,
    Presentation,
    Round,
    SheetState,
    StarEntry,
    TermLevel,
    Violation,
    ViolationState,
)
from awards.models.ledger import EntrySource
from awards.rules.ceremonies import CeremonyKind, CeremonyState, Reply
from awards.rules.entitlements import RewardKind, RewardState
from awards.rules.kinds import DayKind
from awards.rules.notice import notice_until
from awards.terms.opening import months_between
from starrating.operations.models import Job
from students.models import Consent, ConsentScope, Photo, School, SchoolStage, Student, Term, TermState, User
from students.school.calendar import default_is_working, known_days
from tests import length
from tests.factories import make_school, make_user, moment
from tests.refusals import refused

CLASSES, PUPILS = 4, 12
# The first and the last minutes of a day among them: what has not come yet must not have happened.
DAYS = [
    moment(dt.date(2026, 1, 1), 0),
    moment(dt.date(2026, 2, 15)),
    moment(dt.date(2026, 7, 1)),
    moment(dt.date(2026, 8, 31), 23),
    moment(dt.date(2026, 9, 1), 0),
    moment(dt.date(2026, 1, 25)),
    moment(dt.date(2026, 3, 8)),
    moment(dt.date(2026, 7, 10)),
    moment(dt.date(2026, 9, 8)),
    moment(dt.date(2026, 10, 15)),
]

ONE_EACH = {"sqlite": [DAYS[3]], "postgresql": [DAYS[0]]}


def small(at: dt.datetime, seed: int = 1) -> Demo:
    with time_machine.travel(at, tick=False):
        return build(at=at, seed=seed, classes_per_grade=CLASSES, pupils=PUPILS)


def states(round_: Round) -> Counter[str]:
    return Counter(ClassRound.objects.filter(round=round_).values_list("state", flat=True))


@pytest.mark.django_db
# What there is on the last of them is seen by `test_demo_shown`, which builds it once. A school costs seconds: in the
# short form each database builds another.
@pytest.mark.parametrize(
    "at", length.of(short=ONE_EACH[connection.vendor], long=DAYS[:-1]), ids=lambda at: f"{at:%m-%d}"
)
def test_every_state_is_there_on_any_day(at: dt.datetime) -> None:
    every_state_is_there(small(at), at)


def every_state_is_there(demo: Demo, at: dt.datetime) -> None:
    today = timezone.localdate(at)
    begun = list(Round.objects.begun_by(today).filter(term=demo.term))
    assert begun[0] == demo.shown
    assert begun[0].due_on < today <= demo.term.ends_on
    assert set(states(demo.shown)) == set(SheetState)
    for past in begun[1:]:
        assert states(past) == {SheetState.FINAL: 3 * CLASSES}
    notices = ClassRound.objects.filter(round=demo.shown, state=SheetState.IN_NOTICE)
    assert all(sheet.notice_until is not None and sheet.notice_until >= today for sheet in notices)
    happened_in_order(at)
    ledger_is_what_is_final()
    lists_have_something(demo)
    last_year_is_settled(demo)
    one_ceremony_is_over_and_one_to_come(demo, today)
    notes_are_of_who_was_there()


def happened_in_order(now: dt.datetime) -> None:
    sheets = ClassRound.objects.values_list("submitted_at", "filed_at", "final_at")
    assert all(moment is None or moment <= now for row in sheets for moment in row)
    assert not StarEntry.objects.filter(entered_at__gt=now).exists()
    final = ClassRound.objects.filter(state=SheetState.FINAL)
    assert not final.filter(submitted_at__gt=F("filed_at")).exists()
    assert not final.filter(filed_at__gt=F("final_at")).exists()


def lists_have_something(demo: Demo) -> None:
    """The mid-term with its champions once it was held, a violation that waits and one that counts, an objection."""
    held = Exam.objects.filter(champions__isnull=False, term=demo.term)
    assert held.distinct().count() == int(midterm_day(demo.term) <= demo.shown.ends_on)
    assert {row.state for row in Violation.objects.all()} == {ViolationState.PROPOSED, ViolationState.CONFIRMED}
    assert Objection.objects.filter(nomination__state=LineState.DISPUTED).count() == 1


def last_year_is_settled(demo: Demo) -> None:
    """Every level, portraits of most who are honoured, a letter issued anew, papers and archive left to the worker."""
    before = Term.objects.exclude(pk=demo.term.pk).get()
    assert before.state == TermState.SETTLED
    assert before.ends_on < demo.term.starts_on
    live = TermLevel.objects.filter(term=before, replaced_by=None)
    assert set(live.values_list("level", flat=True)) >= {1, 2, 3, 4, 5}, live
    queue = Entitlement.objects.filter(term=before)
    assert queue.filter(state=RewardState.REISSUED, kind=RewardKind.LETTER).count() == 1
    assert {"letter", "certificate", "parent_title", "honour_board"} <= set(queue.values_list("kind", flat=True))
    board = queue.filter(kind=RewardKind.HONOUR_BOARD).values("student")
    portraits = Photo.objects.filter(student__in=board).count()
    assert 0 < portraits < board.count()
    assert Counter(Job.objects.values_list("kind", flat=True)) == {"letters": 3, "archive": 1}


def test_exams_are_those_that_the_law_leaves_to_a_grade() -> None:
    """No monthly exam; in the grades below the last a mid-term and a final, none in the holidays."""
    school = School(stage=SchoolStage.JUNIOR, first_grade=7, last_grade=9)
    days = {1: (dt.date(2025, 9, 1), dt.date(2026, 1, 23)), 2: (dt.date(2026, 3, 1), dt.date(2026, 7, 10))}
    for ordinal, (first, last) in days.items():
        term = Term(school=school, school_year=2025, ordinal=ordinal, starts_on=first, ends_on=last)
        for grade in school.grades:
            papers = papers_of(term, grade) if ordinal == 2 else []
            held = [midterm_day(term), *(paper.held_on for paper in papers)]
            assert all(first <= day <= last and default_is_working(day) for day in held)
            assert not any(paper.kind == "月考" for paper in papers)
            assert len(papers) <= (3 if grade == 9 else 2)


def notes_are_of_who_was_there() -> None:
    """Facts of several stars about many pupils of two classes; a newcomer has signed nothing yet."""
    facts = Deed.objects.values_list("student__enrolments__school_class", "student", "item")
    there = facts.filter(
        Q(student__enrolments__ends_on=None) | Q(student__enrolments__ends_on__gte=F("happened_on")),
        student__enrolments__starts_on__lte=F("happened_on"),
    )
    assert len(there) == Deed.objects.count()
    classes, pupils, stars = (len(set(column)) for column in zip(*there, strict=True))
    assert (classes, pupils >= 5, stars >= 3) == (2, True, True), (classes, pupils, stars)
    window = Consent.objects.filter(scope=ConsentScope.WINDOW)
    agreed = Consent.objects.filter(scope=ConsentScope.PROCESSING).values("student")
    assert window.exists()
    assert not window.exclude(student__in=agreed).exists()


def one_ceremony_is_over_and_one_to_come(demo: Demo, today: dt.date) -> None:
    """The class that graduated got its certificates but for one, which waits for the next ceremony."""
    to_come, over = Ceremony.objects.all()
    assert (over.kind, over.state) == (CeremonyKind.GRADUATION, CeremonyState.CLOSED)
    assert (to_come.state, to_come.day > today) == (CeremonyState.PLANNED, True)
    rows = Presentation.objects.filter(ceremony=over)
    assert rows.filter(handed_as=1).count() >= 2
    assert rows.filter(reply=Reply.COMING).exists()
    missed = rows.get(handed_as=None, entitlement__kind=RewardKind.CERTIFICATE)
    assert [row.pk for row in members(to_come)] == [missed.entitlement_id]


def ledger_is_what_is_final() -> None:
    """Some are near a level, and a star was taken back in each term that has had a month."""
    final = Nomination.objects.filter(state=LineState.FINAL)
    lines = StarEntry.objects.filter(Q(source=EntrySource.NOMINATION) | Q(reverses__source=EntrySource.NOMINATION))
    entered = lines.aggregate(stars=Sum("stars"))["stars"]
    assert entered == final.aggregate(stars=Sum("item__value"))["stars"]
    taken = StarEntry.objects.filter(reverses__isnull=False).exclude(source=EntrySource.CHAMPION)
    assert taken.count() in (1, 2)
    assert any(row["total"] >= 8 for row in StarEntry.objects.totals())


@pytest.mark.django_db
def test_a_seed_repeats_the_people_but_never_a_password() -> None:
    school = make_school()
    since, at = dt.date(2026, 9, 1), DAYS[0]
    people, passwords = [], []
    for year in (2023, 2026):
        rng = Random(7)
        classes = make_classes(school, year, CLASSES)
        make_pupils(classes, PUPILS, since=since, at=at, rng=rng)
        names = list(Student.objects.filter(enrolments__school_class__in=classes).values_list("name", flat=True))
        with transaction.atomic():
            staff = hire_staff(classes, year, since=since, at=at, rng=rng)
            transaction.set_rollback(True)
        people.append([*names, *(account.user.username for account in staff.accounts)])
        passwords.append({account.password for account in staff.accounts})
    assert people[0] == people[1]
    assert len(passwords[0]) == len(passwords[1]) > 3 * CLASSES
    assert passwords[0] & passwords[1] == set()


@pytest.fixture
def var_dir(tmp_path: Path, settings: Settings) -> Path:
    folder = tmp_path / "var"
    folder.mkdir()
    settings.VAR_DIR = folder
    return folder


def run_setup() -> str:
    output = io.StringIO()
    call_command("setup_demo", classes=CLASSES, pupils=PUPILS, stdout=output)
    return output.getvalue()


@pytest.mark.django_db
def test_command_refuses_a_database_with_a_school(var_dir: Path) -> None:
    make_school()
    with pytest.raises(CommandError):
        run_setup()
    assert (School.objects.count(), User.objects.count()) == (1, 0)
    assert not (var_dir / "demo-accounts.txt").exists()


@pytest.mark.django_db
def test_a_crash_leaves_nothing_behind(var_dir: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """The command's own transaction is asked for, so anything that is written will do in place of a whole school."""
    made: list[User] = []
    monkeypatch.setattr(setup_demo, "build", lambda **_asked: made.append(make_user(make_school())))
    monkeypatch.setattr(setup_demo, "all_accounts", lambda _demo: ["user password"])
    var_dir.rmdir()
    with pytest.raises(FileNotFoundError):
        run_setup()
    assert (len(made), School.objects.count(), User.objects.count()) == (1, 0, 0)


@pytest.mark.django_db
@pytest.mark.parametrize("size", [{"classes_per_grade": 2, "pupils": 12}, {"classes_per_grade": 3, "pupils": 5}])
def test_too_small_a_school_is_refused(size: dict[str, int]) -> None:
    with refused("small"):
        build(at=timezone.now(), **size)
    assert not School.objects.exists()


@pytest.mark.parametrize(
    ("today", "term", "month"),
    [
        # Holidays, and the weeks of a term in which no month has anything yet: the last school month before them.
        ("2026-01-25", (2025, 1), 1),
        ("2026-02-10", (2025, 1), 1),
        ("2026-03-01", (2025, 1), 1),
        ("2026-03-15", (2025, 1), 1),
        ("2026-07-10", (2025, 2), 6),
        ("2026-08-10", (2025, 2), 6),
        ("2026-09-01", (2025, 2), 6),
        ("2026-09-15", (2025, 2), 6),
        # The month under way as soon as half of it is over.
        ("2026-09-16", (2026, 1), 9),
        ("2026-03-16", (2025, 2), 3),
        ("2026-12-02", (2026, 1), 11),
    ],
)
def test_out_of_term_and_early_in_it_the_last_school_month_is_shown(
    today: str, term: tuple[int, int], month: int
) -> None:
    days = term_days(dt.date.fromisoformat(today))
    assert ((days.school_year, days.ordinal), days.last.month) == (term, month)


def working_days(year: int) -> dict[dt.date, bool]:
    return {known.day: known.is_working for near in (year - 1, year, year + 1) for known in known_days(near)}


@pytest.mark.parametrize("year", [2024, 2025, 2026, 2027, 2028])
def test_days_fit_on_every_day_of_a_year(year: int) -> None:
    known = working_days(year)

    def is_working(day: dt.date) -> bool:
        return known.get(day, default_is_working(day))

    def until(day: dt.date) -> dt.date:
        return notice_until(day, 3, DayKind.WORKING, is_working)

    for number in range(366):
        today = dt.date(year, 1, 1) + dt.timedelta(days=number)
        term = term_days(today)
        shown = shown_days(today, term.last, is_working, until)
        assert (term.starts_on.month, term.starts_on.day) in ((9, 1), (3, 1)), today
        assert term.starts_on < today <= term.ends_on, today
        assert term.last.month in (9, 10, 11, 12, 1, 3, 4, 5, 6), today
        past = [last for _first, last in months_between(term.starts_on, term.last) if last < term.last.replace(day=1)]
        assert all(until(last + dt.timedelta(days=DAYS_TO_FILE)) < today for last in past), today
        assert term.last.replace(day=6) <= shown.ends_on <= shown.due_on < today, today
        assert shown.ends_on < shown.filed_early <= until(shown.filed_early) < today <= until(shown.filed_late), today
        assert shown.filed_late <= today < term.ends_on
