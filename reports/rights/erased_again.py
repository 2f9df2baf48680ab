"""Pupils who were erased since a backup was made are erased in what is restored of it."""

import datetime as dt
from collections.abc import Iterator
from pathlib import Path

from reports.rights.erasing import carry_out, forget_words_of
from starrating.operations import audit
from starrating.operations.seals.chain import beginning
from starrating.texts import noted
from starrating.texts.models import ErasureGround
from students.models import Student
from students.pupils.movements import locked


def erase_again(path: Path) -> int:
    """Erase those of such a file who are of this record and stand in it with their names; gives how many.

    Raises ValueError for a file that is none. Within a transaction.
    """
    told = {pupil: (ground, at) for pupil, ground, at in _told(path)}
    named = list(Student.objects.filter(pk__in=told, erased_on__isnull=True).order_by("pk"))
    # Before any pupil is locked, as `starrating.db.locks` has it.
    for student in named:
        forget_words_of(student, told[student.pk][1])
    for student in named:
        _erase(student, *told[student.pk])
    return len(named)


def _erase(student: Student, ground: ErasureGround, at: dt.datetime) -> None:
    student = locked(student)
    if student.erased_on is None:
        # Else with the record that it was joined to.
        new = {"requested_on": "", "records": len(carry_out(student, ground=ground, by=None, at=at))}
        audit.record("pupil.erased", student, by=None, at=at, school_id=student.school_id, new=new)


def _told(path: Path) -> Iterator[tuple[int, ErasureGround, dt.datetime]]:
    here = beginning()
    for line in noted.lines(path, "pupil"):
        try:
            told = int(line["pupil"]), ErasureGround(line["ground"]), dt.datetime.fromisoformat(line["at"])
            record = str(line["record"])
        except (KeyError, TypeError) as error:
            raise ValueError(line) from error
        # A record that was never sealed has no mark of its own.
        if record == here or not record or not here:
            yield told


AGAIN = (erase_again,)
