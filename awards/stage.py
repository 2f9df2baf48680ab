"""At which of the scheme's steps a class's sheet stands (五3): the first that is neither ticked nor closed."""

from __future__ import annotations

from collections.abc import Collection, Sequence
from dataclasses import dataclass

from django.utils.translation import gettext as _

from awards.models import ClassRound, HeldStep, Step
from awards.rules.kinds import StepRole
from awards.sheet_facts import class_steps
from starrating.refused import Refused


@dataclass(frozen=True)
class Stage:
    """The class's steps in order, and those of them that are over, by the step's key."""

    steps: Sequence[Step]
    held: dict[int, HeldStep]

    @classmethod
    def load(cls, sheet: ClassRound) -> Stage:
        """Two queries. ``sheet`` needs ``round__term__pinned`` loaded."""
        steps = class_steps(Step.objects.filter(scheme=sheet.round.term.pinned.scheme_id))
        return cls(steps, {row.step_id: row for row in HeldStep.objects.filter(class_round=sheet)})

    @property
    def current(self) -> Step | None:
        """The step that is open now; None once all are over."""
        return next((step for step in self.steps if step.pk not in self.held), None)

    def step_of(self, role: StepRole) -> Step | None:
        return next((step for step in self.steps if step.role == role), None)

    def is_at(self, role: StepRole) -> bool:
        """Whether that role's step is the open one and may be taken on screen."""
        current = self.current
        return current is not None and current.role == role and current.online

    def is_over(self, role: StepRole) -> bool:
        step = self.step_of(role)
        return step is None or step.pk in self.held

    def was_online(self, role: StepRole) -> bool:
        """Whether that role's step is over and was taken on screen."""
        step = self.step_of(role)
        held = self.held.get(step.pk) if step is not None else None
        return held is not None and not held.on_paper

    def before(self, step: Step) -> Collection[Step]:
        return [other for other in self.steps if other.order < step.order]

    def after(self, step: Step) -> Collection[Step]:
        return [other for other in self.steps if other.order > step.order]

    def demand(self, role: StepRole) -> Step:
        """The open step, which is ``role``'s; raises :class:`Refused` when the sheet stands elsewhere."""
        current = self.current
        if current is None or not self.is_at(role):
            raise Refused(_("This step is not open now."), code="stage")
        return current
