"""A school from nothing: its row, its scheme in force, and the one account that can make the others."""

import datetime as dt
from dataclasses import dataclass

from django.core.exceptions import ValidationError
from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from awards.models import Scheme
from awards.rules.scheme.spec import SchemeSpec
from awards.schemes.drafts import adopt_preset, publish
from awards.schemes.presets import PresetError, load_preset
from starrating.operations import audit
from starrating.refused import Refused
from students.accounts.staff import new_account
from students.models import School, SchoolRole, SchoolRoleKind, SchoolStage, User
from students.sessions.one_time import one_time_password

GRADES = {SchoolStage.PRIMARY: (1, 6), SchoolStage.JUNIOR: (7, 9), SchoolStage.SENIOR: (10, 12)}
ADMINISTRATOR = "admin"


@dataclass(frozen=True)
class NewSchool:
    """What was made. ``password`` is nowhere else: it is shown once and must be changed at the first sign-in."""

    school: School
    scheme: Scheme
    administrator: User
    password: str


@transaction.atomic
def set_up_school(
    *,
    code: str,
    name: str,
    preset: str,
    at: dt.datetime,
    stage: SchoolStage = SchoolStage.JUNIOR,
    first_grade: int | None = None,
    last_grade: int | None = None,
    administrator: str = "",
    administrator_name: str = "",
    by: User | None = None,
) -> NewSchool:
    """Set up a school with the preset's scheme published and an administrator who signs in with a one-time password.

    Grades are those of the stage unless said. The administrator's account is ``admin``, or ``code-admin`` where that
    name is taken. Raises :class:`Refused` for a code that is taken or no code, for grades out of order, for a preset
    that cannot be used and for an account name that is taken.
    """
    spec = _spec(preset)
    first, last = GRADES[stage]
    school = School(
        code=code,
        name=name.strip(),
        stage=stage,
        first_grade=first if first_grade is None else first_grade,
        last_grade=last if last_grade is None else last_grade,
        office_name=spec.words.office,
    )
    if School.objects.filter(code=code).exists():
        raise Refused(
            _("There is a school with the code %(code)s already. Choose another code.") % {"code": code}, code="twice"
        )
    _clean(school)
    school.save(force_insert=True)
    new = {"code": school.code, "name": school.name}
    audit.record("school.set_up", school, by=by, at=at, school_id=school.pk, new=new)
    scheme = publish(adopt_preset(school, preset, by=by, at=at), by=by, at=at)
    user, password = _administrator(school, administrator, administrator_name, by=by, at=at)
    return NewSchool(school, scheme, user, password)


def _spec(preset: str) -> SchemeSpec:
    try:
        return load_preset(preset)
    except PresetError as error:
        raise Refused(str(error), code="preset") from error


def _administrator(school: School, username: str, name: str, *, by: User | None, at: dt.datetime) -> tuple[User, str]:
    user = new_account(school, name.strip() or _("Administrator"), username or _free_username(school))
    password, user.password_issued_at = one_time_password(), at
    user.set_password(password)
    _clean(user)
    user.save(force_insert=True)
    SchoolRole.objects.create(user=user, role=SchoolRoleKind.ADMINISTRATOR, starts_on=timezone.localdate(at))
    new = {"username": user.username, "role": SchoolRoleKind.ADMINISTRATOR}
    audit.record("account.created", user, by=by, at=at, school_id=school.pk, new=new)
    return user, password


def _free_username(school: School) -> str:
    taken = User.objects.filter(username=ADMINISTRATOR).exists()
    return f"{school.code}-{ADMINISTRATOR}" if taken else ADMINISTRATOR


def _clean(row: School | User) -> None:
    """Check as a page would, and say what is wrong in one sentence."""
    try:
        row.full_clean()
    except ValidationError as error:
        raise Refused("; ".join(error.messages), code="invalid") from error
