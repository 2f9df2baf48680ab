"""The one order in which rows are locked, whoever acts: so no two ever hold what the other waits for."""

from typing import Any, TypeVar

from django.db import connection
from django.db.models import QuerySet

Rows = TypeVar("Rows", bound=QuerySet[Any])

# By the names of the models; the rows of one by their keys. What a transaction holds already it may lock again.
ORDER = (
    # What one click or one process is about; nothing else is held before it.
    "SealKey",
    "SetupWord",
    "Job",
    "Upload",
    "FileImport",
    "SignInTries",
    "Window",
    "WindowCode",
    # What a school decides about itself and its people.
    "School",
    "Subject",
    "Scheme",
    "PaperWording",
    "ColumnMeaning",
    "CalendarDay",
    "Ceremony",
    # The term, its rounds, their sheets.
    "Term",
    "Round",
    "ClassRound",
    # Classes and their pupils, with what happened to them; accounts.
    "SchoolClass",
    "Student",
    "Violation",
    "Punishment",
    "Appeal",
    "Consent",
    "Entitlement",
    "User",
    "SchoolRole",
    "Staffing",
    "TOTPDevice",
    "StaticDevice",
    "KnownDevice",
    "ReminderAddress",
    "CalendarAddress",
    # What is written of a term at its end.
    "HallScreen",
)


def lock(rows: Rows) -> Rows:
    """Lock these rows as they are fetched, by their keys, until the transaction ends.

    Only the rows themselves, not what is joined to them; their keys stay free (NO KEY), since rows that point at them
    are written meanwhile. On SQLite the transaction itself is the lock.
    """
    return rows.select_for_update(of=("self",), no_key=True).order_by("pk")


def lock_to_delete(rows: Rows) -> Rows:
    """Lock rows that may be deleted, their keys as well: whoever is about to point at one waits, or has done so."""
    return rows.select_for_update(of=("self",)).order_by("pk")


def lock_free(rows: Rows) -> Rows:
    """Lock those of these rows that nobody else has locked, in the order that they have; for a queue."""
    if connection.features.has_select_for_update_skip_locked:
        return rows.select_for_update(skip_locked=True, of=("self",))
    return rows.select_for_update()
