"""What papers somebody may print: the scope is in the query, and what is outside it is a 404."""

from collections.abc import Sequence

from django.http import Http404
from django.shortcuts import get_object_or_404

from awards.models import ClassRound, Violation
from reports.terms.facts import PupilTerm, TermFacts
from students.models import School, SchoolClass
from students.permits.reach import reach_of
from students.permits.roles import Standing


def sheets_to_print(standing: Standing, round_pk: int) -> list[ClassRound]:
    """Fetch the round's sheets within reach in the order of the register; 404 where there are none."""
    found = list(
        ClassRound.objects.filter(school_class__school=standing.school_id, round=round_pk)
        .filter(reach_of(standing, "reports:month_papers").within("school_class"))
        .whole()
        .in_paper_order()
    )
    if not found:
        raise Http404
    return found


def sheet_to_print(standing: Standing, pk: int) -> ClassRound:
    sheets = ClassRound.objects.filter(school_class__school=standing.school_id).filter(
        reach_of(standing, "reports:class_month_paper").within("school_class")
    )
    return get_object_or_404(sheets.whole(), pk=pk)


def class_of_term_pages(standing: Standing, pk: int) -> SchoolClass:
    classes = SchoolClass.objects.filter(school=standing.school_id).select_related("school")
    return get_object_or_404(classes.filter(reach_of(standing, "reports:term_pages").within("pk")), pk=pk)


def pupils_of(facts: TermFacts, class_pk: int, pupil_pk: int | None) -> Sequence[PupilTerm]:
    """Give the class's pupils in seat order, or the one asked for; 404 for one who does not sit there."""
    pupils = [pupil for pupil in facts.in_class(class_pk) if pupil_pk in (None, pupil.pk)]
    if not pupils:
        raise Http404
    return pupils


def violation_to_print(school: School, pk: int) -> Violation:
    """Give any incident of the school; the address is open to the office alone."""
    found = Violation.objects.filter(student__school=school).select_related(
        "student", "ground", "school_class__school", "term__pinned__scheme"
    )
    return get_object_or_404(found, pk=pk)
