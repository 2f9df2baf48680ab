"""A class and its window codes: who may have one, and how far each has come."""

import datetime as dt
from collections import defaultdict
from collections.abc import Sequence
from dataclasses import dataclass

from django.utils.translation import gettext as _

from awards.models import Window, WindowCode
from awards.models.window import MOST_TRIES, agreed_on
from reports.window.codes import answers
from starrating.days import short_day
from students.models import Enrolment, Guardian, SchoolClass, Student


@dataclass(frozen=True)
class WindowPlace:
    """One pupil of a class with the code that was handed out last; ``asked`` whether there is something to ask."""

    student: Student
    seat: int | None
    agrees: bool
    asked: bool
    code: WindowCode | None
    today: dt.date

    @property
    def is_ready(self) -> bool:
        return self.agrees and self.asked

    @property
    def is_open(self) -> bool:
        code = self.code
        return self.agrees and code is not None and code.until >= self.today and code.tries < MOST_TRIES

    @property
    def state(self) -> str:
        """Say in words how it stands; first what is in the way."""
        if not self.agrees:
            return _("no consent")
        if not self.asked:
            return _("nothing on record that could be asked")
        if self.code is None:
            return _("no code")
        if self.code.tries >= MOST_TRIES:
            return _("tried too often")
        day = {"day": short_day(self.code.until)}
        return (_("until the end of %(day)s") if self.is_open else _("over since %(day)s")) % day


@dataclass(frozen=True)
class WindowClass:
    """A class's page. ``is_on`` whether the school has the window at all."""

    school_class: SchoolClass
    name: str
    is_on: bool
    places: Sequence[WindowPlace]

    @property
    def ready(self) -> int:
        return sum(place.is_ready for place in self.places)

    @property
    def open(self) -> int:
        return sum(place.is_open for place in self.places)


def window_class(school_class: SchoolClass, name: str, day: dt.date) -> WindowClass:
    """Gather a class's codes; five queries."""
    is_on = Window.objects.filter(school=school_class.school_id, is_on=True).exists()
    return WindowClass(school_class, name, is_on, places_of(school_class, day))


def places_of(school_class: SchoolClass, day: dt.date) -> list[WindowPlace]:
    """Give who sits in the class on ``day``, in the order of the seats; four queries."""
    seats = list(Enrolment.objects.of_class(school_class, day))
    pks = [seat.student_id for seat in seats]
    agreed = set(agreed_on(day).filter(student__in=pks).values_list("student", flat=True))
    phones: dict[int, list[str]] = defaultdict(list)
    for pk, phone in Guardian.objects.filter(student__in=pks).values_list("student_id", "phone"):
        phones[pk].append(phone)
    codes = {row.student_id: row for row in WindowCode.objects.in_force().filter(student__in=pks)}
    return [
        WindowPlace(
            student=seat.student,
            seat=seat.seat,
            agrees=seat.student_id in agreed,
            asked=bool(answers(seat.student.number, phones[seat.student_id])),
            code=codes.get(seat.student_id),
            today=day,
        )
        for seat in seats
    ]
