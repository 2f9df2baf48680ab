"""Which sheets and lines a leader and a committee member reach: anything else is a 404."""

import datetime as dt
from collections.abc import Sequence

from django.db.models import Exists, OuterRef, Q, QuerySet
from django.shortcuts import get_object_or_404

from awards.models import ENTRY_STATES, ClassRound, Nomination
from awards.models.round import ClassRoundQuerySet
from awards.rules.kinds import StepRole
from awards.sheets.stage import Stage
from students.models import Enrolment, TermState
from students.permits.reach import Reach, reach_of
from students.permits.roles import Standing


def sheets_of_leader(standing: Standing, day: dt.date) -> ClassRoundQuerySet:
    """Give sheets on which the own group can stand, of open terms, oldest first."""
    reach = reach_of(standing, "awards:group_step")
    return _at_work(standing, day).filter(school_class__groups__in=reach.groups).distinct()


def sheets_of_member(standing: Standing, day: dt.date) -> ClassRoundQuerySet:
    reach = reach_of(standing, "awards:committee_step")
    return _at_work(standing, day).filter(reach.within("school_class"))


def line_of_leader(standing: Standing, pk: int, day: dt.date) -> Nomination:
    """Give a line of a pupil who sits in a group of one's own on the round's last day."""
    reach = reach_of(standing, "awards:undo_discussion")
    seats = group_seats(reach, OuterRef("class_round__round__ends_on")).filter(
        student=OuterRef("student"), school_class=OuterRef("class_round__school_class")
    )
    sheets = sheets_of_leader(standing, day)
    return get_object_or_404(Nomination.objects.filter(Exists(seats), class_round__in=sheets.values("pk")), pk=pk)


def group_seats(reach: Reach, day: dt.date | OuterRef) -> QuerySet[Enrolment]:
    """Give those who sit in the groups within reach on ``day``."""
    until = Q(ends_on__isnull=True) | Q(ends_on__gte=day)
    return Enrolment.objects.filter(until, group__in=reach.groups, starts_on__lte=day)


def sheet_at(sheets: Sequence[ClassRound], role: StepRole) -> tuple[ClassRound, Stage] | None:
    """Find the first of a class's sheets, oldest first, whose open step is ``role``'s, else the latest; two queries."""
    stages = Stage.of_sheets(sheets)
    waiting = [sheet for sheet in sheets if sheet.state in ENTRY_STATES and stages[sheet.pk].is_at(role)]
    for sheet in [*waiting, *reversed(sheets)]:
        return sheet, stages[sheet.pk]
    return None


def _at_work(standing: Standing, day: dt.date) -> ClassRoundQuerySet:
    begun = ClassRound.objects.filter(
        school_class__school=standing.school_id, round__starts_on__lte=day, round__term__state=TermState.OPEN
    )
    return begun.whole().order_by("round__starts_on")
