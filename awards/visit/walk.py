"""A walk through the demonstration in ten steps: what to try, in whose place and where."""

from dataclasses import dataclass

from django.contrib.sessions.backends.base import SessionBase
from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from awards.visit.places import Place

# What the session keeps of the walk: the step that is on, or the number of steps once it is over.
WALK = "walk"


@dataclass(frozen=True)
class Step:
    place: Place
    view: str
    title: str | Promise
    text: str | Promise


STEPS = (
    Step(
        Place.TEACHER,
        "awards:my_sheet",
        _("Fill in a month"),
        _("Half of this class's month is filled in. Type a name or its initials in a row: the quota is held."),
    ),
    Step(
        Place.PUPIL,
        "reports:my_stars",
        _("See a total that explains itself"),
        _("Every entry has its month and its reason, and the page says how far the next level is."),
    ),
    Step(
        Place.COMMITTEE,
        "awards:committee_step",
        _("Vote on what pupils declared"),
        _("This class works on screen: groups have agreed or declined, and this member has not voted yet."),
    ),
    Step(
        Place.CLERK,
        "awards:board",
        _("File the month of many classes"),
        _("All classes are listed by state. File those that are in order, or return one with a reason."),
    ),
    Step(
        Place.CLERK,
        "awards:objections",
        _("Answer an objection"),
        _("A guardian doubts one name. It is held back while the rest of the notice runs on; answer in writing."),
    ),
    Step(
        Place.CLERK,
        "awards:violations",
        _("Confirm a deduction, or drop it"),
        _("One violation waits for a decision, one has been confirmed and appealed against."),
    ),
    Step(
        Place.CLERK,
        "reports:papers",
        _("Print what a month and a term bring"),
        _("Sheets and notices of this month; letters, certificates and the honour board of last school year's term."),
    ),
    Step(
        Place.CLERK,
        "awards:ceremonies",
        _("Hold a ceremony"),
        _("One is over, with a certificate left that nobody fetched; the next one is planned."),
    ),
    Step(
        Place.ADMINISTRATOR,
        "awards:what_if",
        _("Try other rules on this term"),
        _("Change a quota or a bound and see who would have another level. Nothing is saved."),
    ),
    Step(
        Place.ADMINISTRATOR,
        "awards:audit",
        _("Read the record"),
        _("Whatever you did on this walk is listed here, in whose place and when. Nobody can change it."),
    ),
)


def step_on(session: SessionBase) -> int | None:
    """Give the step that is on, from 0; ``None`` before the walk has begun and once it is over or left."""
    at = session.get(WALK)
    return at if isinstance(at, int) and 0 <= at < len(STEPS) else None


def has_left(session: SessionBase) -> bool:
    """Tell whether the walk is over or was left: it is not offered of its own accord any more."""
    return session.get(WALK) == len(STEPS)


def set_step(session: SessionBase, at: int) -> None:
    """Go on to a step; the number of steps, or anything beyond, ends the walk."""
    session[WALK] = max(0, min(at, len(STEPS)))
