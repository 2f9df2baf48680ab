"""One class's month as a picture: how many of the places of each item were taken."""

import datetime as dt
from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from django.db.models import Count

from awards.models import ClassRound, EntrySource, Round, SheetState, StarEntry, StarItem
from awards.rules.kinds import ItemKind
from reports.terms.facts import TermFacts
from students.models import Enrolment

# More places than this are drawn as one bar: so many stars in a row are no longer counted at a glance.
MOST_STARS = 10


@dataclass(frozen=True)
class ItemPlaces:
    """An item's places in a class: ``slots`` says of each whether it was taken; without any it is drawn as a bar."""

    name: str
    taken: int
    places: int
    slots: Sequence[bool]
    share: int


@dataclass(frozen=True)
class ClassMonth:
    class_pk: int
    class_name: str
    round_pk: int
    month: str
    items: Sequence[ItemPlaces]


def class_month(facts: TermFacts, class_pk: int, round_pk: int | None) -> ClassMonth | None:
    """Draw the class's month, or its latest whose stars count; None where no such month of the class counts yet."""
    sheets = ClassRound.objects.filter(
        round__term=facts.term, school_class=class_pk, state=SheetState.FINAL, round__in=facts.rounds
    )
    final = set(sheets.values_list("round", flat=True))
    found = [round_ for round_ in facts.rounds if round_.pk in final and round_pk in (None, round_.pk)]
    if not found or class_pk not in facts.classes:
        return None
    name = facts.classes[class_pk].name_in(facts.term.school_year)
    return ClassMonth(class_pk, name, found[-1].pk, found[-1].month_name, _items(facts, class_pk, found[-1]))


def _items(facts: TermFacts, class_pk: int, round_: Round) -> list[ItemPlaces]:
    places = facts.scheme.quota_in(_size(class_pk, round_.ends_on))
    taken = _taken(class_pk, round_)
    ordinary = [item for item in facts.items if item.kind == ItemKind.ORDINARY]
    most = max([places, *taken.values()])
    return [_item(item, taken.get(item.pk, 0), places, most) for item in ordinary]


def _size(class_pk: int, day: dt.date) -> int:
    return Enrolment.objects.active_on(day).filter(school_class=class_pk).count()


def _taken(class_pk: int, round_: Round) -> Mapping[int | None, int]:
    entries = StarEntry.objects.standing().filter(source=EntrySource.NOMINATION, school_class=class_pk, round=round_)
    return dict(entries.order_by().values_list("item").annotate(number=Count("pk")))


def _item(item: StarItem, taken: int, places: int, most: int) -> ItemPlaces:
    slots = [number < taken for number in range(max(taken, places))]
    few = slots if places and len(slots) <= MOST_STARS else []
    return ItemPlaces(item.name, taken, places, few, round(100 * taken / most) if most else 0)
