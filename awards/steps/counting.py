"""What the committee's ballots on a sheet come to, star by star, and which members have voted (A61, A62)."""

from __future__ import annotations

import datetime as dt
from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from django.db.models import Q

from awards.models import ClassRound, LineState, Nomination, StarItem, Vote
from awards.rules.committee import Outcome, Tally, count_hands, count_star, is_complete, outcome
from awards.sheets.contents import Contents
from students.models import CommitteeMember, Enrolment, GroupLeader


def committee_on(sheet: ClassRound, day: dt.date) -> dict[int, str]:
    """Name the class's star committee by pupil, in seat order; one query.

    Leaders by office, cadres by name (五1), all of them only while they sit in the class: who may vote on ``day``, and
    so, on the closing day, who could (A61).
    """
    leaders = GroupLeader.objects.of_class(sheet.school_class, day).order_by().values("student")
    named = CommitteeMember.objects.of_class(sheet.school_class, day).order_by().values("student")
    seats = Enrolment.objects.of_class(sheet.school_class, day)
    members = seats.filter(Q(student__in=leaders) | Q(student__in=named))
    return {seat.student_id: seat.student.name for seat in members}


@dataclass(frozen=True)
class ItemCount:
    """One star: the lines before the committee in seat order, their tallies by line, and what follows from them.

    ``voters`` are the members who have voted on every name but their own; all of them where hands were counted.
    """

    item: StarItem
    lines: Sequence[Nomination]
    tallies: dict[int, Tally]
    free: int
    outcome: Outcome
    voters: frozenset[int]
    by_hand: bool = False

    @property
    def cast(self) -> int:
        """How many members have voted on a name here: who can vote on none of them has not."""
        owners = {line.student_id for line in self.lines}
        return sum(self.by_hand or bool(owners - {pk}) for pk in self.voters)

    @property
    def tied(self) -> list[Nomination]:
        return [line for line in self.lines if line.pk in self.outcome.tied]

    @property
    def by_ballots(self) -> bool:
        """Whether a member has voted on it on screen, with ballots that count."""
        return not self.by_hand and any(one.votes_for or one.votes_against for one in self.tallies.values())

    @property
    def waits(self) -> bool:
        """Whether somebody could vote on a name here, and nobody has: closing would drop the names unseen."""
        could = any(tally.could_vote for tally in self.tallies.values())
        return could and not self.by_hand and not self.by_ballots


@dataclass(frozen=True)
class Counting:
    """The stars with a name before the committee, in the order of the paper, and the committee itself."""

    members: Mapping[int, str]
    stars: Sequence[ItemCount]

    @classmethod
    def load(cls, contents: Contents, day: dt.date) -> Counting:
        """Count what the members of ``day`` have cast; two queries beside ``contents``.

        Who is not in the class on the round's last day is not before the committee (A44). Names that stand on the
        sheet already keep their places, and the votes share out the rest.
        """
        members = committee_on(contents.sheet, day)
        rows = Vote.objects.on_sheet(contents.sheet).values_list("voter_id", "nomination_id", "agrees")
        ballots = {(voter, line): agrees for voter, line, agrees in rows}
        stars = [_count(contents, item, lines, members, ballots) for item, lines in open_lines(contents)]
        return cls(members, stars)

    @property
    def voted(self) -> set[int]:
        """The members who have voted: on every star (A62); nobody where nothing is before the committee."""
        return {pk for pk in self.members if self.stars and all(pk in star.voters for star in self.stars)}


def _count(
    contents: Contents,
    item: StarItem,
    lines: Sequence[Nomination],
    members: Mapping[int, str],
    ballots: Mapping[tuple[int, int], bool],
) -> ItemCount:
    owners = {line.pk: line.student_id for line in lines}
    hands = {line.pk: (line.counted_for, line.counted_against or 0) for line in lines if line.counted_for is not None}
    # A name that came before the committee since must be counted, too.
    by_hand = len(hands) == len(lines)
    tallies = count_hands(owners, members, hands) if by_hand else count_star(owners, members, ballots)
    free = contents.quota - len(contents.under(item.pk))
    voters = frozenset(pk for pk in members if by_hand or is_complete(owners, pk, ballots))
    return ItemCount(item, lines, {one.key: one for one in tallies}, free, outcome(tallies, free), voters, by_hand)


def open_lines(contents: Contents) -> list[tuple[StarItem, list[Nomination]]]:
    """Give the stars in the order of the paper with their lines before the committee, in seat order; no query."""
    found = []
    for item in contents.items.values():
        lines = [contents.lines[pk, item.pk] for pk in contents.people if (pk, item.pk) in contents.lines]
        found.append((item, [line for line in lines if is_open(line)]))
    return [(item, lines) for item, lines in found if lines]


def is_open(line: Nomination) -> bool:
    """Tell whether the committee votes on the line: proposed, and not declined by the group."""
    return line.state == LineState.PROPOSED and line.group_agreed is not False
