"""What the ballots of the star committee come to (五4, A7, A9, A10, A61, A62)."""

from collections.abc import Collection
from random import Random

import pytest
from hypothesis import given, strategies as st

from awards.rules.committee import Outcome, Tally, WrongPicks, count_hands, count_star, is_complete, outcome, settled

ALL = 10


def tallies(*votes: tuple[int, ...]) -> list[Tally]:
    """Names 1, 2, 3 ... with their votes for and against, and how many could vote where it is not all ten."""
    return [Tally(key, *(*cast, ALL)[:3]) for key, cast in enumerate(votes, start=1)]


@pytest.mark.parametrize(
    ("votes", "quota", "expected"),
    [
        pytest.param([], 5, Outcome(()), id="nobody"),
        pytest.param([(3, 1), (5, 0), (4, 4)], 5, Outcome((2, 1)), id="most votes first, the quota not filled"),
        pytest.param([(5, 0), (4, 0), (3, 0)], 2, Outcome((1, 2)), id="at most the quota"),
        pytest.param([(5, 0), (4, 0), (4, 0)], 2, Outcome((1,), (2, 3), 1), id="tie across the last place"),
        pytest.param([(4, 1), (4, 1), (4, 1)], 2, Outcome((), (1, 2, 3), 2), id="tie across all places"),
        pytest.param([(4, 0), (5, 0), (4, 0), (1, 0)], 3, Outcome((2, 1, 3)), id="tie inside"),
        pytest.param([(5, 0), (4, 0), (3, 0), (3, 0)], 2, Outcome((1, 2)), id="tie behind the last place"),
        pytest.param([(0, 0), (0, 0)], 5, Outcome(()), id="no votes"),
        pytest.param([(2, 3), (3, 3), (0, 1)], 5, Outcome(()), id="not more for than against"),
        pytest.param([(4, 0), (4, 5)], 1, Outcome((1,)), id="a name voted down ties with nobody"),
        pytest.param([(4, 0), (3, 0)], 0, Outcome(()), id="no place"),
        pytest.param([(4, 0), (4, 0), (1, 0), (1, 2)], None, Outcome((1, 2, 3)), id="no limit"),
        # A61: by the share of those who could vote, then by the fewer against, then the committee picks.
        pytest.param([(9, 1, 10), (8, 0, 8)], 1, Outcome((2,)), id="8 of 8 above 9 of 10"),
        pytest.param([(9, 0, 10), (8, 0, 9)], 1, Outcome((1,)), id="9 of 10 above 8 of 9"),
        pytest.param([(4, 3), (4, 1), (4, 2)], 2, Outcome((2, 3)), id="equal shares: the fewer against"),
        pytest.param([(5, 2, 10), (4, 1, 8)], 1, Outcome((2,)), id="4 of 8 is 5 of 10: the fewer against"),
        pytest.param([(5, 1, 10), (4, 1, 8)], 1, Outcome((), (1, 2), 1), id="equal in both: the committee picks"),
        pytest.param([(3, 1, 9), (1, 0, 3)], 1, Outcome((2,)), id="thirds are equal, whatever the fraction"),
        pytest.param([(8, 0, 10), (7, 0, 8), (7, 0, 10)], 2, Outcome((2, 1)), id="a share, not a count"),
        pytest.param([(0, 0, 0), (1, 0, 1)], 5, Outcome((2,)), id="nobody could vote"),
    ],
)
def test_the_votes_decide(votes: list[tuple[int, ...]], quota: int | None, expected: Outcome) -> None:
    assert outcome(tallies(*votes), quota) == expected


# Pupils 1 to 4 sit on the committee; the lines 10 and 20 are theirs of pupil 1 and of 9, who does not.
OWNERS = {10: 1, 20: 9}
YES, NO = True, False


@pytest.mark.parametrize(
    ("ballots", "expected"),
    [
        pytest.param({}, [(0, 0, 3), (0, 0, 4)], id="nobody has voted; nobody could on the own line"),
        pytest.param({(2, 10): YES, (2, 20): NO}, [(1, 0, 3), (0, 1, 4)], id="a complete star counts"),
        pytest.param({(2, 10): YES, (3, 20): YES}, [(0, 0, 3), (0, 0, 4)], id="half a star counts for nothing"),
        pytest.param({(1, 20): YES}, [(0, 0, 3), (1, 0, 4)], id="complete without the own line"),
        pytest.param({(1, 10): YES, (1, 20): NO}, [(0, 0, 3), (0, 1, 4)], id="never on the own line"),
        pytest.param({(8, 10): YES, (8, 20): YES}, [(0, 0, 3), (0, 0, 4)], id="who no longer sits there"),
    ],
)
def test_which_ballots_count(ballots: dict[tuple[int, int], bool], expected: list[tuple[int, int, int]]) -> None:
    counted = count_star(OWNERS, [1, 2, 3, 4], ballots)
    assert [tally.key for tally in counted] == [10, 20]
    assert [(one.votes_for, one.votes_against, one.could_vote) for one in counted] == expected


def test_hands_are_of_as_many_as_could_vote_or_have_raised_one() -> None:
    """A member who has left since the meeting could vote there."""
    found = count_hands(OWNERS, [1, 2, 3], {10: (2, 0), 20: (2, 2)})
    assert [(one.key, one.votes_for, one.votes_against, one.could_vote) for one in found] == [
        (10, 2, 0, 2),
        (20, 2, 2, 4),
    ]


def test_a_star_with_the_own_name_only_is_complete() -> None:
    assert is_complete({10: 1}, 1, {})
    assert not is_complete({10: 1}, 2, {})


TIE = Outcome((1,), (2, 3, 4), 2)


@pytest.mark.parametrize(
    ("found", "picks", "expected"),
    [
        pytest.param(TIE, {4, 2}, (1, 2, 4), id="as many as there are places"),
        pytest.param(Outcome((1, 2)), (), (1, 2), id="nothing to pick"),
    ],
)
def test_the_tied_are_picked_by_hand(found: Outcome, picks: Collection[int], expected: tuple[int, ...]) -> None:
    assert settled(found, picks) == expected


@pytest.mark.parametrize(
    ("found", "picks"),
    [
        pytest.param(TIE, (), id="nobody"),
        pytest.param(TIE, {2}, id="too few"),
        pytest.param(TIE, {2, 3, 4}, id="too many"),
        pytest.param(TIE, {2, 5}, id="a stranger"),
        pytest.param(TIE, {1, 2}, id="one who is chosen already"),
        pytest.param(Outcome((1, 2)), {2}, id="where nobody is tied"),
    ],
)
def test_other_picks_are_refused(found: Outcome, picks: Collection[int]) -> None:
    with pytest.raises(WrongPicks):
        settled(found, picks)


COUNTS = st.tuples(st.integers(0, 9), st.integers(0, 9), st.integers(0, 3)).map(
    lambda cast: (cast[0], cast[1], sum(cast))
)
VOTES = st.lists(COUNTS, max_size=14)


@given(VOTES, st.none() | st.integers(0, 6))
def test_whatever_the_votes(votes: list[tuple[int, ...]], quota: int | None) -> None:
    names = tallies(*votes)
    by_key = {tally.key: tally for tally in names}
    found = outcome(names, quota)
    carried = [tally.key for tally in names if tally.carried]
    places = len(names) if quota is None else quota
    final = settled(found, found.tied[: found.seats])
    assert len(final) == min(places, len(carried)), "a place stays free only where nobody is left for it"
    assert len(set(final)) == len(final)
    assert set(final) <= set(carried)
    assert [by_key[key].rank for key in final] == sorted(by_key[key].rank for key in final)
    # Nobody who is left out stands above somebody who is in.
    assert not final or all(by_key[key].rank >= by_key[final[-1]].rank for key in set(carried) - set(final))
    assert found.decided is (found.seats == 0)
    assert len({by_key[key].rank for key in found.tied}) <= 1
    assert 0 <= found.seats < max(len(found.tied), 1)


@given(VOTES, st.integers(0, 6), st.randoms(use_true_random=False))
def test_the_order_of_names_decides_nothing(votes: list[tuple[int, ...]], quota: int, mixer: Random) -> None:
    names = tallies(*votes)
    other = list(names)
    mixer.shuffle(other)
    first, second = outcome(names, quota), outcome(other, quota)
    assert (set(first.chosen), set(first.tied), first.seats) == (set(second.chosen), set(second.tied), second.seats)
