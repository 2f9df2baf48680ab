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
from students.school.addresses import demand_reachable
from students.sessions import setup_word
from students.sessions.one_time import one_time_password

GRADES = {SchoolStage.PRIMARY: (1, 6), SchoolStage.JUNIOR: (7, 9), SchoolStage.SENIOR: (10, 12)}
ADMINISTRATOR = "admin"


@dataclass(frozen=True)
class NewSchool:
    """What was made.

    ``password`` is nowhere else: it is shown once and must be changed at the first sign-in; empty for one of the
    administrator's own.
    """

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
    password: str = "",
    paper_address: str = "",
    as_first: bool = False,
    by: User | None = None,
) -> NewSchool:
    """Set up a school with the preset's scheme published and an administrator who signs in with a one-time password.

    Grades are those of the stage unless said. The administrator's account is ``admin``, or ``code-admin`` where that
    name is taken; ``password`` is one of the person's own, which the form has checked. ``as_first``: only where nothing
    is set up yet and a word for it waits. Raises :class:`Refused` for a code that is taken or no code, for grades out
    of order, for an address that leads nowhere, for a preset that cannot be used, for an account name that is taken,
    and where somebody was faster with the first school.
    """
    spec = _spec(preset)
    _hold_first(demanded=as_first)
    first, last = GRADES[stage]
    school = School(
        code=code,
        name=name.strip(),
        stage=stage,
        first_grade=first if first_grade is None else first_grade,
        last_grade=last if last_grade is None else last_grade,
        office_name=spec.words.office,
        paper_address=paper_address,
    )
    if paper_address:
        demand_reachable(paper_address)
    if School.objects.filter(code=code).exists():
        raise Refused(
            _("There is a school with the code %(code)s already. Choose another code.") % {"code": code}, code="twice"
        )
    _clean(school)
    school.save(force_insert=True)
    new = {"code": school.code, "name": school.name}
    audit.record("school.set_up", school, by=by, at=at, school_id=school.pk, new=new)
    scheme = publish(adopt_preset(school, preset, by=by, at=at), by=by, at=at)
    user = new_account(
        school, administrator_name.strip() or _("Administrator"), administrator or _free_username(school)
    )
    issued = _give_password(user, password, at)
    _add_administrator(user, by=by, at=at)
    setup_word.use_up()
    return NewSchool(school, scheme, user, issued)


def _hold_first(*, demanded: bool) -> None:
    """Let one at a time set up anything while nothing is there; :class:`Refused` for who comes second."""
    waits = setup_word.hold()
    if demanded and not (waits and setup_word.is_new()):
        raise Refused(
            _("This installation is already set up. Sign in with an account of the school."), code="already_set_up"
        )


def _spec(preset: str) -> SchemeSpec:
    try:
        return load_preset(preset)
    except PresetError as error:
        raise Refused(str(error), code="preset") from error


def _give_password(user: User, own: str, at: dt.datetime) -> str:
    """Put a password of the person's own in force, else a one-time password; give the latter."""
    issued = "" if own else one_time_password()
    user.set_password(own or issued)
    user.must_change_password = not own
    user.password_issued_at = None if own else at
    return issued


def _add_administrator(user: User, *, by: User | None, at: dt.datetime) -> None:
    _clean(user)
    user.save(force_insert=True)
    SchoolRole.objects.create(user=user, role=SchoolRoleKind.ADMINISTRATOR, starts_on=timezone.localdate(at))
    new = {"username": user.username, "role": SchoolRoleKind.ADMINISTRATOR}
    audit.record("account.created", user, by=by, at=at, school_id=user.school_id, new=new)


def _free_username(school: School) -> str:
    taken = User.objects.filter(username=ADMINISTRATOR).exists()
    return f"{school.code}-{ADMINISTRATOR}" if taken else ADMINISTRATOR


def _clean(row: School | User) -> None:
    """Check as a page would, and say what is wrong in one sentence."""
    try:
        row.full_clean()
    except ValidationError as error:
        raise Refused("; ".join(error.messages), code="invalid") from error
