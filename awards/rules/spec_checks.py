"""Whether a scheme makes sense as a whole: what types alone cannot say."""

import re
from collections import Counter
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, fields
from itertools import pairwise
from typing import Protocol

from awards.rules.kinds import CHAMPION_KINDS, StepRole
from awards.rules.spec import ItemSpec, LevelSpec, RewardsSpec, SchemeSpec, StepSpec

CODE = re.compile(r"[a-z][a-z0-9_]*")
NOTICE_DAYS = (1, 15)  # A35


@dataclass(frozen=True)
class SpecProblem:
    """What is wrong with a scheme, and at which key (list places are counted from 1)."""

    path: str
    reason: str


class Coded(Protocol):
    """Anything a scheme lists under a code and a name."""

    @property
    def code(self) -> str: ...

    @property
    def name(self) -> str: ...


def spec_problems(spec: SchemeSpec) -> list[SpecProblem]:
    """Every contradiction in a scheme, in the order of its text; empty when it may be used."""
    return [
        *_list_problems("items", spec.items),
        *_item_problems(spec.items, spec.champions.public),
        *_cap_problems(spec),
        *_list_problems("steps", spec.steps),
        *_step_problems(spec.steps),
        *_period_problems(spec),
        *_list_problems("exam_kinds", spec.exam_kinds),
        *_list_problems("deductions.grounds", spec.deductions.grounds),
        *_deduction_problems(spec),
        *_level_problems(spec.levels),
        *_reward_problems(spec.rewards, len(spec.levels)),
    ]


def _list_problems(path: str, rows: Sequence[Coded]) -> Iterator[SpecProblem]:
    if not rows:
        yield SpecProblem(path, "must not be empty")
    for place, row in enumerate(rows, start=1):
        if not CODE.fullmatch(row.code):
            yield SpecProblem(f"{path}[{place}].code", f"{row.code!r} is not lower-case letters, digits and _")
    yield from _repeated(path, "code", (row.code for row in rows))
    yield from _repeated(path, "name", (row.name for row in rows))


def _repeated(path: str, key: str, values: Iterable[str]) -> Iterator[SpecProblem]:
    for value, count in Counter(values).items():
        if count > 1:
            yield SpecProblem(path, f"{key} {value!r} is used {count} times")


def _item_problems(items: Sequence[ItemSpec], champions_public: bool) -> Iterator[SpecProblem]:
    for place, item in enumerate(items, start=1):
        path = f"items[{place}]"
        yield from _outside(f"{path}.value", item.value, 0)
        if not item.criteria:
            yield SpecProblem(f"{path}.criteria", "must not be empty")
        if item.kind in CHAMPION_KINDS and item.public and not champions_public:
            yield SpecProblem(f"{path}.public", "a champion star is public only where champions.public is true")
    yield from _repeated("items", "kind", (item.kind.value for item in items if item.kind in CHAMPION_KINDS))


def _cap_problems(spec: SchemeSpec) -> Iterator[SpecProblem]:
    caps, quota = spec.caps, spec.caps.item_quota
    yield from _outside("caps.self_report_max", caps.self_report_max, 0)
    yield from _outside("caps.item_repeats_per_term", caps.item_repeats_per_term, 0)
    yield from _outside("caps.item_quota.number", quota.number, 1)
    yield from _outside("caps.item_quota.percent", quota.percent, 1, 100)
    yield from _outside("caps.item_quota.minimum", quota.minimum, 0)


def _step_problems(steps: Sequence[StepSpec]) -> Iterator[SpecProblem]:
    for place, step in enumerate(steps, start=1):
        if not (step.paper or step.online):
            yield SpecProblem(f"steps[{place}]", "must be allowed on paper or online")
    for place, (before, step) in enumerate(pairwise(steps), start=2):
        if step.due_days < before.due_days:
            yield SpecProblem(f"steps[{place}].due_days", f"is due before the step {before.code!r} ahead of it")
    if not any(step.role == StepRole.OFFICE for step in steps):
        yield SpecProblem("steps", "no step is the office's, so nothing could be filed")


def _period_problems(spec: SchemeSpec) -> Iterator[SpecProblem]:
    yield from _outside("subject_teachers.days", spec.subject_teachers.days, 0)
    yield from _outside("notice.days", spec.notice.days, *NOTICE_DAYS)
    yield from _outside("objections.reply_days", spec.objections.reply_days, 1)


def _deduction_problems(spec: SchemeSpec) -> Iterator[SpecProblem]:
    yield from _outside("deductions.max_per_term", spec.deductions.max_per_term, 0)
    for place, ground in enumerate(spec.deductions.grounds, start=1):
        yield from _outside(f"deductions.grounds[{place}].stars", ground.stars, 1)
        yield from _outside(f"deductions.grounds[{place}].min_records", ground.min_records, 0)


def _level_problems(levels: Sequence[LevelSpec]) -> Iterator[SpecProblem]:
    if not levels:
        yield SpecProblem("levels", "must not be empty")
    yield from _repeated("levels", "name", (level.name for level in levels))
    below = 0
    for place, level in enumerate(levels, start=1):
        if level.lower_bound <= below:
            yield SpecProblem(f"levels[{place}].lower_bound", f"{level.lower_bound} is not above {below}")
        below = level.lower_bound


def _reward_problems(rewards: RewardsSpec, level_count: int) -> Iterator[SpecProblem]:
    for field in fields(rewards):
        most = level_count if field.name.endswith("_from") else None
        yield from _outside(f"rewards.{field.name}", getattr(rewards, field.name), 0, most)


def _outside(path: str, value: int, least: int, most: int | None = None) -> Iterator[SpecProblem]:
    if value < least:
        yield SpecProblem(path, f"{value} is below {least}")
    if most is not None and value > most:
        yield SpecProblem(path, f"{value} is above {most}")
