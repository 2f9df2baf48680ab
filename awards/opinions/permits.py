"""Who may do what about subject teachers' opinions, and where it is offered."""

from django.utils.translation import gettext_lazy as _

from students.permits.rows import CLASS_WORK, SUBJECT_WORK, Area, AreaName, Permit

AREAS = (
    Area(
        AreaName.VOICES,
        (
            Permit("awards:opinion", SUBJECT_WORK, _("Read the sheet of a class one teaches")),
            Permit("awards:opine", SUBJECT_WORK, _("Say no objection, or disagree in one sentence"), verb="opine"),
            Permit("awards:opinion_reply", CLASS_WORK, _("Answer a subject teacher who disagrees"), verb="review"),
        ),
    ),
)
