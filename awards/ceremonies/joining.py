"""Which rewards are at which ceremony: the one rule, read whenever it is asked and kept nowhere.

A reward not handed out yet joins the next planned ceremony that honours its term and grade. So it joins a new one of
itself, and moves on when its ceremony is cancelled, or closed without it.
"""

from collections.abc import Collection
from typing import Any

from django.db.models import Count, F, Q, QuerySet

from awards.models import Ceremony, Entitlement
from awards.rules.ceremonies import AT_CEREMONIES, ON_STAGE, CeremonyState
from awards.rules.entitlements import TO_DO, RewardKind, RewardState
from students.models import School

# The grade of a reward is that of its class in the term's school year.
_GRADE = F("term__school_year") - F("level__school_class__entry_year") + F("term__school__first_grade")


def members(ceremony: Ceremony) -> QuerySet[Entitlement]:
    """Give the rewards of one ceremony in order of appearance: by term, class and seat.

    While it is planned these are what joins it, what has been handed out at it, and invitations that were printed for
    it and are with their guardians. A closed one keeps those it had; a cancelled one has none.
    """
    here = Q(presentations__ceremony=ceremony)
    if ceremony.state == CeremonyState.CANCELLED:
        rows: QuerySet[Entitlement] = Entitlement.objects.none()
    elif ceremony.state == CeremonyState.CLOSED:
        rows = Entitlement.objects.filter(here)
    else:
        handed = here & Q(presentations__handed_as__isnull=False)
        invited = here & Q(presentations__printed__isnull=False, kind=RewardKind.INVITATION, state=RewardState.DONE)
        past = Entitlement.objects.filter(handed | invited).values("pk")
        joins = Q(joins=ceremony.pk, state__in=TO_DO, kind__in=AT_CEREMONIES)
        rows = _joining(school=ceremony.school_id).filter(joins | Q(pk__in=past))
    return in_order(rows)


def without_ceremony(school: School) -> QuerySet[Entitlement]:
    """Give what is to be handed out on a stage and joins no ceremony that is planned: the office's list."""
    rows = _joining(school=school.pk).filter(kind__in=ON_STAGE, state__in=TO_DO, joins__isnull=True)
    return in_order(rows)


def waiting_by_ceremony(school: School) -> dict[int, int]:
    """Count what is to be handed out on a stage, by the key of the ceremony that it joins."""
    rows = _joining(school=school.pk).filter(kind__in=ON_STAGE, state__in=TO_DO, joins__isnull=False)
    return dict(rows.order_by().values_list("joins").annotate(number=Count("pk")))


def ceremonies_of_invitations(pks: Collection[int]) -> dict[int, int]:
    """Give of these invitations the key of the ceremony that each leads to; those that lead to none are left out."""
    rows = _joining().filter(pk__in=pks, kind=RewardKind.INVITATION, joins__isnull=False)
    return dict(rows.order_by().values_list("pk", "joins"))


def in_order(rows: QuerySet[Entitlement]) -> QuerySet[Entitlement]:
    """Order by term, latest first, then class and seat: never by stars."""
    return rows.select_related("term__school", "student", "level__school_class__school").order_by(
        "-term__starts_on",
        "-level__school_class__entry_year",
        "level__school_class__number",
        F("level__seat").asc(nulls_last=True),
        "student__number",
        "pk",
    )


def _joining(school: int | None = None) -> QuerySet[Any]:
    """Give a school's rewards with ``joins``, the key of the next planned ceremony that honours term and grade."""
    rows = Entitlement.objects.all() if school is None else Entitlement.objects.filter(term__school=school)
    return rows.annotate(grade=_GRADE, joins=Ceremony.objects.next_of_entitlement())
