"""From a sheet in memory to the plain facts that the rules check."""

import datetime as dt
from collections import Counter
from collections.abc import Iterator, Sequence

from django.utils import timezone

from awards.models import ClassRound, HeldStep, Step
from awards.rules.facts import (
    ItemFact,
    LineFact,
    PendingFact,
    PupilFact,
    RepeatFact,
    SheetFacts,
    StepFact,
    SubjectFacts,
)
from awards.rules.kinds import QuotaMode, StepRole
from awards.rules.problems import Problem, sheet_problems
from awards.sheets.contents import Contents
from awards.sheets.subject_teachers import subject_facts


def problems_of(sheets: Sequence[ClassRound], day: dt.date | None = None) -> dict[int, list[Problem]]:
    """Find the problems of each sheet by its key. All sheets are of one round; six queries however many there are.

    Two more where the scheme limits how often a star may be had, up to two where subject teachers have been asked.

    Each sheet needs ``round__term__pinned__scheme`` loaded. ``day`` is the day asked about, today if not said: until
    their days are over, subject teachers may still speak.
    """
    return {pk: sheet_problems(facts) for pk, facts in facts_of(sheets, day).items()}


def facts_of(sheets: Sequence[ClassRound], day: dt.date | None = None) -> dict[int, SheetFacts]:
    """Give the facts of each sheet by its key, as :func:`problems_of`."""
    return facts_in(Contents.of_sheets(sheets, placed=True), day) if sheets else {}


def facts_in(found: Sequence[Contents], day: dt.date | None = None) -> dict[int, SheetFacts]:
    """Give the facts of sheets that have been read, by their keys; only subject teachers are asked about."""
    subjects = subject_facts(found, day or timezone.localdate())
    return {contents.sheet.pk: _facts(contents, subjects[contents.sheet.pk]) for contents in found}


def _facts(contents: Contents, subjects: SubjectFacts) -> SheetFacts:
    scheme, placed, stage = contents.scheme, contents.placed(), contents.stage
    committee = stage.step_of(StepRole.COMMITTEE)
    names = {line.student_id: contents.name_of(line) for line in placed}
    return SheetFacts(
        items=tuple(
            ItemFact(item.code, item.name, contents.quota, item.counts_toward_cap) for item in contents.items.values()
        ),
        pupils=tuple(PupilFact(pk, name, pk in contents.people) for pk, name in names.items()),
        lines=tuple(LineFact(line.student_id, contents.items[line.item_id].code) for line in placed),
        steps=tuple(_step_fact(step, stage.held.get(step.pk)) for step in stage.steps),
        subjects=subjects,
        cap=contents.cap,
        roster_size=len(contents.people),
        quota_mode=QuotaMode(scheme.quota_mode),
        repeats_max=scheme.item_repeats_per_term,
        repeats=tuple(_repeats(contents)),
        undecided=contents.undecided,
        awaited=committee.name if committee is not None and committee.pk not in stage.held else "",
        voted=contents.voted,
        pending=tuple(_pending(contents)),
    )


def _repeats(contents: Contents) -> Iterator[RepeatFact]:
    for line in contents.placed():
        times = contents.taken.get((line.student_id, line.item_id))
        if times:
            yield RepeatFact(line.student_id, contents.items[line.item_id].code, times)


def _pending(contents: Contents) -> Iterator[PendingFact]:
    waiting = Counter((one.item_id, one.pasted) for one in contents.pending)
    for pk, item in contents.items.items():
        for pasted in (False, True):
            if waiting[pk, pasted]:
                yield PendingFact(item.code, waiting[pk, pasted], pasted)


def _step_fact(step: Step, held: HeldStep | None) -> StepFact:
    if held is None:
        return StepFact(step.code, step.name, held=False, required=step.required)
    return StepFact(
        step.code,
        step.name,
        held=True,
        on_paper=held.on_paper,
        required=step.required,
        held_on=held.held_on,
        participants=held.participants,
    )
