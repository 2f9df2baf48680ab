"""Facts leave: some days after the grade's term is settled, and with the consent to their processing (PIPL 19, 47)."""

import datetime as dt

from django.db import transaction
from django.db.models import Exists, OuterRef, Q, QuerySet, Subquery
from django.utils import timezone

from awards.models import Deed
from starrating.operations import audit
from students.models import Consent, ConsentScope, Enrolment, GradeSettlement, School, TermState, User


def to_leave(school: School, at: dt.datetime) -> QuerySet[Deed]:
    """Give the facts of grades settled longer ago than the school keeps them, and of whom consent is not in force.

    The grade is that of the class on the day of the fact. What no class is on record for goes when the term does.
    """
    before = at - dt.timedelta(days=school.keep_deeds_days)
    settled = GradeSettlement.objects.live().filter(term=OuterRef("term"))
    of_grade = Exists(settled.filter(entry_year=OuterRef("entry_year"), at__lte=before))
    of_term = Q(term__state=TermState.SETTLED) & ~Exists(settled.filter(at__gt=before))
    agreed = Consent.objects.in_force(ConsentScope.PROCESSING, timezone.localdate(at))
    kept = Exists(agreed.filter(student=OuterRef("student")))
    found = Deed.objects.filter(term__school=school).annotate(entry_year=_entry_year())
    return found.filter(of_grade | of_term | ~kept)


def _entry_year() -> Subquery:
    day = OuterRef("happened_on")
    places = Enrolment.objects.filter(
        Q(ends_on__isnull=True) | Q(ends_on__gte=day), student=OuterRef("student"), starts_on__lte=day
    )
    return Subquery(places.order_by("pk").values("school_class__entry_year")[:1])


@transaction.atomic
def forget(school: School, *, at: dt.datetime, by: User | None = None) -> int:
    """Delete the facts of :func:`to_leave`; gives how many. Safe to repeat: the second time there are none."""
    keys = list(to_leave(school, at).values_list("pk", flat=True))
    if not keys:
        return 0
    Deed.objects.filter(pk__in=keys).delete()
    audit.record("deed.left", school, by=by, at=at, school_id=school.pk, new={"facts": len(keys)})
    return len(keys)


def forget_due(*, at: dt.datetime) -> int:
    """Forget for every school, as :func:`forget`."""
    return sum(forget(school, at=at) for school in School.objects.order_by("pk"))
