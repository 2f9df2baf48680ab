"""Fetching a class's sheet is being allowed to: the scope is in the query, anything else is a 404."""

from django.core.exceptions import PermissionDenied
from django.db.models import OuterRef, Subquery
from django.shortcuts import get_object_or_404

from awards.models import ClassRound, Decision, SheetState, Verdict
from awards.models.round import ClassRoundQuerySet
from starrating.db.locks import lock
from students.models import School, SchoolClass, User
from students.permits.reach import reach_of
from students.permits.roles import Standing


def sheets_in_reach(standing: Standing, action: str) -> ClassRoundQuerySet:
    """Give the school's sheets within reach at the address ``action``, each with what a page of one needs."""
    sheets = ClassRound.objects.filter(school_class__school=standing.school_id).whole()
    return sheets.filter(reach_of(standing, action).within("school_class"))


def sheet_in_reach(standing: Standing, action: str, pk: int) -> ClassRound:
    return get_object_or_404(sheets_in_reach(standing, action), pk=pk)


def sheets_to_view(standing: Standing) -> ClassRoundQuerySet:
    """Give the school's sheets: all to office and administrator, to teachers of the classes they teach today."""
    return sheets_in_reach(standing, "awards:sheet")


def class_round_for_entry(standing: Standing, pk: int) -> ClassRound:
    """Fetch the sheet, locked until the transaction ends; 404 as for viewing, 403 for who may only read.

    Whether the sheet is open for entry is the verb's to say: that is no question of who asks.
    """
    # Who changed the sheet last comes with it, so that a clash can be told without another question.
    last = Decision.objects.filter(class_round=OuterRef("pk")).order_by("-pk")
    sheets = (
        sheets_to_view(standing)
        .saying_what_waits()
        .annotate(last_by=Subquery(last.values("by")[:1]), last_by_name=Subquery(last.values("by__name")[:1]))
    )
    sheet = get_object_or_404(lock(sheets), pk=pk)
    if not may_enter(standing, sheet.school_class):
        raise PermissionDenied
    return sheet


def class_round_for_review(standing: Standing, pk: int) -> ClassRound:
    """Give the sheet as for viewing; 403 for who may see it but not the committee's counts."""
    sheet = sheet_in_reach(standing, "awards:sheet", pk)
    if not may_review(standing, sheet.school_class):
        raise PermissionDenied
    return sheet


def last_other_writer(sheet: ClassRound, user: User) -> str:
    """Give the name of who changed a sheet fetched for entry before this request; empty when it was ``user``."""
    if getattr(sheet, "last_by", None) in {None, user.pk}:
        return ""
    return getattr(sheet, "last_by_name", None) or ""


def may_review(standing: Standing, school_class: SchoolClass) -> bool:
    """Tell whether ``standing`` sees the shortlist: counts are for committee and homeroom teacher only."""
    return reach_of(standing, "awards:shortlist").holds(school_class)


def may_enter(standing: Standing, school_class: SchoolClass) -> bool:
    """Tell whether ``standing`` is homeroom teacher of the class on its day, or stands in for one as administrator."""
    return reach_of(standing, "awards:sheet_cells").holds(school_class)


def sheet_for_office(school: School, pk: int) -> ClassRound:
    sheets = ClassRound.objects.filter(school_class__school=school).whole()
    return get_object_or_404(sheets.select_related("submitted_by", "filed_by"), pk=pk)


def remarks_on(sheet: ClassRound) -> dict[int, str]:
    """Give by line what the office said of it when it returned the sheet last; nothing unless it is returned now.

    One query, and none for a sheet that is not returned.
    """
    if sheet.state != SheetState.RETURNED:
        return {}
    found: dict[int, str] = {}
    rows = Decision.objects.filter(class_round=sheet, verdict=Verdict.RETURNED).select_related("reason_kept")
    for row in rows.order_by("pk"):
        if row.nomination_id is None:
            # A return of the sheet; the remarks that belong to it follow.
            found = {}
        else:
            found[row.nomination_id] = row.reason
    return found
