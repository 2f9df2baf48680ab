"""A pupil's month: the stars to choose from, what comes next and until when, and what has become of the choice."""

import datetime as dt
from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass, replace

from django.urls import reverse

from awards.deeds.beside import deeds_beside
from awards.models import (
    ENTRY_STATES,
    LIVE_STATES,
    PLACED_STATES,
    ClassRound,
    Deed,
    Goal,
    LineSource,
    Nomination,
    SheetState,
    StarItem,
)
from awards.rules.kinds import StepRole
from awards.sheets.contents import taken
from awards.sheets.stage import Stage
from awards.sheets.workflow import Verb, may
from awards.steps.pupil.own_lines import LONGEST_STATEMENT
from awards.steps.pupil.way import Next, OwnStar, own_stars, what_comes_next
from students.permits.roles import Standing


@dataclass(frozen=True)
class Choice:
    """One star to choose: ``fixed`` says why its tick is not the pupil's to change, ``used_up`` why it cannot be."""

    item: StarItem
    ticked: bool
    statement: str
    is_goal: bool
    fixed: str = ""
    used_up: bool = False
    refusal: str = ""
    # What speaks for it, each to be pressed; not where the tick is not the pupil's to change.
    deeds: Sequence[Deed] = ()


@dataclass(frozen=True)
class Typed:
    """What was sent and could not be saved whole: it is shown again as typed, with the reasons by star."""

    ticked: Collection[int]
    statements: Mapping[int, str]
    refusals: Mapping[int, str]


@dataclass(frozen=True)
class PupilMonth:
    """A pupil's month; ``limit`` 0 is no limit, ``stars`` is what has become of the choice. Lists may be empty."""

    sheet: ClassRound
    sheets: Sequence[ClassRound]
    next: Next
    may_declare: bool
    choices: Sequence[Choice]
    shown: str
    chosen: int
    limit: int
    goals: Sequence[str]
    stars: Sequence[OwnStar]
    notice_url: str
    longest: int = LONGEST_STATEMENT


def sheet_to_show(sheets: Sequence[ClassRound], stages: Mapping[int, Stage]) -> ClassRound | None:
    """Give the oldest month in which the pupil can still choose, else the latest; ``sheets`` are latest first."""
    open_ = [sheet for sheet in sheets if sheet.state in ENTRY_STATES and stages[sheet.pk].is_at(StepRole.PUPIL)]
    if open_:
        return open_[-1]
    return sheets[0] if sheets else None


def pupil_month(
    sheet: ClassRound,
    sheets: Sequence[ClassRound],
    stage: Stage,
    standing: Standing,
    day: dt.date,
    typed: Typed | None = None,
) -> PupilMonth:
    """Gather the page of ``sheet``, one of ``sheets``, whose student is ``standing``'s; six queries at most."""
    student_pk = standing.student_id or 0
    lines = list(
        Nomination.objects.filter(class_round=sheet, student=student_pk).select_related("item").order_by("item__order")
    )
    goals = dict(
        Goal.objects.filter(class_round=sheet, student=student_pk)
        .order_by("item__order")
        .values_list("item", "item__name")
    )
    scheme = sheet.round.term.pinned.scheme
    may_declare = may(sheet.state, Verb.DECLARE, standing.toward(sheet.school_class)) and stage.is_at(StepRole.PUPIL)
    choices = _choices(sheet, student_pk, lines, goals, typed) if may_declare else []
    return PupilMonth(
        sheet=sheet,
        sheets=sheets[::-1],
        next=what_comes_next(sheet, stage, day, may_declare=may_declare),
        may_declare=may_declare,
        choices=choices,
        shown=" ".join(str(line.item_id) for line in lines if line.state in LIVE_STATES),
        chosen=sum(choice.ticked and choice.item.counts_toward_cap for choice in choices),
        limit=scheme.self_report_max,
        goals=list(goals.values()),
        stars=own_stars(sheet, stage, lines) if lines else [],
        notice_url=_notice_url(sheet, day),
    )


def _choices(
    sheet: ClassRound, student_pk: int, lines: Sequence[Nomination], goals: Collection[int], typed: Typed | None
) -> list[Choice]:
    by_item = {line.item_id: line for line in lines if line.state in LIVE_STATES}
    scheme = sheet.round.term.pinned.scheme
    used = taken(sheet, [student_pk])
    deeds = deeds_beside(sheet.round, [student_pk])
    found = []
    for item in StarItem.objects.of_round(sheet.round):
        line = by_item.get(item.pk)
        most = scheme.item_repeats_per_term
        choice = Choice(
            item=item,
            ticked=line is not None,
            statement=line.statement if line else "",
            is_goal=item.pk in goals,
            fixed=_fixed(line),
            used_up=bool(most) and line is None and used.get((student_pk, item.pk), 0) >= most,
            deeds=deeds.get((student_pk, item.pk), ()),
        )
        found.append(_as_typed(choice, typed) if typed else choice)
    return found


def _fixed(line: Nomination | None) -> str:
    """Say why the pupil cannot change the line: the teacher has entered or nominated it (A6)."""
    if line is None:
        return ""
    if line.state in PLACED_STATES:
        return "entered"
    return "behalf" if line.source != LineSource.SELF else ""


def _as_typed(choice: Choice, typed: Typed) -> Choice:
    if choice.fixed:
        return choice
    pk = choice.item.pk
    statement = typed.statements.get(pk, choice.statement)
    return replace(choice, ticked=pk in typed.ticked, statement=statement, refusal=typed.refusals.get(pk, ""))


def _notice_url(sheet: ClassRound, day: dt.date) -> str:
    """Give the address of the class's own notice, while it is up."""
    up = sheet.state in (SheetState.IN_NOTICE, SheetState.FINAL)
    if not up or sheet.notice_until is None or sheet.notice_until < day:
        return ""
    return reverse("reports:class_notice", args=[sheet.pk])
