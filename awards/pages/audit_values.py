"""What stood before and after, as people say it: each value with its name, lines of a sheet with pupil and star."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from django.db import models
from django.utils.functional import Promise
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, pgettext_lazy

from awards.models import (
    ExamState,
    LineState,
    ObjectionState,
    SheetState,
    StarItem,
    Verdict,
    ViolationState,
)
from awards.rules.entitlements import RewardKind, RewardState
from starrating.operations.models import AuditEvent
from students.guardians import PhoneReason
from students.models import MovementKind, School, SchoolRoleKind, Student, TermState

NAMES: dict[str, str | Promise] = {
    "account": gettext_lazy("account"),
    "agreed": gettext_lazy("the group agrees"),
    "agrees": gettext_lazy("agrees"),
    "answer": gettext_lazy("answer"),
    "ballots": gettext_lazy("ballots cast"),
    "changed": gettext_lazy("changed"),
    "class": gettext_lazy("class"),
    "classes": gettext_lazy("classes"),
    "device": gettext_lazy("browser"),
    "due_on": gettext_lazy("due on"),
    "ends_on": gettext_lazy("last day"),
    "entitlements": gettext_lazy("rewards"),
    "from": gettext_lazy("from"),
    "grades": gettext_lazy("grades"),
    "guardian": gettext_lazy("guardian"),
    "hands": gettext_lazy("hands for and against"),
    "happened_on": gettext_lazy("day of the incident"),
    "item": gettext_lazy("star"),
    "items": gettext_lazy("stars"),
    "kind": gettext_lazy("kind"),
    "label": gettext_lazy("month"),
    "leader": gettext_lazy("leader"),
    "level": gettext_lazy("level"),
    "levels": gettext_lazy("pupils by level"),
    "line": gettext_lazy("line"),
    "lines": gettext_lazy("lines"),
    "name": gettext_lazy("name"),
    "new": pgettext_lazy("rows of a file", "new"),
    "number": gettext_lazy("number"),
    "papers": gettext_lazy("papers"),
    "phone": gettext_lazy("phone"),
    "pupil": gettext_lazy("pupil"),
    "pupils": gettext_lazy("pupils"),
    "reply": gettext_lazy("answer"),
    "role": gettext_lazy("role"),
    "round": gettext_lazy("month"),
    "rows": gettext_lazy("rows"),
    "serial": gettext_lazy("serial number"),
    "sessions": gettext_lazy("sessions"),
    "sheets": gettext_lazy("sheets"),
    "stars": gettext_lazy("number of stars"),
    "starts_on": gettext_lazy("first day"),
    "state": gettext_lazy("state"),
    "step": gettext_lazy("step"),
    "steps": gettext_lazy("steps"),
    "task": gettext_lazy("task"),
    "teacher": gettext_lazy("teacher"),
    "term": gettext_lazy("term"),
    "text": gettext_lazy("words"),
    "total": gettext_lazy("total"),
    "until": gettext_lazy("until"),
    "username": gettext_lazy("account name"),
    "version": gettext_lazy("version"),
    "why": gettext_lazy("what for"),
}
# Of which words a state is, by the object; those of a line are recorded with its sheet.
_STATES: dict[str, type[models.TextChoices]] = {
    "awards.classround": SheetState,
    "awards.entitlement": RewardState,
    "awards.exam": ExamState,
    "awards.violation": ViolationState,
    "students.term": TermState,
}
_BY_WORD: dict[str, type[models.TextChoices]] = {"line": LineState, "objection": ObjectionState}
_KINDS: dict[str, type[models.TextChoices]] = {"paper": RewardKind, "pupil": MovementKind, "guardian": PhoneReason}


@dataclass(frozen=True)
class Known:
    """Names that the events of a page mention by number or code."""

    pupils: Mapping[int, str]
    numbers: Mapping[str, str]
    items: Mapping[int, str]
    codes: Mapping[str, str]

    @classmethod
    def of(cls, events: Sequence[AuditEvent], school: School) -> Known:
        """Two queries, however many events there are; none where no event mentions any."""
        values = [value for event in events for value in (event.old, event.new)]
        pks = {line[0] for value in values for line in _lines(value)}
        numbers = {str(value["pupil"]) for value in values if "pupil" in value}
        asked = models.Q(pk__in=pks) | models.Q(number__in=numbers)
        rows = list(Student.objects.filter(asked, school=school)) if pks or numbers else []
        named = any(key in value for value in values for key in ("item", "items", "lines"))
        stars = list(StarItem.objects.filter(scheme__school=school)) if named else []
        return cls(
            {row.pk: row.name for row in rows},
            {row.number: f"{row.name} {row.number}" for row in rows},
            {row.pk: row.name for row in stars},
            {row.code: row.name for row in stars},
        )


@dataclass(frozen=True)
class Value:
    """One row of what changed; an empty text where nothing stood there."""

    name: str
    before: str
    after: str


def values_of(event: AuditEvent, known: Known) -> list[Value]:
    """Every value kept with the event, in the order in which the verb gave them."""
    keys = [*event.old, *(key for key in event.new if key not in event.old)]
    return [
        Value(
            str(NAMES.get(key, key.replace("_", " "))),
            _said(event, key, event.old.get(key), known),
            _said(event, key, event.new.get(key), known),
        )
        for key in keys
    ]


def _said(event: AuditEvent, key: str, value: object, known: Known) -> str:
    if key == "lines" and isinstance(value, list):
        return "；".join(_line(line, known) for line in _lines({"lines": value})) or _plain(value)
    if key == "pupil":
        return known.numbers.get(str(value), _plain(value))
    if key in ("item", "items"):
        codes = value if isinstance(value, list) else [value]
        return "、".join(known.codes.get(str(code), _plain(code)) for code in codes)
    words = _choices(event, key)
    if words is not None and value in words.values:
        return str(words(value).label)
    return _plain(value)


def _choices(event: AuditEvent, key: str) -> type[models.TextChoices] | None:
    word = event.action.partition(".")[0]
    if key == "state":
        return _BY_WORD.get(word) or _STATES.get(event.target_type)
    return {"kind": _KINDS.get(word), "why": PhoneReason, "role": SchoolRoleKind}.get(key)


def _lines(values: Mapping[str, object]) -> list[list[object]]:
    """Lines of a sheet as the verb keeps them: pupil, star, verdict."""
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
    """Yes and no, lists and pairs without brackets."""
    if value is None or value == "":
        return ""
    if isinstance(value, bool):
        return _("yes") if value else _("no")
    if isinstance(value, list):
        return "、".join(_plain(one) for one in value)
    if isinstance(value, dict):
        return "；".join(f"{key}: {_plain(one)}" for key, one in value.items())
    return str(value)
