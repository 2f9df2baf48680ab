"""At which of the scheme's steps a class's sheet stands (五3): the one after the last that is over."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Collection, Iterable, Sequence
from dataclasses import dataclass
from itertools import takewhile

from django.db.models import OuterRef, Subquery
from django.utils.translation import gettext as _

from awards.models import ClassRound, HeldStep, Step
from awards.rules.kinds import StepRole
from starrating.refused import Refused

# What is read of a step that is over.
_OF_HELD = ("pk", "held_on", "participants", "on_paper", "by", "at")


def class_steps(steps: Iterable[Step]) -> list[Step]:
    """Give a class's steps: those before the office's, since filing and notice follow from the sheet (五3)."""
    return list(takewhile(lambda step: step.role != StepRole.OFFICE, sorted(steps, key=lambda step: step.order)))


@dataclass(frozen=True)
class Stage:
    """The class's steps in order, and those of them that are over, by the step's key."""

    steps: Sequence[Step]
    held: dict[int, HeldStep]

    @classmethod
    def load(cls, sheet: ClassRound) -> Stage:
        """Read the stage of one sheet, in one query: it is read with every name that is saved."""
        rows = HeldStep.objects.filter(class_round=sheet, step=OuterRef("pk"))
        said = {f"held_{name}": Subquery(rows.values(name)) for name in _OF_HELD}
        steps = class_steps(Step.objects.filter(scheme=sheet.round.term.pinned.scheme_id).annotate(**said))
        return cls(steps, {step.pk: _held(sheet, step) for step in steps if getattr(step, "held_pk", None)})

    @classmethod
    def of_sheets(cls, sheets: Sequence[ClassRound]) -> dict[int, Stage]:
        """Give the stage of each sheet by its key; two queries however many there are, of whatever terms."""
        schemes = {sheet.round.term.pinned.scheme_id for sheet in sheets}
        steps: dict[int, list[Step]] = defaultdict(list)
        for step in Step.objects.filter(scheme__in=schemes):
            steps[step.scheme_id].append(step)
        held: dict[int, dict[int, HeldStep]] = defaultdict(dict)
        for row in HeldStep.objects.filter(class_round__in=[sheet.pk for sheet in sheets if sheet.pk]):
            held[row.class_round_id][row.step_id] = row
        return {
            sheet.pk: cls(class_steps(steps[sheet.round.term.pinned.scheme_id]), held[sheet.pk]) for sheet in sheets
        }

    @property
    def asked(self) -> HeldStep | None:
        """The step that laid the list before the subject teachers, once it is over: the last one before the review."""
        review = next((place for place, step in enumerate(self.steps) if step.role == StepRole.HOMEROOM), 0)
        return self.held.get(self.steps[review - 1].pk) if review else None

    @property
    def current(self) -> Step | None:
        """The step that is open now; None once the last is over.

        A step that was passed over, because a later one has been ticked already, is not opened again by that: what the
        committee has decided is not declared anew. It is ticked on paper, or the later ones are taken back.
        """
        behind = takewhile(lambda step: step.pk not in self.held, reversed(self.steps))
        return next(reversed(list(behind)), None)

    def step_of(self, role: StepRole) -> Step | None:
        return next((step for step in self.steps if step.role == role), None)

    def is_at(self, role: StepRole) -> bool:
        """Tell whether that role's step is the open one and may be taken on screen."""
        current = self.current
        return current is not None and current.role == role and current.online

    def is_over(self, role: StepRole) -> bool:
        step = self.step_of(role)
        return step is None or step.pk in self.held

    def was_online(self, role: StepRole) -> bool:
        """Tell whether that role's step is over and was taken on screen."""
        step = self.step_of(role)
        held = self.held.get(step.pk) if step is not None else None
        return held is not None and not held.on_paper

    def before(self, step: Step) -> Collection[Step]:
        return [other for other in self.steps if other.order < step.order]

    def after(self, step: Step) -> Collection[Step]:
        return [other for other in self.steps if other.order > step.order]

    def next_after(self, step: Step) -> Step | None:
        return next(iter(self.after(step)), None)

    def demand(self, role: StepRole) -> Step:
        """Give the open step, which is ``role``'s, a pupil's; raises :class:`Refused` when it is another."""
        current = self.current
        if current is None or current.role != role:
            raise Refused(
                _("This step has not begun, or it is over. Load the page again to see which step is open."),
                code="stage",
            )
        if not current.online:
            raise Refused(_("This is done on paper, in class. Your homeroom teacher will tell you how."), code="paper")
        return self.demand_open(current)

    def demand_open(self, step: Step | None) -> Step:
        """``step``, which is the open one and may be taken on screen; raises :class:`Refused` otherwise."""
        if step is None or self.current is None or self.current.pk != step.pk:
            raise Refused(
                _("This step has not begun, or it is over. Load the page again to see which step is open."),
                code="stage",
            )
        if not step.online:
            raise Refused(_("This step is held on paper. Tick it on the sheet."), code="paper")
        return step


def _held(sheet: ClassRound, step: Step) -> HeldStep:
    said = {name: getattr(step, f"held_{name}") for name in _OF_HELD}
    return HeldStep(class_round=sheet, step=step, by_id=said.pop("by"), **said)
