"""违纪扣星审批表: kept apart by the office, on no list, in no batch."""

import datetime as dt

from awards.models import Violation
from reports.typesetting.typeset import typeset
from reports.typesetting.wordings import filled_labels
from starrating.days import long_day


def deduction_pdf(violation: Violation) -> bytes:
    """Set the form of one (with ``student``, ``ground``, ``school_class__school``, ``term__pinned__scheme``)."""
    term = violation.term
    school = violation.school_class.school
    words = filled_labels(
        "deduction",
        政教处=school.office_name,
        方案=term.pinned.scheme.name,
        情形=violation.ground.name,
        颗数=str(violation.stars),
        日期=_day(violation.guardian_told_on),
        方式=violation.guardian_told_how,
    )
    told = words["guardian_text"] if violation.guardian_told_on else ""
    data = {
        "school": school.name,
        "labels": words,
        "name": violation.student.name,
        "class": violation.school_class.name_in(term.school_year),
        "day": long_day(violation.happened_on),
        "place": violation.place,
        "facts": violation.facts,
        "records": [f"{_day(record.happened_on)} {record.note}" for record in violation.records.all()],
        "written": violation.written_ground,
        "statement": violation.statement,
        "told": told,
        "decision": violation.decision_reason,
    }
    return typeset("deduction", data)


def _day(day: dt.date | None) -> str:
    return long_day(day) if day else ""
