"""Papers that are signed by hand: consent (PIPL 13, 29), an empty objection, the record of a deduction."""

import datetime as dt
from collections.abc import Iterator, Sequence

from django.utils import timezone

from awards.models import Scheme, Violation
from reports.namesakes import namesakes_on, told_apart
from reports.typesetting.typeset import typeset, typeset_rows
from reports.typesetting.wordings import filled_labels, labels, unit_words
from starrating.days import long_day
from students.models import School
from students.privacy.rules import version_on


def consent_forms_pdf(school: School, class_name: str, names: Sequence[str]) -> bytes:
    """Set one A4 page a pupil: the notice above, below it the slip that is signed and cut off."""
    words = labels("consent")
    words["facts"] = list(_facts(school, words["facts"], words.pop("no_phone")))
    shared = {
        "school": school.name,
        "labels": words,
        "class": class_name,
        "version": version_on(school, timezone.localdate()),
    }
    return typeset_rows("consent", shared, [{"name": name} for name in names])


def _facts(school: School, texts: Sequence[str], no_phone: str) -> Iterator[str]:
    """Give the lines of the notice in the school's own words; without a phone the last says where to ask instead."""
    values = {
        "政教处": school.office_name,
        "月数": str(school.keep_contacts_months),
        "天数": str(school.keep_deeds_days),
        "电话": school.office_phone,
    }
    for text in texts:
        is_said = all(value for name, value in values.items() if f"{{{name}}}" in text)
        yield (text if is_said else no_phone).format_map(values)


def objection_form_pdf(scheme: Scheme, school: School) -> bytes:
    """Set the empty form; ``scheme`` says in how many days a signed objection is answered (A56)."""
    words = filled_labels("objection", 政教处=school.office_name, 天数=str(scheme.objection_reply_days))
    return typeset("objection", {"school": school.name, "labels": words})


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
        **unit_words(term.pinned.scheme.unit),
    )
    seats = namesakes_on(violation.happened_on, [violation.school_class_id])
    told = words["guardian_text"] if violation.guardian_told_on else ""
    data = {
        "school": school.name,
        "labels": words,
        "name": told_apart(violation.student.name, violation.student_id, seats),
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
