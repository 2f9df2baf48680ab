"""The class meeting's screen: a star with its names, who could vote on each, and the hands counted."""

import datetime as dt
from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from awards.models import ClassRound, Nomination, StarItem
from awards.rules.kinds import StepRole
from awards.sheets.contents import Contents
from awards.sheets.workflow import Verb, may
from awards.steps.counting import Counting, ItemCount
from students.permits.roles import Standing


@dataclass(frozen=True)
class MeetingLine:
    """A name, how many could vote on it, and what stands in its boxes: what was typed, else the hands noted."""

    line: Nomination
    could: int
    hands_for: str
    hands_against: str


@dataclass(frozen=True)
class MeetingStar:
    """One star; ``by_ballots``: members vote on it on screen, and no hands are counted; ``voted``: all of them have."""

    item: StarItem
    lines: Sequence[MeetingLine]
    places: int
    by_hand: bool
    by_ballots: bool
    voted: bool

    @property
    def total(self) -> int:
        return len(self.lines)

    @property
    def done(self) -> int:
        return self.total if self.by_hand or self.voted else 0


@dataclass(frozen=True)
class MeetingPage:
    """``star`` is the one on screen, None once all are counted and none is asked for."""

    sheet: ClassRound
    name: str
    open: bool
    members: int
    stars: Sequence[MeetingStar]
    star: MeetingStar | None

    @property
    def number(self) -> int:
        """The place of the star on screen among all, from 1."""
        return self.stars.index(self.star) + 1 if self.star else 0

    @property
    def before(self) -> MeetingStar | None:
        return self.stars[self.number - 2] if self.number > 1 else None

    @property
    def after(self) -> MeetingStar | None:
        return self.stars[self.number] if 0 < self.number < len(self.stars) else None


def meeting_page(
    contents: Contents,
    standing: Standing,
    day: dt.date,
    wanted: int | None = None,
    typed: Mapping[str, str] | None = None,
) -> MeetingPage:
    """Gather the page in two queries beside ``contents``; ``wanted`` is the star, else the first not counted."""
    sheet = contents.sheet
    open_ = contents.stage.is_at(StepRole.COMMITTEE) and may(
        sheet.state, Verb.COUNT, standing.toward(sheet.school_class)
    )
    counting = Counting.load(contents, day)
    stars = [_star(count, typed or {}, len(counting.members)) for count in counting.stars] if open_ else []
    asked = next((star for star in stars if star.item.pk == wanted), None)
    return MeetingPage(
        sheet=sheet,
        name=contents.scheme.committee_name,
        open=open_,
        members=len(counting.members),
        stars=stars,
        star=asked or next((star for star in stars if not star.done), None),
    )


def _star(count: ItemCount, typed: Mapping[str, str], members: int) -> MeetingStar:
    lines = [_line(line, count.tallies[line.pk].could_vote, typed) for line in count.lines]
    voted = count.by_ballots and len(count.voters) == members
    return MeetingStar(count.item, lines, count.free, count.by_hand, count.by_ballots, voted)


def _line(line: Nomination, could: int, typed: Mapping[str, str]) -> MeetingLine:
    noted = ("", "") if line.counted_for is None else (str(line.counted_for), str(line.counted_against))
    return MeetingLine(line, could, typed.get(f"for-{line.pk}", noted[0]), typed.get(f"against-{line.pk}", noted[1]))
