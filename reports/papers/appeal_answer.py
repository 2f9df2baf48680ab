"""The written answer to an appeal (申诉答复书), one a step: for the pupil and the guardian."""

import datetime as dt

from django.utils import timezone

from awards.appeals.page import title_of
from awards.models import Appeal, AppealDecision, AppealEffect, AppealOutcome, AppealState
from awards.rules.kinds import Unit
from awards.violations.prepared import term_on
from reports.typesetting.typeset import typeset
from reports.typesetting.wordings import filled_labels, unit_words
from starrating.days import long_day
from students.permits.reach import class_today


def appeal_answer_pdf(answer: AppealDecision) -> bytes:
    """Set one answer; its appeal comes with what it is about loaded."""
    appeal = answer.appeal
    words = filled_labels(
        "appeal_answer",
        学校=appeal.school.name,
        政教处=appeal.school.office_name,
        姓名=appeal.student.name,
        事项=title_of(appeal.subject),
        收到=long_day(appeal.received_on),
        颗数=str(answer.stars),
        处分=answer.get_kind_display(),
        **unit_words(_unit(appeal)),
    )
    data = {
        "school": appeal.school.name,
        "labels": words,
        "number": f"{appeal.label}-{answer.step}",
        "name": appeal.student.name,
        "class": _class_name(appeal, timezone.localdate(answer.at)),
        "about": title_of(appeal.subject),
        "outcome": words[_outcome(answer)],
        "effect": words[_effect(answer)] if answer.effect != AppealEffect.NOTHING else "",
        "answer": answer.answer,
        "next": words["next_second" if answer.step == 2 or appeal.state == AppealState.CLOSED else "next_first"],
        "day": long_day(timezone.localdate(answer.at)),
    }
    return typeset("appeal_answer", data)


def _outcome(answer: AppealDecision) -> str:
    if answer.kind:
        return "changed_kind"
    return {AppealOutcome.UPHELD: "upheld", AppealOutcome.REVERSED: "reversed", AppealOutcome.CHANGED: "changed"}[
        AppealOutcome(answer.outcome)
    ]


def _effect(answer: AppealDecision) -> str:
    return "credit" if answer.effect == AppealEffect.CREDIT else "in_term"


def _unit(appeal: Appeal) -> str:
    subject = appeal.level or appeal.violation
    return subject.term.pinned.scheme.unit if subject is not None else Unit.STAR


def _class_name(appeal: Appeal, day: dt.date) -> str:
    """Name the class of the decision; a punishment names none, so it is that of the day."""
    subject = appeal.level or appeal.violation
    if subject is not None:
        return subject.school_class.name_in(subject.term.school_year)
    school_class, term = class_today(appeal.student, day), term_on(appeal.school, day)
    return school_class.name_in(term.school_year) if school_class is not None and term is not None else ""
