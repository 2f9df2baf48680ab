"""Make the empty list of violations, with the school's own classes and grounds."""

import datetime as dt

from django.utils.translation import gettext as _

from awards.models import Ground
from awards.schemes.access import scheme_to_read
from awards.violations.files import COLUMNS
from starrating.cells.own_forms import EXAMPLE
from starrating.spreadsheets.blank_forms import BlankForm, form_columns
from students.imports.pipeline.blank_forms import class_names, last_lines
from students.imports.pipeline.pupil_rows import EXAMPLE_PUPIL
from students.models import School


def violations_form(school: School, today: dt.date) -> BlankForm:
    """Make the empty list of violations, with the grounds of the scheme to choose from."""
    scheme, _term = scheme_to_read(school, None, today)
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
    return BlankForm("违纪名单", form_columns(COLUMNS, example, choices, {"facts": 40}), lines, frozen=1)
