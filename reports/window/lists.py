"""The list of guardians' questions."""

import datetime as dt
from dataclasses import dataclass

from django.utils import timezone
from django.utils.translation import gettext_lazy as _, pgettext_lazy

from awards.models import MatterKind, WindowMatter
from starrating.spreadsheets.columns import Column
from starrating.spreadsheets.resources import ListResource
from students.asked import Asked, Listed, ListExport
from students.models import Enrolment, School
from students.school.terms import shown_day


@dataclass(frozen=True)
class QuestionRow:
    """A question with the class where its pupil sits today; who has asked is not known."""

    matter: WindowMatter
    class_name: str

    @property
    def answered_on(self) -> dt.date | None:
        return timezone.localdate(self.matter.answered_at) if self.matter.answered_at else None


class QuestionsResource(ListResource):
    title = _("Questions of guardians")
    at = Column("matter__at", pgettext_lazy("when", "Received"), css="nowrap")
    pupil = Column("matter__student__name", _("Pupil"), heads=True)
    class_name = Column("class_name", _("Class"))
    text = Column("matter__text", _("Question"))
    answer = Column("matter__answer", pgettext_lazy("noun", "Answer"))
    answered_on = Column("answered_on", _("Answered on"), css="nowrap")


def questions_of(school: School, today: dt.date) -> list[QuestionRow]:
    """Give a school's questions, the oldest that waits first, then what was answered, latest first; four queries."""
    found = WindowMatter.objects.filter(student__school=school, kind=MatterKind.QUESTION).select_related("student")
    waiting, answered = found.filter(answered_at=None), found.exclude(answered_at=None).order_by("-answered_at")
    rows = [*waiting, *answered]
    year, _day = shown_day(school, today)
    seats = Enrolment.objects.active_on(today).filter(student__in=[row.student_id for row in rows])
    classes = {
        seat.student_id: seat.school_class.name_in(year) for seat in seats.select_related("school_class__school")
    }
    return [QuestionRow(row, classes.get(row.student_id, "")) for row in rows]


def questions(asked: Asked) -> Listed:
    rows = questions_of(asked.school, asked.today)
    return Listed(QuestionsResource(), rows, pupils=[row.matter.student_id for row in rows])


LISTS = (ListExport("questions", "reports:window_questions", questions),)
