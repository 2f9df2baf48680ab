"""Builds the schools that faults are tried on, by the verbs: ``python -m tests.faults.harness.building FILE``.

A process of its own, since the database to fill is another one than that of the tests; ``FILE`` gets what the scripts
must know of it. One school is in the middle of a term, with months to fill in; of the other a year is over: every sheet
is final, nothing is settled.
"""

from __future__ import annotations

import argparse
import dataclasses
import datetime as dt
import json
from collections.abc import Sequence
from pathlib import Path

import django

django.setup()

from django.utils import timezone  # noqa: E402 -- the models need the set-up above

from awards.demo.dates import term_days  # noqa: E402
from awards.models import ClassRound, Round, StarItem, Step  # noqa: E402
from awards.schemes import drafts  # noqa: E402
from awards.sheets import entering, moves, paper_steps  # noqa: E402
from awards.sheets.entering import Change  # noqa: E402
from awards.sheets.paper_steps import Tick  # noqa: E402
from awards.sheets.stage import class_steps  # noqa: E402
from awards.terms import opening  # noqa: E402
from students.models import School, SchoolClass, SchoolRole, SchoolRoleKind, Staffing, StaffingRole, Term, User  # noqa: E402
from tests.factories import make_class, make_school, make_students, make_user, moment, pupils_of  # noqa: E402
from tests.faults.harness.world import Account, Sheet, World  # noqa: E402

SINCE = dt.date(2020, 9, 1)
ENDED_CLASSES, ENDED_PUPILS = 3, 12


def build(*, classes: int, pupils: int, teachers: int) -> World:
    today = timezone.localdate()
    month, ended = make_school("month"), make_school("ended", "第十一中学")
    term = _open_term(month, today)
    staff = [_user(month, f"teacher{number}") for number in range(teachers)]
    rows = [_class(month, term.school_year, number, pupils, since=term.starts_on) for number in range(classes)]
    for number, row in enumerate(rows):
        _homeroom(staff[number % teachers], row, term.starts_on)
    clerks = [_role(_user(month, f"clerk{number}"), SchoolRoleKind.OFFICE) for number in range(2)]
    administrator = _role(_user(month, "administrator"), SchoolRoleKind.ADMINISTRATOR)
    begun = list(Round.objects.filter(term=term, ends_on__lte=today))
    for round_ in begun:
        opening.open_round(round_, by=None, at=moment(round_.starts_on))
    teacher_of = {row.pk: number % teachers for number, row in enumerate(rows)}
    over = _ended(ended, today)
    return World(
        teachers=[_account(user) for user in staff],
        clerks=[_account(user) for user in clerks],
        administrator=_account(administrator),
        ended_administrators=[
            _account(_role(_user(ended, f"ended{number}"), SchoolRoleKind.ADMINISTRATOR)) for number in range(2)
        ],
        sheets=[_sheet(one, teacher_of[one.school_class_id]) for one in ClassRound.objects.filter(round__in=begun)],
        items=[item.pk for item in StarItem.objects.of_round(begun[0]) if item.counts_toward_cap],
        steps=[step.pk for step in class_steps(Step.objects.filter(scheme=term.pinned.scheme))],
        term=term.pk,
        ended_term=over.pk,
        school_year=over.school_year + 1,
    )


def _sheet(sheet: ClassRound, teacher: int) -> Sheet:
    return Sheet(
        pk=sheet.pk,
        round=sheet.round_id,
        ends_on=sheet.round.ends_on.isoformat(),
        teacher=teacher,
        pupils=[pupil.pk for pupil in pupils_of(sheet)],
    )


def _open_term(school: School, today: dt.date) -> Term:
    days = term_days(today)
    # However early in a term this is played, months have to be over.
    starts_on = min(days.starts_on, (days.last.replace(day=1) - dt.timedelta(days=80)).replace(day=1))
    return _term(school, days.school_year, days.ordinal, starts_on, days.ends_on)


def _term(school: School, year: int, ordinal: int, starts_on: dt.date, ends_on: dt.date) -> Term:
    at = moment(starts_on)
    drafts.publish(drafts.adopt_preset(school, "monthly-stars", by=None, at=at), by=None, at=at)
    return opening.open_term(
        school, school_year=year, ordinal=ordinal, starts_on=starts_on, ends_on=ends_on, by=None, at=at
    )


def _class(school: School, year: int, number: int, pupils: int, *, since: dt.date) -> SchoolClass:
    """Make the so-manieth class, grades in turn, with ``pupils`` who are there since before the term."""
    row = make_class(school, number // 3 + 1, entry_year=year - number % 3)
    make_students(row, pupils)
    row.enrolments.update(starts_on=since)
    return row


_hashes: list[str] = []


def _user(school: School, username: str) -> User:
    """Make an account with the tests' password, which is hashed once: it takes a while, as it should."""
    if not _hashes:
        user = make_user(school, username, username)
        _hashes.append(user.password)
        return user
    return User.objects.create(school=school, name=username, username=username, password=_hashes[0])


def _role(user: User, role: SchoolRoleKind) -> User:
    SchoolRole.objects.create(user=user, role=role, starts_on=SINCE)
    return user


def _homeroom(user: User, school_class: SchoolClass, since: dt.date) -> None:
    Staffing.objects.create(user=user, school_class=school_class, role=StaffingRole.HOMEROOM, starts_on=since)


def _account(user: User) -> Account:
    return Account(user.pk, user.username)


def _ended(school: School, today: dt.date) -> Term:
    """Live through the second term of the school year before this one."""
    year = (today.year if today.month >= 9 else today.year - 1) - 1
    term = _term(school, year, 2, dt.date(year + 1, 3, 1), dt.date(year + 1, 7, 10))
    rows = [_class(school, year, number, ENDED_PUPILS, since=term.starts_on) for number in range(ENDED_CLASSES)]
    teacher, clerk = _user(school, "ended-teacher"), _role(_user(school, "ended-clerk"), SchoolRoleKind.OFFICE)
    for row in rows:
        _homeroom(teacher, row, term.starts_on)
    for round_ in Round.objects.filter(term=term):
        opening.open_round(round_, by=None, at=moment(round_.starts_on))
        sheets = list(ClassRound.objects.filter(round=round_).whole())
        for sheet in sheets:
            _fill(sheet, teacher)
        on = round_.ends_on + dt.timedelta(days=1)
        moves.register_many(round_, [sheet.pk for sheet in sheets], on=on, by=clerk, at=moment(on, 15))
        moves.finalize_due(at=moment(on + dt.timedelta(days=14)))
    return term


def _fill(sheet: ClassRound, teacher: User) -> None:
    at = moment(sheet.round.ends_on)
    items, pupils = [item.pk for item in StarItem.objects.of_round(sheet.round)], [one.pk for one in pupils_of(sheet)]
    # The first of the class stand under as many stars as they may, so that some reach the levels.
    changes = [
        Change(pupils[(3 * (order // 4) + n) % 12], item, wanted=True)
        for order, item in enumerate(items)
        for n in range(3)
    ]
    entering.save_lines(sheet, changes, by=teacher, at=at)
    steps = class_steps(Step.objects.filter(scheme=sheet.round.term.pinned.scheme))
    paper_steps.hold_steps(sheet, [Tick(step.pk, sheet.round.ends_on, "全班") for step in steps], by=teacher, at=at)
    moves.submit(sheet, by=teacher, at=moment(sheet.round.ends_on, 16), early=True)


def main(arguments: Sequence[str] | None = None) -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("file", type=Path)
    for name in ("classes", "pupils", "teachers"):
        parser.add_argument(f"--{name}", type=int, required=True)
    options = parser.parse_args(arguments)
    world = build(classes=options.classes, pupils=options.pupils, teachers=options.teachers)
    options.file.write_text(json.dumps(dataclasses.asdict(world)), encoding="utf-8")


if __name__ == "__main__":
    main()
