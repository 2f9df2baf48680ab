"""The few people suggested for what is typed; only what tells them apart is said of them."""

import datetime as dt
from dataclasses import asdict, dataclass

from django.utils.translation import gettext as _

from students.accounts.passwords import in_pinyin_order
from students.accounts.search import matching
from students.choosing import in_class
from students.models import School, SchoolClass, User
from students.permits.reach import Reach
from students.permits.roles import Standing
from students.search import find

# As many as are read at a glance.
AT_MOST = 10
LONGEST = 60


@dataclass(frozen=True)
class Suggestion:
    """``value`` is what the box then holds, and means this one alone."""

    value: str
    name: str
    note: str


def pupils(school: School, standing: Standing, reach: Reach, typed: str, today: dt.date) -> list[Suggestion]:
    """Suggest pupils within reach; who has the whole name comes first."""
    found = find(school, standing, reach, typed, today).pupils
    # By the number, which follows class and seat; by its name class 10 would come before class 2.
    first = sorted(found, key=lambda one: (one.name != typed, one.number))
    return [
        Suggestion(f"{one.name} {one.number}", one.name, _note(one.class_name, one.seat, one.number))
        for one in first[:AT_MOST]
    ]


def pupils_of(school_class: SchoolClass, typed: str, day: dt.date) -> list[Suggestion]:
    """Suggest pupils of a class on a day, as its sheet does."""
    people = in_class(school_class, day, typed)[:AT_MOST]
    return [Suggestion(f"{one.name} {one.number}", one.name, _note("", one.seat, one.number)) for one in people]


def staff(school: School, typed: str) -> list[Suggestion]:
    """Suggest members of staff by name, initials or account, in the order of their pinyin."""
    accounts = User.objects.filter(school=school, student__isnull=True, is_active=True)
    found = in_pinyin_order(matching(accounts, typed)) if typed else []
    return [Suggestion(f"{one.name} {one.username}", one.name, one.username) for one in found[:AT_MOST]]


def as_json(found: list[Suggestion]) -> dict[str, list[dict[str, str]]]:
    return {"found": [asdict(one) for one in found]}


def _note(class_name: str, seat: int | None, number: str) -> str:
    place = _("No. %(seat)d") % {"seat": seat} if seat is not None else number
    return f"{class_name} {place}".strip()
