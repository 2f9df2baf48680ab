"""What a school says of itself: its names, its office, its working days. Nothing stored is renamed by it."""

import datetime as dt
from collections.abc import Mapping

from django.core.exceptions import ValidationError
from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from starrating.db.locks import lock
from starrating.operations import audit
from starrating.refused import Refused
from students.models import CalendarDay, School, SchoolRole, SchoolRoleKind, SchoolStage, User
from students.permits.reach import demand_school, demand_school_or_superuser, demand_superuser
from students.permits.roles import standing_of
from students.school.addresses import demand_reachable
from students.school.calendar import seed_calendar

# What a school's columns here hold: text, numbers, switches.
Columns = Mapping[str, str | int]


@transaction.atomic
def change(school: School, new: Columns, *, action: str, by: User, at: dt.datetime) -> bool:
    """Set columns of the school to ``new``; gives whether anything changed.

    ``action`` is the address it was asked at, which says who may. Raises :class:`Refused` for a value that the
    school cannot have, and for a way of naming classes that does not tell them apart.
    """
    demand_school(standing_of(by, timezone.localdate(at)), action, school.pk)
    return _written(school, new, by=by, at=at)


@transaction.atomic
def put_right(school: School, new: Columns, *, by: User, at: dt.datetime) -> bool:
    """Set any of the school's columns, as :func:`change`, for whoever looks after the installation."""
    demand_superuser(by, school.pk)
    return _written(school, new, by=by, at=at)


@transaction.atomic
def correct_stage(
    school: School, *, stage: SchoolStage, first_grade: int, last_grade: int, by: User, at: dt.datetime
) -> bool:
    """Correct a school's stage and grades while nothing goes by them; gives whether anything changed.

    Raises :class:`Refused` once a term has been opened or a class is there: what classes are called hangs on the first
    grade.
    """
    demand_school(standing_of(by, timezone.localdate(at)), "students:change_stage", school.pk)
    lock(School.objects.all()).get(pk=school.pk)
    if not stage_is_open(school):
        raise Refused(
            _(
                "Stage and grades stay as they are once there is a term or a class. Remove the term and undo the "
                "import first."
            ),
            code="in_use",
        )
    new: Columns = {"stage": stage.value, "first_grade": first_grade, "last_grade": last_grade}
    return _written(school, new, by=by, at=at)


def stage_is_open(school: School) -> bool:
    """Tell whether stage and grades can be corrected: neither a term nor a class goes by them yet."""
    return not (school.terms.exists() or school.classes.exists())


@transaction.atomic
def correct_code(school: School, code: str, *, by: User, at: dt.datetime) -> bool:
    """Correct a school's code while only administrators have accounts; gives whether anything changed.

    Raises :class:`Refused` once anybody else has an account: pupils sign in with the code, commands name it.
    """
    demand_school(standing_of(by, timezone.localdate(at)), "students:change_code", school.pk)
    lock(School.objects.all()).get(pk=school.pk)
    if not code_is_open(school, timezone.localdate(at)):
        raise Refused(
            _(
                "The code stays as it is once anybody beside the administrator has an account. Nothing else needs to "
                "be done."
            ),
            code="in_use",
        )
    if School.objects.filter(code=code).exclude(pk=school.pk).exists():
        raise Refused(
            _("There is a school with the code %(code)s already. Choose another code.") % {"code": code}, code="twice"
        )
    return _written(school, {"code": code}, by=by, at=at)


def code_is_open(school: School, day: dt.date) -> bool:
    """Tell whether the code can be corrected: all accounts of the school are administrators'."""
    administrators = SchoolRole.objects.active_on(day).filter(role=SchoolRoleKind.ADMINISTRATOR)
    return not User.objects.filter(school=school).exclude(pk__in=administrators.values("user")).exists()


def _written(school: School, new: Columns, *, by: User, at: dt.datetime) -> bool:
    row = lock(School.objects.all()).get(pk=school.pk)
    old = {name: getattr(row, name) for name in new}
    changed = {name: value for name, value in new.items() if value != old[name]}
    if not changed:
        return False
    for name, value in changed.items():
        setattr(row, name, value)
    _demand_possible(row)
    row.save(update_fields=sorted(changed))
    before = {name: old[name] for name in changed}
    audit.record("school.changed", row, by=by, at=at, school_id=row.pk, old=before, new=changed)
    return True


def _demand_possible(school: School) -> None:
    if "{number}" not in school.class_pattern:
        raise Refused(
            _("The naming of classes needs {number}: without it all classes of a grade have one name."),
            code="class_pattern",
        )
    if school.paper_address:
        demand_reachable(school.paper_address)
    try:
        school.full_clean()
    except ValidationError as error:
        raise Refused(" ".join(error.messages), code="invalid") from error


@transaction.atomic
def note_day(school: School, day: dt.date, *, is_working: bool, note: str, by: User, at: dt.datetime) -> CalendarDay:
    """Say of a day whether the school works on it; notices that are put up from now on count by it (A35)."""
    demand_school_or_superuser(by, "students:note_day", school.pk, at)
    row, _made = CalendarDay.objects.update_or_create(
        school=school, day=day, defaults={"is_working": is_working, "note": note}
    )
    new = {"day": day.isoformat(), "is_working": is_working, "note": note}
    audit.record("school.day_noted", row, by=by, at=at, school_id=school.pk, new=new)
    return row


@transaction.atomic
def forget_day(row: CalendarDay, *, by: User, at: dt.datetime) -> None:
    """Let the week decide again about a day."""
    demand_school_or_superuser(by, "students:forget_day", row.school_id, at)
    old = {"day": row.day.isoformat(), "is_working": row.is_working, "note": row.note}
    audit.record("school.day_forgotten", row, by=by, at=at, school_id=row.school_id, old=old)
    row.delete()


@transaction.atomic
def add_known_days(school: School, year: int, *, by: User, at: dt.datetime) -> int:
    """Add the public holidays and working weekends of a calendar year; days of one's own stay as they are.

    Gives how many were added: none for a year whose arrangement has not been announced.
    """
    demand_school(standing_of(by, timezone.localdate(at)), "students:known_days", school.pk)
    added = seed_calendar(school, [year])
    if added:
        new = {"year": year, "days": added}
        audit.record("school.days_added", school, by=by, at=at, school_id=school.pk, new=new)
    return added
