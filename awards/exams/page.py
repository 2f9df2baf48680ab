"""The office's page of one exam."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from awards.exams.changes import standing
from awards.models import Champion, Exam, ExamState
from students.models import Student, TermState


@dataclass(frozen=True)
class WinnerLine:
    """A first place on record."""

    champion: Champion
    student: Student
    class_name: str
    star: str
    subject: str


@dataclass(frozen=True)
class ExamPage:
    """What may be done follows the verbs: nothing once the term is settled, calling off only while pending."""

    exam: Exam
    winners: Sequence[WinnerLine]
    enters: bool
    moves: bool
    calls_off: bool


def exam_page(exam: Exam) -> ExamPage:
    """Gather the page; ``exam`` comes with its term, kind and round."""
    works = exam.term.state == TermState.OPEN and exam.state != ExamState.CALLED_OFF
    return ExamPage(
        exam=exam,
        winners=_winners(exam),
        enters=works and exam.kind.counts,
        moves=works,
        calls_off=works and exam.state == ExamState.PENDING,
    )


def _winners(exam: Exam) -> list[WinnerLine]:
    year = exam.term.school_year
    order = sorted(standing(exam), key=lambda one: (one.grade, one.subject, one.kind, one.student.number))
    return [
        WinnerLine(one.champion, one.student, one.school_class.name_in(year), str(one.kind.label), one.subject)
        for one in order
        if one.champion is not None
    ]
