"""The sheet's row, locked, and the mark of its change."""

from __future__ import annotations

from django.db.models import F

from awards.models import (
    ClassRound,
)
from awards.terms.locks import demand_open


def locked(sheet_pk: int) -> ClassRound:
    """The sheet's row, locked until the transaction ends: nothing on it is counted before this (T15).

    The parent row alone is locked; locks on its lines would not stop a line that is not there yet. Raises
    :class:`Refused` when the term is settled.
    """
    sheet = (
        ClassRound.objects.select_for_update(of=("self",))
        .select_related("round__term__pinned__scheme", "school_class__school")
        .get(pk=sheet_pk)
    )
    demand_open(sheet.round.term)
    return sheet


def grown(sheet: ClassRound) -> None:
    """Count a change of the locked sheet, so that a page loaded before it can tell."""
    ClassRound.objects.filter(pk=sheet.pk).update(version=F("version") + 1)
    sheet.version += 1
