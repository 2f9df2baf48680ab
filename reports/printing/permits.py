"""Who may do what about papers and files, and where it is offered."""

from django.utils.translation import gettext_lazy as _, pgettext_lazy

from students.permits.menu import Entry, Part, Spot
from students.permits.rows import (
    CLASS_AND_OFFICE,
    HOMEROOM_ITSELF,
    OFFICE_WORK,
    RECORD_READING,
    WIDE_READING,
    Area,
    AreaName,
    Permit,
)

AREAS = (
    Area(
        AreaName.PAPERS,
        (
            Permit("reports:papers", WIDE_READING, _("Papers and files")),
            Permit(
                "reports:term_workbook", CLASS_AND_OFFICE, _("Download a term's stars as a workbook"), on_record=True
            ),
            Permit("reports:ledger_file", CLASS_AND_OFFICE, _("Download the ledger"), on_record=True),
            Permit("reports:class_month_paper", CLASS_AND_OFFICE, _("Print a class's sheet or slips")),
            Permit("reports:meeting_pack", CLASS_AND_OFFICE, _("Print all papers of a class's meeting")),
            Permit("reports:month_papers", CLASS_AND_OFFICE, _("Print the sheets or slips of a month")),
            Permit("reports:round_slips", CLASS_AND_OFFICE, _("Have the slips of a whole month made")),
            Permit("reports:register_pdf", RECORD_READING, _("Print the register of a month")),
            Permit("reports:class_notice_pdf", WIDE_READING, _("Print a class's notice")),
            Permit("reports:school_notice_pdf", WIDE_READING, _("Print the school's notice")),
            Permit("reports:round_notices_pdf", WIDE_READING, _("Print the notices of one's classes")),
            Permit("reports:grade_notice_pdf", WIDE_READING, _("Print a grade's notice")),
            Permit("reports:honour_board", RECORD_READING, _("Print the honour board")),
            Permit("reports:consent_forms", CLASS_AND_OFFICE, _("Print the forms of consent of a class")),
            Permit("reports:scheme_wall", WIDE_READING, _("Print the scheme for the wall")),
            Permit("reports:objection_form", WIDE_READING, _("Print an empty objection form")),
            Permit("reports:term_pages", CLASS_AND_OFFICE, _("Print the guardians' pages of a class")),
            Permit("reports:term_page", CLASS_AND_OFFICE, _("Print one guardian's page"), on_record=True),
            Permit(
                "reports:term_deeds_paper", HOMEROOM_ITSELF, _("Print the facts of a class's term, for the remarks")
            ),
            Permit("reports:term_pack", OFFICE_WORK, _("Print all papers of a class at the end of a term")),
            Permit("reports:deduction_form", OFFICE_WORK, _("Print the form of a deduction"), on_record=True),
            Permit("reports:appeal_paper", RECORD_READING, _("Print the answer to an appeal"), on_record=True),
        ),
    ),
)
ENTRIES = (
    Entry(Spot.MAIN, "reports:papers", pgettext_lazy("navigation", "Papers and files"), "printer", part=Part.PRINTING),
    Entry(Spot.CONSENTS, "reports:consent_forms", _("Print the forms to sign")),
)
