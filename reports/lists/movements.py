"""Movements as a list."""

from __future__ import annotations

from django.http import Http404
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, pgettext, pgettext_lazy

from awards.movements.page import MovementRow, movement_list
from reports.lists.asked import Asked, Listed
from starrating.spreadsheets.resources import ListResource, Shown
from students.models import Term
from students.school.terms import latest_term


def correction_of(row: MovementRow) -> str:
    """What the page strikes through, or says beside the kind."""
    if row.corrected:
        return pgettext("movement", "replaced by another day")
    if row.movement.corrects:
        return _("corrects %(day)s") % {"day": f"{row.movement.corrects.on:%Y-%m-%d}"}
    return ""


class MovementsResource(ListResource):
    pupil = Shown(gettext_lazy("Pupil"), "movement__student__name")
    number = Shown(gettext_lazy("School number"), "movement__student__number")
    kind = Shown(gettext_lazy("What happens"), "movement__get_kind_display")
    on = Shown(gettext_lazy("From which day"), "movement__on")
    corrected = Shown(gettext_lazy("Correction"), correction_of)
    from_name = Shown(gettext_lazy("From class"), "from_name")
    to_name = Shown(gettext_lazy("To class"), "to_name")
    reason = Shown(gettext_lazy("Reason"), lambda row: f"{row.movement.reason} {row.movement.proof}".strip())
    by = Shown(gettext_lazy("Entered by"), "movement__by")
    at = Shown(pgettext_lazy("term workbook", "Entered on"), "movement__at")


def movements(asked: Asked) -> Listed:
    number = asked.number("term")
    term = latest_term(asked.school)
    if number is not None:
        term = Term.objects.filter(school=asked.school, pk=number).first()
        if term is None:
            raise Http404
    page = movement_list(asked.school, term, "", asked.today)
    return Listed(MovementsResource(), page.rows, term.name if term else "", term)
