"""Exams with their champions, violations, punishments, objections and movements."""

from __future__ import annotations

from django.http import Http404
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, pgettext, pgettext_lazy

from awards.deeds_access import exam_for, exams_of, violations_for
from awards.models import Punishment
from awards.office_access import chosen_round, rounds_of
from awards.pages.exam import exam_page
from awards.pages.exams import exam_rows
from awards.pages.movements import MovementRow, movement_list
from awards.pages.objections import ObjectionRow, objections_page
from awards.words_access import objections_to_read
from reports.lists.asked import Asked, Listed
from starrating.spreadsheets.resources import ListResource, Shown
from students.models import Term
from students.roster import latest_term

# Rows that are read from the database in one go while a file is made.
AT_A_TIME = 2000


class ViolationsResource(ListResource):
    pupil = Shown(gettext_lazy("Pupil"), "student__name")
    number = Shown(gettext_lazy("School number"), "student__number")
    happened_on = Shown(gettext_lazy("Day of the incident"), "happened_on")
    ground = Shown(gettext_lazy("Ground"), "ground__name")
    state = Shown(gettext_lazy("State"), "get_state_display")


def violations(asked: Asked) -> Listed:
    rows = violations_for(asked.school, asked.standing)
    return Listed(ViolationsResource(), rows.iterator(AT_A_TIME))


class PunishmentsResource(ListResource):
    pupil = Shown(gettext_lazy("Pupil"), "student__name")
    number = Shown(gettext_lazy("School number"), "student__number")
    kind = Shown(gettext_lazy("Kind"), "get_kind_display")
    ground = Shown(gettext_lazy("What it is for"), "ground")
    decided_on = Shown(gettext_lazy("From day"), "decided_on")
    until = Shown(gettext_lazy("To day"), lambda row: row.until or _("until lifted"))
    lifted_on = Shown(gettext_lazy("Lifted on"), "lifted_on")
    lift_reason = Shown(gettext_lazy("Reason"), "lift_reason")


def punishments(asked: Asked) -> Listed:
    rows = Punishment.objects.of_school(asked.school).select_related("student")
    return Listed(PunishmentsResource(), rows.iterator(AT_A_TIME))


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


class ObjectionsResource(ListResource):
    number = Shown(pgettext_lazy("running number", "No."), "number")
    class_name = Shown(gettext_lazy("Class"), "class_name")
    about = Shown(pgettext_lazy("objection", "About"), "about")
    route = Shown(gettext_lazy("How it came in"), "objection__get_route_display")
    received_at = Shown(pgettext_lazy("when", "Received"), "objection__received_at")
    due_on = Shown(gettext_lazy("Answer due"), "objection__due_on")
    late = Shown(gettext_lazy("Days late"), lambda row: row.late_days or None)
    state = Shown(gettext_lazy("State"), "objection__get_state_display")
    answer = Shown(pgettext_lazy("noun", "Answer"), "objection__answer")
    answered_on = Shown(gettext_lazy("Answered on"), "answered_on")
    answered_how = Shown(gettext_lazy("How it was answered"), "objection__answered_how")


def objections(asked: Asked) -> Listed:
    rounds, number = list(rounds_of(asked.school)), asked.number("round")
    round_ = chosen_round(rounds, asked.today, number) if number is not None else None
    page = objections_page(objections_to_read(asked.standing), rounds, round_, asked.today)
    rows: list[ObjectionRow] = [*page.open, *page.decided]
    return Listed(ObjectionsResource(), rows, round_.label if round_ else "", round_)


def correction_of(row: MovementRow) -> str:
    """What the page strikes through, or says beside the kind."""
    if row.corrected:
        return pgettext("movement", "replaced by another day")
    if row.movement.corrects:
        return _("corrects %(day)s") % {"day": f"{row.movement.corrects.on:%Y-%m-%d}"}
    return ""


class MovementsResource(ListResource):
    pupil = Shown(gettext_lazy("Pupil"), "movement__student__name")
    number = Shown(gettext_lazy("School number"), "movement__student__number")
    kind = Shown(gettext_lazy("What happens"), "movement__get_kind_display")
    on = Shown(gettext_lazy("From which day"), "movement__on")
    corrected = Shown(gettext_lazy("Correction"), correction_of)
    from_name = Shown(gettext_lazy("From class"), "from_name")
    to_name = Shown(gettext_lazy("To class"), "to_name")
    reason = Shown(gettext_lazy("Reason"), lambda row: f"{row.movement.reason} {row.movement.proof}".strip())
    by = Shown(gettext_lazy("Entered by"), "movement__by")
    at = Shown(pgettext_lazy("term workbook", "Entered on"), "movement__at")


def movements(asked: Asked) -> Listed:
    number = asked.number("term")
    term = latest_term(asked.school)
    if number is not None:
        term = Term.objects.filter(school=asked.school, pk=number).first()
        if term is None:
            raise Http404
    page = movement_list(asked.school, term, "", asked.today)
    return Listed(MovementsResource(), page.rows, term.name if term else "", term)
