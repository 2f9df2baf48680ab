"""A pupil's term as a stair: each month's stars are a step on top of those before, levels are quiet lines across.

Only what adds up to the total of the page is drawn. What is of no month's star (brought along, taken) is one last
step, as on the guardian's page, so that the drawing tells no more than the words beside it.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from itertools import accumulate

from awards.models import Level
from starrating.joiners import signed

# The drawing's own units, as wide as a phone: letters keep their size there and grow little elsewhere.
WIDTH, HEIGHT = 328, 210
_TOP, _BOTTOM, _SIDE = 24, 40, 4
# Of a step's place, what the step itself takes.
_FILL = 0.72


@dataclass(frozen=True)
class Month:
    """What a month, or everything that is of none, adds to the total."""

    label: str
    stars: int


@dataclass(frozen=True)
class Climb:
    """From what total to what total a month led, and where that is drawn."""

    label: str
    stars: int
    since: int
    until: int
    x: float
    y: float
    width: float
    height: float
    # What was there before and lies under the step, from the ground up.
    carried_y: float
    carried: float

    @property
    def middle(self) -> float:
        return round(self.x + self.width / 2, 1)

    @property
    def above(self) -> float:
        return round(self.y - 5, 1)

    @property
    def signed(self) -> str:
        return signed(self.stars, plus=True)

    @property
    def is_down(self) -> bool:
        return self.until < self.since


@dataclass(frozen=True)
class LevelLine:
    """A level's line at the height ``y``."""

    name: str
    bound: int
    y: float
    reached: bool
    is_next: bool

    @property
    def above(self) -> float:
        return round(self.y - 5, 1)


@dataclass(frozen=True)
class TermChart:
    climbs: Sequence[Climb]
    lines: Sequence[LevelLine]
    ground: float
    total: int
    width: int = WIDTH
    height: int = HEIGHT
    # Where the months' names stand, and below them what each added.
    label_at: int = HEIGHT - 22
    gain_at: int = HEIGHT - 5

    @property
    def has_stars(self) -> bool:
        return any(climb.stars for climb in self.climbs)


@dataclass(frozen=True)
class _Scale:
    top: int
    bottom: int

    def y(self, stars: int) -> float:
        room = HEIGHT - _TOP - _BOTTOM
        return round(_TOP + room * (self.top - stars) / (self.top - self.bottom), 1)


def term_chart(months: Sequence[Month], levels: Sequence[Level], *, total: int, other: str) -> TermChart:
    """Draw the stair of ``months``, with a last step named ``other`` to ``total`` where they are not the same."""
    rest = total - sum(month.stars for month in months)
    steps = [*months, Month(other, rest)] if rest else list(months)
    heights = list(accumulate((step.stars for step in steps), initial=0))
    scale = _Scale(top_of(heights, levels), min(0, *heights))
    return TermChart(_climbs(steps, heights, scale), _lines(levels, total, scale), scale.y(0), total)


def _lines(levels: Sequence[Level], total: int, scale: _Scale) -> list[LevelLine]:
    coming = min((level.lower_bound for level in levels if level.lower_bound > total), default=0)
    return [
        LevelLine(level.name, bound, scale.y(bound), total >= bound, bound == coming)
        for level in levels
        if (bound := level.lower_bound) <= scale.top
    ]


def top_of(heights: Sequence[int], levels: Sequence[Level]) -> int:
    """Go as high as the next level: what is within reach is seen, and what is far off makes no child small."""
    highest = max(heights)
    ahead = [level.lower_bound for level in levels if level.lower_bound > heights[-1]]
    return max(1, highest, min(ahead, default=0))


def _climbs(steps: Sequence[Month], heights: Sequence[int], scale: _Scale) -> list[Climb]:
    place = (WIDTH - 2 * _SIDE) / max(1, len(steps))
    last = max((number for number, step in enumerate(steps) if step.stars), default=-1)
    return [
        _climb(step, heights[number], _SIDE + place * number, place, scale, is_past=number <= last)
        for number, step in enumerate(steps)
    ]


def _climb(step: Month, since: int, left: float, place: float, scale: _Scale, *, is_past: bool) -> Climb:
    """Draw one step in its ``place`` from ``left`` on; months to come have nothing under them."""
    until = since + step.stars
    upper, lower = scale.y(max(since, until)), scale.y(min(since, until))
    under = scale.y(max(0, min(since, until)))
    return Climb(
        label=step.label,
        stars=step.stars,
        since=since,
        until=until,
        x=round(left + place * (1 - _FILL) / 2, 1),
        y=upper,
        width=round(place * _FILL, 1),
        height=round(lower - upper, 1),
        carried_y=under,
        carried=round(scale.y(0) - under, 1) if is_past else 0,
    )
