"""From which day the rows of a file hold, and in which school year it names classes."""

import datetime as dt
from dataclasses import dataclass

from students.imports.pipeline.importer import Asked
from students.models import Term
from students.school.terms import latest_term, year_of


@dataclass(frozen=True)
class Validity:
    """``school_year`` gives class names their meaning; new things hold from ``starts_on``; ``today`` dates changes."""

    school_year: int
    starts_on: dt.date
    today: dt.date

    def changes_on(self, since: dt.date) -> dt.date:
        """Give the day from which something that has held ``since`` that day is otherwise.

        What has not held for a day yet is put right in place, on its own first day: nothing has happened in it.
        """
        return next((day for day in (self.starts_on, self.today) if day > since), since)


def validity(asked: Asked) -> Validity:
    """Read the answers ``term`` (its code; the latest open one unless said) and ``starts_on`` (its first day)."""
    code = asked.text("term")
    named = Term.objects.filter(school=asked.school).with_code(code).first() if code else None
    term = named or latest_term(asked.school)
    return Validity(
        school_year=term.school_year if term else year_of(asked.today),
        starts_on=asked.day("starts_on") or (term.starts_on if term else asked.today),
        today=asked.today,
    )
