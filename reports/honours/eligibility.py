"""评优评先: the list of who is eligible, with what is to be looked at, for those who decide."""

from django.utils import translation

from awards.rewards.eligibility import eligible_rows
from reports.honours.files import PAPER_LANGUAGE
from reports.namesakes import namesakes_settled, told_apart
from reports.typesetting.typeset import typeset
from reports.typesetting.wordings import filled_labels
from students.models import Term


def eligibility_pdf(term: Term) -> bytes:
    """Set the list of a settled ``term`` (with ``school``, ``pinned__scheme``): no totals, no ranks, for the office."""
    with translation.override(PAPER_LANGUAGE):
        seats = namesakes_settled(term)
        rows = eligible_rows(term)
        data = {
            "school": term.school.name,
            "labels": filled_labels("eligibility", 学期=term.name, 政教处=term.school.office_name),
            "rows": [
                {
                    "number": str(number),
                    "class": row.class_name,
                    "name": told_apart(row.entitlement.student.name, row.entitlement.student_id, seats),
                    "level": row.level,
                    "notes": list(row.notes),
                    "decision": row.decision,
                }
                for number, row in enumerate(rows, start=1)
            ],
        }
        return typeset("eligibility", data)
