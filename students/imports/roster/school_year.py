"""A roster of another school year, recognised by its classes as a whole: one fact, and not an error a row."""

from collections import Counter
from collections.abc import Iterator, Sequence

from django.utils.translation import gettext_lazy as _

from starrating.cells.findings import Finding, Place, Question
from starrating.text import Level, sentence
from students.imports.pipeline.pupil_rows import OF_TERM
from students.imports.roster.facts import RosterFacts
from students.imports.roster.file import RosterLine
from students.models import School
from students.names.class_names import class_readings

# How far a file may be from the year it is read as of: last year's, the one before, and the one to come.
_AWAY = (-1, 1, -2)
# Of ten lines nine say so; the tenth may be misspelt.
_MOST = 0.9
_OTHER_YEAR = _(
    "This is a roster of the school year %(other)s, and it was read as of %(own)s. Say below as of which term it is to "
    "be read."
)
_NO_TERM = _(
    "This is a roster of the school year %(other)s, and it was read as of %(own)s. Choose the roster of %(own)s, or "
    "open a term of %(other)s first."
)


def other_year(lines: Sequence[RosterLine], facts: RosterFacts) -> int | None:
    """Give the school year that the classes of these lines belong to, where it is not the one they were read as of."""
    named = Counter((line.class_text, line.grade_text) for line in lines if line.class_text)
    own = sum(count for text, count in named.items() if facts.book.find(*text).key is not None)
    for away in _AWAY:
        year = facts.dates.school_year + away
        read = sum(count for text, count in named.items() if is_of_year(facts.book.school, year, *text))
        if read > own and read >= _MOST * named.total():
            return year
    return None


def is_of_year(school: School, year: int, text: str, grade: str) -> bool:
    """Tell whether a text names a class of the school in that school year."""
    readings = (*class_readings(text), *((f"{grade}{text}",) if grade else ()))
    found = [school.class_meant(one, year) for one in readings]
    return any(one is not None and one.entry_year is not None and one.number is not None for one in found)


def of_another_year(lines: Sequence[RosterLine], year: int, facts: RosterFacts) -> Iterator[Finding]:
    """Give the one fact, with the terms of that year to choose from."""
    place = Place(lines[0].place.file)
    terms = tuple((one.code, one.name) for one in facts.terms if one.school_year == year)
    asked = Question(OF_TERM, place, (), blocks=True, choices=terms, about="term") if terms else None
    values = {"other": _years(year), "own": _years(facts.dates.school_year)}
    yield Finding(Level.ERROR, place, "", sentence(_OTHER_YEAR if terms else _NO_TERM, **values), asked)


def _years(year: int) -> str:
    return f"{year}–{year + 1}"
