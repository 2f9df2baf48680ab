"""The committee member's page: every star with its names and one's own ballots; no counts before the end (A62)."""

import datetime as dt
from collections.abc import Sequence
from dataclasses import dataclass

from awards.models import ClassRound, Nomination, StarItem, Vote
from awards.rules.kinds import StepRole
from awards.sheets.contents import Contents
from awards.sheets.workflow import Verb, may
from awards.steps.counting import Counting, ItemCount
from awards.steps.participation import Participation, members_participation
from students.permits.roles import Standing


@dataclass(frozen=True)
class BallotLine:
    """A name to vote on; ``cast`` is one's own ballot, empty while there is none; ``own`` is oneself, and has none."""

    line: Nomination
    cast: str
    own: bool


@dataclass(frozen=True)
class BallotItem:
    item: StarItem
    lines: Sequence[BallotLine]
    places: int


@dataclass(frozen=True)
class CommitteePage:
    sheet: ClassRound
    name: str
    open: bool
    over: bool
    items: Sequence[BallotItem]
    participation: Participation

    @property
    def total(self) -> int:
        return sum(not line.own for item in self.items for line in item.lines)

    @property
    def left(self) -> int:
        return sum(not line.own and not line.cast for item in self.items for line in item.lines)


def committee_page(contents: Contents, standing: Standing, day: dt.date) -> CommitteePage:
    """Gather the page in three queries beside ``contents``, whatever the size of the class."""
    sheet = contents.sheet
    roles = standing.toward(sheet.school_class)
    open_ = contents.stage.is_at(StepRole.COMMITTEE) and may(sheet.state, Verb.VOTE, roles)
    mine = Vote.objects.on_sheet(sheet).filter(voter=standing.student_id)
    counting = Counting.load(contents, day)
    cast = {line: "yes" if agrees else "no" for line, agrees in mine.values_list("nomination_id", "agrees")}
    return CommitteePage(
        sheet=sheet,
        name=contents.scheme.committee_name,
        open=open_,
        over=contents.stage.is_over(StepRole.COMMITTEE),
        items=[_item(count, cast, standing.student_id) for count in counting.stars] if open_ else [],
        participation=members_participation(counting),
    )


def _item(count: ItemCount, cast: dict[int, str], me: int | None) -> BallotItem:
    lines = [BallotLine(line, cast.get(line.pk, ""), line.student_id == me) for line in count.lines]
    return BallotItem(count.item, lines, count.free)
