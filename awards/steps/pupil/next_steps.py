"""What comes next in a pupil's month, and until when: said in two plain sentences."""

import datetime as dt
from dataclasses import dataclass

from django.utils.translation import gettext as _

from awards.models import ENTRY_STATES, ClassRound, SheetState, Step
from awards.rules.kinds import StepRole
from awards.sheets.stage import Stage
from starrating.days import short_day


@dataclass(frozen=True)
class Next:
    """What comes next; ``now``: what is to be done or being done; ``then``: what follows. Either may be empty."""

    now: str
    then: str = ""
    late: bool = False


def what_comes_next(sheet: ClassRound, stage: Stage, day: dt.date, *, may_declare: bool) -> Next:
    """Say what comes next; ``may_declare``: whether the pupil can still choose."""
    if sheet.state in ENTRY_STATES:
        return _in_class(sheet, stage, day, may_declare=may_declare)
    school = sheet.school_class.school
    if sheet.state == SheetState.SUBMITTED:
        told = _("Your class has finished. The %(office)s looks at the sheet now.") % {"office": school.office_name}
        return Next(told, _("Then it is put on notice, for everybody in your class to read."))
    if sheet.state == SheetState.IN_NOTICE and sheet.notice_until is not None:
        told = _("The stars of your class are on notice until %(day)s.") % {"day": short_day(sheet.notice_until)}
        return Next(told, _("After that they count."))
    return Next(_("This month is over."), _("What you have won stands under “My stars”."))


def _in_class(sheet: ClassRound, stage: Stage, day: dt.date, *, may_declare: bool) -> Next:
    current = stage.current
    if current is None:
        return Next(_("Your class has finished talking."), _("Your homeroom teacher hands the sheet in."))
    due = sheet.round.ends_on + dt.timedelta(days=current.due_days)
    if may_declare:
        return _choose(stage, current, due, day)
    if not current.online:
        return Next(_("%(step)s: this is done on paper, in class.") % {"step": current.name})
    told = _until() | (_overdue() if day > due else {})
    return Next(told.get(StepRole(current.role), "") % {"day": short_day(due)}, _after(stage, current))


def _until() -> dict[StepRole, str]:
    return {
        StepRole.PUPIL: _("You can no longer choose for this month."),
        StepRole.GROUP_LEADER: _("Choosing is over. Your group talks about it until %(day)s."),
        StepRole.COMMITTEE: _("The star committee talks about it until %(day)s."),
        StepRole.HOMEROOM: _("Your teachers look at it until %(day)s."),
    }


def _overdue() -> dict[StepRole, str]:
    """Say that it is overdue without the day: who is waited for is not the pupil's to hurry."""
    return {
        StepRole.GROUP_LEADER: _("Choosing is over. Your group talks about it now."),
        StepRole.COMMITTEE: _("The star committee talks about it now."),
        StepRole.HOMEROOM: _("Your teachers look at it now."),
    }


def _choose(stage: Stage, current: Step, due: dt.date, day: dt.date) -> Next:
    if day > due:
        told = _("%(day)s was the last day, but choosing is still open. Do it today.")
        return Next(told % {"day": short_day(due)}, _after(stage, current), late=True)
    told = _("Choose your stars until %(day)s. You can change your mind until then.")
    return Next(told % {"day": short_day(due)}, _after(stage, current))


def _after(stage: Stage, current: Step) -> str:
    following = next(iter(stage.after(current)), None)
    if following is None:
        return _("Then the sheet goes to the school.")
    return {
        StepRole.GROUP_LEADER: _("Then your group talks about it."),
        StepRole.COMMITTEE: _("Then the star committee talks about it."),
        StepRole.HOMEROOM: _("Then your teachers look at it."),
    }.get(StepRole(following.role), _("Then comes: %(step)s.") % {"step": following.name})
