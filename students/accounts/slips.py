"""What stands on the slips that are cut apart and handed out."""

from __future__ import annotations

import datetime as dt
from collections.abc import Sequence
from dataclasses import dataclass, field

from students.accounts.passwords import Slip
from students.accounts.pupils import sign_in_names
from students.models import Enrolment, School
from students.school.terms import shown_day


@dataclass(frozen=True)
class SlipRow:
    """One slip of paper. ``class_name`` is empty for staff; ``typed`` is what opens the door beside the password."""

    name: str
    class_name: str
    typed: str
    password: str = field(repr=False)


def slip_rows(slips: Sequence[Slip], school: School, today: dt.date) -> list[SlipRow]:
    """Give the slips in the order of ``slips``. Three queries, and one more for the term."""
    year, day = shown_day(school, today)
    users = [slip.user for slip in slips]
    typed = sign_in_names(users)
    seats = Enrolment.objects.active_on(day).filter(student__in=[user.student_id for user in users if user.student_id])
    classes = {
        seat.student_id: seat.school_class.name_in(year) for seat in seats.select_related("school_class__school")
    }
    return [
        SlipRow(slip.name, classes.get(slip.user.student_id or 0, ""), typed[slip.user.pk], slip.password)
        for slip in slips
    ]
