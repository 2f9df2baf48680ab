"""What the office said of single names when it returned a sheet."""

from __future__ import annotations

from awards.models import (
    ClassRound,
    Decision,
    SheetState,
    Verdict,
)


def remarks_on(sheet: ClassRound) -> dict[int, str]:
    """By line, what the office said of it when it returned the sheet last; nothing unless it is returned now.

    One query, and none for a sheet that is not returned.
    """
    if sheet.state != SheetState.RETURNED:
        return {}
    found: dict[int, str] = {}
    for row in Decision.objects.filter(class_round=sheet, verdict=Verdict.RETURNED).order_by("pk"):
        if row.nomination_id is None:
            # A return of the sheet; the remarks that belong to it follow.
            found = {}
        else:
            found[row.nomination_id] = row.reason
    return found
