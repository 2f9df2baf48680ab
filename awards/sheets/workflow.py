"""The month as one table: (state, verb, role, needs a reason) -> state. Pages and verbs both read it."""

from collections.abc import Iterable
from dataclasses import dataclass

from django.db import models
from django.utils.translation import gettext as _, pgettext_lazy

from awards.models import SheetState
from starrating.refused import Refused, demand_reason
from students.permits.refusals import not_yours
from students.permits.roles import Role


class Verb(models.TextChoices):
    ENTER = "enter", pgettext_lazy("verb of the sheet", "Fill in")
    SUBMIT = "submit", pgettext_lazy("verb of the sheet", "Submit")
    RECALL = "recall", pgettext_lazy("verb of the sheet", "Withdraw")
    FILE = "file", pgettext_lazy("verb of the sheet", "File")
    RETURN = "return", pgettext_lazy("verb of the sheet", "Return")
    UNFILE = "unfile", pgettext_lazy("verb of the sheet", "Undo the filing")
    FINALIZE = "finalize", pgettext_lazy("verb of the sheet", "Take effect")
    REVERSE = "reverse", pgettext_lazy("verb of the sheet", "Reverse")
    ADD = "add", pgettext_lazy("verb of the sheet", "Add what was left out")
    DECLARE = "declare", pgettext_lazy("verb of the sheet", "Declare")
    DISCUSS = "discuss", pgettext_lazy("verb of the sheet", "Discuss in the group")
    VOTE = "vote", pgettext_lazy("verb of the sheet", "Vote")
    COUNT = "count", pgettext_lazy("verb of the sheet", "Count hands")
    MOVE_ON = "move_on", pgettext_lazy("verb of the sheet", "Close or reopen a step")
    REVIEW = "review", pgettext_lazy("verb of the sheet", "Review the shortlist")
    OPINE = "opine", pgettext_lazy("verb of the sheet", "Give an opinion")
    OBJECT = "object", pgettext_lazy("verb of the sheet", "Object")
    DECIDE = "decide", pgettext_lazy("verb of the sheet", "Decide an objection")


@dataclass(frozen=True)
class Transition:
    source: SheetState
    verb: Verb
    roles: frozenset[Role]
    target: SheetState
    needs_reason: bool = False


# The administrator brings a school's past in (commands) and stands in for an absent colleague; the audit says who.
_CLASS = frozenset({Role.HOMEROOM, Role.ADMINISTRATOR})
_OFFICE = frozenset({Role.OFFICE, Role.ADMINISTRATOR})
_PROGRAM = frozenset({Role.WORKER, Role.ADMINISTRATOR})
# What happens while the sheet is with the class. Which of the steps it stands at is `awards/sheets/stage.py`'s to say.
_WITH_THE_CLASS: tuple[tuple[Verb, frozenset[Role]], ...] = (
    (Verb.ENTER, _CLASS),
    (Verb.DECLARE, frozenset({Role.PUPIL})),
    (Verb.DISCUSS, frozenset({Role.LEADER})),
    (Verb.VOTE, frozenset({Role.COMMITTEE})),
    (Verb.COUNT, _CLASS),
    (Verb.MOVE_ON, _CLASS),
    (Verb.REVIEW, _CLASS),
    (Verb.OPINE, frozenset({Role.SUBJECT})),
)

TRANSITIONS: tuple[Transition, ...] = (
    *(Transition(SheetState.OPEN, verb, roles, SheetState.OPEN) for verb, roles in _WITH_THE_CLASS),
    *(Transition(SheetState.RETURNED, verb, roles, SheetState.RETURNED) for verb, roles in _WITH_THE_CLASS),
    Transition(SheetState.OPEN, Verb.SUBMIT, _CLASS, SheetState.SUBMITTED),
    Transition(SheetState.RETURNED, Verb.SUBMIT, _CLASS, SheetState.SUBMITTED),
    Transition(SheetState.SUBMITTED, Verb.RECALL, _CLASS, SheetState.OPEN),
    # A33: one step of the office, two outcomes, no silent edits.
    Transition(SheetState.SUBMITTED, Verb.FILE, _OFFICE, SheetState.IN_NOTICE),
    Transition(SheetState.SUBMITTED, Verb.RETURN, _OFFICE, SheetState.RETURNED, needs_reason=True),
    Transition(SheetState.IN_NOTICE, Verb.RETURN, _OFFICE, SheetState.RETURNED, needs_reason=True),
    # What was filed by mistake waits with the office again: a return would send it to a class that did nothing wrong.
    Transition(SheetState.IN_NOTICE, Verb.UNFILE, _OFFICE, SheetState.SUBMITTED, needs_reason=True),
    # A34: final by itself when the notice has run out.
    Transition(SheetState.IN_NOTICE, Verb.FINALIZE, _PROGRAM, SheetState.FINAL),
    Transition(SheetState.FINAL, Verb.REVERSE, _OFFICE, SheetState.FINAL, needs_reason=True),
    Transition(SheetState.FINAL, Verb.ADD, _OFFICE, SheetState.FINAL, needs_reason=True),
    # A35, A56: a pupil on screen, anybody else through teacher, office or the window, which is no account's.
    Transition(
        SheetState.IN_NOTICE,
        Verb.OBJECT,
        frozenset({Role.PUPIL, Role.HOMEROOM, Role.WORKER}) | _OFFICE,
        SheetState.IN_NOTICE,
    ),
    # A37: decided whenever the answer is ready, whatever has become of the sheet meanwhile.
    *(Transition(state, Verb.DECIDE, _OFFICE, state) for state in SheetState),
)

_BY_STATE_AND_VERB = {(row.source, row.verb): row for row in TRANSITIONS}


def transition_for(state: str, verb: Verb) -> Transition | None:
    return _BY_STATE_AND_VERB.get((SheetState(state), verb))


def may(state: str, verb: Verb, roles: Iterable[Role]) -> bool:
    """Tell whether a button for ``verb`` belongs on the page of somebody who holds ``roles`` toward the class."""
    row = transition_for(state, verb)
    return row is not None and bool(row.roles & set(roles))


def demand(state: str, verb: Verb, roles: Iterable[Role], *, reason: str = "") -> Transition:
    """Give the row that lets ``verb`` happen now; raises :class:`Refused` exactly where :func:`may` is false."""
    row = transition_for(state, verb)
    if row is None or not row.roles & set(roles):
        _refuse_pupil(row, roles)
    if row is None:
        sentence = _(
            "The sheet is “%(state)s” now, so “%(verb)s” is not possible. Load the page again to see where it is."
        )
        raise Refused(sentence % {"verb": verb.label, "state": SheetState(state).label}, code="state")
    if not row.roles & set(roles):
        raise not_yours(str(verb.label), row.roles)
    if row.needs_reason:
        demand_reason(reason)
    return row


def _refuse_pupil(row: Transition | None, roles: Iterable[Role]) -> None:
    """Tell a pupil no in a pupil's words: no name of a verb or of a state, and whom to ask; others are told below."""
    if Role.PUPIL not in roles:
        return
    if row is None:
        sentence = _("Your class's list cannot be changed now. If something is not right, tell your homeroom teacher.")
        raise Refused(sentence, code="state")
    raise Refused(
        _("This is not for you to do in this class. If that is a mistake, tell your homeroom teacher."), code="role"
    )
