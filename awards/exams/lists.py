"""Lists of the exams and of the first places of one."""

from django.utils.translation import gettext_lazy as _

from awards.exams.access import exam_for, exams_of
from awards.exams.changes import Placed
from awards.exams.page import exam_page, exam_rows
from starrating.spreadsheets.columns import Column, Kind, PageColumn
from starrating.spreadsheets.resources import ListResource
from students.asked import Asked, Listed, ListExport


class ExamsResource(ListResource):
    title = _("Exams")
    name = Column("name", _("Exam"), heads=True, link="awards:exam")
    kind = Column("kind__name", _("Kind"))
    held_on = Column("held_on", _("Last day of the exam"), css="nowrap")
    round = Column("round__name", _("Month"))
    state = Column("get_state_display", _("State"))
    winners = Column("winners", _("Champions"), kind=Kind.NUMBER)


def exams(asked: Asked) -> Listed:
    return Listed(ExamsResource(), exam_rows(exams_of(asked.school)))


class ChampionsResource(ListResource):
    title = _("First places on record")
    pupil = Column("student__name", _("Pupil"), heads=True)
    number = Column("student__number", _("School number"))
    class_name = Column(column_name=_("Class"), css="brief")
    star = Column("kind__label", _("Star"), css="brief")
    subject = Column("subject", _("Subject"), empty="–")
    act = PageColumn(column_name=_("What can be done"), template="awards/exams/cells/take_back.html", unnamed=True)

    def __init__(self, year: int, *, takes_back: bool = True) -> None:
        super().__init__(without=() if takes_back else ["act"])
        self.year = year

    def dehydrate_class_name(self, row: Placed) -> str:
        return row.school_class.name_in(self.year)


def champions(asked: Asked) -> Listed:
    exam = exam_for(asked.school, asked.key("of"))
    return Listed(ChampionsResource(exam.term.school_year), exam_page(exam).winners, exam.name, exam)


LISTS = (ListExport("exams", "awards:exams", exams), ListExport("champions", "awards:exam", champions))
