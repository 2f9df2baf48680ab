"""The steps that a class held on paper."""

import datetime as dt
from collections.abc import Sequence
from dataclasses import dataclass

from django.utils.translation import gettext as _

from awards.models import ClassRound, HeldStep, Round, Step, Verdict
from awards.rules.kinds import StepRole
from awards.sheets.contents import Contents
from awards.sheets.on_screen import why_not_tick
from awards.sheets.undecided import propose_rest_again
from awards.sheets.work import SheetWork, sheet_work
from awards.sheets.workflow import Verb
from starrating.days import short_day
from starrating.refused import Refused
from students.models import User
from students.permits.roles import Standing


def hold_step(
    sheet: ClassRound, step: Step, *, held_on: dt.date, participants: str, by: User, at: dt.datetime
) -> HeldStep:
    """Tick a step that the class held on paper, with its day and who took part (A55); ticking again corrects it.

    Raises :class:`Refused` for a step that was taken on screen (code ``online``): it is reopened, not written over;
    for one that runs on screen, or comes after it (code ``on_screen``): that is closed on screen first; and for a day
    on which it cannot have been held, as :func:`why_not_held`.
    """
    with sheet_work(sheet.pk, Verb.ENTER, by=by, at=at) as work:
        there = _on_paper(work, step)
        held = there or HeldStep(class_round=work.sheet, step=step)
        no = why_not_tick(work.contents, step) if there is None else None
        if no is not None:
            raise no
        if step.scheme_id != work.sheet.round.term.pinned.scheme_id or not step.paper:
            raise Refused(_("This step cannot be held on paper. Take it on screen."), code="not_on_paper")
        _demand_day(work, held_on)
        held.held_on, held.participants = held_on, participants.strip()
        held.by, held.at = by, at
        work.save(held)
        _note(work, step, Verdict.HELD)
        return held


@dataclass(frozen=True)
class Tick:
    """A step as ticked: which, on what day it was held, who took part."""

    step_pk: int
    held_on: dt.date
    participants: str


def hold_steps(
    sheet: ClassRound,
    ticks: Sequence[Tick],
    *,
    by: User,
    at: dt.datetime,
    standing: Standing | None = None,
    contents: Contents | None = None,
) -> None:
    """Tick several steps of a paper at once, those that are not ticked yet.

    A caller that holds the sheet's lock hands over the ``contents`` it has read under it. Raises :class:`Refused` as
    :func:`hold_step`.
    """
    with sheet_work(sheet.pk, Verb.ENTER, by=by, at=at, standing=standing, contents=contents) as work:
        steps = {step.pk: step for step in work.stage.steps if step.paper}
        if not steps.keys() >= {tick.step_pk for tick in ticks}:
            raise Refused(_("This step cannot be held on paper. Take it on screen."), code="not_on_paper")
        new = [tick for tick in ticks if tick.step_pk not in work.stage.held]
        for tick in new:
            no = why_not_tick(work.contents, steps[tick.step_pk])
            if no is not None:
                raise no
        if not new:
            return
        for tick in new:
            _demand_day(work, tick.held_on)
        work.insert(
            [
                HeldStep(
                    class_round=work.sheet,
                    step_id=tick.step_pk,
                    held_on=tick.held_on,
                    participants=tick.participants.strip(),
                    by=by,
                    at=at,
                )
                for tick in new
            ]
        )
        work.record(
            "sheet.steps_held",
            [work.decision(Verdict.HELD, step_id=tick.step_pk, on_paper=True) for tick in new],
            new={"steps": [steps[tick.step_pk].code for tick in new]},
        )


def why_not_held(round_: Round, day: dt.date, today: dt.date) -> Refused | None:
    """Say why no step of the round can have been held on ``day``, or None.

    Codes: ``future``, ``early`` before the round began, ``late`` after the term, which is loaded with the round.
    """
    if day > today:
        return Refused(_("This day has not come yet. Give today or an earlier day."), code="future")
    if day < round_.starts_on:
        sentence = _("The month began on %(day)s. Choose that day or a later one.")
        return Refused(sentence % {"day": short_day(round_.starts_on)}, code="early")
    if day > round_.term.ends_on:
        sentence = _("The term ended on %(day)s. Choose that day or an earlier one.")
        return Refused(sentence % {"day": short_day(round_.term.ends_on)}, code="late")
    return None


def _demand_day(work: SheetWork, day: dt.date) -> None:
    no = why_not_held(work.sheet.round, day, work.day)
    if no is not None:
        raise no


def release_step(sheet: ClassRound, step: Step, *, by: User, at: dt.datetime, reason: str = "") -> None:
    """Take a tick back; the decision that it was held stays in the history. Raises as :func:`hold_step`.

    Names of which the committee's paper said that they were not chosen wait for its decision again.
    """
    with sheet_work(sheet.pk, Verb.ENTER, by=by, at=at, reason=reason) as work:
        if _on_paper(work, step) is None:
            return
        if step.role == StepRole.COMMITTEE:
            propose_rest_again(work)
        work.delete(HeldStep.objects.filter(class_round=work.sheet, step=step))
        _note(work, step, Verdict.WITHDRAWN)


def _on_paper(work: SheetWork, step: Step) -> HeldStep | None:
    """Find the tick of the step, if any; raises :class:`Refused` for a step that was taken on screen."""
    held = HeldStep.objects.filter(class_round=work.sheet, step=step).first()
    if held is not None and not held.on_paper:
        raise Refused(_("“%(step)s” was completed on screen; reopen it first.") % {"step": step.name}, code="online")
    return held


def _note(work: SheetWork, step: Step, verdict: Verdict) -> None:
    decision = work.decision(verdict, step=step, on_paper=True)
    work.record(f"sheet.step_{verdict}", [decision], new={"step": step.code})
