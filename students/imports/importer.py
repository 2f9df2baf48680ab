"""A school's own files as importers, and as they stand on screen: the roster, who teaches what, the groups."""

from django.utils.translation import gettext_lazy as _

from students.imports.blank_forms import groups_form, roster_form, staff_form
from students.imports.groups.facts import group_facts
from students.imports.groups.file import read_groups
from students.imports.groups.plan import plan_groups
from students.imports.groups.write import write_groups
from students.imports.history.reversal import Reverser
from students.imports.history.rows import look_at_rows
from students.imports.history.write import hold_rows, take_back_rows
from students.imports.kinds import groups_kind, roster_kind, staff_kind
from students.imports.pipeline.desk import Desk
from students.imports.pipeline.forms import DatedUploadForm
from students.imports.pipeline.importer import Importer
from students.imports.roster.facts import roster_facts
from students.imports.roster.file import read_roster
from students.imports.roster.plan import plan_roster
from students.imports.roster.write import write_roster
from students.imports.staff.facts import staff_facts
from students.imports.staff.file import read_matrix
from students.imports.staff.plan import plan_staff
from students.imports.staff.write import write_staff

ROSTER = Importer(
    code="roster",
    kind=roster_kind,
    read=read_roster,
    facts=roster_facts,
    plan=plan_roster,
    write=write_roster,
    event="roster.imported",
    summary=_(
        "Pupils: %(rows)d; new: %(new)d, changed: %(changed)d, unchanged: %(unchanged)d, in conflict: %(conflict)d, "
        "with errors: %(error)d. New classes: %(classes)d, pupils not in the file: %(absent)d."
    ),
    done=_("Imported. New pupils: %(new)d, changed: %(changed)d, new classes: %(classes)d."),
    nothing=_("Nothing to change: every pupil in the file is on record as it says."),
)
ROSTER_DESK = Desk(
    ROSTER,
    app="students",
    title=_("Import a roster"),
    lead=_(
        "Pupils, classes, seats and groups, from the file that the school has anyway: one sheet per class, or one "
        "long list."
    ),
    preview_title=_("Preview of the roster"),
    preview_template="students/imports/roster_preview.html",
    home="students:roster",
    home_label=_("Classes"),
    form=DatedUploadForm,
    asks=("rename", "take"),
    blank=roster_form,
    blank_label=_("Download an empty roster"),
)

STAFF_MATRIX = Importer(
    code="staff",
    kind=staff_kind,
    read=read_matrix,
    facts=staff_facts,
    plan=plan_staff,
    write=write_staff,
    event="staff.imported",
    summary=_(
        "Tasks: %(rows)d; new: %(new)d, changed: %(changed)d, unchanged: %(unchanged)d, with errors: %(error)d. New "
        "accounts: %(accounts)d, new classes: %(classes)d."
    ),
    done=_("Imported. New tasks: %(new)d, changed: %(changed)d, new accounts: %(accounts)d."),
    nothing=_("Nothing to change: every task in the file is on record as it says."),
)
STAFF_DESK = Desk(
    STAFF_MATRIX,
    app="students",
    title=_("Import who teaches what"),
    lead=_(
        "One row per class, one column per subject, and the homeroom teacher. "
        "New teachers get an account; print their slips afterwards."
    ),
    preview_title=_("Preview of who teaches what"),
    preview_template="students/imports/staff_preview.html",
    asks=("account", "accounts_asked", "teacher"),
    home="students:roster",
    home_label=_("Classes"),
    form=DatedUploadForm,
    blank=staff_form,
)

GROUPS = Importer(
    code="groups",
    kind=groups_kind,
    read=read_groups,
    facts=group_facts,
    plan=plan_groups,
    write=write_groups,
    event="groups.imported",
    summary=_("Pupils new: %(new)d, changed: %(changed)d, unchanged: %(unchanged)d, with errors: %(error)d."),
    done=_("Pupils arranged: %(count)d."),
    nothing=_("Nothing to change: groups, leaders and cadres are on record as the file says."),
)
GROUPS_DESK = Desk(
    GROUPS,
    app="students",
    title=_("Import groups"),
    lead=_("One row per pupil: 班级, 学号 or 姓名, 小组, 组长 (是), 班干部 (是). An empty cell changes nothing."),
    preview_title=_("Preview of the groups"),
    preview_template="students/imports/groups_preview.html",
    home="students:roster",
    home_label=_("Classes"),
    blank=groups_form,
)

IMPORTERS = (ROSTER, STAFF_MATRIX, GROUPS)
DESKS = (ROSTER_DESK, STAFF_DESK, GROUPS_DESK)
REVERSERS = tuple(Reverser(one.code, hold_rows, look_at_rows, take_back_rows) for one in IMPORTERS)
# Kinds of files whose columns may be asked about, as people call them.
KINDS = (("roster", _("Roster")), ("staff", _("Who teaches what")), ("groups", _("Groups")))
