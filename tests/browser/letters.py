"""What a teacher types for a pupil."""

from __future__ import annotations

from awards.models import ClassRound
from awards.sheets.contents import Contents
from students.names.people import Found, Person


def clear_initials(sheet: ClassRound) -> dict[str, Person]:
    """Initials that mean one pupil of the class only, and whom."""
    roster = Contents.load(sheet).roster
    found = {letters: roster.resolve(letters) for letters in (row.initials.split()[0] for row in roster.people)}
    return {letters: match.person for letters, match in found.items() if isinstance(match, Found)}
