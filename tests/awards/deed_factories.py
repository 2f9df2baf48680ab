"""Classes in which facts are noted: everybody's guardian has agreed, unless a test says otherwise."""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass

from awards.deeds.verbs import Said
from awards.models import ClassRound, Deed, StarItem
from students.models import ConsentScope, Student, User
from tests.awards.pupil_factories import CHOOSING, WHEN, account_of
from tests.awards.voice_factories import make_teacher
from tests.factories import items_of, make_consent, make_homeroom, make_sheet, pupils_of

DAY = CHOOSING - dt.timedelta(days=1)
TEXT = "帮低年级同学把水桶提到三楼"


@dataclass(frozen=True)
class Noting:
    """September's sheet of a class with a homeroom teacher, a subject teacher, and pupils who have accounts."""

    sheet: ClassRound
    homeroom: User
    teacher: User
    pupils: list[Student]
    accounts: list[User]
    items: list[StarItem]


def make_noting(*, pupils: int = 8, agreed: bool = True) -> Noting:
    sheet = make_sheet(pupils=pupils)
    seated = pupils_of(sheet)
    for pupil in seated if agreed else ():
        make_consent(pupil, ConsentScope.PROCESSING)
    accounts = [account_of(pupil) for pupil in seated[:2]]
    return Noting(sheet, make_homeroom(sheet.school_class), make_teacher(sheet), seated, accounts, items_of(sheet))


def said(noting: Noting, text: str = TEXT, *, on: dt.date = DAY, item: int = 0) -> Said:
    return Said(noting.items[item], on, text)


def make_deed(
    noting: Noting,
    pupil: int = 0,
    text: str = TEXT,
    *,
    on: dt.date = DAY,
    item: int = 0,
    by: User | None = None,
    at: dt.datetime = WHEN,
) -> Deed:
    """A fact straight in the table."""
    return Deed.objects.create(
        student=noting.pupils[pupil],
        term=noting.sheet.round.term,
        item=noting.items[item],
        happened_on=on,
        text=text,
        noted_by=by or noting.teacher,
        noted_at=at,
    )
