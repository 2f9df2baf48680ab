"""How far somebody reaches, by the table of permits: what views, verbs and pages ask."""

import datetime as dt
from collections.abc import Callable
from dataclasses import dataclass
from functools import wraps
from http import HTTPStatus
from typing import Concatenate, ParamSpec, cast

from django.core.exceptions import PermissionDenied
from django.db.models import Q
from django.http import HttpRequest, HttpResponseBase
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_safe

from starrating.operations import readings
from starrating.refused import Refused
from starrating.web.returning import posts_only
from students.models import Enrolment, SchoolClass, Student, User
from students.permits.refusals import not_yours, not_yours_at, page_is_for
from students.permits.roles import KnownRequest, Standing, as_staff, standing_of
from students.permits.rows import Permit, Scope, Who, permits


@dataclass(frozen=True)
class Reach:
    """What somebody reaches at one address: everything of the school, or these classes, these groups, oneself."""

    school_id: int | None
    whole_school: bool = False
    classes: frozenset[int] = frozenset()
    groups: frozenset[int] = frozenset()
    student_id: int | None = None

    def holds(self, school_class: SchoolClass) -> bool:
        """Tell whether the class is within reach; a group leader's is not, for the reach ends at the group."""
        if school_class.school_id != self.school_id:
            return False
        return self.whole_school or school_class.pk in self.classes

    def within(self, classes: str) -> Q:
        """Give the condition for rows whose field ``classes`` is in reach; the query itself says the school."""
        return Q() if self.whole_school else Q(**{f"{classes}__in": self.classes})


def permit_for(action: str) -> Permit:
    """Give the row of an address; KeyError for one that is not in the table, which is a mistake of the program."""
    return permits()[action]


def may_go(standing: Standing, action: str) -> bool:
    """Tell whether somebody may use the address at all; on what is :func:`reach_of`'s to say."""
    permit = permit_for(action)
    return permit.for_anybody or bool(standing.roles & permit.who.keys())


def reach_of(standing: Standing, at: str | Who) -> Reach:
    """Give how far somebody reaches at an address, or as ``Who`` says; the roles held there taken together."""
    who = permit_for(at).who if isinstance(at, str) else at
    held = {role: scope for role, scope in who.items() if role in standing.roles}
    classes: set[int] = set()
    for role, scope in held.items():
        if scope == Scope.CLASS:
            classes |= standing.classes_as(role)
    return Reach(
        school_id=standing.school_id,
        whole_school=Scope.SCHOOL in held.values(),
        classes=frozenset(classes),
        groups=standing.leads if Scope.GROUP in held.values() else frozenset(),
        student_id=standing.student_id if Scope.OWN in held.values() else None,
    )


def demand_reach(standing: Standing, action: str, school_class: SchoolClass) -> None:
    """Raise :class:`Refused` unless ``standing`` reaches the class at that address."""
    if not reach_of(standing, action).holds(school_class):
        raise not_yours_at(permit_for(action))


def demand_school(standing: Standing, at: str | Who, school_id: int) -> None:
    """Raise :class:`Refused` unless the whole school is in reach at that address, or as ``Who`` says."""
    reach = reach_of(standing, at)
    if not reach.whole_school or reach.school_id != school_id:
        raise not_yours_at(permit_for(at)) if isinstance(at, str) else not_yours("", at.keys())


class StaffRequest(KnownRequest):
    """The request of a view under :func:`permitted`: who asks, and how far that reaches at this address."""

    reach: Reach


# A page, and a form with what is wrong in it.
_SHOWS_SOMETHING = (HTTPStatus.OK, HTTPStatus.UNPROCESSABLE_ENTITY)
P = ParamSpec("P")
StaffView = Callable[Concatenate[StaffRequest, P], HttpResponseBase]
PlainView = Callable[Concatenate[HttpRequest, P], HttpResponseBase]


def permitted(view: StaffView[P]) -> PlainView[P]:
    """Open a view to those whom its address's row names; others get 403. What they find there is the query's."""

    @wraps(view)
    def guarded(request: HttpRequest, *args: P.args, **kwargs: P.kwargs) -> HttpResponseBase:
        action = request.resolver_match.view_name if request.resolver_match else ""
        asked = cast(StaffRequest, as_staff(request))
        if not may_go(asked.standing, action):
            raise PermissionDenied(page_is_for(permit_for(action)))
        asked.reach = reach_of(asked.standing, action)
        response = view(asked, *args, **kwargs)
        if permit_for(action).on_record and response.status_code in _SHOWS_SOMETHING and not readings.is_on_record():
            raise RuntimeError(f"{action} would show what is not on record")
        return response

    guarded.permitted = True  # type: ignore[attr-defined]
    return cast(PlainView[P], guarded)


def permitted_page(view: StaffView[P]) -> PlainView[P]:
    """Open a view that shows something and changes nothing."""
    return permitted(require_safe(view))


def permitted_act(view: StaffView[P]) -> PlainView[P]:
    """Open a view that changes something, by POST alone."""
    return permitted(posts_only(view))


def permitted_form(view: StaffView[P]) -> PlainView[P]:
    """Open a view that shows a form and takes it back."""
    return permitted(require_http_methods(["GET", "HEAD", "POST"])(view))


def looks_after(by: User, school_id: int | None) -> bool:
    """Tell whether ``by`` is a superuser of that school, or of the installation."""
    return by.is_active and by.is_staff and by.is_superuser and by.school_id in (None, school_id)


def demand_superuser(by: User, school_id: int | None) -> None:
    """Raise :class:`Refused` unless ``by`` looks after that school."""
    if not looks_after(by, school_id):
        raise Refused(_("This is done by a superuser of the school in the administration pages."), code="role")


def demand_school_or_superuser(by: User, action: str, school_id: int, at: dt.datetime) -> None:
    """Raise :class:`Refused` unless the table of permits lets ``by`` do it, or ``by`` looks after that school."""
    if not looks_after(by, school_id):
        demand_school(standing_of(by, timezone.localdate(at)), action, school_id)


def class_today(student: Student, day: dt.date) -> SchoolClass | None:
    """Find the class where the pupil sits on ``day``; None for one who has left."""
    place = Enrolment.objects.active_on(day).filter(student=student).select_related("school_class").first()
    return place.school_class if place else None


def demand_pupil(student: Student, action: str, *, by: User, at: dt.datetime) -> None:
    """Raise :class:`Refused` unless ``by`` reaches the pupil's class at that address; who has left is the school's."""
    day = timezone.localdate(at)
    standing = standing_of(by, day)
    school_class = class_today(student, day)
    if school_class is None:
        demand_school(standing, action, student.school_id)
    else:
        demand_reach(standing, action, school_class)
