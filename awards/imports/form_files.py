"""The empty forms of violations and exam scores, with the school's own classes, subjects and grounds."""

from __future__ import annotations

import datetime as dt
from collections.abc import Sequence

from django.utils.translation import gettext as _

from awards.imports import violations
from awards.imports.pupil_rows import PUPIL_COLUMNS
from awards.models import Ground, Scheme
from starrating.cells.headers import Column
from starrating.cells.own_forms import EXAMPLE
from starrating.spreadsheets.blank_forms import BlankForm, FormColumn, blank_form
from students.imports.form_files import class_names, last_lines, subject_names
from students.models import School

# Invented, and skipped on import.
_PUPIL = {"class": "七年级(1)班", "number": "20250101", "name": "林晓雯"}
_MARKS = ("98", "105.5", "缺考")


def violations_form(school: School, scheme: Scheme | None, today: dt.date) -> bytes:
    """The empty list of violations, with the grounds of the scheme to choose from."""
    grounds = list(Ground.objects.filter(scheme=scheme).values_list("name", flat=True)) if scheme else []
    example = {
        "day": f"{EXAMPLE}：{today.isoformat()}",
        **_PUPIL,
        "ground": "打架" if "打架" in grounds or not grounds else grounds[0],
        "place": "操场",
        "facts": "经核实属实。",
    }
    choices = {"class": class_names(school, today), "ground": grounds}
    lines = (
        _("One row an incident. They are entered as confirmed by the office, so write down only what is settled."),
        _("The day is written like 2025-10-21 and lies within a term that is open."),
        _("The school number tells who is meant; without it, class and name."),
        _("The ground is one of the scheme's, as the list beside has them."),
        *last_lines(),
    )
    columns = [
        FormColumn(one.name, example[one.key], choices.get(one.key, ()), 40 if one.key == "facts" else 14)
        for one in _in_order(violations.COLUMNS, tuple(example))
    ]
    return blank_form(BlankForm("违纪名单", columns, lines, frozen=1))


def exam_form(school: School, today: dt.date) -> bytes:
    """The empty sheet of scores, a column a subject of the school."""
    lines = (
        _("One row a pupil: the school number and the name, or the class and the name; under each subject the mark."),
        _("A mark has at most two decimals. 缺考, 缓考 and 免考 are written in its place."),
        _("Subjects that were not examined may stay empty as a whole, or be deleted."),
        _("A full mark other than 150 stands behind the subject: 物理(100)."),
        _("The scores are ranked and forgotten; only the first places are kept."),
        *last_lines(),
    )
    example = {**_PUPIL, "class": f"{EXAMPLE}：{_PUPIL['class']}"}
    choices = {"class": class_names(school, today)}
    pupil = [
        FormColumn(one.name, example[one.key], choices.get(one.key, ()))
        for one in _in_order(PUPIL_COLUMNS, ("class", "number", "name"))
    ]
    subjects = [FormColumn(name, _MARKS[at % 3], width=9) for at, name in enumerate(subject_names(school))]
    return blank_form(BlankForm("成绩表", [*pupil, *subjects], lines, frozen=3))


def _in_order(columns: Sequence[Column], keys: Sequence[str]) -> list[Column]:
    by_key = {column.key: column for column in columns}
    return [by_key[key] for key in keys]
