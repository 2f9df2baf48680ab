"""Names that came on a sheet together, taken off again by one press."""

import datetime as dt
from collections.abc import Sequence

from django.utils.translation import gettext as _, gettext_lazy, ngettext

from awards.models import ClassRound, Decision
from awards.sheets import entering
from awards.sheets.entering import Change
from awards.sheets.work import locked
from starrating.offers.acts import Act, Done, Undoing, by_mistake
from starrating.refused import Refused
from students.models import User

_KIND = "names"
# One name is taken off where it stands.
_MANY = 2


def entered(sheet: ClassRound, made: Sequence[Change], *, by: User, at: dt.datetime) -> Done | None:
    """Tell of names that came on the sheet together, and offer to undo it; None of fewer than two."""
    cells = [[change.student_pk, change.item_pk] for change in made if change.wanted]
    if len(cells) < _MANY:
        return None
    sentence = ngettext("%(count)d name entered.", "%(count)d names entered.", len(cells))
    return Done(sentence % {"count": len(cells)}, Act(_KIND, {"sheet": sheet.pk, "cells": cells}, by.pk, at).word)


def _undo(act: Act, *, by: User, at: dt.datetime) -> str:
    """Take off what nobody has decided on since; what was, is left as it is."""
    sheet = locked(act.what["sheet"])
    since = Decision.objects.filter(class_round=sheet, nomination__isnull=False, at__gt=act.at)
    touched = set(since.values_list("nomination__student", "nomination__item"))
    left = [(student, item) for student, item in act.what["cells"] if (student, item) not in touched]
    changes = [Change(student, item, wanted=False) for student, item in left]
    saved = entering.save_lines(sheet, changes, by=by, at=at, reason=by_mistake())
    if not saved.made:
        raise Refused(_("These names are off the sheet, or were changed since. Look at it again."), code="state")
    sentence = ngettext(
        "%(count)d name is off the sheet again.", "%(count)d names are off the sheet again.", len(saved.made)
    )
    return sentence % {"count": len(saved.made)}


UNDOINGS = (Undoing(_KIND, _undo, gettext_lazy("Later: take the names off one by one, until the sheet is submitted.")),)
