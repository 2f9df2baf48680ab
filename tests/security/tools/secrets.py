"""What only some may read: a text of its own for every such column, once of the own class and once of another."""

from __future__ import annotations

import datetime as dt
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from django.db import connection, models

from awards.models import (
    ClassRound,
    Credit,
    Decision,
    Deed,
    Nomination,
    Objection,
    Opinion,
    Punishment,
    StarEntry,
    Violation,
    WindowMatter,
)
from starrating.texts.keeping import keep
from students.models import Guardian, Movement, Student, User
from tests.project.routes.matrix_world import OWN, SAME_GRADE, Town
from tests.triggers import lifted

PLACES = {OWN: "甲", SAME_GRADE: "乙"}


@dataclass(frozen=True)
class Column:
    """A column and what stands in it; ``whose`` is how the class is reached from its rows."""

    name: str
    model: type[models.Model]
    field: str
    whose: str
    text: str = ""

    def value(self, place: str) -> str:
        return f"{self.text}{PLACES[place]}"


_SEATED = "student__enrolments__school_class"
COLUMNS = (
    Column("guardian's name", Guardian, "name", _SEATED, "秘监护人"),
    Column("guardian's phone", Guardian, "phone", _SEATED, "1397777000"),
    Column("facts of a violation", Violation, "facts", _SEATED, "秘违纪事实"),
    Column("statement of a violation", Violation, "statement", _SEATED, "秘检讨"),
    Column("place of a violation", Violation, "place", _SEATED, "秘地点"),
    Column("ground of a punishment", Punishment, "ground", _SEATED, "秘处分缘由"),
    Column("reason of a movement", Movement, "reason_kept", _SEATED, "秘异动缘由"),
    Column("proof of a movement", Movement, "proof_kept", _SEATED, "秘异动证明"),
    Column("proof of a credit", Credit, "proof_kept", _SEATED, "秘学分证明"),
    Column("who objects", Objection, "raised_by", "class_round__school_class", "秘异议人"),
    Column("how to reach who objects", Objection, "contact", "class_round__school_class", "秘联系"),
    Column("facts of an objection", Objection, "facts", "class_round__school_class", "秘异议事实"),
    Column("question of a guardian", WindowMatter, "text", _SEATED, "秘家长提问"),
    Column("statement of a pupil", Nomination, "statement", "class_round__school_class", "秘自述"),
    Column("opinion of a teacher", Opinion, "text", "class_round__school_class", "秘教师意见"),
    Column("fact between months", Deed, "text", _SEATED, "秘平时事例"),
    Column("reason of a decision", Decision, "reason_kept", "class_round__school_class", "秘裁定缘由"),
    Column("reason of a return", ClassRound, "return_reason", "pk__in", "秘退回缘由"),
    Column("reason of an entry", StarEntry, "reason_kept", "school_class", "秘冲正缘由"),
    Column("phone of an account", User, "phone", "", "1396666000"),
)
BORN = {OWN: dt.date(2011, 3, 29), SAME_GRADE: dt.date(2011, 4, 27)}


def said(day: dt.date) -> tuple[str, ...]:
    """Give a day in every way in which the program writes days."""
    return (
        day.isoformat(),
        f"{day.year}年{day.month}月{day.day}日",
        f"{day:%Y%m%d}",
        f"{day:%B} {day.day}, {day.year}",
    )


def plant(town: Town) -> dict[str, dict[str, tuple[str, ...]]]:
    """Put them there; give the texts of each column by the place whose they are. What is nobody's row is not there."""
    planted: dict[str, dict[str, tuple[str, ...]]] = {"day of birth": {place: said(day) for place, day in BORN.items()}}
    with lifted(connection):
        for place, day in BORN.items():
            Student.objects.filter(pk__in=[one.pk for one in town.pupils[place]]).update(born_on=day)
        for column in COLUMNS:
            planted[column.name] = {}
            for place in PLACES:
                value = column.value(place)
                stored = keep(value) if column.field.endswith("_kept") else value
                if rows_of(column, town, place).update(**{column.field: stored}):
                    planted[column.name][place] = (value,)
    return planted


def rows_of(column: Column, town: Town, place: str) -> models.QuerySet[Any]:
    rows = column.model._default_manager.all()
    if column.model is User:
        who = {OWN: "homeroom", SAME_GRADE: "homeroom of the other class"}
        return rows.filter(pk=town.people[who[place]].pk)
    found: Sequence[Any]
    if column.model is ClassRound:
        found = [row.pk for row in ClassRound.objects.filter(school_class=town.classes[place])]
    else:
        found = list(rows.filter(**{column.whose: town.classes[place]}).values_list("pk", flat=True))
    return rows.filter(pk__in=found)
