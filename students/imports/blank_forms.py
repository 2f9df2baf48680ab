"""The empty forms of roster, teachers' tasks and groups, with the school's own classes and subjects to choose from."""

import datetime as dt

from django.utils.translation import gettext as _

from starrating.cells.headers import EXAMPLE
from starrating.spreadsheets.blank_forms import BlankForm, FormColumn, form_columns
from students.imports.groups import file as groups_file
from students.imports.pipeline.blank_forms import class_names, last_lines, subject_names
from students.imports.roster import file as roster_file
from students.imports.staff import cells as staff_file
from students.models import School

# Invented, and skipped on import. What a key lacks has no column in the form.
_ROSTER_ROW = {
    "number": f"{EXAMPLE}20250101",
    "name": "林晓雯",
    "sex": "女",
    "born": "2013-05-03",
    "class": "七年级(1)班",
    "seat": "1",
    "group": "1",
    "guardian": "林建国",
    "phone": "139-0000-0000",
}
_STAFF_ROW = {"class": f"{EXAMPLE}：七年级(1)班", staff_file.HOMEROOM: "李岚"}
_GROUPS_ROW = {
    "class": f"{EXAMPLE}：七年级(1)班",
    "number": "20250101",
    "name": "林晓雯",
    "group": "1",
    "leader": "是",
    "cadre": "",
}
_TEACHERS = ("李岚", "张伟", "周敏、吴倩")
_YES = ("是",)


def roster_form(school: School, today: dt.date) -> BlankForm:
    """Make the empty roster."""
    choices = {"sex": ("男", "女"), "class": class_names(school, today)}
    lines = (
        _("One row per pupil. The school number and the name are needed; everything else may stay empty."),
        _("Leave the headings as they are. Columns that you do not need may be deleted or moved."),
        _("Write school numbers as they are, leading zeros included: the cells are text."),
        _("The day of birth is written like 2013-05-03."),
        _("A class that does not exist yet is made on import; the preview lists it first."),
        *last_lines(),
    )
    return BlankForm("学生名册", form_columns(roster_file.COLUMNS, _ROSTER_ROW, choices), lines, frozen=2)


def staff_form(school: School, today: dt.date) -> BlankForm:
    """Make the empty list of who teaches what: a row a class, a column a subject of the school."""
    lines = (
        _("One row per class: its homeroom teacher, and under each subject who teaches it there."),
        _("Several teachers of one subject are written one after the other: 周敏、吴倩."),
        _("Two teachers of the same name are told apart by a word in brackets: 李静(大), 李静(小)."),
        _("An empty cell changes nothing. A subject that is missing here may be added as a column."),
        *last_lines(),
    )
    subjects = [FormColumn(name, _TEACHERS[at % 3]) for at, name in enumerate(subject_names(school))]
    classes = {"class": class_names(school, today)}
    return BlankForm("任课表", [*form_columns(staff_file.BASE, _STAFF_ROW, classes), *subjects], lines, frozen=1)


def groups_form(school: School, today: dt.date) -> BlankForm:
    """Make the empty list of groups, their leaders and the star committees."""
    lines = (
        _("One row per pupil: the class with the school number, the name, or both."),
        _("A group is a number such as 3, or its own name. Groups that do not exist yet are made."),
        _("是 marks the group's leader and the members of the class's star committee. An empty cell changes nothing."),
        *last_lines(),
    )
    choices = {"class": class_names(school, today), "leader": _YES, "cadre": _YES}
    return BlankForm("小组名单", form_columns(groups_file.COLUMNS, _GROUPS_ROW, choices), lines, frozen=1)
