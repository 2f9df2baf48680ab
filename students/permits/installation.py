"""Who looks after the installation, or one school of it, in Django's admin: superusers, whatever roles they hold."""

import datetime as dt

from django.utils import timezone
from django.utils.translation import gettext as _

from starrating.refused import Refused
from students.models import User
from students.permits.reach import demand_school
from students.permits.roles import standing_of


def looks_after(by: User, school_id: int | None) -> bool:
    """Tell whether ``by`` is a superuser of that school, or of the installation."""
    return by.is_active and by.is_staff and by.is_superuser and by.school_id in (None, school_id)


def demand_superuser(by: User, school_id: int | None) -> None:
    """Raise :class:`Refused` unless ``by`` looks after that school."""
    if not looks_after(by, school_id):
        raise Refused(_("You may not do this for this school."), code="role")


def demand_school_or_superuser(by: User, action: str, school_id: int, at: dt.datetime) -> None:
    """Raise :class:`Refused` unless the table of permits lets ``by`` do it, or ``by`` looks after that school."""
    if not looks_after(by, school_id):
        demand_school(standing_of(by, timezone.localdate(at)), action, school_id)
