"""Who of the pupils is a minor, and who is under fourteen (A74).

By the date of birth where the school has entered one. Where it has not, by the grade: who enters the first grade is six
by 31 August, so that a pupil of grade g has turned g + 5 by then. Whoever may still be under fourteen counts as such:
who is counted too many is protected too much.
"""

import datetime as dt
from collections.abc import Iterator
from dataclasses import dataclass

from students.models import Enrolment, School

OF_AGE, SENSITIVE_UNTIL = 18, 14
# What a pupil of grade 0 would have turned by the end of August.
_AGE_OF_GRADE = 5
_YEAR_BEGINS = 8


@dataclass(frozen=True)
class Aged:
    """One pupil in a class; ``age`` in full years, None where no date of birth is kept."""

    key: int
    grade: int
    age: int | None

    @property
    def is_minor(self) -> bool:
        return (self._least if self.age is None else self.age) < OF_AGE

    @property
    def is_under_fourteen(self) -> bool:
        return (self._least if self.age is None else self.age) < SENSITIVE_UNTIL

    @property
    def _least(self) -> int:
        return self.grade + _AGE_OF_GRADE


def full_years(born_on: dt.date, day: dt.date) -> int:
    """Give the age on ``day``; who was born on 29 February is a year older from 1 March on."""
    return day.year - born_on.year - ((day.month, day.day) < (born_on.month, born_on.day))


def pupils_on(school: School, day: dt.date) -> Iterator[Aged]:
    """Give everybody who sits in a class on ``day``; one query."""
    school_year = day.year if day.month >= _YEAR_BEGINS else day.year - 1
    places = Enrolment.objects.active_on(day).filter(student__school=school).order_by("student")
    for key, born_on, entry_year in places.values_list("student", "student__born_on", "school_class__entry_year"):
        age = full_years(born_on, day) if born_on else None
        yield Aged(key, school.grade_of(entry_year, school_year), age)
