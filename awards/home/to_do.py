"""What is left to do at the end of a month and of a term, in order: read from the data, nothing of it is kept."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass

from django.urls import reverse

from awards.models import Round
from students.models import Term
from students.permits.reach import may_go
from students.permits.roles import Standing


@dataclass(frozen=True)
class Task:
    """One thing to do. ``done`` is None where the program cannot know, as of a paper put up on a wall.

    ``url`` is empty where it is not the reader's to do; ``more`` is a second sentence.
    """

    title: str
    text: str
    done: bool | None
    url: str = ""
    more: str = ""

    @property
    def state(self) -> str:
        """The state as ``partials/steps.html`` names it."""
        return "open" if self.done is None else "done" if self.done else "todo"


@dataclass(frozen=True)
class ToDoPage:
    """What is left to do; ``rounds`` or ``terms`` can be chosen, latest first, ``heading`` names the one shown."""

    heading: str
    tasks: Sequence[Task]
    rounds: Sequence[Round] = ()
    terms: Sequence[Term] = ()
    chosen: int = 0
    # Why nothing of it is due yet.
    early: str = ""

    @property
    def next(self) -> Task | None:
        """The first thing that the reader can do now."""
        if self.early:
            return None
        return next((task for task in self.tasks if task.done is False and task.url), None)

    @property
    def left(self) -> int:
        return sum(task.done is False for task in self.tasks)

    @property
    def counted(self) -> int:
        return sum(task.done is not None for task in self.tasks)

    @property
    def finished(self) -> int:
        return self.counted - self.left


Link = Callable[..., str]


def links_for(standing: Standing) -> Link:
    """Give a function that gives an action's address, empty where the reader may not go."""

    def link(action: str, *args: object, query: str = "") -> str:
        return reverse(action, args=args) + query if may_go(standing, action) else ""

    return link
