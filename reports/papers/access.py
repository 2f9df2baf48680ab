"""What papers somebody may print: the scope is in the query, and what is outside it is a 404."""

import datetime as dt
from collections.abc import Sequence

from django.http import Http404
from django.shortcuts import get_list_or_404, get_object_or_404

from awards.models import Appeal, AppealDecision, ClassRound, Violation
from awards.sheets.access import sheets_in_reach
from reports.notices.notices import readable
from reports.terms.facts import PupilTerm, TermFacts
from students.models import School
from students.permits.roles import Standing


def sheets_to_print(standing: Standing, round_pk: int) -> list[ClassRound]:
    """Fetch the round's sheets within reach in the order of the register; 404 where there are none."""
    return get_list_or_404(sheets_in_reach(standing, "reports:month_papers").in_paper_order(), round=round_pk)


def pupils_of(facts: TermFacts, class_pk: int, pupil_pk: int | None) -> Sequence[PupilTerm]:
    """Give the class's pupils in seat order, or the one asked for; 404 for one who does not sit there."""
    pupils = [pupil for pupil in facts.in_class(class_pk) if pupil_pk in (None, pupil.pk)]
    if not pupils:
        raise Http404
    return pupils


def notice_before(standing: Standing, sheet: ClassRound, today: dt.date) -> list[ClassRound]:
    """Give the class's last sheet on notice before the month of ``sheet``; none where its notice may not be read."""
    before = (
        sheets_in_reach(standing, "reports:class_notice")
        .filed()
        .filter(school_class=sheet.school_class_id, round__starts_on__lt=sheet.round.starts_on)
    )
    return readable(list(before.order_by("-round__starts_on")[:1]), standing, today)


def violation_to_print(school: School, pk: int) -> Violation:
    """Give any incident of the school; the address is open to the office alone."""
    found = Violation.objects.filter(student__school=school).select_related(
        "student", "ground", "school_class__school", "term__pinned__scheme"
    )
    return get_object_or_404(found, pk=pk)


def answer_to_print(school: School, appeal_pk: int) -> AppealDecision:
    """Give the latest answer to an appeal of the school; 404 before there is one."""
    appeal = get_object_or_404(Appeal.objects.of_school(school).with_subjects(), pk=appeal_pk)
    answer = appeal.decisions.order_by("-step").first()
    if answer is None:
        raise Http404
    answer.appeal = appeal
    return answer
