"""Papers of a ceremony, printed in the order of its call list: certificates dated its day, invitations today's."""

import datetime as dt
from collections.abc import Sequence
from itertools import groupby

from django.utils import timezone

from awards.ceremonies.joining import in_order
from awards.models import Ceremony, Entitlement
from awards.rules.entitlements import RewardKind
from reports.access import terms_of
from reports.honours.files import print_honours
from reports.honours.papers import NO_EXTRAS, Extras
from reports.typesetting.typeset import Progress, joined
from students.models import User


def ceremony_papers_pdf(
    ceremony: Ceremony,
    kind: RewardKind,
    pks: Sequence[int],
    *,
    check_address: str,
    by: User,
    at: dt.datetime,
    extras: Extras = NO_EXTRAS,
    progress: Progress | None = None,
) -> bytes:
    """Issue the papers of these rewards, a ceremony's own, and give them as one PDF in its order.

    Raises :class:`Refused` as :func:`reports.honours.issued.issue`.
    """
    rows = in_order(Entitlement.objects.filter(pk__in=pks, term__school=ceremony.school_id, kind=kind))
    terms = {term.pk: term for term in terms_of(ceremony.school)}
    parts = [
        print_honours(
            terms[term],
            kind,
            [row.pk for row in mine],
            day=timezone.localdate(at) if kind == RewardKind.INVITATION else ceremony.day,
            check_address=check_address,
            by=by,
            at=at,
            extras=extras,
            progress=progress,
        )
        for term, mine in groupby(rows, key=lambda row: row.term_id)
    ]
    return parts[0] if len(parts) == 1 else joined(parts)
