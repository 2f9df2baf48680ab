"""What stood before and after, as people say it: each value with its name, lines of a sheet with pupil and star."""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from functools import cache
from typing import Any

from django.utils.functional import Promise
from django.utils.translation import pgettext, pgettext_lazy

from awards.audit.sittings import lines_words
from awards.models import StarItem, Step
from starrating import joiners
from starrating.days import long_month
from starrating.operations.actions import actions
from starrating.operations.models import AuditEvent
from starrating.registry import summed
from students.models import School, Student, Term
from students.permits.rows import permits

# Words that the record of more than one subject uses.
COMMON: dict[str, str | Promise] = {
    "account": pgettext_lazy("recorded value", "account"),
    "accounts": pgettext_lazy("recorded value", "accounts"),
    "added": pgettext_lazy("recorded value", "added"),
    "answer": pgettext_lazy("recorded value", "answer"),
    "by": pgettext_lazy("recorded value", "by"),
    "changed": pgettext_lazy("recorded value", "changed"),
    "class": pgettext_lazy("recorded value", "class"),
    "classes": pgettext_lazy("recorded value", "classes"),
    "day": pgettext_lazy("recorded value", "day"),
    "due_on": pgettext_lazy("recorded value", "due on"),
    "ends_on": pgettext_lazy("recorded value", "last day"),
    "files": pgettext_lazy("recorded value", "files"),
    "from": pgettext_lazy("recorded value", "from"),
    "grade": pgettext_lazy("recorded value", "grade"),
    "grades": pgettext_lazy("recorded value", "grades"),
    "guardian": pgettext_lazy("recorded value", "guardian"),
    "item": pgettext_lazy("recorded value", "star"),
    "items": pgettext_lazy("recorded value", "stars"),
    "kept": pgettext_lazy("recorded value", "kept as they were"),
    "kind": pgettext_lazy("recorded value", "kind"),
    "label": pgettext_lazy("recorded value", "month"),
    "level": pgettext_lazy("recorded value", "level"),
    "line": pgettext_lazy("recorded value", "line"),
    "lines": pgettext_lazy("recorded value", "lines"),
    "name": pgettext_lazy("recorded value", "name"),
    "new": pgettext_lazy("recorded value", "new"),
    "number": pgettext_lazy("recorded value", "number"),
    "on": pgettext_lazy("recorded value", "on"),
    "outcome": pgettext_lazy("recorded value", "outcome"),
    "page": pgettext_lazy("recorded value", "page"),
    "participants": pgettext_lazy("recorded value", "taking part"),
    "pupil": pgettext_lazy("recorded value", "pupil"),
    "pupils": pgettext_lazy("recorded value", "pupils"),
    "reverses": pgettext_lazy("recorded value", "what it reverses"),
    "role": pgettext_lazy("recorded value", "role"),
    "round": pgettext_lazy("recorded value", "month"),
    "route": pgettext_lazy("recorded value", "how it came in"),
    "rows": pgettext_lazy("recorded value", "rows"),
    "school_year": pgettext_lazy("recorded value", "school year"),
    "scope": pgettext_lazy("recorded value", "consent to"),
    "sheets": pgettext_lazy("recorded value", "sheets"),
    "star": pgettext_lazy("recorded value", "star"),
    "stars": pgettext_lazy("recorded value", "number of stars"),
    "starts_on": pgettext_lazy("recorded value", "first day"),
    "state": pgettext_lazy("recorded value", "state"),
    "step": pgettext_lazy("recorded value", "step"),
    "steps": pgettext_lazy("recorded value", "steps"),
    "subject": pgettext_lazy("recorded value", "subject"),
    "teacher": pgettext_lazy("recorded value", "teacher"),
    "term": pgettext_lazy("recorded value", "term"),
    "text": pgettext_lazy("recorded value", "words"),
    "total": pgettext_lazy("recorded value", "total"),
    "until": pgettext_lazy("recorded value", "until"),
    "version": pgettext_lazy("recorded value", "version"),
    "why": pgettext_lazy("recorded value", "what for"),
}
# What is kept by its code.
_ITEMS = ("item", "items", "star")
_STEPS = ("step", "steps", "over")
# What is kept as a month's label.
_MONTHS = ("label", "round")
_TERM = re.compile(r"(\d{4})-([12])")
_MONTH = re.compile(r"(\d{4})-(\d{2})")
# What names pupils, by their keys.
_PUPILS = ("pupil", "leader", "in", "out", "into")


@dataclass(frozen=True)
class Known:
    """Names that the events of a page mention by key or code."""

    pupils: Mapping[int, Student]
    items: Mapping[int, str]
    codes: Mapping[str, str]
    steps: Mapping[str, str]

    @classmethod
    def of(cls, events: Sequence[AuditEvent], school: School) -> Known:
        """Read the names in three queries, however many events there are; in none where no event mentions any."""
        values = [value for event in events for value in (event.old, event.new)]
        pks = {line[0] for value in values for line in _lines(value)} | {
            pk for value in values for pk in _pupils(value)
        }
        rows = list(Student.objects.filter(pk__in=pks, school=school)) if pks else []
        named = any(key in value for value in values for key in (*_ITEMS, "lines"))
        stepped = any(key in value for value in values for key in _STEPS)
        stars = list(StarItem.objects.filter(scheme__school=school)) if named else []
        return cls(
            {row.pk: row for row in rows},
            {row.pk: row.name for row in stars},
            {row.code: row.name for row in stars},
            dict(Step.objects.filter(scheme__school=school).values_list("code", "name")) if stepped else {},
        )

    @property
    def stars(self) -> dict[Any, str]:
        """Give the stars by key and by code."""
        found: dict[Any, str] = dict(self.codes)
        found.update(self.items)
        return found

    @property
    def names(self) -> dict[Any, str]:
        return {pk: pupil.name for pk, pupil in self.pupils.items()}


@dataclass(frozen=True)
class Value:
    """One row of what changed; an empty text where nothing stood there. A ``sentence`` says all by itself."""

    name: str
    before: str
    after: str
    sentence: bool = False

    @property
    def told(self) -> str:
        """Say it in a line: 状态：已上报 → 公示中."""
        return joiners.explained_by(self.name, " → ".join(filter(None, (self.before, self.after))))


@cache
def names() -> dict[str, str | Promise]:
    """Give what each recorded value is called, by its key: the common ones and those of every subject."""
    return {**COMMON, **dict(summed("actions", "VALUES"))}


def values_of(event: AuditEvent, known: Known) -> list[Value]:
    """List every value kept with the event, in the order in which the verb gave them."""
    keys = [*event.old, *(key for key in event.new if key not in event.old)]
    return [
        Value(
            str(names().get(key, key.replace("_", " "))),
            _said(event, key, event.old.get(key), known),
            _said(event, key, event.new.get(key), known),
            sentence=key == "lines",
        )
        for key in keys
    ]


def _said(event: AuditEvent, key: str, value: object, known: Known) -> str:
    if key == "lines" and isinstance(value, list):
        return lines_words(_lines({"lines": value}), known.stars, known.names) or _plain(value)
    if key == "page":
        return _page(value)
    if named := _period(key, value):
        return named
    if key == "items" and isinstance(value, dict):
        return _plain({known.codes.get(code, code): text for code, text in value.items()})
    if key in _PUPILS:
        return joiners.in_a_row(_pupil(known, pk) for pk in _pupils({key: value})) or _plain(value)
    coded = known.codes if key in _ITEMS else known.steps if key in _STEPS else None
    if coded is not None:
        codes = value if isinstance(value, list) else [value]
        return joiners.in_a_row(coded.get(str(code), _plain(code)) for code in codes)
    action = actions().get(event.action)
    words = action.choices.get(key) if action else None
    if words is not None and value in words.values:
        return str(words(value).label)
    return _plain(value)


def _period(key: str, value: object) -> str:
    """Name a month or a term that is kept by its code; nothing for anything else."""
    if key in _MONTHS and (found := _MONTH.fullmatch(str(value))):
        return long_month(int(found[1]), int(found[2]))
    if key == "term" and (found := _TERM.fullmatch(str(value))):
        return Term(school_year=int(found[1]), ordinal=int(found[2])).name
    return ""


def _page(value: object) -> str:
    """Name an address by the words of the table of permits."""
    permit = permits().get(str(value))
    return str(permit.label) if permit else _plain(value)


def _lines(values: Mapping[str, object]) -> list[list[Any]]:
    """Say the lines of a sheet as the verb keeps them: pupil, star, verdict."""
    found = values.get("lines")
    rows = found if isinstance(found, list) else []
    return [row for row in rows if isinstance(row, list) and len(row) == 3 and isinstance(row[0], int)]


def _pupils(values: Mapping[str, object]) -> list[int]:
    """Give the keys of the pupils that are named, but for those of lines."""
    found = [values[key] for key in _PUPILS if key in values]
    flat = [one for value in found for one in (value if isinstance(value, list) else [value])]
    return [one for one in flat if isinstance(one, int)]


def _pupil(known: Known, pk: int) -> str:
    return f"{known.pupils[pk].name} {known.pupils[pk].number}" if pk in known.pupils else str(pk)


def _plain(value: object) -> str:
    """Say yes and no, lists and pairs without brackets."""
    if value is None or value == "":
        return ""
    if isinstance(value, bool):
        return pgettext("recorded value", "yes") if value else pgettext("recorded value", "no")
    if isinstance(value, list):
        return joiners.in_a_row(_plain(one) for one in value)
    if isinstance(value, dict):
        return joiners.in_a_series(joiners.explained_by(key, _plain(one)) for key, one in value.items())
    return str(value)
