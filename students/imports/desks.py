"""Roster, staff matrix and groups on screen."""

from django.utils.translation import gettext_lazy as _

from students.imports.blank_forms import groups_form, roster_form, staff_form
from students.imports.groups.importer import GROUPS
from students.imports.pipeline.desk import Desk
from students.imports.pipeline.forms import DatedUploadForm
from students.imports.roster.importer import ROSTER
from students.imports.staff.importer import STAFF_MATRIX

ROSTER_DESK = Desk(
    ROSTER,
    app="students",
    title=_("Import a roster"),
    lead=_(
        "Pupils, classes, seats and groups, from the file that the school has anyway: "
        "a sheet a class, or one long list."
    ),
    preview_title=_("Preview of the roster"),
    preview_template="students/imports/roster_preview.html",
    home="students:roster",
    home_label=_("Classes"),
    form=DatedUploadForm,
    asks=("rename",),
    blank=roster_form,
    blank_label=_("Download an empty roster"),
)
STAFF_DESK = Desk(
    STAFF_MATRIX,
    app="students",
    title=_("Import who teaches what"),
    lead=_(
        "A row a class, a column a subject, and the homeroom teacher. "
        "New teachers get an account; print their slips afterwards."
    ),
    preview_title=_("Preview of who teaches what"),
    preview_template="students/imports/staff_preview.html",
    home="students:roster",
    home_label=_("Classes"),
    form=DatedUploadForm,
    blank=staff_form,
)
GROUPS_DESK = Desk(
    GROUPS,
    app="students",
    title=_("Import groups"),
    lead=_("A row a pupil: 班级, 学号 or 姓名, 小组, 组长 (是), 班干部 (是). An empty cell changes nothing."),
    preview_title=_("Preview of the groups"),
    preview_template="students/imports/groups_preview.html",
    home="students:roster",
    home_label=_("Classes"),
    blank=groups_form,
)
