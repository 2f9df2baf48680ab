"""What is wrong about a pupil is corrected: name, school number, sex, date of birth (PIPL 46)."""

import datetime as dt
from dataclasses import asdict, dataclass

from django.core.exceptions import ValidationError
from django.db import transaction
from django.utils.translation import gettext as _

from starrating.operations import audit
from starrating.refused import Refused, demand_reason
from students.models import Student, User
from students.permits.rows import MOVING_PUPILS
from students.pupils.movements import demand, locked


@dataclass(frozen=True)
class Details:
    number: str
    name: str
    sex: str = ""
    born_on: dt.date | None = None


@transaction.atomic
def correct_details(student: Student, right: Details, *, reason: str, by: User, at: dt.datetime) -> bool:
    """Let the pupil's record say what is right; gives whether anything changed.

    The audit says which of them were changed and why, and none of the words. Raises :class:`Refused` without a reason,
    for a number that another pupil has, for a pupil whose data were erased, and for whoever may not.
    """
    demand(MOVING_PUPILS, student.school, by, at)
    student = locked(student)
    reason = demand_reason(reason)
    if student.erased_on is not None:
        raise Refused(_("These data were erased. There is nothing to correct."), code="erased")
    changed = [name for name, value in asdict(right).items() if getattr(student, name) != value]
    if not changed:
        return False
    for name in changed:
        setattr(student, name, getattr(right, name))
    student.call(right.name)
    try:
        student.full_clean()
    except ValidationError as error:
        raise Refused(" ".join(error.messages), code="invalid") from error
    student.save(update_fields=[*changed, "name", "pinyin", "initials"])
    new = {"changed": changed}
    audit.record("pupil.corrected", student, by=by, at=at, school_id=student.school_id, new=new, reason=reason)
    return True
