"""What a look at one thing comes to."""

import datetime as dt
from collections.abc import Callable
from dataclasses import dataclass
from enum import StrEnum

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _


class State(StrEnum):
    WELL = "well"
    LOOK = "look"  # works, and should not stay so
    ILL = "ill"


LABELS: dict[State, str | Promise] = {State.WELL: _("well"), State.LOOK: _("look at it"), State.ILL: _("not well")}


@dataclass(frozen=True)
class Finding:
    """``text`` says what is so; ``advice`` what to do, empty where all is well."""

    state: State
    text: str
    advice: str = ""


@dataclass(frozen=True)
class Check:
    """One thing that is looked at: ``look`` takes the time (aware) and gives what it found."""

    name: str | Promise
    look: Callable[[dt.datetime], Finding]


def well(text: str) -> Finding:
    return Finding(State.WELL, text)
