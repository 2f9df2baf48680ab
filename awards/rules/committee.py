"""What the star committee's ballots come to, star by star (五3, 五4, A7, A9, A10)."""

from collections.abc import Collection, Sequence
from dataclasses import dataclass
from itertools import groupby


@dataclass(frozen=True)
class Tally:
    """A name under a star with its ballots. ``key`` says which name; ballots not cast count for neither side."""

    key: int
    votes_for: int
    votes_against: int

    @property
    def carried(self) -> bool:
        """More for than against; a name nobody voted on is not carried."""
        return self.votes_for > self.votes_against


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
    """Give the names with more votes for than against, most votes first, at most ``quota`` (None: no limit).

    Names with as many votes for them stand together: where they do not all fit, none of them is chosen here, and the
    committee picks (A10). The quota need not be filled (A9). Equal names keep the order of ``tallies``.
    """
    carried = sorted((tally for tally in tallies if tally.carried), key=lambda tally: -tally.votes_for)
    left = len(carried) if quota is None else max(quota, 0)
    chosen: list[int] = []
    for _votes, together in groupby(carried, key=lambda tally: tally.votes_for):
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
