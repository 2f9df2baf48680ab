"""Who may answer an appeal: somebody of the step's office who did not decide before (A71)."""

import datetime as dt

from django.db.models import QuerySet

from awards.appeals.subjects import decided
from awards.models import Appeal
from students.models import SchoolRole, SchoolRoleKind, User
from students.permits.roles import Role, Standing

# Whose task the answer is, by step.
ROLE_OF_STEP = {1: SchoolRoleKind.OFFICE, 2: SchoolRoleKind.HEADMASTER}


def decided_before(appeal: Appeal) -> set[int]:
    """Give the accounts that decided what is appealed against, or answered its first step."""
    return {decided(appeal.subject).by, *appeal.decisions.values_list("by", flat=True)}


def left_to_decide(appeal: Appeal, day: dt.date) -> QuerySet[User]:
    """Give those who hold the step's role on ``day`` and did not decide before."""
    return holders_of(appeal, ROLE_OF_STEP[appeal.step], day).exclude(pk__in=decided_before(appeal))


def holders_of(appeal: Appeal, role: SchoolRoleKind, day: dt.date) -> QuerySet[User]:
    held = SchoolRole.objects.active_on(day).filter(role=role, user__school=appeal.school_id)
    return User.objects.filter(pk__in=held.values("user"), is_active=True)


def may_decide(appeal: Appeal, user: User, standing: Standing) -> bool:
    """Tell whether ``user`` is one of those, or was named for this case."""
    if standing.school_id != appeal.school_id or user.pk in decided_before(appeal):
        return False
    return user.pk == appeal.decider_id or Role(ROLE_OF_STEP[appeal.step]) in standing.school_roles
