"""Which step of a class runs on screen now: there it is closed, and no tick of the paper goes over it (A55)."""

from django.utils.translation import gettext as _

from awards.models import LineSource, LineState, Step, Vote
from awards.rules.kinds import StepRole
from awards.sheets.contents import Contents
from starrating.refused import Refused


def running_on_screen(contents: Contents) -> Step | None:
    """Give the open step where it is taken on screen: names wait there, or it can be taken nowhere else.

    The review is, once the list was laid before the subject teachers on screen.
    """
    stage = contents.stage
    step = stage.current
    if step is None or not step.online:
        return None
    if step.role == StepRole.HOMEROOM:
        on_screen = stage.asked is not None and not stage.asked.on_paper
    else:
        on_screen = contents.undecided > 0
    return step if on_screen or not step.paper else None


def open_on_paper(contents: Contents) -> list[Step]:
    """Give the steps that one press may tick: not over, held on paper, and before whatever runs on screen."""
    stage, running = contents.stage, running_on_screen(contents)
    left = [step for step in stage.steps if step.pk not in stage.held and step.paper]
    return [step for step in left if running is None or step.order < running.order]


def begun_on_screen(contents: Contents) -> Step | None:
    """Give the step from which on nothing can be ticked: somebody has taken part in it on screen, or only there can.

    Where names only wait for a step that nobody has begun, the class may go on with paper.
    """
    running = running_on_screen(contents)
    return running if running is not None and (not running.paper or _begun(contents, running)) else None


def left_to_committee(contents: Contents) -> bool:
    """Tell whether names go to the committee on screen: it has not decided, and the class has begun on screen.

    A class that goes on with paper ticks the committee's step; a query only where no step was closed on screen yet.
    """
    stage = contents.stage
    committee, current = stage.step_of(StepRole.COMMITTEE), stage.current
    if committee is None or current is None or not committee.online or current.order > committee.order:
        return False
    return any(not held.on_paper for held in stage.held.values()) or begun_on_screen(contents) is not None


def why_not_tick(contents: Contents, step: Step) -> Refused | None:
    """Say why the step cannot be ticked as held on paper, or None."""
    begun = begun_on_screen(contents)
    if begun is None or step.order < begun.order:
        return None
    sentence = _("“%(step)s” runs on screen. Close it there first.")
    return Refused(sentence % {"step": begun.name}, code="on_screen")


def _begun(contents: Contents, step: Step) -> bool:
    """Tell whether somebody has taken part in the open step on screen; one query while the committee is at it."""
    lines = contents.lines.values()
    match step.role:
        case StepRole.PUPIL:
            return any(line.source == LineSource.SELF and line.state == LineState.PROPOSED for line in lines)
        case StepRole.GROUP_LEADER:
            return any(line.group_agreed is not None for line in lines)
        case StepRole.COMMITTEE:
            counted = any(line.counted_for is not None for line in lines)
            return counted or Vote.objects.on_sheet(contents.sheet).exists()
        case _:
            return False
