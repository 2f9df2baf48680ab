"""Whether a scheme makes sense as a whole: what types alone cannot say."""

import re
from collections import Counter
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, fields
from itertools import pairwise
from typing import Protocol

from django.utils.translation import gettext as _

from awards.rules.kinds import CHAMPION_KINDS, StepRole
from awards.rules.scheme.spec import ItemSpec, LevelSpec, RewardsSpec, SchemeSpec, StepSpec
from starrating.own_words import in_own_words

CODE = re.compile(r"[a-z][a-z0-9_]*")
NOTICE_DAYS = (1, 15)  # A35
MONTHS = (1, 12)
DUE_DAYS = 60  # A step is due at most so many days before or after the round's last.
MOST_STARS = 999


@dataclass(frozen=True)
class SpecProblem:
    """What is wrong with a scheme, and at which key (list places are counted from 1).

    A `later` problem may stand in a draft and only keeps it from being published; any other keeps it from being saved.
    """

    path: str
    reason: str
    later: bool = False


class Coded(Protocol):
    """Anything a scheme lists under a code and a name."""

    @property
    def code(self) -> str: ...

    @property
    def name(self) -> str: ...


def spec_problems(spec: SchemeSpec) -> list[SpecProblem]:
    """List every contradiction in a scheme, in the order of its text; empty when it may be used."""
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
        yield _nothing_in(path)
    for place, row in enumerate(rows, start=1):
        if not CODE.fullmatch(row.code):
            reason = _("%(value)s is not lower-case letters, digits and _") % {"value": repr(row.code)}
            yield SpecProblem(f"{path}[{place}].code", reason)
    yield from _repeated(path, "code", (row.code for row in rows))
    yield from _repeated(path, "name", (row.name for row in rows))


def _repeated(path: str, key: str, values: Iterable[str]) -> Iterator[SpecProblem]:
    for value, count in Counter(values).items():
        if count > 1:
            reason = _("%(key)s %(value)s is used %(count)d times")
            yield SpecProblem(path, reason % {"key": key, "value": repr(value), "count": count})


def _nothing_in(path: str) -> SpecProblem:
    return SpecProblem(path, _("must not be empty"), later=True)


def _item_problems(items: Sequence[ItemSpec], champions_public: bool) -> Iterator[SpecProblem]:
    for place, item in enumerate(items, start=1):
        path = f"items[{place}]"
        yield from _outside(f"{path}.value", item.value, 0, MOST_STARS)
        if not item.criteria:
            yield _nothing_in(f"{path}.criteria")
        yield from _month_problems(path, item)
        if item.kind in CHAMPION_KINDS and item.public and not champions_public:
            reason = _("a champion star is public only where champions.public is true")
            yield SpecProblem(f"{path}.public", reason, later=True)
    yield from _repeated("items", "kind", (item.kind.value for item in items if item.kind in CHAMPION_KINDS))


def _month_problems(path: str, item: ItemSpec) -> Iterator[SpecProblem]:
    for month in item.months:
        yield from _outside(f"{path}.months", month, *MONTHS)
    if item.months and item.kind in CHAMPION_KINDS:
        yield SpecProblem(f"{path}.months", _("a champion star follows an exam and has no months"), later=True)


def _cap_problems(spec: SchemeSpec) -> Iterator[SpecProblem]:
    caps, quota = spec.caps, spec.caps.item_quota
    yield from _outside("caps.self_report_max", caps.self_report_max, 0, MOST_STARS)
    yield from _outside("caps.item_repeats_per_term", caps.item_repeats_per_term, 0, MOST_STARS)
    yield from _outside("caps.item_quota.number", quota.number, 1, MOST_STARS)
    yield from _outside("caps.item_quota.percent", quota.percent, 1, 100)
    yield from _outside("caps.item_quota.minimum", quota.minimum, 0, MOST_STARS)


def _step_problems(steps: Sequence[StepSpec]) -> Iterator[SpecProblem]:
    for place, step in enumerate(steps, start=1):
        if not (step.paper or step.online):
            yield SpecProblem(f"steps[{place}]", _("must be allowed on paper or online"), later=True)
        yield from _outside(f"steps[{place}].due_days", step.due_days, -DUE_DAYS, DUE_DAYS)
    for place, (before, step) in enumerate(pairwise(steps), start=2):
        if step.due_days < before.due_days:
            reason = _("is due before the step %(step)s ahead of it") % {"step": repr(before.code)}
            yield SpecProblem(f"steps[{place}].due_days", reason, later=True)
    if not any(step.role == StepRole.OFFICE for step in steps):
        yield SpecProblem(
            "steps", in_own_words(_("no step is the %(office)s's, so nothing could be filed")), later=True
        )


def _period_problems(spec: SchemeSpec) -> Iterator[SpecProblem]:
    yield from _outside("subject_teachers.days", spec.subject_teachers.days, 0, DUE_DAYS)
    yield from _outside("notice.days", spec.notice.days, *NOTICE_DAYS)
    yield from _outside("objections.reply_days", spec.objections.reply_days, 1, DUE_DAYS)


def _deduction_problems(spec: SchemeSpec) -> Iterator[SpecProblem]:
    yield from _outside("deductions.max_per_term", spec.deductions.max_per_term, 0, MOST_STARS)
    for place, ground in enumerate(spec.deductions.grounds, start=1):
        yield from _outside(f"deductions.grounds[{place}].stars", ground.stars, 1, MOST_STARS)
        yield from _outside(f"deductions.grounds[{place}].min_records", ground.min_records, 0, MOST_STARS)


def _level_problems(levels: Sequence[LevelSpec]) -> Iterator[SpecProblem]:
    if not levels:
        yield _nothing_in("levels")
    yield from _repeated("levels", "name", (level.name for level in levels))
    below = 0
    for place, level in enumerate(levels, start=1):
        if level.lower_bound <= below:
            reason = _("%(value)d is not above %(below)d") % {"value": level.lower_bound, "below": below}
            yield SpecProblem(f"levels[{place}].lower_bound", reason)
        yield from _outside(f"levels[{place}].lower_bound", level.lower_bound, most=MOST_STARS)
        below = level.lower_bound


def _reward_problems(rewards: RewardsSpec, level_count: int) -> Iterator[SpecProblem]:
    """Find rewards from a level that is not there; a draft may have some, its levels may be still to come."""
    for field in fields(rewards):
        path, value = f"rewards.{field.name}", getattr(rewards, field.name)
        yield from _outside(path, value, 0, MOST_STARS)
        if field.name.endswith("_from"):
            yield from _outside(path, value, most=level_count, later=True)


def _outside(
    path: str, value: int, least: int | None = None, most: int | None = None, *, later: bool = False
) -> Iterator[SpecProblem]:
    if least is not None and value < least:
        yield SpecProblem(path, _("%(value)d is below %(least)d") % {"value": value, "least": least}, later)
    if most is not None and value > most:
        yield SpecProblem(path, _("%(value)d is above %(most)d") % {"value": value, "most": most}, later)
