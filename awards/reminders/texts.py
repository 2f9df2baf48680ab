"""What a reminder says: class names, months and days."""

import datetime as dt
from collections.abc import Sequence
from itertools import groupby

from django.utils.translation import gettext as _

from awards.models import ClassRound, Round, SheetState
from starrating.days import short_day
from starrating.joiners import in_a_row


def reminder(school_name: str, office: str, sheets: Sequence[ClassRound], today: dt.date) -> str:
    """Write one message about ``sheets``, which are in the order of their rounds."""
    lines = [_("%(school)s: reminder from the %(office)s") % {"school": school_name, "office": office}]
    for round_, of_round in groupby(sheets, key=lambda sheet: sheet.round):
        rows = list(of_round)
        returned = [sheet.class_name for sheet in rows if sheet.state == SheetState.RETURNED]
        missing = [sheet.class_name for sheet in rows if sheet.state != SheetState.RETURNED]
        if missing:
            lines.append(_missing(round_, missing, today))
        if returned:
            text = _("The star sheets of %(round)s were returned, please correct and submit them again: %(classes)s.")
            lines.append(text % {"round": round_.name, "classes": in_a_row(returned)})
    return "\n".join(lines)


def _missing(round_: Round, classes: Sequence[str], today: dt.date) -> str:
    words = {"round": round_.name, "due": short_day(round_.due_on), "classes": in_a_row(classes)}
    if today > round_.due_on:
        return _("The star sheets of %(round)s were due by the end of %(due)s. Still missing: %(classes)s.") % words
    return _("The star sheets of %(round)s are due by the end of %(due)s. Still missing: %(classes)s.") % words


def trial(school_name: str) -> str:
    return _("%(school)s: this is a trial. Reminders of star sheets will arrive here.") % {"school": school_name}
