"""Letters and certificates as files: issued first, then printed in the school's own words."""

import datetime as dt
from collections.abc import Sequence

from django.utils import timezone, translation

from awards.rules.entitlements import RewardKind
from reports.honours.issued import issue
from reports.honours.papers import NO_EXTRAS, Extras, Imprint, honours_pdf
from reports.honours.recipients import recipients
from reports.models import PaperKind
from reports.typesetting.typeset import Progress
from reports.wording.verbs import wording_of
from students.models import Term, User

# The school's papers are Chinese in whatever language somebody reads the pages.
PAPER_LANGUAGE = "zh-hans"


def print_honours(
    term: Term,
    kind: RewardKind,
    pks: Sequence[int],
    *,
    day: dt.date,
    check_address: str,
    by: User,
    at: dt.datetime,
    extras: Extras = NO_EXTRAS,
    progress: Progress | None = None,
) -> bytes:
    """Issue the papers of these rewards and give them as one PDF by class and seat.

    ``day`` is printed, ``check_address`` is where the code is put behind. Raises :class:`Refused` as
    :func:`reports.honours.issued.issue`; what was issued stays so if the typesetter fails and is printed next time.
    """
    documents = issue(term, kind, pks, by=by, at=at)
    with translation.override(PAPER_LANGUAGE):
        imprint = Imprint(term.school.name, term.name, day, check_address)
        people = recipients(term, documents, timezone.localdate(at) if extras.photos else None)
        return honours_pdf(
            kind, people, wording_of(term.school, PaperKind(kind.value)), imprint, extras, progress=progress
        )
