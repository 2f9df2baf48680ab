"""What the star committee's ballots come to, star by star (五3, 五4, A7, A9, A10, A61, A62)."""

from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass
from fractions import Fraction
from itertools import groupby

# Ballots by (member, line).
Ballots = Mapping[tuple[int, int], bool]


@dataclass(frozen=True)
class Tally:
    """A name under a star with its ballots, of ``could_vote`` members. ``key`` says which name.

    Ballots not cast count for neither side.
    """

    key: int
    votes_for: int
    votes_against: int
    could_vote: int

    @property
    def carried(self) -> bool:
        """More for than against; a name nobody voted on is not carried."""
        return self.votes_for > self.votes_against

    @property
    def rank(self) -> tuple[Fraction, int]:
        """Order names: first the greater share of votes for among those who could vote, then the fewer against (A61).

        A member does not vote on the own line, so 8 of 8 stand above 9 of 10.
        """
        share = Fraction(self.votes_for, self.could_vote) if self.could_vote else Fraction(0)
        return -share, self.votes_against


def is_complete(owners: Mapping[int, int], member: int, ballots: Ballots) -> bool:
    """Tell whether a member has voted on every name of a star but the own (A62). ``owners``: the pupil of each line."""
    return all((member, line) in ballots for line, owner in owners.items() if owner != member)


def count_star(owners: Mapping[int, int], members: Collection[int], ballots: Ballots) -> list[Tally]:
    """Count the ballots on one star in the order of ``owners``: those of ``members`` for whom it is complete (A62).

    ``members`` could vote: on each line all of them but its pupil (A40, A61). Other people's ballots are passed over.
    """
    voters = [member for member in members if is_complete(owners, member, ballots)]
    return [_tally(line, owner, members, voters, ballots) for line, owner in owners.items()]


def count_hands(
    owners: Mapping[int, int], members: Collection[int], hands: Mapping[int, tuple[int, int]]
) -> list[Tally]:
    """Count the hands, for and against, that a class meeting has counted for a star, in the order of ``owners``.

    Where a member has left since, as many could vote as have raised a hand.
    """
    found = []
    for line, owner in owners.items():
        hands_for, hands_against = hands[line]
        could = sum(member != owner for member in members)
        found.append(Tally(line, hands_for, hands_against, max(could, hands_for + hands_against)))
    return found


def _tally(line: int, owner: int, members: Collection[int], voters: Collection[int], ballots: Ballots) -> Tally:
    cast = [ballots[member, line] for member in voters if member != owner]
    return Tally(line, cast.count(True), cast.count(False), sum(member != owner for member in members))


@dataclass(frozen=True)
class Outcome:
    """A star's result: ``chosen`` in the order of places, ``seats`` left for the ``tied``, who have equal votes."""

    chosen: tuple[int, ...]
    tied: tuple[int, ...] = ()
    seats: int = 0

    @property
    def decided(self) -> bool:
        return not self.tied


class WrongPicks(ValueError):
    """The names picked by hand are not the right number of those that are tied."""


def outcome(tallies: Sequence[Tally], quota: int | None) -> Outcome:
    """Give the names with more votes for than against in the order of their :attr:`Tally.rank`, at most ``quota``.

    Names of equal rank stand together: where they do not all fit, none of them is chosen here, and the committee picks
    (A10). The quota need not be filled (A9); None is no limit. Equal names keep the order of ``tallies``.
    """
    carried = sorted((tally for tally in tallies if tally.carried), key=lambda tally: tally.rank)
    left = len(carried) if quota is None else max(quota, 0)
    chosen: list[int] = []
    for _rank, together in groupby(carried, key=lambda tally: tally.rank):
        keys = [tally.key for tally in together]
        if len(keys) > left:
            return Outcome(tuple(chosen), tuple(keys), left) if left else Outcome(tuple(chosen))
        chosen += keys
        left -= len(keys)
    return Outcome(tuple(chosen))


def settled(found: Outcome, picks: Collection[int]) -> tuple[int, ...]:
    """Give all that are chosen, once the tied have been picked by hand; raises :class:`WrongPicks`.

    Of the tied exactly as many as there are places must be picked, and nobody else: what the votes have decided is not
    picked anew.
    """
    wanted = set(picks)
    if not wanted <= set(found.tied) or len(wanted) != found.seats:
        raise WrongPicks
    return found.chosen + tuple(key for key in found.tied if key in wanted)
