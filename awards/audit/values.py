"""What stood before and after, as people say it: each value with its name, lines of a sheet with pupil and star."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from django.db import models
from django.utils.functional import Promise
from django.utils.translation import gettext as _
from django.utils.translation import pgettext, pgettext_lazy

from awards.models import (
    ExamState,
    LineState,
    ObjectionState,
    PunishmentKind,
    SheetState,
    StarItem,
    Step,
    Verdict,
    ViolationState,
)
from awards.rules.entitlements import RewardKind, RewardState
from starrating.operations.models import AuditEvent
from students.models import MovementKind, School, SchoolRoleKind, Student, TermState
from students.permits.reach import PERMITS
from students.pupils.guardians import PhoneReason

NAMES: dict[str, str | Promise] = {
    "account": pgettext_lazy("recorded value", "account"),
    "accounts": pgettext_lazy("recorded value", "accounts"),
    "added": pgettext_lazy("recorded value", "added"),
    "agreed": pgettext_lazy("recorded value", "the group agrees"),
    "agrees": pgettext_lazy("recorded value", "agrees"),
    "answer": pgettext_lazy("recorded value", "answer"),
    "ballots": pgettext_lazy("recorded value", "ballots cast"),
    "carried": pgettext_lazy("recorded value", "entries carried over"),
    "changed": pgettext_lazy("recorded value", "changed"),
    "changes": pgettext_lazy("recorded value", "changes"),
    "class": pgettext_lazy("recorded value", "class"),
    "classes": pgettext_lazy("recorded value", "classes"),
    "corrected": pgettext_lazy("recorded value", "corrected"),
    "device": pgettext_lazy("recorded value", "browser"),
    "due_on": pgettext_lazy("recorded value", "due on"),
    "ends_on": pgettext_lazy("recorded value", "last day"),
    "entitlements": pgettext_lazy("recorded value", "rewards"),
    "files": pgettext_lazy("recorded value", "files"),
    "filter": pgettext_lazy("recorded value", "filter"),
    "from": pgettext_lazy("recorded value", "from"),
    "frozen": pgettext_lazy("recorded value", "levels frozen"),
    "grades": pgettext_lazy("recorded value", "grades"),
    "guardian": pgettext_lazy("recorded value", "guardian"),
    "hands": pgettext_lazy("recorded value", "hands for and against"),
    "happened_on": pgettext_lazy("recorded value", "day of the incident"),
    "in": pgettext_lazy("recorded value", "added"),
    "into": pgettext_lazy("recorded value", "joined to"),
    "item": pgettext_lazy("recorded value", "star"),
    "items": pgettext_lazy("recorded value", "stars"),
    "kind": pgettext_lazy("recorded value", "kind"),
    "label": pgettext_lazy("recorded value", "month"),
    "last_day": pgettext_lazy("recorded value", "last day"),
    "leader": pgettext_lazy("recorded value", "leader"),
    "leaders": pgettext_lazy("recorded value", "leaders"),
    "leaving": pgettext_lazy("recorded value", "pupils leaving"),
    "left_out": pgettext_lazy("recorded value", "entries left out"),
    "level": pgettext_lazy("recorded value", "level"),
    "levels": pgettext_lazy("recorded value", "pupils by level"),
    "line": pgettext_lazy("recorded value", "line"),
    "lines": pgettext_lazy("recorded value", "lines"),
    "list": pgettext_lazy("recorded value", "list"),
    "listed": pgettext_lazy("recorded value", "on lists"),
    "minutes": pgettext_lazy("recorded value", "minutes"),
    "name": pgettext_lazy("recorded value", "name"),
    "new": pgettext_lazy("recorded value", "new"),
    "notice_from": pgettext_lazy("recorded value", "on notice from"),
    "notice_until": pgettext_lazy("recorded value", "on notice until"),
    "number": pgettext_lazy("recorded value", "number"),
    "out": pgettext_lazy("recorded value", "taken out"),
    "over": pgettext_lazy("recorded value", "steps over"),
    "page": pgettext_lazy("recorded value", "page"),
    "papers": pgettext_lazy("recorded value", "papers"),
    "phone": pgettext_lazy("recorded value", "phone"),
    "pupil": pgettext_lazy("recorded value", "pupil"),
    "pupils": pgettext_lazy("recorded value", "pupils"),
    "regrouped": pgettext_lazy("recorded value", "pupils without a group now"),
    "reissued": pgettext_lazy("recorded value", "to be issued again"),
    "reply": pgettext_lazy("recorded value", "answer"),
    "role": pgettext_lazy("recorded value", "role"),
    "round": pgettext_lazy("recorded value", "month"),
    "rows": pgettext_lazy("recorded value", "rows"),
    "school_year": pgettext_lazy("recorded value", "school year"),
    "serial": pgettext_lazy("recorded value", "serial number"),
    "sessions": pgettext_lazy("recorded value", "sessions"),
    "sheets": pgettext_lazy("recorded value", "sheets"),
    "skipped": pgettext_lazy("recorded value", "left out"),
    "staffings": pgettext_lazy("recorded value", "tasks"),
    "stars": pgettext_lazy("recorded value", "number of stars"),
    "starts_on": pgettext_lazy("recorded value", "first day"),
    "state": pgettext_lazy("recorded value", "state"),
    "staying": pgettext_lazy("recorded value", "pupils staying"),
    "step": pgettext_lazy("recorded value", "step"),
    "steps": pgettext_lazy("recorded value", "steps"),
    "subject": pgettext_lazy("recorded value", "subject"),
    "task": pgettext_lazy("recorded value", "task"),
    "teacher": pgettext_lazy("recorded value", "teacher"),
    "term": pgettext_lazy("recorded value", "term"),
    "text": pgettext_lazy("recorded value", "words"),
    "total": pgettext_lazy("recorded value", "total"),
    "until": pgettext_lazy("recorded value", "until"),
    "username": pgettext_lazy("recorded value", "account name"),
    "version": pgettext_lazy("recorded value", "version"),
    "why": pgettext_lazy("recorded value", "what for"),
    "withdrawn": pgettext_lazy("recorded value", "withdrawn"),
}
# What is kept by its code.
_ITEMS = ("item", "items")
_STEPS = ("step", "steps", "over")
# Of which words a state is, by the object; those of a line are recorded with its sheet.
_STATES: dict[str, type[models.TextChoices]] = {
    "awards.classround": SheetState,
    "awards.entitlement": RewardState,
    "awards.exam": ExamState,
    "awards.violation": ViolationState,
    "students.term": TermState,
}
_BY_WORD: dict[str, type[models.TextChoices]] = {"line": LineState, "objection": ObjectionState}
_KINDS: dict[str, type[models.TextChoices]] = {
    "paper": RewardKind,
    "pupil": MovementKind,
    "guardian": PhoneReason,
    "punishment": PunishmentKind,
}


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
        """Three queries, however many events there are; none where no event mentions any."""
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
    if key == "page":
        return _page(value)
    if key == "pupil":
        return known.numbers.get(str(value), _plain(value))
    names = known.codes if key in _ITEMS else known.steps if key in _STEPS else None
    if names is not None:
        codes = value if isinstance(value, list) else [value]
        return "、".join(names.get(str(code), _plain(code)) for code in codes)
    words = _choices(event, key)
    if words is not None and value in words.values:
        return str(words(value).label)
    return _plain(value)


def _page(value: object) -> str:
    """An address by the words of the table of permits."""
    found = [permit.label for permit in PERMITS if permit.action == value]
    return str(found[0]) if found else _plain(value)


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
        return pgettext("recorded value", "yes") if value else pgettext("recorded value", "no")
    if isinstance(value, list):
        return "、".join(_plain(one) for one in value)
    if isinstance(value, dict):
        return "；".join(f"{key}: {_plain(one)}" for key, one in value.items())
    return str(value)
