"""Pupils with accounts, and a class that has come to a certain step."""

from __future__ import annotations

import datetime as dt
import uuid

from django.test import Client

from awards.models import ClassRound, HeldStep, Nomination, StarItem, Step
from awards.rules.kinds import StepRole
from awards.steps.pupil import declarations
from awards.steps.pupil.own_lines import Wish
from students.models import Student, User
from tests.clients import FormClient
from tests.factories import make_user, moment

# A working Wednesday in September, before the self-report step is due.
CHOOSING = dt.date(2025, 9, 24)
WHEN = moment(CHOOSING)


def account_of(student: Student) -> User:
    user = make_user(student.school, student.name)
    user.student = student
    user.save(update_fields=["student"])
    return user


def client_of(user: User) -> Client:
    client = FormClient(headers={"accept-language": "en"})
    client.force_login(user)
    return client


def step_of(sheet: ClassRound, role: StepRole) -> Step:
    return Step.objects.filter(scheme=sheet.round.term.pinned.scheme_id, role=role).order_by("order")[0]


def over(sheet: ClassRound, *roles: StepRole, by: User, on_paper: bool = False) -> None:
    """These steps of the class are over, straight in the table: who may close them is tested elsewhere."""
    for role in roles:
        HeldStep.objects.create(
            class_round=sheet,
            step=step_of(sheet, role),
            held_on=sheet.round.ends_on,
            participants="全班",
            on_paper=on_paper,
            by=by,
            at=WHEN,
        )


def keyed(**values: object) -> dict[str, object]:
    return {"idempotency_key": uuid.uuid4().hex, **values}


def declare(
    sheet: ClassRound, student: Student, item: StarItem, statement: str, *, by: User, at: dt.datetime
) -> Nomination:
    """Put oneself forward for one star; gives the line, raises what stands against it."""
    _wish(sheet, student, Wish(item.pk, wanted=True, statement=statement), by=by, at=at)
    return Nomination.objects.get(class_round=sheet, student=student, item=item)


def retract(sheet: ClassRound, student: Student, item: StarItem, *, by: User, at: dt.datetime) -> Nomination | None:
    """Take oneself back from one star; None where there was nothing."""
    _wish(sheet, student, Wish(item.pk, wanted=False), by=by, at=at)
    return Nomination.objects.filter(class_round=sheet, student=student, item=item).first()


def _wish(sheet: ClassRound, student: Student, wish: Wish, *, by: User, at: dt.datetime) -> None:
    for no in declarations.declare_all(sheet, student, [wish], by=by, at=at).refused.values():
        raise no
