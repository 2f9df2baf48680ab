"""What the record calls acts about exams and champion stars."""

from django.utils.translation import gettext_lazy as _

from awards.models import ExamState
from starrating.operations.actions import Action, Kind

_EXAM_STATE = {"state": ExamState}

ACTIONS = (
    Action("exam.announced", _("Exam added"), Kind.EXAMS_AND_VIOLATIONS, _EXAM_STATE),
    Action("exam.called_off", _("Exam cancelled"), Kind.EXAMS_AND_VIOLATIONS, _EXAM_STATE),
    Action("exam.confirmed", _("Champions entered"), Kind.EXAMS_AND_VIOLATIONS, _EXAM_STATE),
    Action("exam.moved", _("Exam moved to another month"), Kind.EXAMS_AND_VIOLATIONS, _EXAM_STATE),
)
