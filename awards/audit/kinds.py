"""Recorded actions by what they are about, for looking things up."""

from __future__ import annotations

from django.db import models
from django.db.models import Q
from django.utils.translation import pgettext_lazy


class AuditKind(models.TextChoices):
    SHEETS = "sheets", pgettext_lazy("kind of event", "Sheets, steps and lines")
    WORDS = "words", pgettext_lazy("kind of event", "Opinions and objections")
    STARS = "stars", pgettext_lazy("kind of event", "Stars, credits and rewards")
    DEEDS = "deeds", pgettext_lazy("kind of event", "Exams and violations")
    PUPILS = "pupils", pgettext_lazy("kind of event", "Pupils, groups and movements")
    ACCOUNTS = "accounts", pgettext_lazy("kind of event", "Accounts, roles and sign-in")
    SENSITIVE = "sensitive", pgettext_lazy("kind of event", "Phone numbers shown, files taken away")
    SCHOOL = "school", pgettext_lazy("kind of event", "Terms, scheme and school")


# The word before the full stop of an action's name.
BEGINNINGS: dict[AuditKind, tuple[str, ...]] = {
    AuditKind.SHEETS: ("sheet", "sheets", "line"),
    AuditKind.WORDS: ("opinion", "objection"),
    AuditKind.STARS: ("star", "credit", "entitlement", "level", "paper"),
    AuditKind.DEEDS: ("exam", "violation", "punishment"),
    AuditKind.PUPILS: ("pupil", "group", "groups", "committee", "roster", "year", "consent", "photo", "retention"),
    AuditKind.ACCOUNTS: ("account", "password", "role", "task", "staff", "session", "second_step"),
    AuditKind.SENSITIVE: ("guardian", "ledger", "list", "job"),
    AuditKind.SCHOOL: ("school", "scheme", "term", "round", "wording"),
}


def of_kind(kind: str) -> Q:
    """The condition for events of a kind; every event for any other text."""
    if kind not in AuditKind.values:
        return Q()
    found = Q()
    for word in BEGINNINGS[AuditKind(kind)]:
        found |= Q(action__startswith=f"{word}.")
    return found
