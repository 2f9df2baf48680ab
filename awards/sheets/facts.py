"""From rows to the plain facts that the rules check: for one sheet or for a whole board, in the same few queries."""

from __future__ import annotations

import datetime as dt
from collections import defaultdict
from collections.abc import Collection, Iterable, Iterator, Mapping, Sequence
from itertools import takewhile

from django.utils import timezone

from awards.models import ClassRound, HeldStep, Nomination, Scheme, StarItem, Step
from awards.rules.facts import ItemFact, LineFact, PupilFact, RepeatFact, SheetFacts, StepFact, SubjectFacts
from awards.rules.kinds import QuotaKind, QuotaMode, Rounding, StepRole
from awards.rules.problems import Problem, sheet_problems
from awards.rules.quota import item_quota
from awards.sheets.repeats import TakenStars, taken
from awards.sheets.subject_teachers import subject_facts
from students.models import Enrolment


def quota_in_class(scheme: Scheme, class_size: int) -> int:
    """Give how many winners one item may have in a class of that size (A7, A8)."""
    return item_quota(
        QuotaKind(scheme.quota_kind),
        scheme.quota_number,
        scheme.quota_percent,
        Rounding(scheme.quota_rounding),
        scheme.quota_minimum,
        class_size,
    )


def class_steps(steps: Iterable[Step]) -> list[Step]:
    """Give a class's steps: those before the office's, since filing and notice follow from the sheet (五3)."""
    return list(takewhile(lambda step: step.role != StepRole.OFFICE, sorted(steps, key=lambda step: step.order)))


def problems_of(sheets: Sequence[ClassRound], day: dt.date | None = None) -> dict[int, list[Problem]]:
    """Find the problems of each sheet by its key. All sheets are of one round; six queries however many there are.

    Two more where the scheme limits how often a star may be had, up to two where subject teachers have been asked.

    Each sheet needs ``round__term__pinned__scheme`` loaded. ``day`` is the day asked about, today if not said: until
    their days are over, subject teachers may still speak.
    """
    return {pk: sheet_problems(facts) for pk, facts in facts_of(sheets, day).items()}


def facts_of(sheets: Sequence[ClassRound], day: dt.date | None = None) -> dict[int, SheetFacts]:
    """Give the facts of each sheet by its key, as :func:`problems_of`."""
    if not sheets:
        return {}
    round_ = sheets[0].round
    scheme = round_.term.pinned.scheme
    items = StarItem.objects.of_round(round_)
    steps = class_steps(Step.objects.filter(scheme=scheme))
    lines = _lines(sheets)
    rosters = _rosters(sheets, round_.ends_on)
    held = _held(sheets)
    subjects = subject_facts(sheets, steps, held, day or timezone.localdate())
    had = taken(sheets[0], {line.student_id for of_sheet in lines.values() for line in of_sheet})
    return {
        sheet.pk: facts_from(
            scheme,
            items,
            steps,
            [LineFact(line.student_id, line.item.code) for line in lines[sheet.pk]],
            {line.student_id: line.student.name for line in lines[sheet.pk]},
            frozenset(rosters[sheet.school_class_id]),
            held[sheet.pk],
            had,
            subjects[sheet.pk],
        )
        for sheet in sheets
    }


def _lines(sheets: Sequence[ClassRound]) -> dict[int, list[Nomination]]:
    found: dict[int, list[Nomination]] = defaultdict(list)
    for line in Nomination.objects.placed().filter(class_round__in=sheets).select_related("student", "item"):
        found[line.class_round_id].append(line)
    return found


def _rosters(sheets: Sequence[ClassRound], day: dt.date) -> dict[int, dict[int, int | None]]:
    """Give by class the pupils in it on ``day``, with their seats."""
    rows = (
        Enrolment.objects.active_on(day)
        .filter(school_class__in=[sheet.school_class_id for sheet in sheets])
        .values_list("school_class_id", "student_id", "seat")
    )
    found: dict[int, dict[int, int | None]] = defaultdict(dict)
    for class_pk, student_pk, seat in rows:
        found[class_pk][student_pk] = seat
    return found


def _held(sheets: Sequence[ClassRound]) -> dict[int, dict[int, HeldStep]]:
    found: dict[int, dict[int, HeldStep]] = defaultdict(dict)
    for held in HeldStep.objects.filter(class_round__in=sheets):
        found[held.class_round_id][held.step_id] = held
    return found


def facts_from(
    scheme: Scheme,
    items: Sequence[StarItem],
    steps: Sequence[Step],
    lines: Sequence[LineFact],
    names: Mapping[int, str],
    roster: Collection[int],
    held: Mapping[int, HeldStep],
    had: TakenStars,
    subjects: SubjectFacts,
) -> SheetFacts:
    """Give a sheet's facts from what is loaded: ``names`` of those on it, the ``roster`` of the class by key.

    ``had`` is how often pupils have had stars in the term's other rounds.
    """
    quota = quota_in_class(scheme, len(roster))
    return SheetFacts(
        items=tuple(ItemFact(item.code, item.name, quota, item.counts_toward_cap) for item in items),
        pupils=tuple(PupilFact(pk, name, pk in roster) for pk, name in names.items()),
        lines=tuple(lines),
        steps=tuple(_step_fact(step, held.get(step.pk)) for step in steps),
        subjects=subjects,
        cap=scheme.self_report_max,
        roster_size=len(roster),
        quota_mode=QuotaMode(scheme.quota_mode),
        repeats_max=scheme.item_repeats_per_term,
        repeats=tuple(_repeats(items, names, had)),
    )


def _repeats(items: Sequence[StarItem], names: Mapping[int, str], had: TakenStars) -> Iterator[RepeatFact]:
    codes = {item.pk: item.code for item in items}
    for (student_pk, item_pk), times in had.items():
        if student_pk in names and item_pk in codes:
            yield RepeatFact(student_pk, codes[item_pk], times)


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
