"""What a teacher types for a pupil."""

from __future__ import annotations

from awards.models import ClassRound
from awards.sheets.contents import people_of
from students.names.people import Found, Person, Roster


def clear_initials(sheet: ClassRound) -> dict[str, Person]:
    """Initials that mean one pupil of the class only, and whom."""
    roster = Roster(people_of(sheet))
    found = {letters: roster.resolve(letters) for letters in (row.initials.split()[0] for row in roster.people)}
    return {letters: match.person for letters, match in found.items() if isinstance(match, Found)}
