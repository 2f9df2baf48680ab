"""Which accounts of the staff the administrator looks for, and which one is opened."""

import datetime as dt

from django.db import models
from django.db.models import F, Q, QuerySet, Value
from django.db.models.functions import Replace
from django.db.models.lookups import IContains
from django.shortcuts import get_object_or_404
from django.utils.translation import gettext_lazy as _, pgettext_lazy

from starrating.own_words import OFFICE
from students.models import School, SchoolRole, Staffing, User
from students.names.personal import without_dots


class RoleFilter(models.TextChoices):
    """What the list of accounts may be narrowed to."""

    HOMEROOM = "homeroom", _("homeroom teacher")
    SUBJECT = "subject", _("subject teacher")
    OFFICE = "office", OFFICE
    ADMINISTRATOR = "administrator", _("administrator")
    NONE = "none", pgettext_lazy("accounts", "no role")
    CLOSED = "closed", pgettext_lazy("accounts", "deactivated")


def closed_accounts(school: School) -> QuerySet[User]:
    """Give the deactivated accounts of a school's staff, by name."""
    return User.objects.filter(school=school, student__isnull=True, is_active=False).order_by("name", "username")


def account_for(school: School, pk: int) -> User:
    """Give an account of the school's own staff, deactivated or not, or 404."""
    return get_object_or_404(User.objects.filter(school=school, student__isnull=True), pk=pk)


def matching(accounts: QuerySet[User], typed: str) -> QuerySet[User]:
    """Give those whose name holds ``typed``, or whose initials or account begin with it."""
    token = "".join(typed.split())
    if not token:
        return accounts
    return accounts.filter(named("", token) | Q(username__istartswith=token.lower()))


def named(path: str, token: str) -> Q:
    """Give the condition for people at ``path`` whose name holds ``token`` or whose initials begin with it.

    Middle dots do not count: 阿卜杜热合曼 finds 阿卜杜·热合曼.
    """
    low = token.lower()
    begins = Q(**{f"{path}initials__startswith": low}) | Q(**{f"{path}initials__contains": f" {low}"})
    undotted = Replace(Replace(F(f"{path}name"), Value("\u00b7")), Value("\u2022"))
    return begins | Q(IContains(undotted, without_dots(token)))


def holding(accounts: QuerySet[User], role: str, day: dt.date) -> QuerySet[User]:
    """Give those who hold ``role`` (a :class:`RoleFilter`) on ``day``; all of them for any other text."""
    of_school, of_class = SchoolRole.objects.active_on(day), Staffing.objects.active_on(day)
    if role in (RoleFilter.OFFICE, RoleFilter.ADMINISTRATOR):
        return accounts.filter(pk__in=of_school.filter(role=role).values("user"))
    if role in (RoleFilter.HOMEROOM, RoleFilter.SUBJECT):
        return accounts.filter(pk__in=of_class.filter(role=role).values("user"))
    if role == RoleFilter.NONE:
        return accounts.exclude(pk__in=of_school.values("user")).exclude(pk__in=of_class.values("user"))
    return accounts
