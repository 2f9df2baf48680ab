"""The demonstration school: every state to be seen whichever day it is started, and passwords nobody can guess."""

from __future__ import annotations

import datetime as dt
import io
from collections import Counter
from pathlib import Path
from random import Random

import pytest
import time_machine
from django.conf import settings
from django.core.management import call_command
from django.core.management.base import CommandError
from django.db import transaction
from django.db.models import F, Q, Sum
from django.utils import timezone

from awards.demo.build import Demo, build
from awards.demo.dates import shown_days, term_days
from awards.demo.months import DAYS_TO_FILE
from awards.demo.school import make_classes, make_pupils
from awards.demo.staff import hire_staff
from awards.models import (
    ClassRound,
    Exam,
    LineState,
    Nomination,
    Objection,
    Round,
    SheetState,
    StarEntry,
    Violation,
    ViolationState,
)
from awards.models.ledger import EntrySource
from awards.rules.kinds import DayKind
from awards.rules.notice import notice_until
from awards.terms.opening import months_between
from students.models import School, Student, User
from students.school.calendar import default_is_working, known_days
from tests.factories import make_school, moment
from tests.refusals import refused

CLASSES, PUPILS = 4, 12
# The first and the last minutes of a day among them: what has not come yet must not have happened.
DAYS = [
    moment(dt.date(2026, 1, 1), 0),
    moment(dt.date(2026, 2, 15)),
    moment(dt.date(2026, 7, 1)),
    moment(dt.date(2026, 8, 31), 23),
    moment(dt.date(2026, 9, 1), 0),
    moment(dt.date(2026, 10, 15)),
]


def small(at: dt.datetime, seed: int = 1) -> Demo:
    with time_machine.travel(at, tick=False):
        return build(at=at, seed=seed, classes_per_grade=CLASSES, pupils=PUPILS)


def states(round_: Round) -> Counter[str]:
    return Counter(ClassRound.objects.filter(round=round_).values_list("state", flat=True))


@pytest.mark.django_db
# What there is on the last of them is seen by `test_demo_shown`, which builds it once.
@pytest.mark.parametrize("at", DAYS[:-1], ids=lambda at: f"{at:%m-%d}")
def test_every_state_is_there_on_any_day(at: dt.datetime) -> None:
    every_state_is_there(small(at), at)


def every_state_is_there(demo: Demo, at: dt.datetime) -> None:
    today = timezone.localdate(at)
    begun = list(Round.objects.begun_by(today))
    assert begun[0] == demo.shown
    assert begun[0].due_on < today <= demo.term.ends_on
    assert set(states(demo.shown)) == set(SheetState)
    assert len(begun) > 3
    for past in begun[1:]:
        assert states(past) == {SheetState.FINAL: 3 * CLASSES}
    notices = ClassRound.objects.filter(round=demo.shown, state=SheetState.IN_NOTICE)
    assert all(sheet.notice_until is not None and sheet.notice_until >= today for sheet in notices)
    happened_in_order(at)
    ledger_is_what_is_final()
    lists_have_something(begun[1:])


def happened_in_order(now: dt.datetime) -> None:
    sheets = ClassRound.objects.values_list("submitted_at", "filed_at", "final_at")
    assert all(moment is None or moment <= now for row in sheets for moment in row)
    assert not StarEntry.objects.filter(entered_at__gt=now).exists()
    final = ClassRound.objects.filter(state=SheetState.FINAL)
    assert not final.filter(submitted_at__gt=F("filed_at")).exists()
    assert not final.filter(filed_at__gt=F("final_at")).exists()


def lists_have_something(past: list[Round]) -> None:
    """An exam with champions once a month is over, a violation that waits and one that counts, an objection."""
    assert Exam.objects.filter(champions__isnull=False).distinct().count() == (1 if past else 0)
    assert {row.state for row in Violation.objects.all()} == {ViolationState.PROPOSED, ViolationState.CONFIRMED}
    assert Objection.objects.filter(nomination__state=LineState.DISPUTED).count() == 1


def ledger_is_what_is_final() -> None:
    """Some are near a level, and one star was taken back."""
    final = Nomination.objects.filter(state=LineState.FINAL)
    lines = StarEntry.objects.filter(Q(source=EntrySource.NOMINATION) | Q(reverses__source=EntrySource.NOMINATION))
    entered = lines.aggregate(stars=Sum("stars"))["stars"]
    assert entered == final.aggregate(stars=Sum("item__value"))["stars"]
    assert StarEntry.objects.filter(reverses__isnull=False).count() == 1
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
def var_dir(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    folder = tmp_path / "var"
    folder.mkdir()
    monkeypatch.setattr(settings, "VAR_DIR", folder)
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
def test_a_crash_leaves_nothing_behind(var_dir: Path) -> None:
    var_dir.rmdir()
    with pytest.raises(FileNotFoundError):
        run_setup()
    assert (School.objects.count(), User.objects.count(), StarEntry.objects.count()) == (0, 0, 0)


@pytest.mark.django_db
@pytest.mark.parametrize("size", [{"classes_per_grade": 2, "pupils": 12}, {"classes_per_grade": 3, "pupils": 5}])
def test_too_small_a_school_is_refused(size: dict[str, int]) -> None:
    with refused("small"):
        build(at=timezone.now(), **size)
    assert not School.objects.exists()


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
        shown = shown_days(today, term.month, is_working, until)
        months = list(months_between(term.starts_on, term.ends_on))
        past = [last for _first, last in months if last < term.month]
        assert len(past) >= 3, today
        assert until(max(past) + dt.timedelta(days=DAYS_TO_FILE)) < today, today
        assert term.month + dt.timedelta(days=5) <= shown.ends_on <= shown.due_on < today, today
        assert shown.ends_on < shown.filed_early <= until(shown.filed_early) < today <= until(shown.filed_late), today
        assert shown.filed_late <= today < term.ends_on
        following = next((last for first, last in months if first > term.month), None)
        assert following is None or following > today, today
