"""Open a round: one sheet for every class of its grades."""

import datetime as dt

from django.db import transaction
from django.utils import timezone

from awards.models import (
    ClassRound,
    Round,
)
from awards.terms.locks import _locked_round
from starrating.operations import audit
from starrating.refused import Refused
from students.models import SchoolClass, TermState, User


@transaction.atomic
def open_round(round_: Round, *, by: User | None, at: dt.datetime) -> int:
    """Make one sheet for every class of the round's grades that has none yet; give their number. Safe to repeat."""
    # The round's row is locked so that two openers do not both find a class without a sheet.
    round_ = _locked_round(round_)
    term = round_.term
    present = set(ClassRound.objects.filter(round=round_).values_list("school_class_id", flat=True))
    missing = [
        ClassRound(round=round_, school_class=school_class)
        for school_class in SchoolClass.objects.taught_in(term.school, term.school_year).select_related("school")
        if school_class.pk not in present and school_class.grade_in(term.school_year) in round_.grades
    ]
    if missing:
        ClassRound.objects.bulk_create(missing)
        new = {"sheets": len(missing)}
        audit.record("round.opened", round_, by=by, at=at, school_id=term.school_id, new=new)
    return len(missing)


def open_due(*, at: dt.datetime) -> int:
    """Open every round of an open term whose first day has come: what the worker does by itself."""
    begun = Round.objects.begun_by(timezone.localdate(at)).filter(term__state=TermState.OPEN)
    return sum(_opened(round_, at=at) for round_ in begun)


def _opened(round_: Round, *, at: dt.datetime) -> int:
    try:
        return open_round(round_, by=None, at=at)
    except Refused:
        # Settled in the meantime: nothing is to be opened any more.
        return 0
