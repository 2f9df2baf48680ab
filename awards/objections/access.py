"""Whose objections somebody may fetch; the scope is in the query, anything else is a 404."""

import datetime as dt

from django.db.models import QuerySet
from django.shortcuts import get_object_or_404

from awards.models import FILED_STATES, ClassRound, Objection, ObjectionRoute, SheetState
from awards.models.round import ClassRoundQuerySet
from awards.models.voices import ObjectionQuerySet
from awards.sheets.access import sheets_in_reach
from students.models import User
from students.permits.reach import reach_of
from students.permits.roles import Role, Standing


def sheet_on_notice(standing: Standing, pk: int) -> ClassRound:
    """Give a sheet that is or was on notice, of a class that is one's own or of one's school."""
    return get_object_or_404(sheets_in_reach(standing, "awards:object").filter(state__in=FILED_STATES), pk=pk)


def objections_to_read(standing: Standing) -> ObjectionQuerySet:
    """Give the school's objections to office and administrator, those of the own class today to a homeroom teacher."""
    objections = Objection.objects.filter(class_round__school_class__school=standing.school_id)
    return objections.filter(reach_of(standing, "awards:objections").within("class_round__school_class"))


def objection_to_read(standing: Standing, pk: int) -> Objection:
    return get_object_or_404(_whole(objections_to_read(standing)), pk=pk)


def own_objections(user: User) -> QuerySet[Objection]:
    """Give what a pupil has raised on screen, latest first."""
    rows = Objection.objects.filter(recorded_by=user, route=ObjectionRoute.PUPIL)
    return _whole(rows).order_by("-received_at", "-pk")


def notices_of(standing: Standing, today: dt.date) -> ClassRoundQuerySet:
    """Give the notices of a pupil's class that stand now, latest first."""
    sheets = ClassRound.objects.filter(school_class__in=standing.pupil_in, state=SheetState.IN_NOTICE)
    return sheets.filter(notice_until__gte=today).select_related("round").order_by("-round__starts_on")


def objection_to_withdraw(standing: Standing, user: User, pk: int) -> Objection:
    """Fetch an objection: a pupil's own, or what staff may read; who may take it back is the verb's to say."""
    if Role.PUPIL in standing.roles:
        return get_object_or_404(own_objections(user), pk=pk)
    return objection_to_read(standing, pk)


def _whole(rows: QuerySet[Objection]) -> QuerySet[Objection]:
    return rows.select_related(
        "class_round__round__term__pinned__scheme",
        "class_round__school_class__school",
        "nomination__item",
        "nomination__student",
        "decided_by",
        "recorded_by",
    )
