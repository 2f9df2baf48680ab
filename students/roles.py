"""Who somebody is toward a school and its classes, and the mark every staff page carries."""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable
from dataclasses import dataclass
from functools import wraps
from typing import Concatenate, ParamSpec, cast

from django.core.exceptions import PermissionDenied
from django.db import models
from django.db.models import BigIntegerField, Value
from django.http import HttpRequest, HttpResponseBase
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from students.models import School, SchoolClass, SchoolRole, Staffing, StaffingRole, User


class Role(models.TextChoices):
    HOMEROOM = "homeroom", _("homeroom teacher")
    SUBJECT = "subject", _("subject teacher")
    OFFICE = "office", _("office")
    ADMINISTRATOR = "administrator", _("administrator")
    WORKER = "worker", _("the program itself")


STAFF = (Role.HOMEROOM, Role.SUBJECT, Role.OFFICE, Role.ADMINISTRATOR)
# Those who see every class of their school.
SCHOOL_WIDE = frozenset({Role.OFFICE, Role.ADMINISTRATOR})


@dataclass(frozen=True)
class Standing:
    """What one account may be on one day: read once a request, asked as often as wanted."""

    school_id: int | None
    school_roles: frozenset[Role]
    homeroom_of: frozenset[int]
    subject_in: frozenset[int]

    @property
    def roles(self) -> frozenset[Role]:
        """Every role held anywhere in the school."""
        held = set(self.school_roles)
        if self.homeroom_of:
            held.add(Role.HOMEROOM)
        if self.subject_in:
            held.add(Role.SUBJECT)
        return frozenset(held)

    @property
    def school_wide(self) -> bool:
        return bool(self.school_roles & SCHOOL_WIDE)

    def toward(self, school_class: SchoolClass) -> frozenset[Role]:
        """The roles held toward one class; none toward a class of another school."""
        if school_class.school_id != self.school_id:
            return frozenset()
        held = set(self.school_roles)
        if school_class.pk in self.homeroom_of:
            held.add(Role.HOMEROOM)
        if school_class.pk in self.subject_in:
            held.add(Role.SUBJECT)
        return frozenset(held)


THE_WORKER = Standing(None, frozenset({Role.WORKER}), frozenset(), frozenset())


def standing_of(user: User | None, day: dt.date) -> Standing:
    """One query. ``None`` stands for the program itself; a deactivated account is nobody."""
    if user is None:
        return THE_WORKER
    if not user.is_active or user.school_id is None:
        return Standing(None, frozenset(), frozenset(), frozenset())
    of_school = SchoolRole.objects.active_on(day).filter(user=user)
    of_class = Staffing.objects.active_on(day).filter(user=user)
    held = list(
        of_school.values_list("role", Value(None, output_field=BigIntegerField())).union(
            of_class.values_list("role", "school_class_id"), all=True
        )
    )
    return Standing(
        school_id=user.school_id,
        school_roles=frozenset(Role(role) for role, pk in held if pk is None),
        homeroom_of=frozenset(pk for role, pk in held if pk is not None and role == StaffingRole.HOMEROOM),
        subject_in=frozenset(pk for role, pk in held if pk is not None and role == StaffingRole.SUBJECT),
    )


class StaffRequest(HttpRequest):
    """The request of a view under :func:`allow`."""

    user: User
    standing: Standing
    school: School


P = ParamSpec("P")
StaffView = Callable[Concatenate[StaffRequest, P], HttpResponseBase]
PlainView = Callable[Concatenate[HttpRequest, P], HttpResponseBase]


def allow(*roles: Role) -> Callable[[StaffView[P]], PlainView[P]]:
    """Open a view to accounts that hold one of ``roles`` today; others get 403. What they may see is the query's."""

    def decorate(view: StaffView[P]) -> PlainView[P]:
        @wraps(view)
        def guarded(request: HttpRequest, *args: P.args, **kwargs: P.kwargs) -> HttpResponseBase:
            staff = as_staff(request)
            if not staff.standing.roles & set(roles):
                raise PermissionDenied
            return view(staff, *args, **kwargs)

        guarded.roles = frozenset(roles)  # type: ignore[attr-defined]
        return cast(PlainView[P], guarded)

    return decorate


def as_staff(request: HttpRequest) -> StaffRequest:
    """The same request with its standing read, once however often this is asked."""
    staff: StaffRequest = request  # type: ignore[assignment]
    if not hasattr(staff, "standing"):
        staff.standing = standing_of(staff.user, timezone.localdate())
        if staff.user.school_id is not None and staff.user.school is not None:
            staff.school = staff.user.school
    return staff
