"""What a level entitles to, and what a corrected level does to it, as tables of cases (六2 to 六4)."""

from __future__ import annotations

import pytest

from awards.rules.entitlements import (
    NAMES_THE_LEVEL,
    Flag,
    Held,
    RewardKind,
    RewardMove,
    RewardState,
    due_at,
    flags_of,
    moves,
    state_after,
    terms_between,
)

# The preset's: 喜报 from three, certificate, board and eligibility from four, the parents' from five.
PRESET = dict(zip(RewardKind, (3, 4, 4, 4, 5, 5), strict=True))
LETTER, CERTIFICATE, BOARD, AWARDS, TITLE, INVITATION = RewardKind
FOUR = {LETTER, CERTIFICATE, BOARD, AWARDS}


@pytest.mark.parametrize(
    ("level", "due"), [(0, set()), (1, set()), (2, set()), (3, {LETTER}), (4, FOUR), (5, set(RewardKind))]
)
def test_rewards_add_up_with_the_level(level: int, due: set[RewardKind]) -> None:
    assert due_at(level, PRESET) == due


def test_a_reward_from_level_zero_is_never_due() -> None:
    assert due_at(5, {**PRESET, INVITATION: 0}) == set(RewardKind) - {INVITATION}
    assert due_at(1, {LETTER: 1}) == {LETTER}


def all_in(state: RewardState, kinds: set[RewardKind], issued: int = 0) -> dict[RewardKind, Held]:
    return {kind: Held(state, issued) for kind in kinds}


def test_the_first_settlement_adds_everything_due() -> None:
    assert moves(0, 4, {}, PRESET) == dict.fromkeys(FOUR, RewardMove.ADD)
    assert moves(0, 2, {}, PRESET) == {}


@pytest.mark.parametrize("state", [RewardState.DUE, RewardState.DONE, RewardState.REISSUED])
def test_a_higher_level_adds_what_is_missing(state: RewardState) -> None:
    found = moves(4, 5, all_in(state, FOUR, 1), PRESET)
    added = {kind for kind, move in found.items() if move == RewardMove.ADD}
    assert added == {TITLE, INVITATION}
    # What was handed out names a level that no longer holds; the rest is still to be printed anyway.
    again = {kind for kind, move in found.items() if move == RewardMove.REISSUE}
    assert again == (NAMES_THE_LEVEL if state == RewardState.DONE else set())


@pytest.mark.parametrize("state", [RewardState.DUE, RewardState.DONE, RewardState.REISSUED])
def test_a_lower_level_withdraws_what_is_no_longer_due(state: RewardState) -> None:
    found = moves(4, 3, all_in(state, FOUR, 1), PRESET)
    assert {kind for kind, move in found.items() if move == RewardMove.WITHDRAW} == {CERTIFICATE, BOARD, AWARDS}
    assert (found.get(LETTER) == RewardMove.REISSUE) == (state == RewardState.DONE)


def test_the_same_level_moves_nothing() -> None:
    assert moves(4, 4, all_in(RewardState.DONE, FOUR, 1), PRESET) == {}


def test_what_was_withdrawn_comes_back_only_with_the_level() -> None:
    held = all_in(RewardState.WITHDRAWN, FOUR)
    assert moves(3, 4, {**held, LETTER: Held(RewardState.DUE)}, PRESET) == dict.fromkeys(
        FOUR - {LETTER}, RewardMove.RENEW
    )
    # By hand: the pupil was entitled to it all along.
    assert moves(4, 4, held, PRESET) == {}
    assert moves(5, 4, held, PRESET) == {}


@pytest.mark.parametrize(
    ("move", "issued", "state"),
    [
        (RewardMove.RENEW, 0, RewardState.DUE),
        (RewardMove.RENEW, 1, RewardState.REISSUED),
        (RewardMove.REISSUE, 2, RewardState.REISSUED),
        (RewardMove.WITHDRAW, 0, RewardState.WITHDRAWN),
        (RewardMove.WITHDRAW, 1, RewardState.WITHDRAWN),
    ],
)
def test_what_was_handed_out_once_is_issued_again(move: RewardMove, issued: int, state: RewardState) -> None:
    assert state_after(move, issued) == state


@pytest.mark.parametrize(
    ("guest", "here", "needed", "violations", "flags"),
    [
        (False, 1, 0, 0, []),
        (False, 1, 2, 0, [Flag.RESIDENCE]),
        (False, 2, 2, 0, []),
        (False, 5, 2, 1, [Flag.VIOLATION]),
        (True, 5, 2, 0, [Flag.GUEST]),
        (True, 1, 2, 2, [Flag.GUEST, Flag.RESIDENCE, Flag.VIOLATION]),
    ],
)
def test_what_stands_against_a_merit_award(
    guest: bool, here: int, needed: int, violations: int, flags: list[Flag]
) -> None:
    assert flags_of(guest=guest, terms_here=here, terms_needed=needed, violations=violations) == flags


@pytest.mark.parametrize(
    ("first", "last", "count"),
    [((2025, 1), (2025, 1), 1), ((2025, 1), (2025, 2), 2), ((2024, 2), (2025, 1), 2), ((2023, 1), (2025, 2), 6)],
)
def test_terms_are_counted_with_both_ends(first: tuple[int, int], last: tuple[int, int], count: int) -> None:
    assert terms_between(first, last) == count
