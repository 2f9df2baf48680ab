"""What the record calls each act: one row an action, kept by the subject whose verb records it."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from functools import cache
from typing import Any

from django.db import models
from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _, pgettext_lazy

from starrating.registry import summed


class Kind(models.TextChoices):
    """What an act is about, for looking things up."""

    SHEETS = "sheets", pgettext_lazy("kind of event", "Sheets, steps and lines")
    WORDS = "words", pgettext_lazy("kind of event", "Opinions and objections")
    STARS = "stars", pgettext_lazy("kind of event", "Stars, credits and rewards")
    EXAMS_AND_VIOLATIONS = "deeds", pgettext_lazy("kind of event", "Exams and violations")
    PUPILS = "pupils", pgettext_lazy("kind of event", "Pupils, groups and enrolment changes")
    ACCOUNTS = "accounts", pgettext_lazy("kind of event", "Accounts, roles and sign-in")
    SENSITIVE = "sensitive", pgettext_lazy("kind of event", "Phone numbers shown, files exported")
    SCHOOL = "school", pgettext_lazy("kind of event", "Terms, scheme and school")


@dataclass(frozen=True)
class Action:
    """An action as its verb records it, as people say it, and its kind.

    ``choices``: by the name of a value kept with the event, the choices of which that value is one, or what says it.
    """

    code: str
    label: str | Promise
    kind: Kind
    choices: Mapping[str, Callable[[Any], object]] = field(default_factory=dict)


@cache
def actions() -> dict[str, Action]:
    """Give every subject's actions by their codes."""
    found: list[Action] = summed("actions", "ACTIONS")
    return {action.code: action for action in found}


def label_of(code: str) -> str:
    """Say an action; one that no subject knows any more goes by its code."""
    action = actions().get(code)
    return str(action.label) if action else code


def codes_of(kind: str) -> list[str]:
    """Give the codes of a kind; none for any other text."""
    return [action.code for action in actions().values() if action.kind == kind]


ACTIONS = (
    Action("job.fetched", _("File downloaded"), Kind.SENSITIVE),
    Action("job.started", _("File requested"), Kind.SENSITIVE),
    Action("seal.key_rotated", _("Sealing key replaced"), Kind.SCHOOL),
)
# Recorded values that are codes: they say nothing of a person in words. What is not named here, and what does not look
# like a code, is kept where it can be erased (`starrating.texts.recorded`).
PLAIN = (
    "about",
    "digest",
    "effect",
    "grade",
    "ground",
    "guardian_reply",
    "item",
    "items",
    "kind",
    "label",
    "levels",
    "lines",
    "list",
    "missing",
    "number",
    "outcome",
    "over",
    "page",
    "paper_number",
    "parts",
    "role",
    "round",
    "route",
    "scope",
    "star",
    "state",
    "step",
    "steps",
    "term",
    "verdict",
    "why",
)
