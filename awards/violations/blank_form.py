"""The empty list of violations, with the school's own classes and grounds."""

from __future__ import annotations

import datetime as dt

from django.utils.translation import gettext as _

from awards.models import Ground, Scheme
from awards.violations import files as violations
from starrating.cells.own_forms import EXAMPLE
from starrating.spreadsheets.blank_forms import BlankForm, FormColumn, blank_form
from students.imports.blank_forms import class_names, last_lines
from students.imports.pipeline.pupil_rows import EXAMPLE_PUPIL, in_order
from students.models import School


def violations_form(school: School, scheme: Scheme | None, today: dt.date) -> bytes:
    """The empty list of violations, with the grounds of the scheme to choose from."""
    grounds = list(Ground.objects.filter(scheme=scheme).values_list("name", flat=True)) if scheme else []
    example = {
        "day": f"{EXAMPLE}：{today.isoformat()}",
        **EXAMPLE_PUPIL,
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
        for one in in_order(violations.COLUMNS, tuple(example))
    ]
    return blank_form(BlankForm("违纪名单", columns, lines, frozen=1))
