"""Exams and their champions as lists."""

from __future__ import annotations

from django.utils.translation import gettext_lazy

from awards.exams.access import exam_for, exams_of
from awards.exams.page import exam_page
from awards.exams.pages import exam_rows
from reports.lists.asked import Asked, Listed
from reports.lists.violations import AT_A_TIME
from starrating.spreadsheets.resources import ListResource, Shown


class ExamsResource(ListResource):
    name = Shown(gettext_lazy("Exam"), "name")
    kind = Shown(gettext_lazy("Kind"), "kind__name")
    held_on = Shown(gettext_lazy("Last day of the exam"), "held_on")
    round = Shown(gettext_lazy("Round"), "round__label")
    state = Shown(gettext_lazy("State"), "get_state_display")
    winners = Shown(gettext_lazy("Champions"), "winners")


def exams(asked: Asked) -> Listed:
    return Listed(ExamsResource(), exam_rows(exams_of(asked.school)).iterator(AT_A_TIME))


class ChampionsResource(ListResource):
    pupil = Shown(gettext_lazy("Pupil"), "student__name")
    number = Shown(gettext_lazy("School number"), "student__number")
    class_name = Shown(gettext_lazy("Class"), "class_name")
    star = Shown(gettext_lazy("Star"), "star")
    subject = Shown(gettext_lazy("Subject"), "subject")


def champions(asked: Asked) -> Listed:
    exam = exam_for(asked.school, asked.key("of"))
    return Listed(ChampionsResource(), exam_page(exam).winners, exam.name, exam)
