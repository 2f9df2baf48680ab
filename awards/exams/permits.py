"""Who may do what about exams and champion stars."""

from django.utils.translation import gettext_lazy as _, pgettext_lazy

from students.permits.menu import Entry, Spot
from students.permits.rows import OFFICE_WORK, Area, AreaName, Permit

AREAS = (
    Area(
        AreaName.INCIDENTS,
        (
            Permit("awards:exams", OFFICE_WORK, _("List of exams")),
            Permit("awards:exam_upload", OFFICE_WORK, _("Choose a score file")),
            Permit("awards:exam_template", OFFICE_WORK, _("Download the empty score form")),
            Permit("awards:exam_confirm", OFFICE_WORK, _("Enter the champions of a score file"), in_open_term=True),
            Permit("awards:exam_announce", OFFICE_WORK, _("Add an exam"), in_open_term=True),
            Permit("awards:exam", OFFICE_WORK, _("One exam and its champions")),
            Permit("awards:exam_winners", OFFICE_WORK, _("Enter champions by hand"), in_open_term=True),
            Permit("awards:exam_move", OFFICE_WORK, _("Move an exam to another month"), in_open_term=True),
            Permit("awards:exam_call_off", OFFICE_WORK, _("Cancel an exam"), in_open_term=True),
            Permit("awards:champion_remove", OFFICE_WORK, _("Revoke a champion star"), in_open_term=True),
        ),
    ),
)
ENTRIES = (Entry(Spot.MAIN, "awards:exams", pgettext_lazy("navigation", "Exams"), "trophy", rank=115),)
