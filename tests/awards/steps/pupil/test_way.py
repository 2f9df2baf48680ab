"""What a pupil is told of each star of the month and of what comes next: every sentence, by what it stands for."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterator

import pytest
from django.utils import translation

from awards.models import (
    ClassRound,
    Decision,
    HeldStep,
    LineState,
    Nomination,
    Round,
    Scheme,
    SheetState,
    Step,
    TermScheme,
    Verdict,
)
from awards.rules.kinds import StepRole
from awards.sheets.stage import Stage
from awards.steps.pupil.way import _way, _where, what_comes_next
from students.models import School, SchoolClass, Term

PUPIL, GROUP, COMMITTEE, TEACHER = StepRole.PUPIL, StepRole.GROUP_LEADER, StepRole.COMMITTEE, StepRole.HOMEROOM
OPEN, CHOSEN, DROPPED = SheetState.OPEN, LineState.CHOSEN, LineState.DROPPED
LAST = dt.date(2025, 9, 30)
NAMES = {PUPIL: "自报", GROUP: "小组", COMMITTEE: "评议", TEACHER: "审核"}
STEPS = [
    Step(pk=pk, order=pk, role=role, name=NAMES[role], online=True, due_days=pk - 9)
    for pk, role in enumerate(NAMES, start=1)
]


@pytest.fixture(autouse=True)
def _english() -> Iterator[None]:
    with translation.override("en"):
        yield


def sheet_in(state: SheetState, **values: object) -> ClassRound:
    """A sheet that is nowhere in the database."""
    school, term = School(office_name="德育处"), Term(school_year=2025, ordinal=1)
    term.pinned = TermScheme(term=term, scheme=Scheme(committee_name="评星小组", unit="star"))
    round_ = Round(term=term, label="2025-09", starts_on=LAST.replace(day=1), ends_on=LAST)
    return ClassRound(round=round_, school_class=SchoolClass(school=school), state=state, **values)


def stage_at(role: StepRole | None) -> Stage:
    """The stage at which that role's step is open; none: all are over."""
    held = {}
    for step in STEPS:
        if step.role == role:
            break
        held[step.pk] = HeldStep(step=step)
    return Stage(STEPS, held)


def last_of(verdict: Verdict | None, role: StepRole | None) -> Decision | None:
    step = next((step for step in STEPS if step.role == role), None)
    return Decision(verdict=verdict, step=step) if verdict else None


STARS: list[tuple[SheetState, LineState, StepRole | None, bool | None, Verdict | None, StepRole | None, str, str]] = [
    (OPEN, LineState.PROPOSED, PUPIL, None, None, None, "You have put yourself forward for this star.", "aaaaa"),
    (OPEN, LineState.PROPOSED, GROUP, None, None, None, "Your group is talking about it.", "naaaa"),
    (OPEN, LineState.PROPOSED, GROUP, True, None, None, "Your group agrees. Next, the 评星小组 looks at it.", "daaaa"),
    (OPEN, LineState.PROPOSED, COMMITTEE, True, None, None, "The 评星小组 is looking at it.", "dnaaa"),
    (OPEN, LineState.PROPOSED, TEACHER, True, None, None, "Your teachers are looking at it.", "ddnaa"),
    (SheetState.RETURNED, LineState.PROPOSED, None, True, None, None, "Your teachers are looking at it.", "ddnaa"),
    (
        SheetState.SUBMITTED, LineState.PROPOSED, None, True, None, None,
        "This star is not on the list this month. Ask your homeroom teacher why, and try again next month.", "dde",
    ),
    (OPEN, CHOSEN, TEACHER, True, None, None, "The 评星小组 has chosen you. Your teachers are looking at it.", "ddnaa"),
    (
        SheetState.SUBMITTED, CHOSEN, None, True, None, None,
        "Your teachers agree. After the office has looked at it, it is put on notice.", "dddaa",
    ),
    (
        SheetState.IN_NOTICE, CHOSEN, None, True, None, None,
        "You are on the notice. When its time is over, this star is yours.", "dddna",
    ),
    (
        SheetState.IN_NOTICE, LineState.DISPUTED, None, True, None, None,
        "Somebody has a question about this star. It is being looked into; nothing is decided yet.", "dddna",
    ),
    (SheetState.FINAL, LineState.FINAL, None, True, None, None, "This star is yours. Well done!", "ddddd"),
    (
        OPEN, DROPPED, TEACHER, True, Verdict.NO_PLACE, COMMITTEE,
        "The 评星小组 was for you, but no place was left this month. Well done; try again next month.", "de",
    ),
    (
        OPEN, DROPPED, TEACHER, True, Verdict.DECLINED, COMMITTEE,
        "You were not chosen for this star this month. Your effort counts; try again next month.", "de",
    ),
    (
        OPEN, DROPPED, COMMITTEE, None, Verdict.DECLINED, GROUP,
        "Your group thinks: not yet this month. Ask what you can still do for it, and try again next month.", "e",
    ),
    (
        OPEN, DROPPED, COMMITTEE, False, Verdict.STRUCK, TEACHER,
        "Your group thinks: not yet this month. Ask what you can still do for it, and try again next month.", "e",
    ),
    (
        OPEN, DROPPED, TEACHER, True, Verdict.STRUCK, TEACHER,
        "This star is not on the list this month. Ask your homeroom teacher why, and try again next month.", "dde",
    ),
    (
        SheetState.IN_NOTICE, DROPPED, None, True, Verdict.UPHELD, None,
        "Somebody had a question about this star, and the school has taken it off the list."
        " Ask your homeroom teacher to explain it, and say so if you see it differently.", "ddde",
    ),
    (
        SheetState.FINAL, DROPPED, None, True, Verdict.REVERSED, None,
        "This star was revoked later. Read why under “My stars”, and ask your homeroom teacher about it.", "dddde",
    ),
]  # fmt: skip


@pytest.mark.parametrize(("state", "line", "at", "agreed", "verdict", "by", "told", "way"), STARS)
def test_each_star_is_told_where_it_stands(
    state: SheetState,
    line: LineState,
    at: StepRole | None,
    agreed: bool | None,
    verdict: Verdict | None,
    by: StepRole | None,
    told: str,
    way: str,
) -> None:
    sheet, stage = sheet_in(state), stage_at(at)
    where = _where(sheet, stage, Nomination(state=line, group_agreed=agreed), last_of(verdict, by))
    stops = _way(sheet, stage, where)
    labels = ["Group", "评星小组", "Teachers", "Notice", "Yours"]
    assert (where.told, "".join(stop.state[0] for stop in stops)) == (told, way)
    assert [stop.label for stop in stops] == labels[: len(stops)]


@pytest.mark.parametrize(
    ("state", "now", "then"),
    [
        (
            SheetState.SUBMITTED,
            "Your class has finished. The 德育处 looks at the sheet now.",
            "Then it is put on notice, for everybody in your class to read.",
        ),
        (
            SheetState.IN_NOTICE,
            "The stars of your class are on notice until the end of 11 October 2025.",
            "After that they count.",
        ),
        (SheetState.FINAL, "This month is over.", "What you have won is under “My stars”."),
        (OPEN, "Your class has finished talking.", "Your homeroom teacher submits the sheet."),
    ],
)
def test_what_comes_after_the_class_is_told(state: SheetState, now: str, then: str) -> None:
    sheet = sheet_in(state, notice_until=dt.date(2025, 10, 11))
    told = what_comes_next(sheet, stage_at(None), LAST, may_declare=False)
    assert (told.now, told.then, told.late) == (now, then, False)


@pytest.mark.parametrize(
    ("at", "may_declare", "until", "overdue", "then"),
    [
        (
            PUPIL, True, "Choose your stars until the end of 22 September 2025. You can change your mind until then.",
            "22 September 2025 was the last day, but choosing is still open. Do it today.",
            "Then your group talks about it.",
        ),
        (
            PUPIL, False, "You can no longer choose for this month.", "You can no longer choose for this month.",
            "Then your group talks about it.",
        ),
        (
            GROUP, False, "Choosing is over. Your group talks about it until the end of 23 September 2025.",
            "Choosing is over. Your group talks about it now.", "Then the 评星小组 talks about it.",
        ),
        (
            COMMITTEE, False, "The 评星小组 talks about it until the end of 24 September 2025.",
            "The 评星小组 talks about it now.", "Then your teachers look at it.",
        ),
        (
            TEACHER, False, "Your teachers look at it until the end of 25 September 2025.",
            "Your teachers look at it now.",
            "Then the sheet goes to the school.",
        ),
    ],
)  # fmt: skip
def test_what_comes_next_in_the_class_is_told(
    at: StepRole, may_declare: bool, until: str, overdue: str, then: str
) -> None:
    stage, due = stage_at(at), LAST + dt.timedelta(days=STEPS[list(NAMES).index(at)].due_days)
    for day, now in ((due, until), (due + dt.timedelta(days=1), overdue)):
        told = what_comes_next(sheet_in(OPEN), stage, day, may_declare=may_declare)
        assert (told.now, told.then, told.late) == (now, then, may_declare and day > due)


def test_a_step_on_paper_is_told_by_its_name() -> None:
    steps = [Step(pk=1, order=1, role=GROUP, name="小组互评", online=False, due_days=0)]
    assert what_comes_next(sheet_in(OPEN), Stage(steps, {}), LAST, may_declare=False).now == (
        "小组互评: this is done on paper, in class."
    )
