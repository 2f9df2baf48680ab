"""What the ballots of the star committee come to (五4, A7, A9, A10)."""

from collections.abc import Collection
from random import Random

import pytest
from hypothesis import given, strategies as st

from awards.rules.committee import Outcome, Tally, WrongPicks, outcome, settled


def tallies(*votes: tuple[int, int]) -> list[Tally]:
    """Names 1, 2, 3 ... with their votes for and against."""
    return [Tally(key, *pair) for key, pair in enumerate(votes, start=1)]


@pytest.mark.parametrize(
    ("votes", "quota", "expected"),
    [
        pytest.param([], 5, Outcome(()), id="nobody"),
        pytest.param([(3, 1), (5, 0), (4, 4)], 5, Outcome((2, 1)), id="most votes first, the quota not filled"),
        pytest.param([(5, 0), (4, 0), (3, 0)], 2, Outcome((1, 2)), id="at most the quota"),
        pytest.param([(5, 0), (4, 0), (4, 0)], 2, Outcome((1,), (2, 3), 1), id="tie across the last place"),
        pytest.param([(4, 0), (4, 3), (4, 1)], 2, Outcome((), (1, 2, 3), 2), id="tie across all places"),
        pytest.param([(4, 0), (5, 0), (4, 1), (1, 0)], 3, Outcome((2, 1, 3)), id="tie inside"),
        pytest.param([(5, 0), (4, 0), (3, 0), (3, 0)], 2, Outcome((1, 2)), id="tie behind the last place"),
        pytest.param([(0, 0), (0, 0)], 5, Outcome(()), id="no votes"),
        pytest.param([(2, 3), (3, 3), (0, 1)], 5, Outcome(()), id="not more for than against"),
        pytest.param([(4, 0), (4, 5)], 1, Outcome((1,)), id="a name voted down ties with nobody"),
        pytest.param([(4, 0), (3, 0)], 0, Outcome(()), id="no place"),
        pytest.param([(4, 0), (4, 0), (1, 0), (1, 2)], None, Outcome((1, 2, 3)), id="no limit"),
    ],
)
def test_the_votes_decide(votes: list[tuple[int, int]], quota: int | None, expected: Outcome) -> None:
    assert outcome(tallies(*votes), quota) == expected


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


VOTES = st.lists(st.tuples(st.integers(0, 9), st.integers(0, 9)), max_size=14)


@given(VOTES, st.none() | st.integers(0, 6))
def test_whatever_the_votes(votes: list[tuple[int, int]], quota: int | None) -> None:
    names = tallies(*votes)
    by_key = {tally.key: tally for tally in names}
    found = outcome(names, quota)
    carried = [tally.key for tally in names if tally.carried]
    places = len(names) if quota is None else quota
    final = settled(found, found.tied[: found.seats])
    assert len(final) == min(places, len(carried)), "a place stays free only where nobody is left for it"
    assert len(set(final)) == len(final)
    assert set(final) <= set(carried)
    assert [by_key[key].votes_for for key in final] == sorted((by_key[key].votes_for for key in final), reverse=True)
    # Nobody who is left out has more votes than somebody who is in.
    least = min((by_key[key].votes_for for key in final), default=0)
    assert all(by_key[key].votes_for <= least for key in set(carried) - set(final)) or not final
    assert found.decided is (found.seats == 0)
    assert len({by_key[key].votes_for for key in found.tied}) <= 1
    assert 0 <= found.seats < max(len(found.tied), 1)


@given(VOTES, st.integers(0, 6), st.randoms(use_true_random=False))
def test_the_order_of_names_decides_nothing(votes: list[tuple[int, int]], quota: int, mixer: Random) -> None:
    names = tallies(*votes)
    other = list(names)
    mixer.shuffle(other)
    first, second = outcome(names, quota), outcome(other, quota)
    assert (set(first.chosen), set(first.tied), first.seats) == (set(second.chosen), set(second.tied), second.seats)
