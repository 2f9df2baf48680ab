"""The states of a class's sheet, and the named sets of them that queries use."""

from django.db import models
from django.utils.translation import gettext_lazy as _, pgettext_lazy


class SheetState(models.TextChoices):
    OPEN = "open", _("being filled in")
    SUBMITTED = "submitted", _("submitted")
    RETURNED = "returned", _("returned")
    IN_NOTICE = "in_notice", _("on notice")
    FINAL = "final", _("final")


# The class is at work on it: names may come and go.
ENTRY_STATES = frozenset({SheetState.OPEN, SheetState.RETURNED})
# The office has it on file: it has a number and appears in the register and on notices.
FILED_STATES = frozenset({SheetState.IN_NOTICE, SheetState.FINAL})


class LineState(models.TextChoices):
    """Where one name under one star stands."""

    PROPOSED = "proposed", _("proposed")
    CHOSEN = "chosen", _("chosen")
    DROPPED = "dropped", _("taken off")
    DISPUTED = "disputed", _("disputed")
    FINAL = "final", _("final")


# The name is still in the running or on the sheet: it counts among the pupil's items (五4).
LIVE_STATES = frozenset({LineState.PROPOSED, LineState.CHOSEN, LineState.DISPUTED, LineState.FINAL})
# The name stands on the sheet and takes one of the item's places.
PLACED_STATES = frozenset({LineState.CHOSEN, LineState.DISPUTED, LineState.FINAL})


class LineSource(models.TextChoices):
    """How the name came in (A6, A55)."""

    SELF = "self", _("declared by the pupil")
    BEHALF = "behalf", _("nominated on the pupil's behalf")
    PAPER = "paper", _("entered from the paper")


class Verdict(models.TextChoices):
    """What was decided, about a line or about the whole sheet."""

    DECLARED = "declared", _("declared")
    RETRACTED = "retracted", _("withdrawn by the pupil")
    NOMINATED = "nominated", _("nominated on behalf")

    ENTERED = "entered", _("entered")
    STRUCK = "struck", _("taken off")
    RESTORED = "restored", _("put back")
    AGREED = "agreed", _("agreed")
    DECLINED = "declined", pgettext_lazy("verdict", "not passed")
    # The committee had more votes for it than against it, and others took the places (A66).
    NO_PLACE = "no_place", pgettext_lazy("verdict", "no place left")
    LEFT = "left", pgettext_lazy("verdict", "no longer in the class")
    # One subject teacher's view, which is no step's verdict (A39).
    SECONDED = "seconded", pgettext_lazy("verdict", "a subject teacher agrees")
    OPPOSED = "opposed", pgettext_lazy("verdict", "a subject teacher disagrees")
    HELD = "held", pgettext_lazy("verdict", "step held")
    WITHDRAWN = "withdrawn", _("step reopened")
    SUBMITTED = "submitted", _("submitted")
    RECALLED = "recalled", _("withdrawn")
    RETURNED = "returned", _("returned")
    FILED = "filed", _("filed")
    FINALIZED = "finalized", _("took effect")
    REVERSED = "reversed", _("reversed")
    SENT_BACK = "sent_back", _("sent back to an earlier step")
    DISPUTED = "disputed", _("objection received")
    UPHELD = "upheld", _("objection upheld")
    DISMISSED = "dismissed", _("objection dismissed")
