"""What is due next for a class's sheet, and where it is done: paper is ticked, what runs on screen is closed."""

from collections.abc import Sequence
from dataclasses import dataclass

from django.urls import reverse
from django.utils.translation import gettext as _, ngettext

from awards.models import FILED_STATES, ClassRound, SheetState, Step
from awards.rules.problems import Problem
from starrating.days import short_day

# Findings that are corrected where the steps are ticked.
_OF_STEPS = frozenset({"step_not_held", "step_without_date", "step_without_participants", "subjects_not_consulted"})


@dataclass(frozen=True)
class NextThing:
    """What ``partials/next.html`` prints; ``opens`` where the button opens a dialog of the page."""

    title: str
    text: str = ""
    url: str = ""
    verb: str = ""
    opens: bool = False


def next_in_entry(sheet: ClassRound, problems: Sequence[Problem], running: Step | None, names: int) -> NextThing:
    """Say what is left before the sheet is submitted; ``running`` is the step that is taken on screen."""
    first = next((problem for problem in problems if problem.blocks), None)
    if first is None:
        text = ngettext("%(count)d name is on it.", "%(count)d names are on it.", names) % {"count": names}
        return NextThing(_("Submit the sheet"), text, "#submit-dialog", _("Submit…"), opens=True)
    if running is not None:
        text = _("It is taken on screen and closed there.")
        return NextThing(running.name, text, reverse("awards:progress", args=[sheet.pk]), _("To the step on screen"))
    if first.code in _OF_STEPS:
        return NextThing(_("Tick what was held on paper"), first.message, "#steps", _("To the steps"))
    return NextThing(_("Correct this"), first.message, first.url or "#sheet", _("Go there"))


def next_after(sheet: ClassRound, notice_url: str, print_url: str) -> NextThing | None:
    """Say what follows on a sheet that is with the office or on file; None where nothing does."""
    if sheet.state == SheetState.SUBMITTED and print_url:
        return NextThing(
            _("Print the sheet and have it signed"), _("It has been submitted."), print_url, _("Print the sheet")
        )
    if sheet.state in FILED_STATES and notice_url and sheet.notice_until is not None:
        text = _("It hangs until the end of %(day)s.") % {"day": short_day(sheet.notice_until)}
        return NextThing(_("Put up the notice"), text, notice_url, _("To the notice"))
    return None
