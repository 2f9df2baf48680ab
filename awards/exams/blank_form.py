"""The empty sheet of exam scores, a column a subject of the school."""

import datetime as dt

from django.utils.translation import gettext as _

from starrating.cells.own_forms import EXAMPLE
from starrating.spreadsheets.blank_forms import BlankForm, FormColumn, form_columns
from students.imports.pipeline.blank_forms import class_names, last_lines, subject_names
from students.imports.pipeline.pupil_rows import EXAMPLE_PUPIL, PUPIL_COLUMNS
from students.models import School

_MARKS = ("98", "105.5", "缺考")


def exam_form(school: School, today: dt.date) -> BlankForm:
    """Make the empty sheet of scores, a column a subject of the school."""
    lines = (
        _("One row a pupil: the school number and the name, or the class and the name; under each subject the mark."),
        _("A mark has at most two decimals. 缺考, 缓考 and 免考 are written in its place."),
        _("Subjects that were not examined may stay empty as a whole, or be deleted."),
        _("A full mark other than 150 stands behind the subject: 物理(100)."),
        _("The scores are ranked and forgotten; only the first places are kept."),
        *last_lines(),
    )
    example = {**EXAMPLE_PUPIL, "class": f"{EXAMPLE}：{EXAMPLE_PUPIL['class']}"}
    pupil = form_columns(PUPIL_COLUMNS, example, {"class": class_names(school, today)})
    subjects = [FormColumn(name, _MARKS[at % 3], width=9) for at, name in enumerate(subject_names(school))]
    return BlankForm("成绩表", [*pupil, *subjects], lines, frozen=3)
