"""What stood before and after, as people say it: each value with its name, lines of a sheet with pupil and star."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from functools import cache

from django.db import models
from django.utils.functional import Promise
from django.utils.translation import gettext as _, pgettext, pgettext_lazy

from awards.models import StarItem, Step, Verdict
from starrating import joiners
from starrating.operations.actions import actions
from starrating.operations.models import AuditEvent
from starrating.registry import summed
from students.models import School, Student
from students.permits.rows import permits

# Words that the record of more than one subject uses.
COMMON: dict[str, str | Promise] = {
    "account": pgettext_lazy("recorded value", "account"),
    "accounts": pgettext_lazy("recorded value", "accounts"),
    "added": pgettext_lazy("recorded value", "added"),
    "answer": pgettext_lazy("recorded value", "answer"),
    "changed": pgettext_lazy("recorded value", "changed"),
    "class": pgettext_lazy("recorded value", "class"),
    "classes": pgettext_lazy("recorded value", "classes"),
    "due_on": pgettext_lazy("recorded value", "due on"),
    "ends_on": pgettext_lazy("recorded value", "last day"),
    "files": pgettext_lazy("recorded value", "files"),
    "from": pgettext_lazy("recorded value", "from"),
    "grades": pgettext_lazy("recorded value", "grades"),
    "guardian": pgettext_lazy("recorded value", "guardian"),
    "item": pgettext_lazy("recorded value", "star"),
    "items": pgettext_lazy("recorded value", "stars"),
    "kind": pgettext_lazy("recorded value", "kind"),
    "label": pgettext_lazy("recorded value", "month"),
    "level": pgettext_lazy("recorded value", "level"),
    "line": pgettext_lazy("recorded value", "line"),
    "lines": pgettext_lazy("recorded value", "lines"),
    "name": pgettext_lazy("recorded value", "name"),
    "new": pgettext_lazy("recorded value", "new"),
    "number": pgettext_lazy("recorded value", "number"),
    "page": pgettext_lazy("recorded value", "page"),
    "pupil": pgettext_lazy("recorded value", "pupil"),
    "pupils": pgettext_lazy("recorded value", "pupils"),
    "role": pgettext_lazy("recorded value", "role"),
    "round": pgettext_lazy("recorded value", "month"),
    "rows": pgettext_lazy("recorded value", "rows"),
    "school_year": pgettext_lazy("recorded value", "school year"),
    "sheets": pgettext_lazy("recorded value", "sheets"),
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
_ITEMS = ("item", "items")
_STEPS = ("step", "steps", "over")


@dataclass(frozen=True)
class Known:
    """Names that the events of a page mention by number or code."""

    pupils: Mapping[int, str]
    numbers: Mapping[str, str]
    items: Mapping[int, str]
    codes: Mapping[str, str]
    steps: Mapping[str, str]

    @classmethod
    def of(cls, events: Sequence[AuditEvent], school: School) -> Known:
        """Read the names in three queries, however many events there are; in none where no event mentions any."""
        values = [value for event in events for value in (event.old, event.new)]
        pks = {line[0] for value in values for line in _lines(value)}
        numbers = {str(value["pupil"]) for value in values if "pupil" in value}
        asked = models.Q(pk__in=pks) | models.Q(number__in=numbers)
        rows = list(Student.objects.filter(asked, school=school)) if pks or numbers else []
        named = any(key in value for value in values for key in (*_ITEMS, "lines"))
        stepped = any(key in value for value in values for key in _STEPS)
        stars = list(StarItem.objects.filter(scheme__school=school)) if named else []
        return cls(
            {row.pk: row.name for row in rows},
            {row.number: f"{row.name} {row.number}" for row in rows},
            {row.pk: row.name for row in stars},
            {row.code: row.name for row in stars},
            dict(Step.objects.filter(scheme__school=school).values_list("code", "name")) if stepped else {},
        )


@dataclass(frozen=True)
class Value:
    """One row of what changed; an empty text where nothing stood there."""

    name: str
    before: str
    after: str


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
        )
        for key in keys
    ]


def _said(event: AuditEvent, key: str, value: object, known: Known) -> str:
    if key == "lines" and isinstance(value, list):
        return "；".join(_line(line, known) for line in _lines({"lines": value})) or _plain(value)
    if key == "page":
        return _page(value)
    if key == "pupil":
        return known.numbers.get(str(value), _plain(value))
    coded = known.codes if key in _ITEMS else known.steps if key in _STEPS else None
    if coded is not None:
        codes = value if isinstance(value, list) else [value]
        return "、".join(coded.get(str(code), _plain(code)) for code in codes)
    action = actions().get(event.action)
    words = action.choices.get(key) if action else None
    if words is not None and value in words.values:
        return str(words(value).label)
    return _plain(value)


def _page(value: object) -> str:
    """Name an address by the words of the table of permits."""
    permit = permits().get(str(value))
    return str(permit.label) if permit else _plain(value)


def _lines(values: Mapping[str, object]) -> list[list[object]]:
    """Say the lines of a sheet as the verb keeps them: pupil, star, verdict."""
    found = values.get("lines")
    rows = found if isinstance(found, list) else []
    return [row for row in rows if isinstance(row, list) and len(row) == 3 and isinstance(row[0], int)]


def _line(line: Sequence[object], known: Known) -> str:
    pupil, item, verdict = line
    said = str(Verdict(verdict).label) if verdict in Verdict.values else str(verdict)
    values = {
        "pupil": known.pupils.get(pupil, pupil) if isinstance(pupil, int) else pupil,
        "star": known.items.get(item, item) if isinstance(item, int) else item,
        "verdict": said,
    }
    return _("%(pupil)s, %(star)s: %(verdict)s") % values


def _plain(value: object) -> str:
    """Say yes and no, lists and pairs without brackets."""
    if value is None or value == "":
        return ""
    if isinstance(value, bool):
        return pgettext("recorded value", "yes") if value else pgettext("recorded value", "no")
    if isinstance(value, list):
        return "、".join(_plain(one) for one in value)
    if isinstance(value, dict):
        return "；".join(joiners.explained_by(key, _plain(one)) for key, one in value.items())
    return str(value)
