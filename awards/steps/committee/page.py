"""The committee member's page: a star a screen with its names and one's own ballots; no counts before the end (A62)."""

import datetime as dt
from collections.abc import Sequence
from dataclasses import dataclass

from awards.deeds.beside import Beside, deeds_beside
from awards.models import ClassRound, Deed, Nomination, StarItem, Vote
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
    deeds: Sequence[Deed] = ()


@dataclass(frozen=True)
class BallotStar:
    """One star with one's own ballots, for its bar and, where it is the one on screen, its names."""

    item: StarItem
    lines: Sequence[BallotLine]
    places: int
    by_hand: bool

    @property
    def total(self) -> int:
        return 0 if self.by_hand else sum(not line.own for line in self.lines)

    @property
    def done(self) -> int:
        return 0 if self.by_hand else sum(bool(line.cast) for line in self.lines)

    @property
    def left(self) -> int:
        return self.total - self.done


@dataclass(frozen=True)
class CommitteePage:
    """``star`` is the one on screen, None where nothing is; ``next`` the one to go on with, None once all are done."""

    sheet: ClassRound
    name: str
    open: bool
    over: bool
    stars: Sequence[BallotStar]
    star: BallotStar | None
    next: BallotStar | None
    participation: Participation

    @property
    def left(self) -> int:
        return sum(star.left for star in self.stars)


def committee_page(contents: Contents, standing: Standing, day: dt.date, wanted: int | None = None) -> CommitteePage:
    """Gather the page in four queries beside ``contents``, whatever the size of the class.

    ``wanted`` is the star asked for; without one the first that is not complete, so that one goes on where one was.
    """
    sheet = contents.sheet
    roles = standing.toward(sheet.school_class)
    open_ = contents.stage.is_at(StepRole.COMMITTEE) and may(sheet.state, Verb.VOTE, roles)
    mine = Vote.objects.on_sheet(sheet).filter(voter=standing.student_id)
    cast = {line: "yes" if agrees else "no" for line, agrees in mine.values_list("nomination_id", "agrees")}
    counting = Counting.load(contents, day)
    pupils = {line.student_id for count in counting.stars for line in count.lines}
    beside = deeds_beside(sheet.round, pupils) if open_ else {}
    stars = [_star(count, cast, standing.student_id, beside) for count in counting.stars] if open_ else []
    shown = next((star for star in stars if star.item.pk == wanted), None) or _first_left(stars)
    return CommitteePage(
        sheet=sheet,
        name=contents.scheme.committee_name,
        open=open_,
        over=contents.stage.is_over(StepRole.COMMITTEE),
        stars=stars,
        star=shown,
        next=_next(stars, shown),
        participation=members_participation(counting),
    )


def _star(count: ItemCount, cast: dict[int, str], me: int | None, beside: Beside) -> BallotStar:
    lines = [
        BallotLine(line, cast.get(line.pk, ""), line.student_id == me, beside.get((line.student_id, line.item_id), ()))
        for line in count.lines
    ]
    return BallotStar(count.item, lines, count.free, count.by_hand)


def _first_left(stars: Sequence[BallotStar]) -> BallotStar | None:
    """Give the first star that is not complete, else the first."""
    return next((star for star in stars if star.left), stars[0] if stars else None)


def _next(stars: Sequence[BallotStar], shown: BallotStar | None) -> BallotStar | None:
    """Give the star after ``shown`` that is not complete, from the beginning again after the last."""
    if shown is None:
        return None
    place = stars.index(shown)
    return next((star for star in [*stars[place + 1 :], *stars[:place]] if star.left), None)
